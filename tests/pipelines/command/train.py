#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec train: its report, the model in the rest of the command, the same file from the same seed, damaged caches, SIGKILL,
Ctrl-C, and what it says to mistakes. The fake detector finds coloured squares, dlib's network describes them: whether anybody is
recognised is no question here."""
import colorsys
import glob
import json
import os
import random
import shutil
import signal
import subprocess
import time

from commandtest import check, contains, main, program, run
import pictures

FIND = ['--detector', 'fake', '--min-quality', '0']
LONG = ['--steps', '2500', '--patience', '0']
LEAST_PEOPLE = 12
PHOTOS = 5
os.environ['XDG_CACHE_HOME'] = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'facerec-train-{os.getpid()}')


def colour(number, shade):
    return tuple(int(255 * v) for v in colorsys.hsv_to_rgb(number / LEAST_PEOPLE, 0.35 + 0.1 * (number % 3), 1 - shade / 60))


def people(folder='people', n=LEAST_PEOPLE):
    for number in range(n):
        for shade in range(PHOTOS):
            pictures.ppm(f'{folder}/person-{number:02}/{shade}.ppm', (30 + shade, 20, 90, 90, colour(number, shade)))


def train(*arguments, **options):
    return run('train', *FIND, '--variants', '1', *arguments, timeout=280, **options)


def content(path):
    with open(path, 'rb') as file:
        return file.read()


def model_line(result):
    lines = [line for line in result.json() if line.get('type') == 'model']
    check(len(lines), 1, result)
    return lines[0]


def test_report():
    """photos that cannot be used have a line each; the rest is trained on, and judged by what was kept apart"""
    people()
    pictures.ppm('people/person-00/none.ppm')
    pictures.ppm('people/person-00/two.ppm', (5, 5, 50, 50, 'red'), (90, 20, 60, 60, 'green'))
    pictures.write('people/person-01/text.jpg', b'no picture at all, but some text\n')
    shutil.copy('people/person-01/0.ppm', 'people/person-02/again.ppm')
    pictures.person('people/stray.ppm')
    result = train('--json', '-o', 'my.face', 'people')
    check(result.code, 0, result)
    lines = result.json()
    check({os.path.basename(line['file']): line['status'] for line in lines if 'status' in line},
          {'none.ppm': 'no-face', 'two.ppm': 'many-faces', 'text.jpg': 'unreadable', 'again.ppm': 'duplicate',
           'stray.ppm': 'ignored'}, result)
    model = model_line(result)
    check((model['people'], model['photos'], model['cached']), (LEAST_PEOPLE, LEAST_PEOPLE * PHOTOS, 0), result)
    check(model['figures']['unseen']['people'], 3)
    check(model['figures']['unseen']['pictures'], 3 * PHOTOS)
    check(model['figures']['known']['pictures'], LEAST_PEOPLE - 3)
    check(model['figures']['judged'], True)
    check(model['options']['residual'], True)
    checks = [line for line in lines if line.get('type') == 'check']
    check(checks[0]['step'], 0)
    check(model['figures']['step'], min(checks, key=lambda line: line['score'])['step'], 'not the best is kept')
    check(os.path.exists('my.face.training'), False)
    text = train('-o', 'my.face', 'people')
    contains(text.out, f'Trained on {LEAST_PEOPLE} people', 'no-face', 'people never seen', 'other photos of known people',
             'Written: my.face (face:my:')
    check(b'Training helped' in text.out or b'Training did not help' in text.out, True, text)
    contains(text.err, 'gst-facerec enroll --model my.face')


def test_whole_way():
    """the model enrols and identifies; its embeddings are others, and a gallery of another model is refused with both ids"""
    people()
    check(train('-o', 'my.face', 'people').code, 0)
    described = [run('embed', *FIND, *model, 'people/person-03/1.ppm').json()[0]['faces'][0]['embedding']
                 for model in ([], ['--model', 'my.face'], ['--model', 'raw:my.face'])]
    check([len(values) for values in described], [128, 128, 128])
    check(described[0] == described[2], True, 'raw: is not the backbone as it is')
    check(max(abs(a - b) for a, b in zip(*described[:2])) > 1e-4, True, 'the same embeddings')
    for model, gallery in (([], 'old.bin'), (['--model', 'my.face'], 'new.bin')):
        check(run('enroll', *FIND, *model, '-o', gallery, 'people').code, 0)
    found = run('identify', *FIND, '--model', 'my.face', '--db', 'new.bin', 'people/person-03/1.ppm')
    check(found.json()[0]['faces'][0]['identity']['candidates'][0]['label'], 'person-03', found)
    for arguments in (['--model', 'my.face', '--db', 'old.bin'], ['--db', 'new.bin']):
        refused = run('identify', *FIND, *arguments, 'people/person-03/1.ppm')
        check(refused.code, 2, refused)
        contains(refused.err, 'dlib-resnet-v1', 'face:my:')
    pictures.ppm('more/person-03/9.ppm', (30, 20, 90, 90, colour(3, 9)))
    refused = run('enroll', *FIND, '--model', 'my.face', '-o', 'old.bin', 'more')
    check(refused.code, 2, refused)
    contains(refused.err, 'dlib-resnet-v1', 'face:my:')


def test_same_seed():
    """the same seed gives the same bytes, from the cache too; another seed gives others; a damaged cache is made anew"""
    people()
    cache = ['--cache', 'features']
    check(model_line(train(*cache, '--json', '-o', 'a.face', '--name', 'x', 'people'))['cached'], 0)
    again = train(*cache, '--json', '-o', 'b.face', '--name', 'x', 'people')
    check(model_line(again)['cached'], LEAST_PEOPLE * PHOTOS)
    check(content('a.face') == content('b.face'), True, 'two runs differ')
    kept = sorted(glob.glob('features/*'))
    check(len(kept), LEAST_PEOPLE * PHOTOS)
    for path, damage in zip(kept, (lambda data: data[:40], lambda data: b'', lambda data: data[:-1] + b'x',
                                   lambda data: data[:300] + b'?' + data[301:])):
        pictures.write(path, damage(content(path)))
    again = train(*cache, '--json', '-o', 'b.face', '--name', 'x', 'people')
    check(model_line(again)['cached'], LEAST_PEOPLE * PHOTOS - 4)
    check(again.err.count(b'damaged'), 4, again)
    check(content('a.face') == content('b.face'), True, 'the repaired cache differs')
    check(train(*cache, '-o', 'c.face', '--name', 'x', '--seed', '2', 'people').code, 0)
    check(content('a.face') == content('c.face'), False, 'two seeds agree')


def start(*arguments, **options):
    return subprocess.Popen([program(), 'train', *FIND, '--variants', '1', *LONG, '--name', 'x', *arguments],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_killed():
    """SIGKILL at random instants: the same command goes on, and ends with the very same file"""
    people()
    began = time.monotonic()
    check(train(*LONG, '--name', 'x', '-o', 'whole.face', 'people').code, 0)
    duration = time.monotonic() - began
    random.seed(11)
    resumed = 0
    for _ in range(5):
        child = start('-o', 'killed.face', 'people')
        time.sleep(random.uniform(0.3, 0.9) * duration)
        child.kill()
        resumed += b'Going on' in child.communicate()[1]
        # Killed at the very end it has finished: what counts is that it is whole.
        if os.path.exists('killed.face'):
            check(content('killed.face') == content('whole.face'), True, 'killed at the end')
            os.remove('killed.face')
    last = train(*LONG, '--name', 'x', '-o', 'killed.face', 'people')
    check(last.code, 0, last)
    check(content('killed.face') == content('whole.face'), True, 'after kills it differs')
    check(os.path.exists('killed.face.training'), False)
    print(f'# went on {resumed} times, of {duration:.1f} s')


def test_interrupted():
    """Ctrl-C: the best so far is written, exit code 130; the same command goes on to the same end; another begins anew"""
    people()
    check(train(*LONG, '--name', 'x', '-o', 'whole.face', 'people').code, 0)
    # A pipe that its lines do not fit into: it cannot come to its end before it is stopped, however slow this side is.
    child = start('--json', '-o', 'stopped.face', 'people', pipesize=4096)
    for line in child.stdout:
        if json.loads(line).get('step', 0) >= 40:
            break
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=200)
    check(child.returncode, 130, err)
    contains(err, 'the best so far is kept')
    check(os.path.exists('stopped.face') and os.path.exists('stopped.face.training'), True, out)
    check(run('embed', *FIND, '--model', 'stopped.face', 'people/person-03/1.ppm').code, 0)
    shutil.copy('stopped.face.training', 'other.face.training')
    on = train(*LONG, '--name', 'x', '-o', 'stopped.face', 'people')
    check(on.code, 0, on)
    contains(on.err, 'Going on at step')
    check(content('stopped.face') == content('whole.face'), True, 'it went on to another end')
    other = train('--steps', '40', '-o', 'other.face', 'people')
    check(other.code, 0, other)
    contains(other.err, 'Beginning anew', 'other pictures, people or options')


def test_shapes():
    """layers, dropout, losses and the original's shape are trained and written"""
    people(n=4)
    for arguments, layers, dropout in ((['--layers', '64'], [64], [0.3]),
                                       (['--layers', '64,32,16'], [64, 32, 16], [0.3, 0.2, 0.2]),
                                       (['--layers', '32,8', '--dropout', '0.1,0', '--loss', 'soft'], [32, 8], [0.1, 0]),
                                       (['--original'], [512, 128], [0.8, 0.5]),
                                       (['--loss', 'batch-hard', '--squared', '--margin', '0.2'], [128], [0])):
        result = train('--json', '--steps', '20', *arguments, '-o', 'my.face', 'people')
        check(result.code, 0, result)
        options = model_line(result)['options']
        check((options['layers'], options['dropout']), (layers, dropout), result)
        line = run('embed', *FIND, '--model', 'my.face', 'people/person-03/1.ppm').json()[0]
        values = line['faces'][0]['embedding']
        check(len(values), layers[-1])
        if len(layers) > 1:
            check(abs(sum(v * v for v in values) - 1) < 1e-4, True, 'not of length 1')


def test_mistakes():
    """what cannot be: one line that says why, exit code 2, or 1 where the photos are at fault; nothing is written"""
    people(n=3)
    pictures.person('alone/Ann/1.ppm')
    pictures.write('text', b'text')
    os.mkdir('empty')
    for arguments, code, what in (
            (['people'], 2, 'needs -o'), (['-o', 'x.face'], 2, 'needs a FOLDER'),
            (['-o', 'x.face', 'nobody'], 2, 'no such folder; train takes a FOLDER'),
            (['-o', 'none/x.face', 'people'], 2, 'none'), (['-o', 'empty', 'people'], 2, 'is a folder'),
            (['-o', 'x.face', '--backbone', 'vgg', 'people'], 2, '--backbone takes dlib or xception'),
            (['-o', 'x.face', '--layers', '1,2,3,4', 'people'], 2, '--layers takes'),
            (['-o', 'x.face', '--layers', '0', 'people'], 2, '--layers takes'),
            (['-o', 'x.face', '--dropout', '1', 'people'], 2, '--dropout takes'),
            (['-o', 'x.face', '--loss', 'mse', 'people'], 2, '--loss takes'),
            (['-o', 'x.face', '--pooling', 'min', 'people'], 2, '--pooling takes'),
            (['-o', 'x.face', '--people', '1', 'people'], 2, '--people takes'),
            (['-o', 'x.face', '--rate', '0', 'people'], 2, '--rate takes'),
            (['-o', 'x.face', '--name', 'my model', 'people'], 2, '--name takes'),
            (['-o', 'x.face', '--threads', '-1', 'people'], 2, '--threads takes'),
            (['-o', 'x.face', '--weights', 'text', 'people'], 2, 'text'),
            (['-o', 'x.face', '--backbone', 'xception', '--dropout', '0.3', 'people'], 2, '--dropout takes'),
            # Two layers there: what is wrong is that it has no weights.
            (['-o', 'x.face', '--backbone', 'xception', '--dropout', '0.3,0.2', '--rate', '0.05', 'people'], 2, 'backbone'),
            (['-o', 'x.face', '--cache', 'text/features', 'people'], 2, 'text/features'),
            (['-o', 'x.face', 'alone'], 1, 'two people'), (['-o', 'x.face', 'empty'], 1, 'no photo')):
        result = train(*arguments)
        check(result.code, code, (arguments, result))
        contains(result.err, what)
        check(os.path.exists('x.face'), False, arguments)


try:
    main(globals())
finally:
    shutil.rmtree(os.environ['XDG_CACHE_HOME'], ignore_errors=True)
