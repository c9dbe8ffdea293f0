# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures made on the spot: bright rectangles on black, which the fake engine takes for faces and tells apart by
colour."""
import os
import struct
import subprocess
import zlib

COLOURS = {'red': (255, 90, 90), 'green': (90, 255, 90), 'blue': (130, 130, 255), 'white': (250, 250, 250)}


def rectangles(width, height, *faces):
    """RGB bytes; a face is (x, y, width, height, colour)."""
    rows = [bytearray(3 * width) for _ in range(height)]
    for x, y, w, h, colour in faces:
        value = bytes(COLOURS.get(colour, colour)) * w
        for row in rows[y:y + h]:
            row[3 * x:3 * (x + w)] = value
    return b''.join(bytes(row) for row in rows)


def write(path, data):
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data)
    return path


def ppm(path, *faces, width=160, height=120):
    return write(path, b'P6\n%d %d\n255\n' % (width, height) + rectangles(width, height, *faces))


def person(path, colour='red', shade=0):
    """A portrait. shade makes pictures of one person differ a little."""
    colour = tuple(max(0, c - shade) for c in COLOURS[colour])
    return ppm(path, (30, 20, 90, 90, colour))


def pgm(path, level=200, width=160, height=120):
    rows = [bytes(30) + bytes([level]) * 90 + bytes(40) if 10 <= y < 110 else bytes(160) for y in range(120)]
    return write(path, b'P5\n%d %d\n255\n' % (width, height) + b''.join(rows))


def chunk(kind, body):
    return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))


def png(path, pixels, width, height, depth=8, colour_type=2, extra=b''):
    """pixels: rows of whatever the colour type says, without filter bytes."""
    stride = len(pixels) // height
    raw = b''.join(b'\0' + pixels[y * stride:(y + 1) * stride] for y in range(height))
    return write(path, b'\x89PNG\r\n\x1a\n'
                 + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour_type, 0, 0, 0)) + extra
                 + chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b''))


def launch(*arguments):
    done = subprocess.run(['gst-launch-1.0', '-q', *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors='replace'))


def encode(path, source, *encoder):
    """Turns the picture file source into what encoder makes of it."""
    launch('filesrc', f'location={source}', '!', 'decodebin', '!', 'videoconvert', '!', *encoder, '!', 'filesink',
           f'location={path}')
    return path


def jpeg(path, *faces, width=160, height=120):
    ppm('source.ppm', *faces, width=width, height=height)
    encode(path, 'source.ppm', 'jpegenc', 'quality=95')
    os.remove('source.ppm')
    return path


def exif(orientation):
    """A TIFF header and one entry: Orientation (0x0112), SHORT."""
    return struct.pack('<2sHIHHHIHHI', b'II', 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def jpeg_with_exif(path, source, orientation):
    with open(source, 'rb') as file:
        data = file.read()
    body = b'Exif\0\0' + exif(orientation)
    return write(path, data[:2] + b'\xff\xe1' + struct.pack('>H', len(body) + 2) + body + data[2:])


def film(path, frames, muxer, *encoder, width=160, height=120, fps=25):
    """frames: list of face lists."""
    raw = write('source.raw', b''.join(rectangles(width, height, *faces) for faces in frames))
    launch('filesrc', f'location={raw}', f'blocksize={3 * width * height}', '!', 'rawvideoparse', 'format=rgb',
           f'width={width}', f'height={height}', f'framerate={fps}/1', '!', 'videoconvert', '!', *encoder, '!', muxer,
           '!', 'filesink', f'location={path}')
    os.remove(raw)
    return path


def textured(x, y, width, height, colour, shade=0):
    """A face with stripes, as a list of rectangles: one that is flat has no quality, and is not compared between films."""
    levels = [tuple(max(0, c - shade - step) for c in COLOURS[colour]) for step in (0, 16)]
    return [(x, y + at, width, min(4, height - at), levels[at // 4 % 2]) for at in range(0, height, 4)]
