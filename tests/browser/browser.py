#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What looks at pages sees what is wrong with one: it would be no use as a judge otherwise."""
import os
import sys
import tempfile

import page

GOOD = '''<!DOCTYPE html><title>good</title><button id=b onclick="this.textContent = 'clicked'">a button</button>
<input id=i><p id=p></p><script>p.textContent = matchMedia("(prefers-color-scheme: dark)").matches</script>'''
BAD = {'console': 'console.error("said aloud")', 'exception': 'null.nothing()',
       'promise': 'Promise.reject(new Error("nobody cared"))',
       'resource': 'document.write("<img src=missing.png>")'}


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def main():
    page.require(tap=True)
    cases = []
    with tempfile.TemporaryDirectory() as folder, page.Page(write(folder, 'good.html', GOOD), dark=True) as good:
        good.click('#b')
        good.keys('text', selector='#i')
        cases.append(('clicks', good.run('document.querySelector("#b").textContent') == 'clicked'))
        cases.append(('types', good.run('document.querySelector("#i").value') == 'text'))
        cases.append(('in the dark', good.run('document.querySelector("#p").textContent') == 'true'))
        cases.append(('waits for promises', good.run('Promise.resolve(arguments[0] + 1)', 2) == 3))
        picture = os.path.join(folder, 'picture.png')
        good.screenshot(picture)
        with open(picture, 'rb') as file:
            cases.append(('pictures', file.read(8) == b'\x89PNG\r\n\x1a\n'))
        cases.append(('nothing to complain of', good.errors() == []))
        for name, script in BAD.items():
            known = len(good.errors())
            good.open(write(folder, f'{name}.html', f'<!DOCTYPE html><title>bad</title><script>{script}</script>'))
            good.run('new Promise(done => setTimeout(done, 200))')
            cases.append((f'sees: {name}', len(good.errors()) > known))
        cases.append(('sees what is asked for', any(url.endswith('/missing.png') for url in good.requests())))
    print(f'1..{len(cases)}')
    for number, (name, passed) in enumerate(cases, 1):
        print(f'{"ok" if passed else "not ok"} {number} - {name}')
    sys.exit(0 if all(passed for _, passed in cases) else 1)


main()
