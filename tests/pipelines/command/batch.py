#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Films in bulk: what comes out, bad files among good ones, the same in every way of running, going on after any end."""
import contextlib
import csv
import glob
import io
import json
import math
import os
import pty
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

from commandtest import FAKE, check, contains, enroll, main, program, run
from outputtree import folders, rows, same_trees, tree
import pictures

RED, BLUE = (10, 10, 60, 80, 'red'), (90, 20, 50, 70, 'blue')
# faceknn's vote, the fake network's colours: near enough for anybody.
RULE = ['--distance-threshold', '0.2', '--margin', '0']
FILMS, KILLS = 20, 20


def people():
    for colour in ('red', 'blue'):
        for number in range(3):
            pictures.person(f'db/{colour}/{number}.ppm', colour, shade=3 * number)
    check(enroll('db').code, 0)


def film(path, frames):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    return pictures.film(path, frames, 'avimux', 'jpegenc', 'quality=95')


def films(count=6, length=50):
    """Red from the beginning to a third, blue from two thirds on; each film a little longer."""
    for number in range(count):
        third = length // 3 + number
        film(f'films/{number}.avi', [[RED]] * third + [[]] * third + [[BLUE]] * third)


def batch(*arguments, output='out', **options):
    return run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', output, '--json', *arguments, **options)


def start(*arguments, output='out'):
    return subprocess.Popen([program(), 'batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', output, '--json', *arguments],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def timeline(name, output='out'):
    with open(os.path.join(folders(output)[name], 'timeline.json'), encoding='utf-8') as file:
        return json.load(file)


def test_results():
    """every file of a film's folder says who is in it from when to when"""
    people()
    film('film.avi', [[RED]] * 30 + [[]] * 70 + [[RED, BLUE]] * 25)
    result = batch('film.avi')
    check(result.code, 0, result)
    check([(line['version'], line['file'], line['status'], line['frames']) for line in result.json()],
          [(1, 'film.avi', 'done', 125)])
    folder = folders()['film.avi']
    check(result.json()[0]['folder'], os.path.basename(folder))
    check(sorted(os.listdir(folder)),
          ['faces', 'film.sqlite', 'frames.jsonl', 'timeline.csv', 'timeline.json', 'timeline.vtt'])
    spans = timeline('film.avi')['spans']
    check(len(spans), 3, spans)
    for span, (person, first, last) in zip(spans, (('red', 0, 30), ('blue', 100, 125), ('red', 100, 125))):
        check(span['person'], person, spans)
        check(abs(span['from_ns'] / 4e7 - first) <= 3 and abs(span['to_ns'] / 4e7 - last) <= 3, True, spans)
        check(first <= span['best']['frame'] < last, True, spans)
        check(span['confidence'] > 0.5, True, spans)
        with open(os.path.join(folder, span['best']['thumbnail']), 'rb') as file:
            check(file.read(3), b'\xff\xd8\xff')
    with open(os.path.join(folder, 'frames.jsonl'), encoding='utf-8') as file:
        check([json.loads(line)['frame'] for line in file], list(range(125)))
    with open(os.path.join(folder, 'timeline.csv'), encoding='utf-8', newline='') as file:
        lines = list(csv.DictReader(io.StringIO(file.read())))
    check([(line['person'], line['from']) for line in lines],
          [(span['person'], f'{span["from_ns"] / 1e9:.3f}') for span in spans])
    with open(os.path.join(folder, 'timeline.vtt'), encoding='utf-8') as file:
        text = file.read()
    check(text.startswith('WEBVTT') and text.count(' --> ') == 3 and text.count('\nred\n') == 2, True, text)
    with sqlite3.connect('out/index.sqlite') as index:
        check(index.execute('SELECT film, person, round(from_s) FROM appearance').fetchall(),
              [('film.avi', 'red', 0.0), ('film.avi', 'blue', 4.0), ('film.avi', 'red', 4.0)])
        check(index.execute('SELECT count(*) FROM embedding WHERE length(value) = 512').fetchone()[0] >= 3, True)


def test_every_way_the_same():
    """twice, one job or two, in shards: the same bytes, the same index"""
    people()
    films()
    for output, arguments in (('a', ('--jobs', '1')), ('b', ('--jobs', '2')), ('c', ())):
        check(batch(*arguments, 'films', output=output).code, 0)
    whole = tree('a')
    same_trees(whole, tree('b'), '--jobs 2')
    same_trees(whole, tree('c'), 'twice')
    done = []
    for shard in (3, 1, 2):
        result = batch('--shard', f'{shard}/3', 'films', output='d')
        check(result.code, 0, result)
        done += [line['file'] for line in result.json()]
    check(sorted(done), sorted(f'films/{number}.avi' for number in range(6)), 'every film in one shard')
    check(run('batch', '--merge', '-o', 'd').code, 0)
    same_trees(whole, tree('d'), '--shard and --merge')
    check(run('batch', '--merge', '-o', 'd').code, 0)
    same_trees(whole, tree('d'), '--merge again')


def test_merge_forgets():
    """--merge leaves out what is no film any more, and takes the index from nothing but the folders"""
    people()
    films(3)
    batch('films')
    whole = tree()
    os.remove('out/index.sqlite')
    check(run('batch', '--merge', '-o', 'out').code, 0)
    same_trees(whole, tree(), 'made again')
    gone = folders()['1.avi']
    os.rename(gone, 'gone')
    result = run('batch', '--merge', '-o', 'out')
    contains(result.err, '2 films')
    check(sorted(row[1] for row in rows('out/index.sqlite')['film']), ['films/0.avi', 'films/2.avi'])
    check(run('batch', '--merge', '-o', 'nothing').code, 2)


def test_merge_damaged():
    """--merge says whose index is damaged, and does the rest"""
    people()
    films(3)
    batch('films')
    path = os.path.join(folders()['1.avi'], 'film.sqlite')
    with sqlite3.connect(path) as index:
        root, = index.execute("SELECT rootpage FROM sqlite_master WHERE name = 'track'").fetchone()
        size, = index.execute('PRAGMA page_size').fetchone()
    index.close()
    with open(path, 'r+b') as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))
    os.remove('out/index.sqlite')
    result = run('batch', '--merge', '-o', 'out')
    check(result.code, 0, result)
    contains(result.err, path + ': ', '2 films')
    check(sorted(row[1] for row in rows('out/index.sqlite')['film']), ['films/0.avi', 'films/2.avi'])


def bad_films():
    """file -> (status, part of the reason)"""
    film('films/good.avi', [[RED]] * 30)
    with open('films/good.avi', 'rb') as file:
        data = bytearray(file.read())
    starts = [i for i in range(len(data)) if data[i:i + 3] == b'\xff\xd8\xff']
    pictures.write('films/truncated.avi', bytes(data[:60]))
    for frame in (5, 12):
        data[starts[frame] + 8:starts[frame] + 208] = bytes(200)
    pictures.write('films/broken-packets.avi', bytes(data))
    pictures.film('films/whole.webm', [[RED]] * 100, 'webmmux', 'vp8enc')
    with open('films/whole.webm', 'rb') as file:
        data = file.read()
    pictures.write('films/breaks-off.webm', data[:len(data) // 2])
    pictures.write('films/empty.mp4', b'')
    pictures.write('films/text.mp4', b'no film at all\n' * 20)
    pictures.launch('audiotestsrc', 'num-buffers=20', '!', 'wavenc', '!', 'filesink', 'location=films/sound.wav')
    parts = []
    for width, height in ((160, 120), (240, 200)):
        pictures.ppm('f.ppm', RED, width=width, height=height)
        pictures.encode('f.jpg', 'f.ppm', 'jpegenc')
        with open('f.jpg', 'rb') as file:
            parts += 40 * [file.read()]
    pictures.write('films/sizes.mjpeg', b''.join(
        b'--x\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' % len(part) + part + b'\r\n' for part in parts))
    return {'truncated.avi': ('failed', ''), 'broken-packets.avi': ('damaged', 'is damaged'),
            'breaks-off.webm': ('damaged', 'ends early'), 'empty.mp4': ('failed', 'is empty'),
            'text.mp4': ('failed', 'is text'), 'sound.wav': ('failed', 'no pictures'),
            'sizes.mjpeg': ('damaged', 'changes size'), 'missing.mp4': ('failed', 'no such file'),
            'good.avi': ('done', None), 'whole.webm': ('done', None)}


def test_bad_films():
    """truncated, empty, sound only, text, changing its size, broken packets: a line and a reason each, the rest done"""
    people()
    expected = bad_films()
    result = batch('films', 'films/missing.mp4')
    check(result.code, 0, result)
    lines = {os.path.basename(line['file']): line for line in result.json()}
    check(sorted(lines), sorted(expected), result)
    for name, (status, reason) in expected.items():
        check(lines[name]['status'], status, result)
        check(reason is None and lines[name]['reason'] is None or reason in lines[name]['reason'], True, lines[name])
        check(timeline(name)['status'], status)
        if status != 'failed':
            check([span['person'] for span in timeline(name)['spans']], ['red'], name)
    contains(result.err, '10 films: 2 done, 3 damaged, 5 failed')
    for name, line in lines.items():
        check(f'  {line["status"]:<9}  {line["file"]}: {line["reason"]}' in result.err.decode(), line['status'] != 'done', line)
    with sqlite3.connect('out/index.sqlite') as index:
        check(dict(index.execute('SELECT status, count(*) FROM film GROUP BY status')),
              {'done': 2, 'damaged': 3, 'failed': 5})
    again = batch('films', 'films/missing.mp4')
    check(sorted(os.path.basename(line['file']) for line in again.json()),
          sorted(name for name, (status, _) in expected.items() if status != 'done'), 'known from before')
    contains(again.err, '0 films', '10 more were finished before, 8 of them damaged or failed')
    result = batch('films/text.mp4', output='other')
    check(result.code, 1, result)


def test_going_on():
    """what is finished is not done again; what has changed is"""
    people()
    films(3)
    batch('films')
    before = {name: os.stat(folder).st_ino for name, folder in folders().items()}
    result = batch('films')
    check((result.code, result.json()), (0, []), result)
    check({name: os.stat(folder).st_ino for name, folder in folders().items()}, before)
    film('films/1.avi', [[BLUE]] * 40)
    film('films/3.avi', [[BLUE]] * 40)
    result = batch('films')
    check(sorted(line['file'] for line in result.json()), ['films/1.avi', 'films/3.avi'], 'changed, and new')
    check([span['person'] for span in timeline('1.avi')['spans']], ['blue'])
    result = batch('--bridge', '0', 'films')
    check(len(result.json()), 4, 'other options')
    result = batch('films/0.avi', 'films', './films/0.avi', '--bridge', '0')
    check([line['file'] for line in result.json()], ['./films/0.avi'], 'each film once')


def test_model_files():
    """a model file is known by what is in it: trained again into the same file it is another, under another name the same"""
    def model(name, text):
        pictures.write(name, text)
        result = batch('--model', name, 'films')
        check(result.code, 0, result)
        return [line['status'] for line in result.json()]

    people()
    films(1)
    batch('films')
    check(model('one.model', b'a network'), ['done'], 'another than the default one')
    check(model('one.model', b'a network'), [], 'written again, and the same')
    check(model('copy.model', b'a network'), [], 'a copy')
    check(model('one.model', b'b network'), ['done'], 'other weights in the same file')


def workers(pid):
    """Processes that pid has started."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat', encoding='utf-8', errors='replace') as file:
                    parent = int(file.read().rsplit(')', 1)[1].split()[1])
            except OSError:
                continue
            if parent == pid:
                found.append(int(name))
    return found


def has_open(pid, suffix):
    """Whether a process has a file whose name ends so."""
    for link in glob.glob(f'/proc/{pid}/fd/*'):
        with contextlib.suppress(OSError):
            if os.readlink(link).endswith(suffix):
                return True
    return False


def stop_in(child, film_name):
    """The process that decodes a film, stopped in the middle of it: neither before it has begun nor after its end."""
    found = []

    def in_work():
        found[:] = [pid for pid in workers(child.pid) if has_open(pid, film_name)]
        return bool(found)
    check(wait_for(in_work), True, f'{film_name} is in work')
    os.kill(found[0], signal.SIGSTOP)
    check(has_open(found[0], film_name), True, f'{film_name} is in work still')
    return found[0]


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


def test_killed():
    """twenty films, SIGKILL at twenty random instants, then to the end: as if nothing had happened"""
    people()
    films(FILMS, length=75)
    # Two at a time whatever the machine: with a core for each film all would end together, long after every kill.
    started = time.monotonic()
    check(batch('--jobs', '2', 'films', output='whole').code, 0)
    duration = time.monotonic() - started
    random.seed(11)
    whole, finished = tree('whole'), []
    for _ in range(KILLS):
        if finished and finished[-1] == FILMS:
            check(batch('films').code, 0)
            same_trees(whole, tree('out'), 'killed and gone on')
            shutil.rmtree('out')
        child = start('--jobs', '2', 'films')
        time.sleep(random.uniform(0.02, 0.35) * duration)
        child.kill()
        child.communicate()
        if os.path.isdir('out/films'):
            finished.append(len(os.listdir('out/films')))
            for folder in folders().values():
                check(os.path.exists(os.path.join(folder, 'film.sqlite')), True, 'whole or not at all')
    print(f'# films finished at the kills: {finished}')
    check(any(0 < count < FILMS for count in finished), True, 'no kill came in the middle')
    result = batch('films')
    check(result.code, 0, result)
    same_trees(whole, tree('out'), 'killed and gone on')


def test_no_orphans():
    """when the command is killed its processes are gone, even one that hangs: none writes where the next run works"""
    people()
    films(2, length=600)
    child = start('--jobs', '2', 'films')
    found = set()

    def stop_both():
        # Stopped any earlier, on a busy machine, they would not have come to say whose they are.
        for pid in set(workers(child.pid)) - found:
            if has_open(pid, '/frames.jsonl'):
                os.kill(pid, signal.SIGSTOP)
                found.add(pid)
        return len(found) == 2
    check(wait_for(stop_both), True)
    child.kill()
    child.wait()
    gone = wait_for(lambda: not any(os.path.exists(f'/proc/{pid}') for pid in found), 30)
    for pid in found:
        if os.path.exists(f'/proc/{pid}'):
            os.kill(pid, signal.SIGKILL)
    check(gone, True, 'workers outlive the command')


def test_interrupted():
    """Ctrl-C ends at once with 130, keeps what is finished and says that the same command goes on"""
    people()
    films(6, length=150)
    check(batch('films', output='whole').code, 0)
    child = start('--jobs', '1', 'films')
    check(wait_for(lambda: os.path.isdir('out/films') and len(os.listdir('out/films')) >= 2), True)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    check(child.returncode, 130, err)
    contains(err, 'the same command goes on')
    check(os.listdir('out/.work'), ['lock'], 'nothing half done is left')
    check(2 <= len(os.listdir('out/films')) < 6, True)
    check(batch('films').code, 0)
    same_trees(tree('whole'), tree('out'), 'interrupted and gone on')


def test_crash():
    """a film that crashes its decoder is given up with a reason; one whose process was killed is tried again"""
    people()
    films(4, length=600)
    for number, status in ((signal.SIGSEGV, 'failed'), (signal.SIGKILL, 'killed')):
        child = start('--jobs', '1', 'films', output=status)
        pid = stop_in(child, '0.avi')
        os.kill(pid, number)
        os.kill(pid, signal.SIGCONT)
        out, err = child.communicate(timeout=120)
        lines = [json.loads(line) for line in out.splitlines()]
        check([line['status'] for line in lines], [status, 'done', 'done', 'done'], err)
        check(child.returncode, 0 if status == 'failed' else 1, err)
        contains(lines[0]['reason'], 'crashed' if status == 'failed' else 'killed')
    check([line['status'] for line in batch('films', output='failed').json()], ['failed'], 'a crash is remembered')
    check([line['status'] for line in batch('films', '--retry', output='failed').json()], ['done'], '--retry')
    check([line['status'] for line in batch('films', output='killed').json()], ['done'], 'tried again')
    same_trees(tree('failed'), tree('killed'), 'in the end')


def test_fps():
    """--fps looks at so many frames a second, --interval searches so many"""
    people()
    film('film.avi', [[RED]] * 100)
    for fps, count in ((5, 20), (10, 40), (25, 100), (100, 100), (2, 8)):
        batch('--fps', str(fps), 'film.avi', output=f'fps{fps}')
        with open(os.path.join(folders(f'fps{fps}')['film.avi'], 'frames.jsonl'), encoding='utf-8') as file:
            frames = [json.loads(line) for line in file]
        check(len(frames), count, fps)
        check([face['box_age'] for frame in frames for face in frame['faces']], [0] * count, 'each is searched')
        check([frame['frame'] for frame in frames][:2], [0, math.ceil(25 / fps)], fps)
        span = timeline('film.avi', f'fps{fps}')['spans'][0]
        check((span['person'], span['from_ns']), ('red', 0), fps)
        check(abs(span['to_ns'] - 4e9) <= 0.1e9, True, f'{fps}: {span}')
    batch('--interval', '7', 'film.avi', output='interval')
    with open(os.path.join(folders('interval')['film.avi'], 'frames.jsonl'), encoding='utf-8') as file:
        ages = [json.loads(line)['faces'][0]['box_age'] for line in file]
    check([index for index, age in enumerate(ages) if age == 0], list(range(0, 100, 7)))


def test_two_at_once():
    """a second run on the same output folder is refused, also of all beside a shard; another shard is not"""
    people()
    films(4, length=600)
    child = start('--jobs', '1', '--shard', '1/2', 'films')
    pid = stop_in(child, '0.avi')
    for part in (('--shard', '1/2'), ()):
        result = batch(*part, 'films')
        check(result.code, 2, result)
        contains(result.err, 'another gst-facerec batch')
    check(batch('--shard', '2/2', 'films').code, 0)
    check(run('batch', '--merge', '-o', 'out').code, 0, 'beside a shard')
    os.kill(pid, signal.SIGCONT)
    child.communicate(timeout=120)
    check(child.returncode, 0)
    run('batch', '--merge', '-o', 'out')
    check(len(rows('out/index.sqlite')['film']), 4)
    child = start('--jobs', '1', '--fps', '20', 'films')
    check(wait_for(lambda: workers(child.pid)), True)
    result = run('batch', '--merge', '-o', 'out')
    child.communicate(timeout=120)
    check((result.code, child.returncode), (2, 0), result)
    contains(result.err, 'another gst-facerec batch')


def test_odd_names():
    """names that are no UTF-8, that look like options, in folders of folders; photos among films"""
    people()
    names = [b'films/\xff\xfe.avi', b'films/a/b/-o.avi', b"films/it's \"this\" & <that>\n.avi", b'-x.avi',
             'films/Zoë.avi'.encode()]
    film('plain.avi', [[RED]] * 30)
    for name in names:
        os.makedirs(os.path.dirname(name) or b'.', exist_ok=True)
        shutil.copy('plain.avi', name)
    pictures.ppm('films/photo.ppm', RED)
    result = batch('films', '--', '-x.avi')
    check(result.code, 0, result)
    lines = {line['file']: line for line in result.json()}
    check(sorted(lines), sorted([name.decode(errors='replace') for name in names] + ['films/photo.ppm']))
    check({line['status'] for line in lines.values()}, {'done'})
    check({line['frames'] for name, line in lines.items() if name.endswith('avi')}, {30})
    check(lines['films/photo.ppm']['frames'], 1)
    check(batch('films', '--', '-x.avi').json(), [], 'known again')
    with sqlite3.connect('out/index.sqlite') as index:
        index.text_factory = bytes
        check(sorted(row[0] for row in index.execute('SELECT path FROM film')), sorted(names + [b'films/photo.ppm']))


def test_progress():
    """on a terminal a bar tells films, hours, times real time and what is left, and goes before anything is printed"""
    people()
    films(3, length=600)
    ours, theirs = pty.openpty()
    child = subprocess.Popen([program(), 'batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--jobs', '1', 'films'],
                             stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b''
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    check(child.wait(timeout=60), 0, shown)
    bar = rb'\r\[[#.]{20}\] [0-3]/3 films  \d+\.\d\d h  \d+\.\dx(  0:\d\d:\d\d left)?\x1b\[K'
    check(bool(re.search(bar, shown)), True, shown)
    check(bool(re.search(rb'[12]/3 films[^\r]* left', shown)), True, shown)
    for line in shown.split(b'\n'):
        if b'films/' in line:
            check(line.rsplit(b'\x1b[K', 1)[-1].startswith(b'done '), True, line)


def test_text():
    """one of a thing is not told as several, and a short film not in hours"""
    people()
    film('film.avi', [[RED]] * 50)
    result = run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', 'film.avi')
    check(result.code, 0, result)
    check(result.out.decode().split(': ')[1], '2.0 s, 50 frames, 1 span\n')
    contains(result.err, '1 film: 1 done, 0 damaged, 0 failed; 2.0 seconds in ')
    contains(run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', 'film.avi').err, '0 films: ', '1 more was finished')
    contains(run('batch', '--merge', '-o', 'out').err, ': 1 film, 1 span, 1 person.')


def test_wrong_usage():
    """what is wrong is said in one line before anything is done"""
    people()
    films(1)
    cases = [(('films',), '-o OUTPUT'), (('-o', 'x', 'films'), '--db'), (('-o', 'x', '--db', 'enc.bin'), 'FILE'),
             (('-o', 'x', '--db', 'enc.bin', '--shard', '0/3', 'films'), '--shard'),
             (('-o', 'x', '--db', 'enc.bin', '--shard', '4/3', 'films'), '--shard'),
             (('-o', 'x', '--db', 'enc.bin', '--shard', '1/3x', 'films'), '--shard'),
             (('-o', 'x', '--db', 'enc.bin', '--fps', '-1', 'films'), '--fps'),
             (('-o', 'x', '--db', 'enc.bin', '--jobs', '-1', 'films'), '--jobs'),
             (('-o', 'x', '--db', 'enc.bin', '--bridge', '-1', 'films'), '--bridge'),
             (('-o', 'x', '--db', 'none.bin', 'films'),
              "none.bin: there is no such gallery; 'gst-facerec enroll -o none.bin FOLDER' makes one"),
             (('-o', 'x', '--db', 'films/0.avi', 'films'), '0.avi'),
             (('-o', 'enc.bin', '--db', 'enc.bin', 'films'), 'enc.bin'),
             (('-o', 'x', '--db', 'enc.bin', '--interval', 'often', 'films'), '--interval'),
             (('-o', 'x', '--merge', 'films'), '--merge'),
             (('-o', 'nosuch', '--merge'), 'nosuch: there are no results of batch in it; ')]
    for arguments, reason in cases:
        result = run('batch', *FAKE, *arguments)
        check((result.code, result.out), (2, b''), f'{arguments}: {result}')
        contains(result.err, reason)
        check(len([line for line in result.err.splitlines() if b'See:' not in line]), 1, result.err)
    contains(run('batch', '--help').out, 'slow); default hog', '(default 80; 40 in films of fewer than 600 lines)')
    os.mkdir('nothing')
    result = batch('nothing')
    check(result.code, 1, result)


if __name__ == '__main__':
    main(globals())
