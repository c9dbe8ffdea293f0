#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec batch --annotate: a film with boxes and names, whole or not there at all."""
import json
import os
import subprocess

from commandtest import FAKE, check, contains, enroll, main, run
import pictures

RULE = ['--distance-threshold', '0.2', '--margin', '0']
WIDTH, HEIGHT = 320, 240


def people():
    for colour in ('red', 'blue'):
        pictures.person(f'db/{colour}/1.ppm', colour)
    check(enroll('db').code, 0)


def batch(*arguments):
    return run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--json', *arguments)


def folder(name):
    found, = (entry for entry in os.listdir('out/films') if entry.startswith(name + '-'))
    return os.path.join('out', 'films', found)


def streams(path):
    out = subprocess.run(['ffprobe', '-v', 'error', '-count_frames', '-show_streams', '-of', 'json', path], check=True,
                         stdout=subprocess.PIPE).stdout
    return {stream['codec_type']: stream for stream in json.loads(out)['streams']}


def luma(path):
    """The frames' brightness, as rows of bytes."""
    out = subprocess.run(['ffmpeg', '-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], check=True,
                         stdout=subprocess.PIPE).stdout
    size = WIDTH * HEIGHT
    return [out[at:at + size] for at in range(0, len(out), size)]


def changed(before, after, x, y, width, height):
    """How many pixels of a rectangle are clearly others."""
    return sum(abs(before[row * WIDTH + column] - after[row * WIDTH + column]) > 40
               for row in range(y, y + height) for column in range(x, x + width))


def test_drawn():
    """the box of each frame, the name from the first one on, nothing where nobody is; the sound is kept"""
    people()
    frames = [[(40 + number, 60, 100, 100, 'red')] for number in range(30)] + [[]] * 20
    pictures.film('silent.avi', frames, 'avimux', 'jpegenc', 'quality=95', width=WIDTH, height=HEIGHT)
    subprocess.run(['ffmpeg', '-v', 'error', '-i', 'silent.avi', '-f', 'lavfi', '-i', 'sine=d=2', '-c:v', 'copy', '-c:a',
                    'mp2', '-shortest', 'film.avi'], check=True)
    result = batch('--annotate', 'film.avi', 'silent.avi')
    check((result.code, result.err.count(b'OpenH264')), (0, 0), result)
    annotated = os.path.join(folder('film.avi'), 'annotated.mp4')
    found = streams(annotated)
    check(sorted(found), ['audio', 'video'])
    check((found['video']['codec_name'], found['audio']['codec_name'], int(found['video']['nb_read_frames'])),
          ('h264', 'aac', 50))
    check(sorted(streams(os.path.join(folder('silent.avi'), 'annotated.mp4'))), ['video'])
    before, after = luma('film.avi'), luma(annotated)
    for number in (0, 10, 29):
        left = 40 + number
        check(changed(before[number], after[number], left - 4, 60, 9, 100) > 50, True, f'the box on frame {number}')
        check(changed(before[number], after[number], left, 46, 60, 12) > 20, True, f'the name on frame {number}')
        check(changed(before[number], after[number], 0, 180, WIDTH, 60), 0, f'elsewhere on frame {number}')
    check(changed(before[45], after[45], 0, 0, WIDTH, HEIGHT), 0, 'nobody is on frame 45')


def test_looked_at_some():
    """with --fps the boxes stay until the next frame that was looked at"""
    people()
    pictures.film('film.avi', [[(40, 60, 100, 100, 'blue')]] * 40, 'avimux', 'jpegenc', width=WIDTH, height=HEIGHT)
    check(batch('--annotate', '--fps', '5', 'film.avi').code, 0)
    before, after = luma('film.avi'), luma(os.path.join(folder('film.avi'), 'annotated.mp4'))
    check(len(after), 40)
    for number in (1, 7, 38):
        check(changed(before[number], after[number], 36, 60, 9, 100) > 50, True, f'the box on frame {number}')


def test_cannot_be():
    """a film of which there can be none has all other results, and a line that says why"""
    people()
    parts = []
    for width, height in ((160, 120), (240, 200)):
        pictures.ppm('f.ppm', (10, 10, 60, 80, 'red'), width=width, height=height)
        pictures.encode('f.jpg', 'f.ppm', 'jpegenc')
        with open('f.jpg', 'rb') as file:
            parts += 30 * [file.read()]
    pictures.write('sizes.mjpeg', b''.join(
        b'--x\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' % len(part) + part + b'\r\n' for part in parts))
    pictures.write('text.mp4', b'no film at all\n' * 20)
    result = batch('--annotate', 'sizes.mjpeg', 'text.mp4')
    check(result.code, 0, result)
    check(result.statuses(), {'sizes.mjpeg': 'damaged', 'text.mp4': 'failed'}, result)
    kept = sorted(os.listdir(folder('sizes.mjpeg')))
    check('timeline.json' in kept and 'film.sqlite' in kept, True, kept)
    if 'annotated.mp4' not in kept:
        contains(result.err, 'sizes.mjpeg: there is no annotated film of it: ')
    else:
        check(int(streams(os.path.join(folder('sizes.mjpeg'), 'annotated.mp4'))['video']['nb_read_frames']), 60, result)
    check('annotated.mp4' in os.listdir(folder('text.mp4')), False)


def test_again():
    """asked for later, films are done again; what is there is not"""
    people()
    pictures.film('film.avi', [[(40, 60, 100, 100, 'red')]] * 20, 'avimux', 'jpegenc', width=WIDTH, height=HEIGHT)
    check(batch('film.avi').code, 0)
    check('annotated.mp4' in os.listdir(folder('film.avi')), False)
    check(len(batch('--annotate', 'film.avi').json()), 1)
    check('annotated.mp4' in os.listdir(folder('film.avi')), True)
    check(batch('--annotate', 'film.avi').json(), [])
    with open('out/report.html', encoding='utf-8') as file:
        contains(file.read(), '"annotated":"annotated.mp4"')


main(globals())
