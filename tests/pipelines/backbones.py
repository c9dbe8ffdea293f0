#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""tests/accuracy/backbones, which wants a file that nobody could bring here, with made-up weights in its place: that it compares
what it says it compares, and that it takes nothing else for the published file."""
import json
import os
import subprocess
import sys

import demopeople

sys.path.insert(0, os.path.join(demopeople.ROOT, 'tests', 'pipelines', 'command'))
from commandtest import Skip, check, contains, main  # noqa: E402

MEDIA = demopeople.media()
PROGRAM = os.path.join(demopeople.ROOT, 'tests', 'accuracy', 'backbones')
SEED = '2'  # one of those that the program compares with


def backbones(*arguments, weights=None):
    env = dict(os.environ)
    env.pop('FACEREC_XCEPTION_H5', None)
    if weights:
        env['FACEREC_XCEPTION_H5'] = weights
    return subprocess.run([PROGRAM, *arguments], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=280,
                          check=False)


def test_compared():
    """the imported weights have the figures of the same weights made here, other weights have others, dlib stands beside them"""
    if not MEDIA:
        raise Skip('no sample media or no gst-launch-1.0')
    demopeople.copy_people(MEDIA, 'people', demopeople.ALL_BUT_FEW)
    maker = os.path.join(os.environ['FACEREC_BUILD_ROOT'], 'tests', 'pipelines', 'make-xception')
    subprocess.run([maker, SEED, 'official', 'made.h5'], check=True, timeout=60)
    refused = backbones('people', weights='made.h5')
    check(refused.returncode, 1, refused)
    contains(refused.stderr, 'is not the published file', 'b0042744bf5b25fce3cb969f33bebb97')
    done = backbones('--any-file', 'people', weights='made.h5')
    check(done.returncode, 0, done)
    result = json.loads(done.stdout)
    check((result['published'], result['people']), (None, 4), done)
    models = {name: {key: value for key, value in model.items() if key not in ('id', 'face_ms')}
              for name, model in result['models'].items()}
    check(list(models), ['dlib', 'imported', 'random-1', 'random-2'])
    check(models['imported'] == models['random-' + SEED], True, done.stdout)
    check(models['imported'] == models['random-1'], False, done.stdout)
    check([model['dimensions'] for model in models.values()], [128, 2048, 2048, 2048])
    ids = {name: model['id'].split(':')[-1] for name, model in result['models'].items()}
    check(ids['imported'] == ids['random-' + SEED] != ids['random-1'], True, ids)
    found = result['activations']
    check(found['imported'] == found['random-' + SEED] != found['random-1'], True, found)
    check(found['imported']['faces'] == 12 and found['imported']['finite'], True, found)
    print('# ' + done.stderr.rstrip().replace('\n', '\n# '))


def test_not_there():
    """without the file it is skipped, and says so in its last line; a file that is not there is no skip"""
    done = backbones()
    check(done.returncode, 77, done)
    check(done.stderr.splitlines()[-1].startswith('SKIP backbones: FACEREC_XCEPTION_H5 does not name'), True, done)
    check(backbones(weights='missing.h5').returncode, 1)


main(globals())
