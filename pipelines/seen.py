#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who was seen when: reads the JSON lines of `gst-facerec identify` and prints one line per person and file.

usage: gst-facerec identify --db enc.bin film.mp4 | pipelines/seen.py [--gap SECONDS] [FILE.jsonl...]

--gap  absences up to so long do not end an appearance (default 1)"""
import argparse
import collections
import fileinput
import json

UNKNOWN = 'Unknown'


class File:
    """What is known of one picture or film."""

    def __init__(self):
        self.n_frames = 0
        self.end = 0.0
        self.frames_of = collections.Counter()
        self.faces_of = collections.Counter()
        self.appearances = collections.defaultdict(list)  # person -> [[from, to]], seconds

    def add(self, frame, gap):
        time = (frame['pts_ns'] or 0) / 1e9
        self.n_frames += 1
        self.end = max(self.end, time)
        names = [name_of(face) for face in frame['faces']]
        self.faces_of.update(names)
        for name in set(names):
            self.frames_of[name] += 1
            spans = self.appearances[name]
            if spans and time - spans[-1][1] <= gap:
                spans[-1][1] = time
            else:
                spans.append([time, time])


def name_of(face):
    return (face.get('identity') or {}).get('label') or UNKNOWN


def clock(seconds):
    return f'{int(seconds // 60)}:{seconds % 60:04.1f}'


def describe(name, file):
    print(f'{name}: {file.n_frames} frames, {clock(file.end)}' if file.n_frames > 1 else f'{name}:')
    for person, n_frames in sorted(file.frames_of.items(), key=lambda item: -item[1]):
        when = f' ({file.faces_of[person]} faces)' if file.n_frames == 1 and file.faces_of[person] > 1 else ''
        if file.n_frames > 1:
            spans = ', '.join(f'{clock(a)}-{clock(b)}' for a, b in file.appearances[person][:8])
            more = len(file.appearances[person]) - 8
            when = f' in {100 * n_frames / file.n_frames:.1f} % of the frames: {spans}'
            when += f' and {more} times more' if more > 0 else ''
        print(f'  {person}{when}')
    if not file.frames_of:
        print('  nobody')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gap', type=float, default=1.0)
    parser.add_argument('files', nargs='*')
    options = parser.parse_args()
    files = collections.defaultdict(File)
    for line in fileinput.input(options.files, encoding='utf-8'):
        if line.startswith('{'):
            frame = json.loads(line)
            files[frame['file']].add(frame, options.gap)
    for name, file in files.items():
        describe(name, file)


main()
