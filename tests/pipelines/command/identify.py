#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec identify and embed: their lines, and that enrolment and stream embed alike."""
import math
import os
import pty
import sqlite3
import struct
import subprocess

from commandtest import FAKE, check, contains, embed, enroll, identify, main, run
import pictures

FACES = (10, 10, 60, 80, 'red'), (90, 20, 50, 70, 'blue')


def three_people():
    for colour in ('red', 'green', 'blue'):
        pictures.person(f'db/{colour}/1.ppm', colour)
        pictures.person(f'db/{colour}/2.ppm', colour, shade=6)
    check(enroll('db').code, 0)


def names(line):
    return [face['identity']['label'] for face in sorted(line['faces'], key=lambda face: face['box'][0])]


def test_line():
    """a JSON line has every field of the contract, in a frame with two people"""
    three_people()
    pictures.ppm('group.ppm', *FACES)
    result = identify('group.ppm')
    check(result.code, 0, result)
    line = result.json()[0]
    check(list(line), ['version', 'file', 'frame', 'pts_ns', 'width', 'height', 'faces'])
    check(names(line), ['red', 'blue'])
    face = max(line['faces'], key=lambda face: face['box'][2])
    for key in ('id', 'box', 'score', 'landmarks', 'quality', 'track', 'box_age', 'identity'):
        if key not in face:
            raise AssertionError(f'no {key} in {list(face)}')
    for key in ('label', 'score', 'distance', 'votes', 'k', 'reason', 'stranger', 'candidates'):
        if key not in face['identity']:
            raise AssertionError(f'no {key} in {list(face["identity"])}')
    check(face['box'], [10, 10, 60, 80])
    check(face['identity']['distance'] < 0.05, True)
    check(face['identity']['candidates'][0]['label'], 'red')
    check('embedding' in face, False)


def test_stranger():
    """who is not enrolled is Unknown, with the reason and the nearest"""
    three_people()
    pictures.ppm('stranger.ppm', (10, 10, 60, 80, (255, 60, 255)))
    face = identify('--distance-threshold', '0.1', 'stranger.ppm').json()[0]['faces'][0]['identity']
    check((face['label'], face['reason']), (None, 'too-far'))
    check(len(face['candidates']) > 0, True)
    face = identify('--distance-threshold', '1.5', '--margin', '0', 'stranger.ppm').json()[0]['faces'][0]['identity']
    check(face['label'] is not None, True)


def test_embeds_alike():
    """enrolled, embedded and identified: the same numbers to the last bit"""
    three_people()
    line = embed('db/red/1.ppm').json()[0]
    values = line['faces'][0]['embedding']
    norm = math.sqrt(sum(v * v for v in values))
    if not 0.5 < norm < 2:
        raise AssertionError(f'norm {norm}')
    blobs = [row[0] for row in sqlite3.connect('enc.bin').execute('select embedding from faces order by 1')]
    mine = struct.pack(f'<{len(values)}f', *values)
    check(mine in blobs, True, 'the embedding of the photo is not in the gallery as it was embedded')
    check(identify('db/red/1.ppm').json()[0]['faces'][0]['identity']['distance'], 0)


def test_repeatable():
    """the same film twice gives the same bytes, also with one thread"""
    three_people()
    frames = [[(10 + i // 2, 10, 60, 80, 'red'), (100, 20, 40, 70, 'green')] for i in range(25)]
    pictures.film('film.avi', frames, 'avimux', 'jpegenc')
    first = identify('film.avi')
    check(first.code, 0, first)
    check(len(first.json()), 25)
    check(identify('film.avi').out, first.out)
    check(identify('--threads', '1', 'film.avi').out, first.out)
    check([names(line) for line in first.json()], [['red', 'green']] * 25)


def test_json_is_for_pipes():
    """without a terminal the lines are JSON; --format overrules"""
    three_people()
    pictures.ppm('group.ppm', *FACES)
    pictures.ppm('none.ppm')
    arguments = ['identify', *FAKE, '--db', 'enc.bin']
    check(run(*arguments, 'group.ppm').out, identify('group.ppm').out)
    text = run(*arguments, '--format', 'text', 'group.ppm', 'none.ppm').out.decode().splitlines()
    check(sorted(line.split('\t')[:3] for line in text),
          [['group.ppm', '-', 'blue'], ['group.ppm', '-', 'red'], ['none.ppm', '-', '-']])
    compatible = run(*arguments, '--format', 'face_recognition', '--distance-threshold', '0.1', 'group.ppm', 'none.ppm')
    lines = compatible.out.decode().splitlines()
    check(sorted(line.rsplit(',', 1)[0] for line in lines),
          ['group.ppm,blue', 'group.ppm,red', 'none.ppm,no_persons_found'])
    result = run(*arguments, '--format', 'xml', 'group.ppm')
    check(result.code, 2)
    contains(result.err, '--format')


def test_terminal():
    """on a terminal: lines for people, a bar on standard error that is gone at the end, odd names made harmless"""
    three_people()
    pictures.ppm('gro\x1bup\n.ppm', *FACES)
    frames = [[FACES[0]]] * 40
    pictures.film('film.avi', frames, 'avimux', 'jpegenc')
    outer, inner = pty.openpty()
    child = subprocess.Popen(['gst-facerec', 'identify', *FAKE, '--db', 'enc.bin', 'gro\x1bup\n.ppm', 'film.avi'],
                             stdin=subprocess.DEVNULL, stdout=inner, stderr=inner)
    os.close(inner)
    shown = b''
    while True:
        try:
            part = os.read(outer, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(outer)
    check(child.wait(timeout=60), 0, shown)
    contains(shown, 'gro\\x1bup\\n.ppm\t-\tred', 'film.avi\t0:00:01.520\tred')
    check(b'\x1bup' in shown, False, 'an escape sequence of a file name')
    contains(shown, 'frames/s')
    check(shown.rstrip(b'\r\n').endswith(b']'), False, 'the bar is still there')


def test_wrong_input():
    """a gallery that cannot be used ends with 2 and its name"""
    pictures.ppm('a.ppm', FACES[0])
    pictures.write('text.bin', b'not a database at all\n' * 100)
    pictures.write('empty.bin', b'')
    os.mkdir('folder')
    os.mkfifo('fifo')
    os.symlink('loop', 'loop')
    for db in ('missing.bin', 'text.bin', 'empty.bin', 'folder', 'fifo', 'loop'):
        result = run('identify', *FAKE, '--db', db, 'a.ppm')
        check(result.code, 2, f'{db}: {result}')
        contains(result.err, db)
        check(len(result.err.splitlines()), 1, result)
    for arguments, part in (([], 'FILE'), (['--k', '0', 'a.ppm'], '--k'), (['--k', 'x', 'a.ppm'], '--k'),
                            (['--interval', '0', 'a.ppm'], '--interval'),
                            (['--distance-threshold', '-1', 'a.ppm'], '--distance-threshold')):
        result = run('identify', *FAKE, '--db', 'text.bin', *arguments)
        check(result.code, 2, result)
        contains(result.err, part)
    check(run('identify', *FAKE, 'a.ppm').code, 2)


main(globals())
