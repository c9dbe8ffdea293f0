#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Is enrolling as fast as dlib called directly? Runs `gst-facerec enroll` and enroll-direct in turn over the 537 photos
of lfw/gallery.csv in $FACEREC_DATA, start-up and model loading included, and prints JSON: the median seconds of each
and their ratio (gst-facerec over direct). Exit code 1 when the ratio is over --limit.

usage: enroll.py ENROLL-DIRECT GST-FACEREC [--rounds N] [--limit RATIO] [--photos N]"""
import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SKIP = 77


def skip(reason):
    print(f'SKIP: {reason}')
    sys.exit(SKIP)


def find_model(name):
    data = os.environ.get('XDG_DATA_HOME') or os.path.expanduser('~/.local/share')
    folders = [os.environ.get('FACEREC_MODELS'), os.path.join(data, 'gst-facerec', 'models')]
    for folder in filter(None, folders):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    return skip(f'{name} is missing; models/fetch.sh brings it')


def find_photos(root, limit):
    """(person, path) of the photos to enrol."""
    images = os.path.join(root, 'lfw', 'images')
    table = os.path.join(root, 'lfw', 'gallery.csv')
    if not os.path.exists(table):
        skip(f'no lfw/gallery.csv in $FACEREC_DATA ({root})')
    with open(table, encoding='utf-8', newline='') as file:
        return [(row['identity'], os.path.join(images, row['image'])) for row in csv.DictReader(file)][:limit]


def make_folder(folder, photos):
    for person, path in photos:
        os.makedirs(os.path.join(folder, person), exist_ok=True)
        os.symlink(path, os.path.join(folder, person, os.path.basename(path)))


def seconds(arguments):
    before = os.times()
    started = time.monotonic()
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f'{arguments[0]}: exit code {done.returncode}\n{done.stderr[-2000:]}')
    spent, after = time.monotonic() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, cpu, done.stdout


def measure(options, folder, photos):
    listing = os.path.join(folder, 'photos.txt')
    with open(listing, 'w', encoding='utf-8') as file:
        file.writelines(path + '\n' for _, path in sorted(photos))
    people = os.path.join(folder, 'people')
    make_folder(people, photos)
    models = [find_model('shape_predictor_5_face_landmarks.dat'),
              find_model('dlib_face_recognition_resnet_model_v1.dat')]
    times = {'direct': [], 'direct_gray': [], 'enroll': []}
    cpu_times = {name: [] for name in times}
    enrolled = {}
    for number in range(options.rounds):
        gallery = os.path.join(folder, f'gallery-{number}.bin')
        runs = {
            'enroll': [options.command, 'enroll', '-o', gallery, people],
            'direct': [options.direct, *models, listing],
            'direct_gray': [options.direct, '--gray', *models, listing],
        }
        # Every second round the other way round, so that nobody always runs on a warm or a busy machine.
        for name in list(runs) if number % 2 else reversed(list(runs)):
            spent, cpu, out = seconds(runs[name])
            times[name].append(spent)
            cpu_times[name].append(cpu)
            enrolled[name] = (sum(line.startswith('ok ') for line in out.splitlines()) if name == 'enroll'
                              else json.loads(out)['enrolled'])
    return times, cpu_times, enrolled


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('direct')
    parser.add_argument('command')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--limit', type=float, default=1.1)
    parser.add_argument('--photos', type=int)
    options = parser.parse_args()
    source = os.environ.get('FACEREC_SOURCE_ROOT', '.')
    root = os.environ.get('FACEREC_DATA') or os.path.join(source, '..', 'shared', 'data')
    photos = find_photos(os.path.abspath(root), options.photos)
    with tempfile.TemporaryDirectory() as folder:
        times, cpu_times, enrolled = measure(options, folder, photos)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians['enroll'] / medians['direct']
    print(json.dumps({
        'photos': len(photos), 'rounds': options.rounds, 'enrolled': enrolled,
        'seconds': {name: [round(value, 3) for value in values] for name, values in times.items()},
        'ms_per_photo': {name: round(1000 * value / len(photos), 3) for name, value in medians.items()},
        'cpu_ms_per_photo': {name: round(1000 * statistics.median(values) / len(photos), 3)
                             for name, values in cpu_times.items()},
        'ratio': round(ratio, 4), 'ratio_to_gray': round(medians['enroll'] / medians['direct_gray'], 4),
        'limit': options.limit}))
    sys.exit(0 if ratio <= options.limit else 1)


main()
