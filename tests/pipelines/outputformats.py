#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the command and facepublish write is what pipelines/formats.md and pipelines/schema/ say: other people's validator and
readers judge it, and a record that is broken in any one place is refused."""
import copy
import csv
import glob
import io
import json
import os
import re
import signal
import subprocess
import sys
import time

ROOT = os.environ['FACEREC_SOURCE_ROOT']
sys.path.insert(0, os.path.join(ROOT, 'tests', 'pipelines', 'command'))
from commandtest import FAKE, Skip, check, contains, embed, enroll, gallery, identify, main, run  # noqa: E402
import pictures  # noqa: E402

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None

PAGE = open(os.path.join(ROOT, 'pipelines', 'formats.md'), encoding='utf-8').read()
# Anything that a folder's name, and so a person's, can be.
NAMES = {'red': 'Zoë, "the" <b> --> & Co', 'blue': '=1+1;|é日本'}
RED, BLUE, GREEN = (10, 10, 60, 80, 'red'), (90, 20, 50, 70, 'blue'), (10, 30, 50, 60, 'green')
RULE = ['--distance-threshold', '0.2', '--margin', '0']
CHAIN = ('facerecdetect detector=fake ! facetrack ! faceembed engine=fake ! faceknn db=enc.bin distance-threshold=0.2 '
         'margin=0').split()


def schema(name):
    if not Draft202012Validator:
        raise Skip('no python3-jsonschema')
    with open(os.path.join(ROOT, 'pipelines', 'schema', name + '.schema.json'), encoding='utf-8') as file:
        return json.load(file)


def strict(part):
    """The same schema that knows of no other keys: what is written beyond it is not documented."""
    if isinstance(part, list):
        return [strict(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: strict(value) for key, value in part.items()}
    if 'properties' in part and 'required' in part:
        made['additionalProperties'] = False
    return made


def validate(name, records, least=1):
    """Every record, as documented and nothing else; returns them."""
    validator = Draft202012Validator(strict(schema(name)))
    for record in records:
        for error in validator.iter_errors(record):
            raise AssertionError(f'{name}: {list(error.path)}: {error.message[:300]}')
    if len(records) < least:
        raise AssertionError(f'{name}: {len(records)} records')
    return records


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def people():
    for colour, name in NAMES.items():
        for number in range(3):
            pictures.person(f'db/{name}/{number}.ppm', colour, shade=3 * number)
    check(enroll('db').code, 0)


def film(path='film.avi', third=50):
    """Red, nobody, blue with a stranger; 25 frames a second."""
    return pictures.film(path, [[RED]] * third + [[]] * third + [[BLUE, GREEN]] * third, 'avimux', 'jpegenc',
                         'quality=95')


def publish(*properties, chain=None, source=('filesrc', 'location=film.avi', '!', 'decodebin'), **options):
    return subprocess.run(['gst-launch-1.0', '-q', *source, '!', *(CHAIN if chain is None else chain), '!', 'facepublish',
                           *properties, '!', 'fakesink'], check=False, capture_output=True, timeout=120, **options)


def published(path, *properties):
    done = publish(f'location={path}', *properties)
    check(done.returncode, 0, done.stderr.decode())
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


# ---- schemas ----

def test_schemas_are_schemas():
    """every schema is one of draft 2020-12, and formats.md tells of it"""
    names = [os.path.basename(path) for path in glob.glob(os.path.join(ROOT, 'pipelines', 'schema', '*'))]
    for name in names:
        Draft202012Validator.check_schema(schema(name.replace('.schema.json', '')))
        contains(PAGE, f'(schema/{name})')
    check(len(names) >= 5, True)


def keys_of(part):
    for key, value in part.items() if isinstance(part, dict) else ():
        if key == 'properties':
            yield from value
        yield from keys_of(value)


def test_page_names_every_key():
    """formats.md, or the page of the metadata, names every key of the schemas"""
    with open(os.path.join(ROOT, 'gst', 'facerec', 'metadata.md'), encoding='utf-8') as file:
        documented = set(re.findall(r'`(\w+)`', PAGE + file.read()))
    for path in glob.glob(os.path.join(ROOT, 'pipelines', 'schema', '*')):
        name = os.path.basename(path).replace('.schema.json', '')
        check(set(keys_of(schema(name))) - documented, set(), name)


def places(part, path=()):
    """Every value inside of part, with the way to it."""
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in items:
        yield path + (key,)
        yield from places(value, path + (key,))


def broken(record):
    """The record with one key less, or one value of another type, for each of them."""
    for path in places(record):
        for change in 'remove', 'retype':
            other = copy.deepcopy(record)
            inside = other
            for key in path[:-1]:
                inside = inside[key]
            if change == 'retype':
                inside[path[-1]] = {'wrong': 'type'} if not isinstance(inside[path[-1]], dict) else 'text'
            elif isinstance(inside, dict):
                del inside[path[-1]]
            else:
                continue
            yield change, path, other


def refuse_broken(name, record):
    validator = Draft202012Validator(schema(name))
    check(validator.is_valid(record), True)
    n = 0
    for change, path, other in broken(record):
        n += 1
        if validator.is_valid(other):
            raise AssertionError(f'{name}: {change} {path} is not noticed')
    return n


def test_broken_records_are_refused():
    """a record that lacks one key, or has one value of another type, is refused"""
    people()
    film()
    frames = [frame for frame in lines_of(embed('film.avi')) if frame['faces']]
    named = next(frame for frame in lines_of(identify(*RULE, 'film.avi')) if frame['faces'])
    spans = published('spans.jsonl', 'mode=span').splitlines()
    count = refuse_broken('frame', frames[0]) + refuse_broken('frame', named) + refuse_broken('span', json.loads(spans[0]))
    run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', 'film.avi')
    with open(glob.glob('out/films/*/timeline.json')[0], encoding='utf-8') as file:
        count += refuse_broken('timeline', json.load(file))
    check(count > 300, True, count)
    validator = Draft202012Validator(schema('frame'))
    for key, value in ('version', 2), ('version', '1'), ('frame', -1), ('width', 1.5), ('faces', None):
        check(validator.is_valid(dict(named, **{key: value})), False, key)
    check(validator.is_valid(dict(named, more='a key of a later release')), True)


# ---- what is written ----

def lines_of(result):
    check(result.code, 0, result)
    return result.json()


def test_identify_and_embed():
    """lines of identify and embed, of films and photos, with and without faces"""
    people()
    film()
    pictures.ppm('nobody.ppm')
    photo = 'db/' + NAMES['red'] + '/0.ppm'
    named = validate('frame', lines_of(identify(*RULE, 'film.avi', 'nobody.ppm', photo)), 152)
    check({face['identity']['label'] for frame in named for face in frame['faces']}, {*NAMES.values(), None})
    described = validate('frame', lines_of(embed('film.avi', 'nobody.ppm', photo)), 152)
    check({len(face['embedding']) for frame in described for face in frame['faces']}, {128})


def test_cluster_and_find():
    """lines of cluster and find"""
    pictures.ppm('db/Red/0.ppm', *pictures.textured(30, 20, 90, 90, 'red'))
    check(enroll('db').code, 0)
    for name in '1.avi', '2.avi':
        pictures.film(name, [pictures.textured(90, 20, 50, 70, 'blue')] * 30 + [pictures.textured(10, 10, 60, 80, 'red')] * 30,
                      'avimux', 'jpegenc', 'quality=95')
    check(run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '1.avi', '2.avi').code, 0)
    groups = validate('cluster', lines_of(run('cluster', '-o', 'out', '--json')))
    found = []
    for colour in 'red', 'blue':
        pictures.ppm('photo.ppm', *pictures.textured(30, 20, 90, 90, colour))
        found += validate('appearance', lines_of(run('find', *FAKE, '--index', 'out', '--json', 'photo.ppm')), 2)
    check({line['person'] for line in found}, {'Red', None})
    refuse_broken('cluster', groups[0])
    refuse_broken('appearance', found[0])


def test_enroll():
    """lines of enroll"""
    people()
    pictures.ppm('db/Nobody/0.ppm')
    pictures.ppm('db/Nobody/1.ppm', RED, BLUE)
    pictures.write('db/Nobody/2.jpg', b'text')
    statuses = {line['status'] for line in validate('enrolment', enroll('db').json(), 9)}
    check(statuses, {'duplicate', 'no-face', 'many-faces', 'unreadable'})


def test_live():
    """lines of live"""
    people()
    film()
    done = run('live', *FAKE, *RULE, '--db', 'enc.bin', '--no-window', '--json', '--frames', '40', 'film.avi')
    check(done.code, 0, done)
    validate('frame', done.json(), 40)


def test_gallery():
    """lines of gallery list, show and check"""
    people()
    pictures.person('other/red twin/0.ppm', 'red', shade=1)
    check(enroll('other').code, 0)
    validate('gallery-person', gallery('list', '--json', 'enc.bin').json(), 3)
    validate('gallery-face', gallery('show', '--json', 'enc.bin', NAMES['red']).json(), 3)
    issues = validate('gallery-issue', gallery('check', '--json', 'enc.bin').json())
    refuse_broken('gallery-issue', issues[0])


def shortened(part):
    """The same with one item of each longer list, which is what the others are like."""
    if isinstance(part, dict):
        return {key: shortened(value) for key, value in part.items()}
    return [shortened(item) for item in (part[:1] if len(part) > 3 else part)] if isinstance(part, list) else part


def test_eval():
    """an evaluation, of people and of pairs, is as documented"""
    for number, colour in enumerate(('red', 'green', 'blue', 'white')):
        for shade in (0, 3, 6):
            pictures.person(f'db/{colour}/{shade}.ppm', colour if shade else 'red', shade=9 * number + shade)
    pictures.ppm('db/red/none.ppm')
    pictures.write('pairs.csv', b'fold,same,image_a,image_b\n1,1,red/3.ppm,red/6.ppm\n2,0,red/3.ppm,blue/3.ppm\n'
                   b'2,1,red/0.ppm,red/none.ppm\n')
    for name, arguments in ('eval', ('--original-protocol',)), ('eval-pairs', ('--pairs', 'pairs.csv')):
        done = run('eval', *FAKE, '--min-quality', '0', '--json', *arguments, 'db')
        check(done.code, 0, done)
        record = validate(name, lines_of(done))[0]
        check(refuse_broken(name, shortened(record)) > 50, True)


def test_batch():
    """lines, timelines and frames of batch"""
    people()
    film()
    pictures.write('broken.avi', b'text')
    done = run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--json', 'film.avi', 'broken.avi')
    check({line['status'] for line in validate('film', done.json(), 2)}, {'done', 'failed'})
    timelines = []
    for path in glob.glob('out/films/*/timeline.json'):
        with open(path, encoding='utf-8') as file:
            timelines.append(json.load(file))
    validate('timeline', timelines)
    spans = next(timeline['spans'] for timeline in timelines if timeline['status'] == 'done')
    check({span['person'] for span in spans}, {*NAMES.values(), None})
    frames = [frame for path in glob.glob('out/films/*/frames.jsonl') for frame in lines(path)]
    check(len(validate('frame', frames)), next(t['frames'] for t in timelines if t['status'] == 'done'))


def test_publish_is_identify():
    """facepublish writes what identify writes"""
    people()
    film()
    chain = ' '.join(CHAIN).replace('facetrack ! ', '').split()
    done = publish('location=frames.jsonl', 'source=film.avi', chain=chain)
    check(done.returncode, 0, done.stderr.decode())
    with open('frames.jsonl', encoding='utf-8') as file:
        mine = file.read()
    other = identify(*RULE, 'film.avi').out.decode('utf-8')
    check(len(mine.splitlines()), 150)
    check(mine == other, True, f'{mine.splitlines()[0]} {other.splitlines()[0]}')


def test_publish():
    """every format and mode of facepublish, the same in two runs, read by other people's readers"""
    people()
    film()
    for form in 'jsonl', 'csv', 'webvtt':
        for mode in 'frame', 'change', 'span':
            for embeddings in 'false', 'true':
                settings = f'format={form}', f'mode={mode}', f'embeddings={embeddings}'
                text = published('out', *settings)
                check(published('again', *settings), text, settings)
                READERS[form](text, mode, embeddings == 'true')


def read_jsonl(text, mode, embeddings):
    records = validate('span' if mode == 'span' else 'frame', [json.loads(line) for line in text.split('\n')[:-1]])
    if mode == 'span':
        check(sorted(record['person'] or '' for record in records), sorted([*NAMES.values(), '']))
        return
    check(len(records) == 150, mode == 'frame', mode)
    faces = [face for record in records for face in record['faces']]
    check({'embedding' in face for face in faces}, {embeddings})
    check({face['identity']['label'] for face in faces}, {*NAMES.values(), None})


def documented_columns(heading):
    return re.search(rf'{heading}.*?```text\n(.*?)```', PAGE, re.S).group(1).replace('\n', '')


def read_csv(text, mode, embeddings):
    rows = list(csv.DictReader(io.StringIO(text, newline=''), strict=True))
    check(text.endswith('\r\n') and text.count('\r\n') == len(rows) + 1, True)
    header = documented_columns('Spans as CSV' if mode == 'span' else 'Frames as CSV')
    check(text.split('\r\n')[0], header + (',embedding,embedding_model' if embeddings and mode != 'span' else ''))
    check({row['version'] for row in rows}, {'1'})
    check(None in {key for row in rows for key in row} or None in {v for row in rows for v in row.values()}, False)
    check({row['person' if mode == 'span' else 'label'] for row in rows}, {*NAMES.values(), ''})
    if embeddings and mode != 'span':
        check({len(json.loads(row['embedding'])) for row in rows if row['id']}, {128})


CUE = re.compile(r'(\d+)\n(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n([^\n]+)\n')


def read_webvtt(text, mode, embeddings):
    header, *cues = text.split('\n\n')
    check(header, 'WEBVTT gst-facerec 1' if cues else 'WEBVTT gst-facerec 1\n')
    names, last = set(), -1
    for number, cue in enumerate(cues, 1):
        match = CUE.fullmatch(cue if cue.endswith('\n') else cue + '\n')
        check(bool(match), True, cue)
        check(int(match.group(1)), number)
        begin, end = (int(match.group(g)) * 3600000 + int(match.group(g + 1)) * 60000 + int(match.group(g + 2)) * 1000
                      + int(match.group(g + 3)) for g in (2, 6))
        check(begin >= last and end > begin, True, cue)
        last = begin
        check(re.search(r'[<>]|&(?!amp;|lt;|gt;)', match.group(10)), None)
        names.add(match.group(10).replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&'))
    check(names, {*NAMES.values(), 'unknown-1'})


READERS = {'jsonl': read_jsonl, 'csv': read_csv, 'webvtt': read_webvtt}


# ---- processes ----

def kill_while_writing(name, delay_s):
    """Kills a pipeline, as fast as it can be, some time after the file has a few records."""
    with subprocess.Popen(['gst-launch-1.0', '-q', 'videotestsrc', 'pattern=ball', '!',
                           'video/x-raw,format=GRAY8,width=160,height=120', '!', 'facerecdetect', 'detector=fake', '!',
                           'facepublish', f'location={name}', 'format=' + name.split('.')[1], '!',
                           'fakesink']) as process:
        deadline = time.monotonic() + 60
        while (not os.path.exists(name) or os.path.getsize(name) < 20000) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(delay_s)
        process.send_signal(signal.SIGKILL)
    check(os.path.getsize(name) >= 20000, True, name)


def whole_records(name):
    """Every record of the file must be whole."""
    with open(name, encoding='utf-8', newline='') as file:
        text = file.read()
    check(text.endswith('\n'), True, text[-80:])
    if name.endswith('.csv'):
        rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
        check({len(row) for row in rows}, {23})
        return len(rows) - 1
    return len(validate('frame', [json.loads(line) for line in text.split('\n')[:-1]]))


def test_killed():
    """kill -9 at any instant leaves whole records, and at most one that was being written, which appending removes"""
    for number in range(12):
        name = f'{number}.csv' if number % 2 else f'{number}.jsonl'
        kill_while_writing(name, number * 0.003)
        with open(name, 'rb') as file:
            killed = file.read()
        rest = killed[killed.rindex(b'\n') + 1:]
        check(len(rest) < 400, True, rest)
        done = publish(f'location={name}', 'append=true', 'format=' + name.split('.')[1],
                       chain=['facerecdetect', 'detector=fake'], source=['videotestsrc', 'pattern=ball', 'num-buffers=3'])
        check(done.returncode, 0, done.stderr)
        expected = killed.count(b'\n') + 3 - (number % 2)
        check(whole_records(name), expected, name)


def test_reader_goes():
    """a reader that goes away ends a pipeline with one error, not by a signal"""
    done = subprocess.run('gst-launch-1.0 -q videotestsrc ! facepublish location=- ! fakesink 2>errors | head -n 3',
                          shell=True, capture_output=True, timeout=60, check=False)
    check(len(done.stdout.splitlines()), 3)
    with open('errors', encoding='utf-8') as file:
        errors = [line for line in file if line.startswith('ERROR')]
    check(len(errors), 1, errors)
    contains(errors[0], 'standard output', 'reader has gone')


def test_full_disk():
    """a disk that runs full ends with one error, and the file with a whole record"""
    os.mkdir('small')
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', 'small'], capture_output=True,
                      check=False).returncode:
        raise Skip('may not mount a small disk')
    try:
        done = publish('location=small/out.jsonl', chain=['facerecdetect', 'detector=fake'],
                       source=['videotestsrc', 'pattern=ball', 'num-buffers=2000'])
        errors = [line for line in done.stderr.decode().splitlines() if line.startswith('ERROR')]
        check((done.returncode, len(errors)), (1, 1), errors)
        contains(errors[0], 'small/out.jsonl', 'No space left on device')
        with open('small/out.jsonl', encoding='utf-8', newline='') as file:
            text = file.read()
        check(text.endswith('}\n'), True, text[-80:])
        validate('frame', [json.loads(line) for line in text.splitlines()], 100)
    finally:
        subprocess.run(['umount', 'small'], check=True)


if __name__ == '__main__':
    main(globals())
