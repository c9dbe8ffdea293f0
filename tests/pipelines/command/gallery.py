#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec gallery, and what every subcommand says about itself."""
import os
import sqlite3

from commandtest import check, contains, enroll, gallery, identify, main, run
import pictures


def fill():
    for colour in ('red', 'green', 'blue'):
        pictures.person(f'db/{colour}/1.ppm', colour)
        pictures.person(f'db/{colour}/2.ppm', colour, shade=6)
    check(enroll('db').code, 0)


def people():
    return {line['person']: line['faces'] for line in gallery('list', '--json', 'enc.bin').json()}


def test_list_and_show():
    """who is enrolled, and from where"""
    fill()
    result = gallery('list', 'enc.bin')
    check(result.code, 0)
    contains(result.out, '2  blue', '6  faces of 3 people, model fake-v1')
    lines = gallery('show', '--json', 'enc.bin', 'green').json()
    check([(line['person'], line['source'], line['box']) for line in lines],
          [('green', f'db/green/{i}.ppm', [30, 20, 90, 90]) for i in (1, 2)])
    check(len(gallery('show', 'enc.bin', 'green').out.splitlines()), 2)


def test_changes():
    """rename, merge, remove, threshold; identify follows"""
    fill()
    check(gallery('rename', 'enc.bin', 'red', 'Ann').code, 0)
    check(people(), {'Ann': 2, 'blue': 2, 'green': 2})
    check(identify('db/red/1.ppm').json()[0]['faces'][0]['identity']['label'], 'Ann')
    check(gallery('merge', 'enc.bin', 'green', 'Ann').code, 0)
    check(people(), {'Ann': 4, 'blue': 2})
    face = gallery('show', '--json', 'enc.bin', 'blue').json()[0]['face']
    check(gallery('remove', 'enc.bin', 'blue', f'--face={face}').code, 0)
    check(people(), {'Ann': 4, 'blue': 1})
    check(gallery('threshold', 'enc.bin', 'blue', '0.3').code, 0)
    check([line['threshold'] for line in gallery('list', '--json', 'enc.bin').json()], [None, 0.3])
    check(gallery('threshold', 'enc.bin', 'blue', 'none').code, 0)
    check(gallery('remove', 'enc.bin', 'blue').code, 0)
    check(people(), {'Ann': 4})


def test_refused():
    """what cannot be done changes nothing, ends with 2 and says why"""
    fill()
    before = people()
    for arguments in (['rename', 'enc.bin', 'nobody', 'x'], ['rename', 'enc.bin', 'red', 'new\nline'],
                      ['rename', 'enc.bin', 'red', 'a/b'], ['rename', 'enc.bin', 'red', 'x' * 300],
                      ['rename', 'enc.bin', 'red', ''], ['rename', 'enc.bin', 'red', b'bad\xff'],
                      ['rename', 'enc.bin', 'red', 'blue'], ['remove', 'enc.bin', 'nobody'],
                      ['remove', 'enc.bin', 'red', '--face=999'], ['remove', 'enc.bin', 'red', '--face=0'],
                      ['merge', 'enc.bin', 'red', 'blue', '--face=1'], ['merge', 'enc.bin', 'red', 'red'],
                      ['merge', 'enc.bin', 'nobody', 'red'], ['show', 'enc.bin', 'nobody'],
                      ['threshold', 'enc.bin', 'red', 'near'], ['threshold', 'enc.bin', 'red', '0'],
                      ['list', 'missing.bin'], ['list'], ['rename', 'enc.bin', 'red'], ['list', 'enc.bin', 'more'],
                      ['drop', 'enc.bin'], []):
        result = gallery(*arguments)
        check(result.code, 2, f'{arguments}: {result}')
        check(len(result.err.splitlines()), 1, f'{arguments}: {result}')
    check(people(), before)


def test_check():
    """a sound gallery is called so; a face in the wrong folder is found; damage is"""
    fill()
    check(gallery('check', 'enc.bin').code, 0)
    pictures.person('more/red/3.ppm', 'blue', shade=3)
    check(enroll('more').code, 0)
    result = gallery('check', '--json', 'enc.bin')
    check(result.code, 1, result)
    found = [line for line in result.json() if line['issue'] == 'outlier']
    check([line['other_person'] for line in found if line['person'] == 'red'], ['blue'], result)
    with sqlite3.connect('enc.bin') as database:
        database.execute('update faces set embedding = zeroblob(length(embedding)) where rowid = 1')
    result = gallery('check', 'enc.bin')
    check(result.code, 2, result)
    check(identify('db/red/1.ppm').code, 2)
    damaged = [line for line in gallery('check', '--json', 'enc.bin').json() if line['issue'] == 'damaged']
    check(len(damaged), 1, damaged)
    wrong_person = next(name for name in ('red', 'blue') if name != damaged[0]['person'])
    check(gallery('remove', 'enc.bin', wrong_person, f'--face={damaged[0]["face"]}').code, 2)
    check(gallery('remove', 'enc.bin', damaged[0]['person'], f'--face={damaged[0]["face"]}').code, 0)
    check(identify('db/red/1.ppm').code, 0)


def test_names_of_all_scripts():
    """names of other scripts survive rename and list"""
    fill()
    for name in ('Zoë', '王小明', 'Ольга Петрова', "O'Neil \"Bob\"", 'x' * 200):
        check(gallery('rename', 'enc.bin', 'red', name).code, 0, name)
        check(name in people(), True, name)
        check(gallery('rename', 'enc.bin', name, 'red').code, 0, name)


def test_help():
    """every subcommand has a help with examples; nothing, or nonsense, is wrong usage"""
    result = run('--help')
    check((result.code, result.err), (0, b''))
    contains(result.out, 'enroll', 'identify', 'embed', 'gallery', 'model', 'Exit codes')
    for name in ('enroll', 'identify', 'embed', 'gallery', 'model'):
        result = run(name, '--help')
        check((result.code, result.err), (0, b''), name)
        contains(result.out, 'Usage:', f'gst-facerec {name}', 'Examples:', '--json')
    contains(run('--version').out, 'gst-facerec ')
    check(run().code, 2)
    result = run('frobnicate')
    check(result.code, 2)
    contains(result.err, 'frobnicate', 'enroll')


def test_without_plugin():
    """without the plugin it says what is missing"""
    program = os.path.join(os.environ['FACEREC_BUILD_ROOT'], 'pipelines', 'gst-facerec')
    os.makedirs('bin')
    with open(program, 'rb') as source, open('bin/gst-facerec', 'wb') as target:
        target.write(source.read())
    os.chmod('bin/gst-facerec', 0o755)
    pictures.ppm('a.ppm')
    library = os.path.join(os.environ['FACEREC_BUILD_ROOT'], 'gst', 'facerec')
    env = {**os.environ, 'LD_LIBRARY_PATH': library, 'PATH': os.path.abspath('bin') + ':' + os.environ['PATH'],
           'GST_REGISTRY_1_0': os.path.abspath('registry'), 'GST_PLUGIN_PATH_1_0': '',
           'GST_PLUGIN_SYSTEM_PATH_1_0': os.path.abspath('none')}
    env.pop('GST_PLUGIN_PATH', None)
    path, os.environ['PATH'] = os.environ['PATH'], env['PATH']
    try:
        result = run('embed', 'a.ppm', env=env)
    finally:
        os.environ['PATH'] = path
    check(result.code, 2, result)
    contains(result.err, 'facerecdetect', 'libgstfacerec.so')


main(globals())
