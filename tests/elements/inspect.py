#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What gst-inspect-1.0 says of each element is what tests/reference/inspect/ELEMENT.txt says, so that a change of a property
shows in review; it says it without a warning, and without any model file.

usage: inspect.py [--update]"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

ELEMENTS = ['facedetect', 'facerecdetect', 'facetrack', 'faceembed', 'faceknn', 'faceenroll', 'facepublish', 'overlay',
            'facerecoverlay']
ROOT = os.environ['FACEREC_SOURCE_ROOT']


def inspect(element, home):
    environment = dict(os.environ, HOME=home, XDG_DATA_HOME=home, XDG_DATA_DIRS=home, FACEREC_MODELS=home,
                       GST_DEBUG='2', GST_DEBUG_NO_COLOR='1', LC_ALL='C.UTF-8')
    done = subprocess.run(['gst-inspect-1.0', '--no-colors', element], env=environment, capture_output=True, text=True)
    if done.returncode:
        return None, [f'exit code {done.returncode}']
    # A registry that is written for the first time may complain of others' plugins.
    noise = [line for line in done.stderr.splitlines() if 'face' in line or 'gstfacerec' in line]
    return done.stdout, noise


def ours(text):
    """Without what belongs to this machine, and the numbers that models/identity.h fits to photos."""
    text = re.sub(r'(?s)(\n  (?:distance-threshold|margin) .*?Default:) +[0-9.]+', r'\1 fitted', text)
    text = re.sub(r'(?m)^  (Filename|Version|Source release date) .*\n', '', text)
    return '\n'.join(line.rstrip() for line in text.splitlines()) + '\n'


def check(element, home, update):
    path = os.path.join(ROOT, 'tests', 'reference', 'inspect', element + '.txt')
    text, complaints = inspect(element, home)
    if text is None:
        return complaints
    text = ours(text)
    if update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    try:
        with open(path, encoding='utf-8') as file:
            wanted = file.read()
    except FileNotFoundError:
        return complaints + [f'no {path}: make it with inspect.py --update']
    return complaints + list(difflib.unified_diff(wanted.splitlines(), text.splitlines(), path, 'gst-inspect-1.0', n=1,
                                                  lineterm=''))


def main():
    print(f'1..{len(ELEMENTS)}')
    with tempfile.TemporaryDirectory() as home:
        for number, element in enumerate(ELEMENTS, 1):
            complaints = check(element, home, '--update' in sys.argv)
            print('not ok' if complaints else 'ok', number, '-', element, 'is as documented and silent')
            for line in complaints:
                print('#', line)


main()
