#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Any FILE as frames: kinds of pictures and recordings, and everything that is neither."""
import os
import shutil
import socket
import subprocess

from commandtest import Skip, check, contains, embed, main
import pictures

FACE = (40, 24, 64, 72, 'white')
BOX = [40, 24, 64, 72]


def boxes(result):
    return [[face['box'] for face in line['faces']] for line in result.json()]


def near(box, expected, tolerance=2, what=''):
    if any(abs(a - b) > tolerance for a, b in zip(box, expected)):
        raise AssertionError(f'{what}: box {box}, expected {expected}')


def test_pictures():
    """JPEG, PNG in every kind, WebP, PGM and PPM: the box is where the picture has it"""
    rgb = pictures.rectangles(160, 120, FACE)
    gray = rgb[::3]
    pictures.ppm('a.ppm', FACE)
    pictures.write('b.pgm', b'P5\n# a comment\n160 120 255\n' + gray)
    pictures.write('c.pgm', b'P2\n160 120\n255\n' + b'\n'.join(b'%d' % v for v in gray) + b'\n')
    pictures.jpeg('d.jpg', FACE)
    pictures.png('e.png', rgb, 160, 120)
    pictures.png('f-alpha.png', b''.join(rgb[i:i + 3] + b'\x80' for i in range(0, len(rgb), 3)), 160, 120,
                 colour_type=6)
    pictures.png('g-deep.png', bytes(v for value in rgb for v in (value, value)), 160, 120, depth=16)
    pictures.png('h-gray.png', gray, 160, 120, colour_type=0)
    pictures.png('i-gray16.png', bytes(v for value in gray for v in (value, 0)), 160, 120, depth=16, colour_type=0)
    pictures.png('j-palette.png', bytes(1 if value else 0 for value in gray), 160, 120, colour_type=3,
                 extra=pictures.chunk(b'PLTE', bytes([0, 0, 0, 250, 250, 250])))
    bits = bytes(sum((gray[i + k] > 0) << (7 - k) for k in range(8)) for i in range(0, len(gray), 8))
    pictures.png('k-bits.png', bits, 160, 120, depth=1, colour_type=0)
    pictures.encode('l.webp', 'a.ppm', 'webpenc', 'lossless=true')
    pictures.encode('m-gray.jpg', 'b.pgm', 'video/x-raw,format=GRAY8', '!', 'jpegenc')
    pictures.encode('n-444.jpg', 'a.ppm', 'video/x-raw,format=Y444', '!', 'jpegenc')
    names = sorted(os.listdir('.'))
    result = embed('.')
    check(result.code, 0, result)
    check([line['file'] for line in result.json()], ['./' + name for name in names], result.err)
    for line in result.json():
        check((line['width'], line['height'], line['frame'], line['pts_ns']), (160, 120, 0, None), line['file'])
        check([face['score'] > 0 for face in line['faces']], [True], line['file'])
        near(line['faces'][0]['box'], BOX, 8 if line['file'].endswith('jpg') else 1, line['file'])


def test_odd_sizes():
    """pictures of odd sizes, and of a single pixel"""
    for width, height in ((1, 1), (3, 2), (17, 33), (161, 121)):
        pictures.ppm(f'{width}x{height}.ppm', (0, 0, width, height, 'white'), width=width, height=height)
    result = embed('1x1.ppm', '3x2.ppm', '17x33.ppm', '161x121.ppm')
    check([(line['width'], line['height']) for line in result.json()], [(1, 1), (3, 2), (17, 33), (161, 121)], result)
    check(boxes(result)[2:], [[[0, 0, 17, 33]], [[0, 0, 161, 121]]])


def hostile_files():
    """name -> part of the reason that must be given for it"""
    pictures.jpeg('whole.jpg', FACE)
    pictures.ppm('whole.ppm', FACE)
    pictures.png('whole.png', pictures.rectangles(160, 120, FACE), 160, 120)
    pictures.encode('whole.webp', 'whole.ppm', 'webpenc')
    expected = {}
    for name in ('jpg', 'ppm', 'png', 'webp'):
        with open('whole.' + name, 'rb') as file:
            data = file.read()
        for part in (0.3, 0.6, 0.9):
            cut = f'cut-{part}.{name}'
            pictures.write(cut, data[:max(60, int(len(data) * part))])
            expected[cut] = 'truncated'
    pictures.write('empty.jpg', b'')
    pictures.write('text.txt', b'just some words\n')
    pictures.write('random.bin', bytes((i * 7919 >> 3) % 251 for i in range(5000)))
    pictures.write('head.jpg', b'\xff\xd8\xff')
    pictures.write('zero.pgm', b'P5\n0 5\n255\n')
    pictures.png('zero.png', b'\0', 1, 1)
    with open('zero.png', 'r+b') as file:
        file.seek(16)
        file.write(b'\0\0\0\0')
    pictures.write('bomb.png', b'\x89PNG\r\n\x1a\n' + pictures.chunk(
        b'IHDR', (20000).to_bytes(4, 'big') * 2 + b'\x08\x02\0\0\0') + pictures.chunk(b'IEND', b''))
    pictures.write('list.m3u8', b'#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfilm.ts\n')
    pictures.launch('audiotestsrc', 'num-buffers=20', '!', 'wavenc', '!', 'filesink', 'location=sound.wav')
    os.mkfifo('fifo')
    os.symlink('loop', 'loop')
    os.symlink('nowhere', 'dangling')
    unix = socket.socket(socket.AF_UNIX)
    unix.bind('socket')
    unix.close()
    expected.update({
        'empty.jpg': 'is empty', 'text.txt': 'neither a picture nor a recording',
        'random.bin': 'neither a picture nor a recording', 'head.jpg': 'truncated', 'zero.pgm': '0 pixels',
        'zero.png': '0 pixels', 'bomb.png': 'too large', 'list.m3u8': 'playlist', 'sound.wav': 'no pictures in it',
        'fifo': 'FIFO', 'loop': 'symbolic links', 'dangling': 'no such file', 'missing.jpg': 'no such file',
        'socket': 'socket', '/dev/null': 'device'})
    return expected


def test_hostile():
    """what cannot be used gets one line naming it and the reason; the rest goes on; nothing hangs"""
    expected = hostile_files()
    result = embed('whole.jpg', *expected, 'whole.png')
    check(result.code, 0, result)
    check([line['file'] for line in result.json()], ['whole.jpg', 'whole.png'])
    lines = result.err.decode().splitlines()
    check(len(lines), len(expected), result.err)
    for line, (name, reason) in zip(lines, expected.items()):
        if not line.startswith(f'gst-facerec: {name}: ') or reason not in line:
            raise AssertionError(f'{name} should be refused for "{reason}": {line}')


def test_nothing_readable():
    """no usable file at all: exit code 2; no face in any: 1; an empty folder: 1"""
    check(embed('missing.jpg').code, 2)
    pictures.ppm('black.ppm')
    result = embed('black.ppm', 'missing.jpg')
    check((result.code, boxes(result)), (1, [[]]), result)
    os.mkdir('empty')
    result = embed('empty')
    check(result.code, 1)
    contains(result.err, 'empty')


def test_unreadable():
    """a file without permission is named"""
    if os.geteuid() == 0:
        raise Skip('root may read everything')
    pictures.ppm('secret.ppm', FACE)
    os.chmod('secret.ppm', 0)
    result = embed('secret.ppm')
    check(result.code, 2)
    contains(result.err, 'secret.ppm', 'ermission')


def test_wide():
    """a photo 20,000 pixels wide works"""
    pictures.ppm('wide.ppm', (19800, 10, 90, 80, 'white'), width=20000, height=100)
    result = embed('wide.ppm')
    check(boxes(result), [[[19800, 10, 90, 80]]], result)


def test_missing_decoder():
    """a decoder that is not installed is named"""
    pictures.film('film.ogg', [[FACE]] * 5, 'oggmux', 'theoraenc')
    result = embed('film.ogg', env={**os.environ, 'GST_PLUGIN_FEATURE_RANK': 'theoradec:0,avdec_theora:0'})
    check(result.code, 2, result)
    contains(result.err, 'film.ogg: no decoder is installed for it', 'Theora')


def test_film():
    """every frame of a recording in order, with its time; --interval takes every Nth"""
    frames = [[(10 + 2 * i, 24, 64, 72, 'white')] for i in range(20)]
    pictures.film('film.avi', frames, 'avimux', 'jpegenc', 'quality=95')
    result = embed('film.avi')
    check(result.code, 0, result)
    lines = result.json()
    check([line['frame'] for line in lines], list(range(20)))
    check([line['pts_ns'] for line in lines], [40000000 * i for i in range(20)])
    for i, line in enumerate(lines):
        near(line['faces'][0]['box'], [10 + 2 * i, 24, 64, 72], 8)
    check(embed('film.avi').out, result.out, 'the same film twice')
    every_third = embed('--interval', '3', 'film.avi').json()
    check([line['frame'] for line in every_third], list(range(0, 20, 3)))
    check([line['faces'] for line in every_third], [line['faces'] for line in lines[::3]])


def test_containers():
    """WebM, Matroska, QuickTime, Ogg and AVI"""
    frames = [[FACE]] * 12
    for name, muxer, encoder in (('a.webm', 'webmmux', 'vp8enc'), ('b.mkv', 'matroskamux', 'jpegenc'),
                                 ('c.mov', 'qtmux', 'jpegenc'), ('d.ogg', 'oggmux', 'theoraenc'),
                                 ('e.avi', 'avimux', 'avenc_mpeg4')):
        if subprocess.run(['gst-inspect-1.0', '--exists', encoder], check=False).returncode != 0:
            print(f'# no {encoder}: {name} left out')
            continue
        pictures.film(name, frames, muxer, encoder)
        result = embed(name)
        check([len(line['faces']) for line in result.json()], [1] * 12, f'{name}: {result}')
        near(result.json()[5]['faces'][0]['box'], BOX, 10)


def test_cut_film():
    """of a film that breaks off, what there is is used, and it is said"""
    pictures.film('whole.webm', [[FACE]] * 100, 'webmmux', 'vp8enc')
    with open('whole.webm', 'rb') as file:
        data = file.read()
    pictures.write('cut.webm', data[:len(data) // 2])
    result = embed('cut.webm')
    check(result.code, 0, result)
    if not 10 <= len(result.json()) < 100:
        raise AssertionError(f'{len(result.json())} frames of a film cut in the middle')
    contains(result.err, 'cut.webm: ends early')
    check(embed('whole.webm').err, b'')


def pictures_at(data):
    """Where the JPEG pictures of an AVI begin."""
    return [i for i in range(len(data)) if data[i:i + 3] == b'\xff\xd8\xff']


def test_damaged_film():
    """of a film with broken packets, what can be decoded is used, and it is said"""
    pictures.film('film.avi', [[FACE]] * 30, 'avimux', 'jpegenc')
    with open('film.avi', 'rb') as file:
        data = bytearray(file.read())
    for frame in (5, 12, 20):
        start = pictures_at(data)[frame] + 8
        data[start:start + 200] = bytes(200)
    pictures.write('broken.avi', bytes(data))
    result = embed('broken.avi')
    check(result.code, 0, result)
    check(len(result.json()), 27, result.err)
    contains(result.err, 'broken.avi: is damaged')


def test_size_change():
    """a recording that changes its size midway goes on, and boxes are of the frame they are in"""
    for index, (width, height) in enumerate(((160, 120), (240, 200), (160, 120))):
        pictures.ppm('f.ppm', (40, 24, 100, 80, 'white'), width=width, height=height)
        pictures.encode(f'f{index}.jpg', 'f.ppm', 'jpegenc')
    parts = []
    for index in (0, 0, 1, 1, 2):
        with open(f'f{index}.jpg', 'rb') as file:
            parts.append(file.read())
    pictures.write('sizes.mjpeg', b''.join(b'--x\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' % len(part)
                                           + part + b'\r\n' for part in parts))
    result = embed('sizes.mjpeg')
    check([(line['width'], line['height']) for line in result.json()],
          [(160, 120), (160, 120), (240, 200), (240, 200), (160, 120)], result)
    for line in result.json():
        near(line['faces'][0]['box'], [40, 24, 100, 80], 10)


def test_lists():
    """folders, lists, lists with NUL, and the list on standard input stand for the same files"""
    names = ['d/a.ppm', 'd/b.ppm', 'd/sub/c.ppm', 'd/sub/new\nline.ppm']
    for name in names:
        pictures.ppm(name, FACE)
    os.symlink('.', 'd/sub/again')
    shutil.copy('d/a.ppm', 'd/.hidden.ppm')
    pictures.write('list', '\n'.join(names[:3]).encode() + b'\n\n')
    pictures.write('list0', '\0'.join(names).encode())
    check([line['file'] for line in embed('d').json()], names)
    check([line['file'] for line in embed('@list').json()], names[:3])
    check([line['file'] for line in embed('@list0').json()], names)
    with open('list0', 'rb') as file:
        check([line['file'] for line in embed('@-', stdin=file).json()], names)
    result = embed('@no-list', 'd')
    check(result.code, 2)
    contains(result.err, '@no-list')


def test_long_name():
    """a name longer than any file system's is reported, not followed"""
    pictures.ppm('a.ppm', FACE)
    pictures.write('list', b'x' * 300 + b'\na.ppm\n' + b'y/' * 4000 + b'\n')
    result = embed('@list')
    check((result.code, len(result.json()), len(result.err.splitlines())), (0, 1, 2), result)


main(globals())
