#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec enroll: every status of its report, what it leaves in the gallery, names, exit codes."""
import os
import sqlite3
import subprocess

from commandtest import FAKE, check, contains, enroll, gallery, identify, main, run
import pictures


def people():
    result = gallery('list', '--json', 'enc.bin')
    check(result.code, 0, result)
    return {line['person']: line['faces'] for line in result.json()}


def test_report():
    """each image gets its status, good ones go in, the rest goes on"""
    pictures.person('db/Ann/1.ppm', 'red')
    pictures.person('db/Ann/2.ppm', 'red', shade=4)
    pictures.ppm('db/Ann/none.ppm')
    pictures.ppm('db/Ann/two.ppm', (5, 5, 50, 50, 'red'), (90, 20, 60, 60, 'green'))
    pictures.write('db/Ann/text.jpg', b'no picture at all, but some text\n')
    pictures.write('db/Ann/empty.jpg', b'')
    pictures.person('db/Bob/1.ppm', 'blue')
    pictures.person('db/Bob/of-ann.ppm', 'red')
    os.mkdir('db/Bob/old')
    pictures.person('db/stray.ppm', 'red')
    pictures.person('db/.hidden/1.ppm', 'red')
    result = enroll('db')
    check(result.code, 0, result)
    check(result.statuses(), {
        '1.ppm': 'ok', '2.ppm': 'ok', 'none.ppm': 'no-face', 'two.ppm': 'many-faces', 'text.jpg': 'unreadable',
        'empty.jpg': 'unreadable', 'of-ann.ppm': 'duplicate', 'old': 'ignored', 'stray.ppm': 'ignored'}, result)
    check(people(), {'Ann': 2, 'Bob': 1})
    lines = {line['file']: line for line in result.json()}
    check(lines['db/Bob/of-ann.ppm']['duplicate_of'], 'Ann')
    check(lines['db/Ann/two.ppm']['faces'], 2)
    check(lines['db/Ann/1.ppm']['box'], [30, 20, 90, 90])
    contains(lines['db/Ann/text.jpg']['reason'], 'is no photo')
    contains(result.err, '3 ok', '1 no-face', '1 many-faces', '2 unreadable', '1 duplicate', '2 ignored',
             'identify --db')


def test_text():
    """the lines for people say the same"""
    pictures.person('db/Ann/1.ppm')
    pictures.ppm('db/Ann/none.ppm')
    result = run('enroll', *FAKE, '--min-quality', '0', '-o', 'enc.bin', 'db')
    check(result.out.decode(), 'ok           db/Ann/1.ppm\nno-face      db/Ann/none.ppm: no face was found\n')
    check(run('enroll', *FAKE, '--min-quality', '0', '--quiet', '-o', 'enc.bin', 'db').out.decode(),
          'no-face      db/Ann/none.ppm: no face was found\n')


def faces_of(path):
    return [(face['identity']['label'], face['identity']['reason']) for face in identify(path).json()[0]['faces']]


def test_not_this_person():
    """--not-this-person: one photo of whoever is called by a wrong name stops it, and the right one stays"""
    for shade in (0, 4, 8):
        pictures.person(f'db/Ann/{shade}.ppm', 'red', shade=shade)
    pictures.person('db/Bob/1.ppm', 'blue')
    pictures.person('ann.ppm', 'red', shade=6)
    for shade in (30, 31, 33):
        pictures.person(f'strangers/{shade}.ppm', 'red', shade=shade)
    for arguments, what in ((['Ann', 'strangers/30.ppm'], 'no gallery yet'), (['Eve', 'ann.ppm'], 'nobody is called'),
                            (['a/b', 'ann.ppm'], 'slash'), (['Ann'], 'needs a FILE')):
        result = enroll('--not-this-person', *arguments)
        check(result.code, 2, what)
        contains(result.err, 'nobody is called' if 'yet' in what else what)
        check(os.path.exists('enc.bin'), what != 'no gallery yet')
        if not os.path.exists('enc.bin'):
            check(enroll('db').code, 0)
    check([faces_of(f'strangers/{shade}.ppm') for shade in (30, 31, 33)], 3 * [[('Ann', None)]], 'before')
    result = enroll('--not-this-person', 'Ann', 'strangers/31.ppm', 'db/Ann/none.ppm')
    check(result.code, 0, result)
    check(result.statuses(), {'31.ppm': 'ok', 'none.ppm': 'unreadable'})
    check({(line['identity'], line['kind']) for line in result.json()}, {('Ann', 'negative')})
    check([faces_of(f'strangers/{shade}.ppm') for shade in (30, 31, 33)], 3 * [[(None, 'negative')]], 'after')
    check([faces_of(path) for path in ('ann.ppm', 'db/Ann/8.ppm', 'db/Bob/1.ppm')],
          [[('Ann', None)], [('Ann', None)], [('Bob', None)]], 'others')
    check(people(), {'Ann': 3, 'Bob': 1, 'not Ann': 1})
    contains(gallery('list', 'enc.bin').out, '1  not Ann  (negative)')
    check(gallery('show', '--json', 'enc.bin', 'not Ann').json()[0]['source'], 'strangers/31.ppm')
    check(gallery('check', 'enc.bin').code, 0)
    # Again it is known; as somebody's own photo it is not.
    again = enroll('--not-this-person', 'Ann', 'strangers')
    check(again.statuses(), {'30.ppm': 'ok', '31.ppm': 'duplicate', '33.ppm': 'ok'})
    check([line['duplicate_of'] for line in again.json()], [None, 'not Ann', None])
    os.makedirs('more/Eve')
    os.rename('strangers/31.ppm', 'more/Eve/31.ppm')
    check(enroll('more').statuses(), {'31.ppm': 'ok'})
    check(gallery('rename', 'enc.bin', 'Ann', 'Anna').code, 0)
    check(people(), {'Anna': 3, 'Bob': 1, 'Eve': 1, 'not Anna': 3})
    check(gallery('remove', 'enc.bin', 'Anna').code, 0)
    check(people(), {'Bob': 1, 'Eve': 1})


def test_largest():
    """--largest takes the largest of several faces"""
    pictures.ppm('db/Ann/two.ppm', (5, 5, 50, 50, 'red'), (90, 20, 60, 60, 'green'))
    result = enroll('--largest', 'db')
    check(result.json()[0]['box'], [90, 20, 60, 60], result)
    check(people(), {'Ann': 1})


def test_low_quality():
    """a face without any detail is refused by default, with its figures"""
    pictures.person('db/Ann/1.ppm')
    result = run('enroll', *FAKE, '-o', 'enc.bin', '--json', 'db')
    check(result.code, 1, result)
    line = result.json()[0]
    check(line['status'], 'low-quality')
    contains(line['reason'], 'sharpness 0.000')
    check(os.path.exists('enc.bin'), False, 'a gallery without a face')


def test_again():
    """enrolling again changes nothing, is done, and adds what is new"""
    pictures.person('db/Ann/1.ppm')
    check(enroll('db').code, 0)
    pictures.person('db/Ann/2.ppm', shade=9)
    result = enroll('db')
    check((result.code, result.statuses()), (0, {'1.ppm': 'duplicate', '2.ppm': 'ok'}), result)
    result = enroll('db')
    check((result.code, result.statuses()), (0, {'1.ppm': 'duplicate', '2.ppm': 'duplicate'}), result)
    check(people(), {'Ann': 2})


def test_names():
    """names of other scripts are kept; what cannot be a name is reported and the others go on"""
    good = ['Zoë', '王小明', 'Ольга', 'عمر', "O'Neil", 'a' * 200]
    bad = [b'new\nline', b'bad\xffutf8', b' space', b'a' * 201, b'tab\tbed']
    for index, name in enumerate(good):
        pictures.ppm(os.path.join('db', name, '1.ppm'), (30, 20, 90, 90, (250, 100, 20 * index)))
    for name in bad:
        os.mkdir(os.path.join(b'db', name))
        pictures.person(os.path.join('db', os.fsdecode(name), '1.ppm'))
    result = enroll('db')
    check(result.code, 0, result)
    check(people(), {name: 1 for name in good})
    check(sorted(line['status'] for line in result.json()), ['bad-name'] * len(bad) + ['ok'] * len(good), result)
    plain = run('enroll', *FAKE, '-o', 'other.bin', 'db')
    check(len(plain.out.splitlines()), len(good) + len(bad), 'a name must not break its line')
    contains(plain.out, 'db/new\\nline', 'db/bad\\xffutf8', 'db/tab\\tbed')


def test_one_person_two_spellings():
    """an accented letter written as two characters is the same person"""
    pictures.person('a/Zo\u00eb/1.ppm')
    pictures.person('b/Zoe\u0308/2.ppm', shade=5)
    check(enroll('a', 'b').code, 0)
    check(people(), {'Zo\u00eb': 2})


def test_odd_file_names():
    """a file's name may hold anything a file system takes"""
    names = ['new\nline.ppm', 'quote".ppm', "quote'.ppm", 'back\\slash.ppm', '! fakesink.ppm', '-o.ppm', '@list.ppm',
             'per%cent.ppm', '名前.ppm', 'x' * 251 + '.ppm']
    for index, name in enumerate(names):
        pictures.person('db/Ann/' + name, shade=index)
    pictures.person(os.fsdecode(b'db/Ann/bad\xff.ppm'), shade=60)
    result = enroll('db')
    check({line['status'] for line in result.json()}, {'ok'}, result)
    check(people(), {'Ann': len(names) + 1})


def test_nothing():
    """an empty folder, or one without people, says what is expected: exit code 1"""
    os.mkdir('db')
    for prepare in (lambda: None, lambda: os.mkdir('db/Ann'), lambda: pictures.person('db/stray.ppm')):
        prepare()
        result = enroll('db')
        check(result.code, 1, result)
        contains(result.err, 'gst-facerec: db: no photo to enrol: expected FOLDER/NAME/photo.jpg')
    check(os.path.exists('enc.bin'), False)


def test_wrong_input():
    """what nothing can be done with ends with 2 and one line that names it"""
    pictures.person('db/Ann/1.ppm')
    pictures.write('text', b'no gallery\n')
    os.mkdir('folder')
    os.mkfifo('fifo')
    os.symlink('loop', 'loop')
    for arguments, parts in (
            (['-o', 'enc.bin', 'missing'], ['missing']), (['-o', 'enc.bin', 'db/Ann/1.ppm'], ['1.ppm']),
            (['-o', 'text', 'db'], ['text']), (['-o', 'folder', 'db'], ['folder']), (['-o', 'fifo', 'db'], ['fifo']),
            (['-o', 'loop', 'db'], ['loop']), (['-o', 'no/such/enc.bin', 'db'], ['no/such/enc.bin']),
            (['-o', 'enc.bin'], ['FOLDER']), (['db'], ['-o GALLERY']),
            (['-o', 'enc.bin', '--nonsense', 'db'], ['--help']),
            (['-o', 'enc.bin', '--min-face-size', 'big', 'db'], ['--min-face-size', '10 to']),
            (['-o', 'enc.bin', '--detector', 'eyes', 'db'], ['--detector', 'hog, cnn']),
            (['-o', 'enc.bin', '--engine', 'none', 'db'], ['engine', 'none']),
            (['-o', 'enc.bin', '--model', 'no-model.dat', '--engine', 'auto', 'db'],
             ['no-model.dat' if os.environ.get('FACEREC_HAVE_DLIB') == 'yes' else 'build it with dlib'])):
        result = run('enroll', *FAKE, '--min-quality', '0', *arguments)
        check(result.code, 2, f'{arguments}: {result}')
        contains(result.err, *parts)
    with open('text', 'rb') as file:
        check(file.read(), b'no gallery\n', 'somebody else\'s file')


def test_no_folder():
    """a photo or nothing at all for the folder is told with what is expected, and no gallery is made"""
    pictures.person('photo.ppm')
    for folder, reason in (('nosuch', 'there is no such folder'), ('photo.ppm', 'is no folder')):
        result = enroll(folder)
        check((result.code, result.out), (2, b''), result)
        contains(result.err, f'{folder}: {reason}; enroll takes a FOLDER of people', 'FOLDER/NAME/photo.jpg')
        check(os.path.exists('enc.bin'), False)


def test_other_model():
    """a gallery of another model is refused, both models named"""
    pictures.person('db/Ann/1.ppm')
    check(enroll('db').code, 0)
    with sqlite3.connect('enc.bin') as database:
        database.execute("update model set id = 'another-v2'")
    pictures.person('db/Ann/2.ppm', shade=9)
    result = enroll('db')
    check(result.code, 2, result)
    contains(result.err, 'another-v2', 'fake-v1')
    check([line for line in result.json() if line['status'] == 'ok'], [], 'acknowledged although refused')
    result = identify('db/Ann/1.ppm')
    check(result.code, 2, result)


def test_private():
    """the gallery is readable by its owner only"""
    pictures.person('db/Ann/1.ppm')
    enroll('db')
    check(oct(os.stat('enc.bin').st_mode & 0o777), '0o600')


def test_interrupted():
    """SIGINT finishes the photo, commits, and says how far it got"""
    for index in range(400):
        colour = (255, index % 256, index // 2)
        pictures.ppm(f'db/Ann/{index:03}.ppm', (10, 10, 700, 500, colour), width=800, height=600)
    child = subprocess.Popen(['gst-facerec', 'enroll', *FAKE, '--min-quality', '0', '-o', 'enc.bin', 'db'],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = child.stdout.readline()
    child.send_signal(2)
    out, err = child.stdout.read(), child.stderr.read()
    check(child.wait(timeout=60), 130, err)
    contains(err, 'Interrupted after')
    acknowledged = (first + out).count(b'\n')
    check(people(), {'Ann': acknowledged})
    if not 0 < acknowledged < 400:
        raise AssertionError(f'{acknowledged} of 400: it was not interrupted')


main(globals())
