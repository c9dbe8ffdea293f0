#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The whole way with Xception behind a model: a Keras file, import, train, eval, enroll, identify, a stream that names a face.

The weights are made up, so nothing is said of how well anybody is recognised. What is: that each step takes what the one before
it wrote, that the stream and the command describe a face alike, and that what belongs to another model is refused."""
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile

import demopeople

sys.path.insert(0, os.path.join(demopeople.ROOT, 'tests', 'pipelines', 'command'))
from commandtest import Skip, check, contains, main, run  # noqa: E402

MEDIA = demopeople.media()
WORK = tempfile.TemporaryDirectory()
os.environ['XDG_CACHE_HOME'] = os.path.join(WORK.name, 'cache')
SIZE = '71'  # px, the least that Xception takes, and the quickest
FRAMES = 6
KNOWN = os.path.join('people', 'franck', 'franck_02045.jpg')
# Whoever is nearest gets the face: with made-up weights no distance means anything.
ANY_DISTANCE = {'distance-threshold': '100', 'margin': '0'}
FOR_COMMAND = [f'--{name}={value}' for name, value in ANY_DISTANCE.items()]
TRAIN = ['train', '--largest', '--json', '--backbone', 'xception', '--weights', 'random.face', '--input-size', SIZE,
         '--variants', '1', '--steps', '60', '--name', 'mine']


def step(*arguments):
    result = run(*arguments, cwd=WORK.name, timeout=280)
    check(result.code, 0, result)
    return result


# ---- each step is made once, by whichever test asks first ----

@functools.cache
def imported():
    maker = os.path.join(os.environ['FACEREC_BUILD_ROOT'], 'tests', 'pipelines', 'make-xception')
    subprocess.run([maker, '7', 'official', 'random.h5'], cwd=WORK.name, check=True, timeout=60)
    return step('model', 'import', '--json', '--keras', 'random.h5', '-o', 'random.face').json()[0]


@functools.cache
def folder():
    if not MEDIA:
        raise Skip('no sample media or no gst-launch-1.0')
    demopeople.copy_people(MEDIA, os.path.join(WORK.name, 'people'), demopeople.ALL_BUT_FEW)
    demopeople.write_film(MEDIA, os.path.join(WORK.name, 'film.mp4'), FRAMES)
    return sorted(os.listdir(os.path.join(WORK.name, 'people')))


@functools.cache
def trained():
    folder()
    imported()
    lines = step(*TRAIN, '-o', 'my.face', 'people').json()
    return [line for line in lines if line.get('type') == 'model'][0]


@functools.cache
def enrolled():
    trained()
    step('enroll', '--largest', '--model', 'my.face', '-o', 'my.bin', 'people')
    return [line['person'] for line in step('gallery', 'list', '--json', 'my.bin').json()]


def stream(model, gallery):
    """What gst-launch-1.0 says of the film, and the lines that facepublish wrote."""
    settings = ' '.join(f'{name}={value}' for name, value in ANY_DISTANCE.items())
    done = subprocess.run(['bash', '-c', 'gst-launch-1.0 -q filesrc location=film.mp4 ! decodebin ! facerecdetect ! facetrack ! '
                           f'faceembed model={model} ! faceknn db={gallery} {settings} ! '
                           'facepublish location=named.jsonl embeddings=true ! fakesink'], cwd=WORK.name,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    with open(os.path.join(WORK.name, 'named.jsonl'), encoding='utf-8') as file:
        return done, file.read()


# ---- tests ----

def test_import():
    """a Keras file of made-up weights becomes a model file: all of Xception's numbers, no layer behind them"""
    model = imported()
    backbone = model['backbone']
    check((backbone['name'], backbone['input_size'], backbone['features']), ('xception', 150, 2048))
    check((backbone['tensors'], backbone['parameters']), (234, 20861480))
    check(model['head']['layers'], [])


def test_train():
    """two layers are trained behind it, at another input size, and the report stands beside the backbone's"""
    said = trained()
    check((said['people'], said['options']['layers'], said['options']['residual']), (len(folder()), [512, 128], False))
    check(said['figures']['known']['pictures'] > 0, True, said)
    model = step('model', 'info', '--json', 'my.face').json()[0]
    check((model['backbone']['input_size'], model['backbone']['parameters']), (int(SIZE), 20861480))
    check([layer['outputs'] for layer in model['head']['layers']], [512, 128])
    check(model['head']['parameters'] - 2 * 2048 * model['head']['standardise'], 1114752)
    check((model['id'], model['dimensions'], model['head']['normalise']), (said['id'], 128, True))


def test_train_again():
    """the same command once more takes every feature from the cache and writes the same bytes"""
    first = trained()
    again = step(*TRAIN, '-o', 'again.face', 'people').json()[-1]
    check((first['cached'], again['cached']), (0, first['photos']))
    with open(os.path.join(WORK.name, 'my.face'), 'rb') as one, open(os.path.join(WORK.name, 'again.face'), 'rb') as other:
        check(one.read() == other.read(), True, 'the two files differ')


def test_eval():
    """eval sets the model beside dlib and beside its own backbone without the head"""
    trained()
    made = step('eval', '--largest', '--json', '--model', 'dlib', '--model', 'my.face', '--model', 'raw:my.face', 'people')
    models = made.json()[0]['models']
    check([(model['model'], model['dimensions']) for model in models], [('dlib', 128), ('my.face', 128), ('raw:my.face', 2048)])
    check([model['id'].split(':')[:2] for model in models], [['dlib-resnet-v1'], ['face', 'mine'], ['face', 'raw-xception']])
    eers = [model['verification']['eer'] for model in models]
    # On the very photos that it was trained on it must be better than without.
    check(eers[1] < eers[2] <= 1, True, eers)


def test_enroll_and_identify():
    """everybody can be enrolled, and a photo that was is its own person's"""
    check(sorted(enrolled()), folder())
    found = step('identify', '--model', 'my.face', '--db', 'my.bin', *FOR_COMMAND, KNOWN).json()[0]['faces']
    check([face['identity']['label'] for face in found], ['franck'])


def test_stream():
    """a stream of faceembed and faceknn puts a name on the face of every frame, the one that the command puts there"""
    people = enrolled()
    done, text = stream('my.face', 'my.bin')
    check((done.returncode, 'CRITICAL' in done.stderr), (0, False), done.stderr)
    names = demopeople.labels(text)
    check(len(names) >= FRAMES - 2 and all(len(found) == 1 and found[0] in people for found in names), True, names)
    lines = [json.loads(line) for line in text.splitlines()]
    faces = [face for line in lines for face in line['faces']]
    check({(face['embedding_model'], len(face['embedding'])) for face in faces}, {(trained()['id'], 128)})
    check(all(abs(sum(value * value for value in face['embedding']) - 1) < 1e-4 for face in faces), True, 'not of length 1')
    identified = step('identify', '--model', 'my.face', '--db', 'my.bin', *FOR_COMMAND, 'film.mp4')
    check([name for found in demopeople.labels(identified.out.decode()) for name in found][:1], names[0], identified)


def test_refused():
    """galleries of dlib's model and of the bare backbone are refused in a stream, with both ids"""
    trained()
    os.makedirs(os.path.join(WORK.name, 'few', 'franck'))
    shutil.copy(os.path.join(WORK.name, KNOWN), os.path.join(WORK.name, 'few', 'franck'))
    for spec, gallery in (([], 'dlib.bin'), (['--model', 'raw:my.face'], 'raw.bin')):
        step('enroll', *spec, '-o', gallery, 'few')
        done, _ = stream('my.face', gallery)
        check(done.returncode != 0, True, gallery)
        contains(done.stderr, 'face:mine:', 'dlib-resnet-v1' if not spec else 'face:raw-xception:')


def test_mistakes():
    """weights that are none, no weights, a size that Xception does not take: one line that says why, nothing is written"""
    folder()
    imported()
    with open(os.path.join(WORK.name, 'text.face'), 'w', encoding='utf-8') as file:
        file.write('no weights')
    for arguments, what in ((['--weights', 'text.face'], 'text.face'), ([], 'no weights of its own'),
                            (['--weights', 'random.h5'], 'random.h5'),
                            (['--weights', 'random.face', '--input-size', '70'], '71 to 1024 px'),
                            (['--weights', 'random.face', '--engine', 'dlib'], 'runs on engine onednn')):
        result = run('train', '--backbone', 'xception', *arguments, '-o', 'x.face', 'people', cwd=WORK.name)
        check(result.code, 2, (arguments, result))
        contains(result.err, what)
        check(os.path.exists(os.path.join(WORK.name, 'x.face')), False, arguments)


try:
    main(globals())
finally:
    WORK.cleanup()
