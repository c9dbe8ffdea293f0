#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Standard output that nobody takes any more, closed as by head or full: no subcommand claims success, and none works on."""
import fcntl
import os
import subprocess

from commandtest import FAKE, check, contains, enroll, main, program, run
from strangerfilms import RULE, batch, films, people, prepare
import pictures

GONE = 'standard output: nobody reads it any more'


def closed(*arguments, lines=0):
    """A command whose output is read for so many lines and then no more: its exit code and standard error."""
    # Closed from the start, or a pipe that its lines do not fit into: it cannot come to its end before that.
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    if lines == 0:
        os.close(reader)
    with subprocess.Popen([program(), *arguments], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE) as child:
        os.close(writer)
        if lines > 0:
            with open(reader, 'rb', buffering=0) as said:
                for _ in range(lines):
                    check(said.readline().endswith(b'\n'), True, arguments)
        err = child.stderr.read().decode()
        return child.wait(timeout=60), err


def check_gone(what, *arguments, lines=0):
    code, err = closed(what, *arguments, lines=lines)
    check(code, 2, f'{what}: {err}')
    check(err.count(GONE), 1, f'{what}: {err}')
    return err


def test_every_subcommand():
    """exit code 2 and one line that says why, of everything that writes lines"""
    prepare()
    db, folder = ['--db', 'enc.bin'], 'db'
    pictures.ppm('photo.ppm', *pictures.textured(30, 20, 90, 90, 'blue'))
    people(('green',))
    for what, *arguments in (('identify', *FAKE, *db, 'photo.ppm'), ('embed', *FAKE, 'photo.ppm'),
                             ('find', *FAKE, '--index', 'out', 'photo.ppm'), ('cluster', '-o', 'out'),
                             ('cluster', '--json', '-o', 'out'), ('gallery', 'list', 'enc.bin'),
                             ('gallery', 'check', 'enc.bin'), ('enroll', *FAKE, '-o', 'new.bin', folder),
                             ('eval', *FAKE, '--min-quality', '0', folder),
                             ('eval', *FAKE, '--min-quality', '0', '--json', folder),
                             ('batch', *FAKE, *RULE, *db, '-o', 'other', 'films')):
        check_gone(what, *arguments)
        with open('/dev/full', 'wb') as full:
            result = run(what, *(argument.replace('new.bin', 'newer.bin').replace('other', 'another') for argument in arguments),
                         stdout=full)
        check(result.code, 2, f'{what}: {result.err}')
        contains(result.err, 'standard output: No space left')


def test_film():
    """a film that embed reads to its end is left at once"""
    pictures.film('film.avi', [[(10, 10, 60, 80, 'red')]] * 600, 'avimux', 'jpegenc')
    contains(check_gone('embed', *FAKE, 'film.avi', lines=1), 'Interrupted after 0 of 1 files')


def test_enroll():
    """what enroll has told is in the gallery, and the same command goes on"""
    for number in range(200):
        pictures.ppm(f'db/red/{number}.ppm', *pictures.textured(10 + number // 40 * 5, 20, 90, 90, 'red', number % 40))
    err = check_gone('enroll', *FAKE, '--min-quality', '0', '-o', 'enc.bin', 'db', lines=1)
    contains(err, 'Interrupted after')
    first = run('gallery', 'list', '--json', 'enc.bin').json()[0]['faces']
    check(1 <= first < 200, True, err)
    check(enroll('db').statuses()['199.ppm'], 'ok')
    check(run('gallery', 'list', '--json', 'enc.bin').json()[0]['faces'], 200)


def test_batch():
    """batch | head -1: films that are undone are no success; what is finished stays, and the same command goes on"""
    people()
    films({f'{number}.avi': [pictures.textured(10, 10, 60, 80, 'red')] * 150 for number in range(6)})
    arguments = [*FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--jobs', '1', '--json', 'films']
    contains(check_gone('batch', *arguments, lines=1), 'of 6 films are finished; the same command goes on')
    check(1 <= len(os.listdir('out/films')) < 6, True)
    check(os.listdir('out/.work'), ['lock'], 'nothing half done is left')
    check((batch().code, len(os.listdir('out/films'))), (0, 6))


main(globals())
