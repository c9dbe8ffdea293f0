#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes corpus/json: inputs of json.c that reach each part of the line, laid out as json.c takes its values."""
import pathlib
import struct

NAN, INF = float('nan'), float('inf')
NAME = 'Zoë'.encode()


def floats(*values):
    return b''.join(struct.pack('<f', value) for value in values)


def counted(values):
    return bytes([len(values)]) + floats(*values)


def text(value):
    return b'\xff' if value is None else bytes([len(value)]) + value


def identity(label, reason=0, candidates=()):
    taken = text(label) + (bytes([reason]) if label is None else b'') + floats(.5, .4)
    taken += bytes([4, 5, len(candidates)])
    return taken + b''.join(text(name) + floats(distance) for name, distance in candidates)


def face(detector=b'dlib-hog', score=1.25, box=(101, 60.5, 80, 96), landmarks=None, embedding=None, quality=None,
         track=None, who=None):
    optional = [None if landmarks is None else counted(landmarks),
                None if embedding is None else text(embedding[0]) + counted(embedding[1]),
                None if quality is None else counted(quality),
                None if track is None else bytes([track]),
                who]
    parts = sum(1 << i for i, part in enumerate(optional) if part is not None)
    return bytes([parts]) + text(detector) + floats(score, *box) + b''.join(part or b'' for part in optional)


def line(file, *faces):
    return text(file) + bytes([len(faces)]) + b''.join(faces)


FULL = face(landmarks=[i / 10 for i in range(1, 11)], embedding=(b'dlib-resnet-v1', [i / 7 - 1 for i in range(16)]),
            quality=[96, 12, .9, .8], track=7, who=identity(NAME, 0, [(NAME, .4), (b'Adam', .7)]))
CORPUS = {
    'empty': b'',
    'no-faces': line(b'a.mp4'),
    'no-file': line(None, face()),
    'full': line(b'film.mp4', FULL),
    'cut': line(b'film.mp4', FULL)[:40],
    'several': line(b'f', FULL, face(), FULL),
    'unknown': line(b'f', face(who=identity(None, 2, [(b'x', .6)]))),
    'infinite': line(b'f', face(score=NAN, box=(NAN, INF, -INF, 0), landmarks=[NAN] * 4,
                                embedding=(b'm', [INF, -INF, NAN]), quality=[NAN] * 4, who=identity(None, 4))),
    'extreme': line(b'f', face(score=1e-45, box=(3.4028235e38, -3.4028235e38, 1.17549435e-38, -0.0))),
    'escapes': line(b'a"b\\c/\n\t\x01\x1f\x7f', face(detector=b'"}],"faces":[{')),
    'separators': line('\u2028\u2029\u0085'.encode(), face(who=identity('王𝄞😀'.encode()))),
    'invalid-utf8': line(b'\xff\xfe\xc0\xaf\xed\xa0\x80\xe7\x8e',
                         face(detector=b'h\xf6g', who=identity(b'Zo\xeb', 0, [(b'\x80', 1)]))),
}

folder = pathlib.Path(__file__).parent / 'corpus' / 'json'
folder.mkdir(parents=True, exist_ok=True)
for name, content in CORPUS.items():
    (folder / name).write_bytes(content)
