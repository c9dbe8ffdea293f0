#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""clusters.html of gst-facerec cluster, in a browser: every group with its pictures, the command that names it, nothing that a
name can break. Screenshots stay in the build folder, page-clusters*.png."""
import os
import subprocess
import sys

ROOT = os.environ['FACEREC_SOURCE_ROOT']
sys.path.insert(0, os.path.join(ROOT, 'tests', 'pipelines', 'command'))
from commandtest import check, main, run  # noqa: E402
from strangerfilms import BLUE, GREEN, batch, films, people, prepare  # noqa: E402
import archive  # noqa: E402
import page  # noqa: E402

GROUPS = '[...document.querySelectorAll("section")].map(section => Number(section.dataset.group))'
FILMS = '''[...document.querySelectorAll("section")].map(section =>
  [...section.querySelectorAll("td:first-child")].map(cell => cell.textContent))'''
PICTURES = '[...document.querySelectorAll("section")].map(section => section.querySelectorAll("img").length)'
# Pictures that have not come to be seen, or have no size there.
UNSEEN = '''[...document.images].filter(image => !(image.complete && image.naturalWidth >= 16
  && image.getBoundingClientRect().width === 128)).length'''
COMMANDS = '[...document.querySelectorAll("section code")].map(code => code.textContent)'


def cluster(*arguments):
    """The groups, as JSON tells them."""
    result = run('cluster', '-o', 'out', '--json', *arguments)
    check(result.code, 0, result)
    return result.json()


def check_quiet(opened):
    """No error, and nothing was asked for but the page itself."""
    check(opened.errors(), [])
    check([url for url in opened.requests() if url != page.address('out/clusters.html')
           and not url.startswith(('chrome:', 'devtools:'))], [])


def words(command):
    """What a shell makes of a command."""
    return subprocess.run(['bash', '-c', f"printf '%s\\0' {command}"], stdout=subprocess.PIPE,
                          check=True).stdout.decode().split('\0')[:-1]


def test_groups():
    """every group is listed with its films, all pictures load, and the command follows what is typed"""
    prepare()
    groups = cluster()
    with page.Page('out/clusters.html') as opened:
        check(opened.run(GROUPS), [group['cluster'] for group in groups])
        check(opened.run(FILMS), [[track['file'] for track in group['tracks']] for group in groups])
        check(opened.run(PICTURES), [len(group['tracks']) for group in groups])
        check(opened.run(UNSEEN), 0, 'pictures that did not load')
        opened.click('summary')
        check(opened.run('document.querySelector("td").getBoundingClientRect().height > 0'), True, 'where and when')
        name = 'Zoë "the $HOME" O\'Brien'
        opened.say('section input', name)
        opened.say('#gallery', 'my gallery.bin')
        check([words(command) for command in opened.run(COMMANDS)],
              [['gst-facerec', 'gallery', 'add', '--from-cluster', str(group['cluster']), '--name', who, '--index', 'out',
                'my gallery.bin'] for group, who in zip(groups, (name, 'NAME'))])
        check_quiet(opened)
        opened.keep('clusters', whole=True)
    with page.Page('out/clusters.html', width=420, height=800, dark=True) as opened:
        check(opened.run('document.documentElement.scrollWidth <= innerWidth'), True, 'too wide for a small screen')
        opened.keep('clusters-small')


def test_hostile_names():
    """names of films that are HTML and scripts are shown as they are"""
    people()
    names = ['<img src=x onerror="window.hacked = 1">.avi', "<script>window.hacked = 2;<!-- '.avi"]
    films({'blue.avi': [BLUE] * 30, 'green.avi': [GREEN] * 30})
    for plain, name in zip(('blue.avi', 'green.avi'), names):
        os.rename(f'films/{plain}', f'films/{name}')
    check(batch().code, 0)
    groups = cluster()
    with page.Page('out/clusters.html') as opened:
        check(opened.run(FILMS), [[track['file'] for track in group['tracks']] for group in groups])
        check(opened.run('window.hacked === undefined && document.querySelectorAll("img").length'), 2)
        check(opened.run(UNSEEN), 0)
        check_quiet(opened)


def test_archive():
    """300 films with strangers who look a little different each time: all groups, and twelve pictures of each"""
    archive.make('out', 20, 300, 40)
    check(run('batch', '--merge', '-o', 'out', timeout=300).code, 0)
    groups = cluster()
    check(len(groups) > 20 and len(groups[0]['tracks']) > 12, True, [len(group['tracks']) for group in groups])
    with page.Page('out/clusters.html') as opened:
        check(opened.run(GROUPS), [group['cluster'] for group in groups])
        check(opened.run(PICTURES), [min(len(group['tracks']), 12) for group in groups])
        check(opened.run(UNSEEN), 0, 'pictures that did not load')
        check_quiet(opened)
        opened.keep('clusters-archive')


if __name__ == '__main__':
    page.require(tap=True)
    main(globals())
