# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is in an output folder of batch, to be compared: two that hold the same are the same in every file and every row."""
import hashlib
import os
import sqlite3

from commandtest import check

TABLES = ('film', 'track', 'span', 'span_track', 'embedding')
# Of a film alone: what naming anew needs.
OWN_TABLES = ('described', 'frame_length')


def rows(path):
    """Everything in an index, in the order of its keys; but groups, whose numbers depend on which were there before."""
    tables = TABLES + (OWN_TABLES if os.path.basename(path) == 'film.sqlite' else ())
    index = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    try:
        return {table: sorted(index.execute(f'SELECT * FROM {table}'), key=repr) for table in tables}
    finally:
        index.close()


def tree(output='out', pages=True):
    """{name: digest or rows} of all that is in an output folder. pages: without them groups may be other ones."""
    found = {}
    for folder, _, names in os.walk(output):
        for name in names:
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, output)
            if inside.startswith('.work/lock') or (name.endswith('.html') and not pages):
                continue
            if name.endswith('.sqlite'):
                found[inside] = rows(path)
            else:
                with open(path, 'rb') as file:
                    found[inside] = hashlib.sha256(file.read()).hexdigest()
    return found


def same_trees(left, right, what):
    check(sorted(set(left) ^ set(right)), [], what)
    for name, content in left.items():
        check(content == right[name], True, f'{what}: {name}')


def folders(output='out'):
    """{file name of a film: the folder of its results}."""
    return {name.rsplit('-', 1)[0]: os.path.join(output, 'films', name)
            for name in os.listdir(os.path.join(output, 'films'))}
