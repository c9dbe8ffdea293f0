#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes results of gst-facerec batch as an archive has them, without films: an output folder whose films/*/film.sqlite
follow the tables of pipelines/batch.md, with pictures of drawn faces. 'gst-facerec batch --merge' makes the rest.

usage: archive.py OUTPUT [N-PEOPLE [N-FILMS]]"""
import array
import colorsys
import hashlib
import math
import os
import random
import sqlite3
import subprocess
import sys

SCHEMA = '''PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x46524958; PRAGMA user_version = 2;
CREATE TABLE film (id INTEGER PRIMARY KEY, path TEXT NOT NULL, folder TEXT NOT NULL, status TEXT NOT NULL, reason TEXT,
  key TEXT NOT NULL, model TEXT, duration_ns INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  frames INTEGER NOT NULL, faces INTEGER NOT NULL, spans INTEGER NOT NULL);
CREATE TABLE track (film INTEGER, track INTEGER, person TEXT, stranger TEXT, from_ns INTEGER, to_ns INTEGER, frames INTEGER,
  best_frame INTEGER, best_ns INTEGER, x REAL, y REAL, width REAL, height REAL, quality REAL, thumbnail TEXT);
CREATE TABLE span (film INTEGER, number INTEGER, person TEXT, stranger TEXT, from_ns INTEGER, to_ns INTEGER, frames INTEGER,
  confidence REAL, best_track INTEGER, best_frame INTEGER, best_ns INTEGER);
CREATE TABLE span_track (film INTEGER, span INTEGER, track INTEGER);
CREATE TABLE embedding (film INTEGER, track INTEGER, number INTEGER, frame INTEGER, time_ns INTEGER, quality REAL,
  value BLOB);'''
FIRST = '''Ada Alan Anna Barbara Bert Carla Claude Dorothy Edsger Emmy Enrico Erwin Frances Grace Hedy Ida John Joan Kathleen
Konrad Lise Maria Max Niels Noor Olga Paul Rosalind Sofia Tim Ursula Vera Werner Yuki Zeno'''.split()
LAST = '''Almeida Baker Chen Dijkstra Eriksson Fischer Garcia Haddad Ivanov Johansson Kaya Larsen Moreau Nakamura Okafor
Papadopoulos Quispe Rossi Schmidt Tanaka Ueda Varga Weber Xu Yilmaz Zielinski'''.split()
# Names that somebody may give a folder to see what becomes of them.
HOSTILE = ['</script><script>window.hacked = 1</script>', '"><img src=x onerror="window.hacked = 2">',
           "O'Brien & S\u00f6hne <b>GmbH</b>", '\u0645\u062d\u0645\u062f \u0639\u0644\u064a', '\u202egnp.eman a\u202c',
           '\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467', '<!--<script>', "'; window.hacked = 3; //",
           'A name that is so long that no row has room for it, and goes on and on ' * 3, '${window.hacked = 4}', 'C:\\new\ttab']
HOSTILE_FILMS = [b'a#b?c%41.mp4', b'"quoted" & \'single\'.mp4', b'</script>.mp4', b'not-utf8-\xff\xfe.mp4', b'-rf.mp4',
                 '\u05e9\u05dc\u05d5\u05dd.mp4'.encode(), b'line\nbreak.mp4', b'`touch x` $(touch y).mkv',
                 '\U0001f3ac.webm'.encode(), b'javascript:alert(1).mp4']
SIZE = 96
SECOND = 10 ** 9


def person_names(count):
    names = list(HOSTILE)
    for number in range(count):
        names.append(f'{FIRST[number % len(FIRST)]} {LAST[(number * 7 + number // len(FIRST)) % len(LAST)]}')
    return list(dict.fromkeys(names))[:count]


def face(number):
    """A drawn face, RGB."""
    tint = [int(255 * part) for part in colorsys.hsv_to_rgb(number * 0.618 % 1, 0.35, 0.55 + number * 0.37 % 0.4)]
    skin = [int(255 * part) for part in colorsys.hsv_to_rgb(0.07, 0.25 + number * 0.29 % 0.4, 0.45 + number * 0.53 % 0.5)]
    hair, rows, noise = [part // 3 for part in tint], bytearray(), random.Random(number).randbytes(SIZE * SIZE)
    for y in range(SIZE):
        for x in range(SIZE):
            dx, dy = (x - 48) / 27, (y - 50) / 35
            pixel = skin if dx * dx + dy * dy < 1 else hair if dx * dx + (dy + 0.25) ** 2 < 1.25 and dy < 0.4 else tint
            eyes = min((x - 37) ** 2 + (y - 44) ** 2, (x - 59) ** 2 + (y - 44) ** 2) < 14
            mouth = abs((x - 48) ** 2 / 90 + (y - 62) / 6 - 1) < 0.35 and abs(x - 48) < 13 and y > 58
            # As grainy as a film, for files as large as real ones.
            grain = noise[y * SIZE + x] // 8 - 16
            rows += bytes(min(max(part + grain, 0), 255) for part in ([40, 30, 30] if eyes or mouth else pixel))
    return bytes(rows)


def draw_faces(folder, count):
    """Paths of JPEG files."""
    os.makedirs(folder)
    raw = b''.join(face(number) for number in range(count))
    subprocess.run(['ffmpeg', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', f'{SIZE}x{SIZE}', '-i', '-',
                    '-q:v', '3', '-pix_fmt', 'yuvj420p', os.path.join(folder, '%04d.jpg')], input=raw, check=True)
    return [os.path.join(folder, f'{number + 1:04d}.jpg') for number in range(count)]


def direction(seed):
    rng = random.Random(seed)
    values = [rng.gauss(0, 1) for _ in range(128)]
    size = math.sqrt(sum(value * value for value in values))
    return [value / size for value in values]


class Film:
    """One film's folder."""

    def __init__(self, output, path, faces):
        digest = hashlib.sha256(path).hexdigest()
        self.ident, self.path, self.faces = int(digest[:15], 16), path, faces
        self.name = f'{digest[:20]}-{digest[:12]}'
        self.folder = os.path.join(output, 'films', self.name)
        os.makedirs(os.path.join(self.folder, 'faces'))
        self.tracks, self.spans, self.embeddings = [], [], []

    def see(self, face_number, start, end, person=None, stranger=None, embedding=None, rng=random):
        """A span of one track, seconds."""
        number = len(self.tracks) + 1
        best = (start + end) / 2
        name, quality = f'faces/track-{number}.jpg', rng.uniform(0.3, 0.9)
        os.link(self.faces[face_number], os.path.join(self.folder, name))
        times = [int(value * SECOND) for value in (start, end, best)]
        self.tracks.append((self.ident, number, person, stranger, times[0], times[1], int((end - start) * 25), int(best * 25),
                            times[2], 10, 10, 96, 96, quality, name))
        self.spans.append([self.ident, 0, person, stranger, times[0], times[1], int((end - start) * 25),
                           rng.uniform(0.4, 0.95) if person else None, number, int(best * 25), times[2]])
        if embedding:
            values = array.array('f', [value + rng.gauss(0, 0.01) for value in embedding])
            self.embeddings.append((self.ident, number, 0, int(best * 25), times[2], quality, values.tobytes()))

    def write(self, seconds=0, status='done', reason=None):
        self.spans.sort(key=lambda span: span[4])
        with sqlite3.connect(os.path.join(self.folder, 'film.sqlite')) as index:
            index.text_factory = bytes
            index.executescript(SCHEMA)
            for number, span in enumerate(self.spans, 1):
                span[1] = number
                index.execute('INSERT INTO span_track VALUES (?,?,?)', (self.ident, number, span[8]))
            index.executemany(f'INSERT INTO span VALUES ({",".join("?" * 11)})', self.spans)
            index.executemany(f'INSERT INTO track VALUES ({",".join("?" * 15)})', self.tracks)
            index.executemany('INSERT INTO embedding VALUES (?,?,?,?,?,?,?)', self.embeddings)
            # The path as text, whatever bytes it is made of.
            index.execute(f"INSERT INTO film VALUES (?,CAST(? AS TEXT),{','.join('?' * 11)})", (
                self.ident, self.path, self.name, status, reason, 'key', 'generated', int(seconds * SECOND),
                *((1280, 720) if seconds else (0, 0)), int(seconds * 25), len(self.spans) * 80, len(self.spans)))
        index.close()


def film_paths(count):
    names = [b'hostile/' + name for name in HOSTILE_FILMS]
    for number in range(count - len(names)):
        names.append(f'archive/{1988 + number // 25}/evening-news-{number:04d}.mp4'.encode())
    return names[:count]


def fill(film, rng, people, n_people, n_strangers):
    seconds = rng.uniform(600, 5400)
    for person in rng.sample(range(n_people), min(n_people, rng.randint(2, 8))):
        for _ in range(rng.randint(1, 6)):
            start = rng.uniform(0, seconds - 90)
            film.see(person, start, start + rng.uniform(2, 90), person=people[person], rng=rng)
    for number in range(1, rng.randint(1, 4)):
        who = int(rng.paretovariate(0.9)) % n_strangers
        start = rng.uniform(0, seconds - 40)
        film.see(n_people + who, start, start + rng.uniform(1, 40), stranger=f'unknown-{number}',
                 embedding=direction(who), rng=rng)
    if rng.random() < 0.3:
        start = rng.uniform(0, seconds - 2)
        film.see(n_people, start, start + 0.3, rng=rng)
    film.write(seconds)


def make(output, n_people=200, n_films=500, n_strangers=60):
    """The names of the people."""
    rng, people = random.Random(5), person_names(n_people)
    faces = draw_faces(os.path.join(output, 'drawn'), n_people + n_strangers)
    for number, path in enumerate(film_paths(n_films)):
        film = Film(output, path, faces)
        if number % 41 == 17:
            film.write(status='failed', reason=f'{path.decode(errors="replace")}: is text, no film <i>at all</i>')
        else:
            fill(film, rng, people, n_people, n_strangers)
    return people


if __name__ == '__main__':
    make(sys.argv[1], *map(int, sys.argv[2:]))
