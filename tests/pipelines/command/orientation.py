#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""EXIF orientation: all eight, in JPEG, PNG and WebP; and in recordings."""
import struct

from commandtest import check, embed, main
import pictures

WIDTH, HEIGHT = 160, 96
FACE = (16, 8, 64, 40)  # in the upright picture, well off the middle


def stored(orientation, x, y, w, h):
    """Where a rectangle of the upright picture lies in the stored one, and the stored one's size. EXIF 2.3 names where
    row 0 and column 0 of the stored picture are in the upright one: 1 top left, 2 top right, 3 bottom right,
    4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom."""
    right, bottom = WIDTH - x - w, HEIGHT - y - h
    return {
        1: (x, y, w, h), 2: (right, y, w, h), 3: (right, bottom, w, h), 4: (x, bottom, w, h),
        5: (y, x, h, w), 6: (y, right, h, w), 7: (bottom, right, h, w), 8: (bottom, x, h, w),
    }[orientation], ((WIDTH, HEIGHT) if orientation <= 4 else (HEIGHT, WIDTH))


def check_upright(name):
    result = embed(name)
    check(result.code, 0, f'{name}: {result}')
    line = result.json()[0]
    check((line['width'], line['height']), (WIDTH, HEIGHT), name)
    check(len(line['faces']), 1, name)
    for got, expected in zip(line['faces'][0]['box'], FACE):
        if abs(got - expected) > 8:
            raise AssertionError(f'{name}: box {line["faces"][0]["box"]}, expected {FACE}')


def test_jpeg():
    """a face is where the upright JPEG has it, whichever way it is stored"""
    for orientation in range(1, 9):
        rectangle, (width, height) = stored(orientation, *FACE)
        pictures.jpeg('plain.jpg', (*rectangle, 'white'), width=width, height=height)
        pictures.jpeg_with_exif(f'{orientation}.jpg', 'plain.jpg', orientation)
        check_upright(f'{orientation}.jpg')


def test_png():
    """the same for PNG's eXIf"""
    for orientation in range(1, 9):
        rectangle, (width, height) = stored(orientation, *FACE)
        pixels = pictures.rectangles(width, height, (*rectangle, 'white'))
        pictures.png(f'{orientation}.png', pixels, width, height,
                     extra=pictures.chunk(b'eXIf', pictures.exif(orientation)))
        check_upright(f'{orientation}.png')


def test_webp():
    """the same for WebP's EXIF chunk"""
    for orientation in range(1, 9):
        rectangle, (width, height) = stored(orientation, *FACE)
        pictures.ppm('plain.ppm', (*rectangle, 'white'), width=width, height=height)
        pictures.encode('plain.webp', 'plain.ppm', 'webpenc', 'lossless=true')
        with open('plain.webp', 'rb') as file:
            body = file.read()[12:]
        block = pictures.exif(orientation)
        flags = struct.pack('<I', 0x08) + (width - 1).to_bytes(3, 'little') + (height - 1).to_bytes(3, 'little')
        body = b'WEBPVP8X' + struct.pack('<I', 10) + flags + body + b'EXIF' + struct.pack('<I', len(block)) + block
        pictures.write(f'{orientation}.webp', b'RIFF' + struct.pack('<I', len(body)) + body)
        check_upright(f'{orientation}.webp')


def test_nonsense():
    """an orientation that does not exist, or a damaged block, leaves the picture as it is stored"""
    pictures.jpeg('plain.jpg', (*FACE, 'white'), width=WIDTH, height=HEIGHT)
    for orientation in (0, 9, 65535):
        pictures.jpeg_with_exif('odd.jpg', 'plain.jpg', orientation)
        check_upright('odd.jpg')
    with open('plain.jpg', 'rb') as file:
        data = file.read()
    for block in (b'II', b'MM\0*\xff\xff\xff\xff', b'\0' * 40, pictures.exif(6)[:12],
                  b'II*\0\x08\0\0\0\xff\xff' + b'\x12' * 30):
        body = b'Exif\0\0' + block
        pictures.write('odd.jpg', data[:2] + b'\xff\xe1' + struct.pack('>H', len(body) + 2) + body + data[2:])
        check_upright('odd.jpg')


def test_film():
    """a recording's image-orientation tag is followed too"""
    rectangle, (width, height) = stored(6, *FACE)
    pictures.film('plain.mp4', [[(*rectangle, 'white')]] * 5, 'qtmux', 'jpegenc', width=width, height=height)
    with open('plain.mp4', 'rb') as file:
        data = bytearray(file.read())
    # The matrix of the track header says how to turn: 90 degrees clockwise is 0 1 -1 0.
    at = data.index(b'tkhd') + 4 + 40
    struct.pack_into('>9i', data, at, 0, 0x10000, 0, -0x10000, 0, 0, height << 16, 0, 0x40000000)
    pictures.write('turned.mp4', bytes(data))
    check_upright('turned.mp4')


main(globals())
