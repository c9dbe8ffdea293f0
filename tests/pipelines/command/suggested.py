#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The threshold that a model file suggests: identify, batch, live and find go by it, unless another one is given."""
import json
import os

from commandtest import check, contains, main, run
from facefile import write_face_file
from outputtree import folders
import pictures

RED = (30, 20, 90, 90, (240, 80, 80))
BASIC = ['--detector', 'fake', '--min-quality', '0']


def model(*threshold):
    """Writes my.face, of the same weights each time, and a gallery of one person by it; what all commands need."""
    write_face_file('dlib', 'my.face', *threshold)
    pictures.person('db/red/0.ppm', 'red')
    # What a file suggests is no part of its id: the gallery stays good.
    if not os.path.exists('enc.bin'):
        check(run('enroll', *BASIC, '--model', 'my.face', '-o', 'enc.bin', 'db').code, 0)
    return [*BASIC, '--model', 'my.face', '--db', 'enc.bin']


def identify(options, *more):
    pictures.ppm('red.ppm', RED)
    return run('identify', '--json', *options, *more, 'red.ppm').json()[0]['faces'][0]['identity']


def batch(options, *more):
    result = run('batch', '--json', *options, *more, '-o', 'out', 'red.avi')
    check(result.code, 0, result)
    with open(f'{folders()["red.avi"]}/timeline.json', encoding='utf-8') as file:
        return [span['person'] for span in json.load(file)['spans']]


def live(options, *more):
    """What the last frame's face is taken for."""
    pictures.film('red.avi', [[RED]] * 60, 'avimux', 'jpegenc', 'quality=95')
    lines = run('live', '--no-window', '--json', *options, *more, 'red.avi').json()
    return [face['identity'] for line in lines for face in line['faces'] if face['identity']][-1]


def distance(look):
    """Of the face from the person by these weights."""
    found = look(model(), '--distance-threshold', '100')
    check((found['label'], found['distance'] > 0.01), ('red', True), found)
    return found['distance']


def test_identify():
    """farther than the file suggests is a stranger, nearer is not; a given threshold goes before it"""
    far = distance(identify)
    check(identify(model(1.1 * far))['label'], 'red')
    options = model(0.9 * far)
    found = identify(options)
    check((found['label'], found['reason']), (None, 'too-far'))
    check(identify(options, '--distance-threshold', str(1.1 * far))['label'], 'red')


def test_batch_and_live():
    """films and streams are judged by it too"""
    far = distance(live)
    options = model(4 * far)
    check((live(options)['label'], batch(options)), ('red', ['red']))
    options = model(0.8 * far)
    found = live(options)
    check((found['label'], found['reason'], batch(options)), (None, 'too-far', [None]))
    check(batch(options, '--distance-threshold', str(4 * far)), ['red'])


def test_find():
    """who is on the photo that is looked for"""
    far = distance(identify)
    distance(live)  # which leaves a film
    for factor, label in (1.1, ' (red)'), (0.9, ''):
        options = model(factor * far)
        batch(options)
        contains(run('find', '--index', 'out', *options, 'red.ppm').err, f'red.ppm{label}: ')


main(globals())
