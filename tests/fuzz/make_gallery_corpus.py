#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes corpus/gallery: small galleries, sound and not, for gallery.c to start from.

The tables are taken from models/gallery/sqlite-schema.c, so run this again when they change."""
import pathlib
import re
import sqlite3
import struct

HERE = pathlib.Path(__file__).parent
SCHEMA = HERE.parent.parent / 'models' / 'gallery-sqlite-schema.c'
NAN = float('nan')


def statements():
    text = re.sub(r'"\s*\n\s*"', '', SCHEMA.read_text())
    return re.findall(r'"(CREATE [^"]*)"', text)


def blob(*values):
    return struct.pack(f'<{len(values)}f', *values)


def make(name, people, faces, sql=''):
    path = HERE / 'corpus' / 'gallery' / name
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    # Small pages make small files, and more of them.
    db.executescript('PRAGMA page_size = 512; PRAGMA application_id = 0x46524543; PRAGMA user_version = 1')
    for statement in statements():
        db.execute(statement)
    db.execute("INSERT INTO model VALUES (1, 'fake', 4, 'euclidean')")
    db.executemany('INSERT INTO people (name, kind, threshold) VALUES (?, ?, ?)', people)
    db.executemany('INSERT INTO faces (person, embedding, quality, x, y, width, height, source, sha256, time_us) '
                   'VALUES (?, ?, ?, 1, 2, 90, 91, ?, ?, 1700000000000000)', faces)
    if sql:
        db.executescript(sql)
    db.close()


def main():
    (HERE / 'corpus' / 'gallery').mkdir(parents=True, exist_ok=True)
    people = [('Anna', 'person', None), ('Bob', 'person', 0.5), ('poster', 'negative', None)]
    faces = [(1, blob(1, 0, 0, 0), 0.5, 'a.jpg', 'a' * 64), (1, blob(.9, .1, 0, 0), None, None, None),
             (2, blob(0, 1, 0, 0), 1, 'b.jpg', 'b' * 64), (3, blob(0, 0, 1, 0), 0, None, 'c' * 64)]
    make('empty', [], [])
    make('people', people, faces)
    make('many', people, [(1 + i % 3, blob(1, i / 60, .2, .3), None, f'{i}.jpg', None) for i in range(60)])
    make('removed', people, faces * 6, 'DELETE FROM faces WHERE id % 3 = 0')
    make('overflow', people, [(1, blob(1, 0, 0, 0), None, 's' * 3000, None)])
    make('damaged', people, faces + [(1, blob(NAN, 0, 0, 0), None, None, None), (9, blob(1, 0, 0, 0), None, None, None),
                                     (2, blob(1, 0), None, None, None)])
    make('foreign', people, faces, 'CREATE TRIGGER t AFTER INSERT ON faces BEGIN DELETE FROM people; END')


main()
