#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two runs at once on one output folder that divide the films differently: each film is worked on by one of them at a time, and
the results are those of one run."""
import glob
import hashlib
import json
import os
import random
import signal
import time

from batch import batch, film, films, people, start, stop_in, wait_for, workers, RED
from commandtest import check, contains, main, run
from outputtree import folders, same_trees, tree
import pictures

IN_WORK = 'another gst-facerec batch has it in work; it is waited for'


def is_in(path, shard, shards):
    return int(hashlib.sha256(path.encode()).hexdigest()[:15], 16) % shards == shard - 1


def ended(child, code=0):
    out, err = child.communicate(timeout=240)
    check(child.returncode, code, err)
    return [json.loads(line)['file'] for line in out.splitlines()], err.decode()


def common_films(count, length):
    """So many films that are in 1/2 and in 2/3, in the order in which both come to them."""
    paths = [path for path in (f'films/{number}.avi' for number in range(200)) if is_in(path, 1, 2) and is_in(path, 2, 3)]
    for path in paths[:count]:
        film(path, [[RED]] * length)
    return sorted(paths[:count])


def test_divided_differently():
    """1/2 and 2/3, later 2/2 and 1/1, at once, also killed at random and started again: as if one run had done it all"""
    people()
    films(12, length=90)
    check(batch('--jobs', '2', 'films', output='whole').code, 0)
    random.seed(5)
    for killed in (False, True):
        output = f'out-{killed}'
        for shards in (('1/2', '2/3'), ('2/2', '1/1')):
            children = [start('--jobs', '2', '--shard', shard, 'films', output=output) for shard in shards]
            if killed:
                time.sleep(random.uniform(0.2, 2))
                children[0].kill()
                children[0].communicate()
                children[0] = start('--jobs', '2', '--shard', shards[0], 'films', output=output)
            done = [path for child in children for path in ended(child)[0]]
            check(len(done), len(set(done)), f'done twice: {done}')
        check(run('batch', '--merge', '-o', output).code, 0)
        check(glob.glob(f'{output}/.work/lock-film-*'), [], 'no lock is left')
        same_trees(tree('whole'), tree(output), output)


def test_waits():
    """a film that the other run has in work is waited for, and told; neither does what the other has done"""
    people()
    path, = common_films(1, 300)
    first = start('--shard', '1/2', 'films')
    pid = stop_in(first, os.path.basename(path))
    second = start('--shard', '2/3', 'films')
    check(wait_for(lambda: len(workers(second.pid)) == 0 and len(os.listdir('out/films')) == 0
                   and any('lock-2-of-3' in name for name in os.listdir('out/.work'))), True)
    time.sleep(2)
    check((second.poll(), workers(second.pid)), (None, []), 'it has gone on without the film')
    os.kill(pid, signal.SIGCONT)
    check(ended(first)[0], [path])
    done, err = ended(second)
    check(done, [], err)
    contains(err, f'{path}: {IN_WORK}', '1 more was finished before')
    check(err.count(IN_WORK), 1, 'told once')
    check(list(folders()), [os.path.basename(path)])


def test_takes_over():
    """when the run that has a film in work is killed, the one that waits does it"""
    people()
    paths = common_films(2, 300)
    first = start('--jobs', '1', '--shard', '1/2', 'films')
    pid = stop_in(first, os.path.basename(paths[0]))
    second = start('--jobs', '1', '--shard', '2/3', 'films')
    check(wait_for(lambda: len(os.listdir('out/films')) == 1), True, 'the other film')
    time.sleep(0.5)
    check(second.poll(), None)
    first.kill()
    first.communicate()
    check(wait_for(lambda: not os.path.exists(f'/proc/{pid}'), 10), True)
    done, err = ended(second)
    check(sorted(done), paths)
    contains(err, f'{paths[0]}: {IN_WORK}')
    check(sorted(os.listdir('out/.work')), ['lock', 'lock-1-of-2', 'lock-2-of-3'])
    # Killed a moment later, it would have left the lock of a film that is finished.
    for name in os.listdir('out/films'):
        pictures.write(f'out/.work/lock-film-{name}', b'')
    check(batch('--shard', '1/2', 'films').code, 0)
    check(sorted(os.listdir('out/.work')), ['lock', 'lock-1-of-2', 'lock-2-of-3'])


def test_other_options():
    """two runs that want other results of one film: whichever comes last has it whole"""
    people()
    paths = common_films(3, 150)
    children = [start('--shard', '1/2', 'films'), start('--shard', '2/3', '--bridge', '7', '--fps', '5', 'films')]
    for child in children:
        check(sorted(ended(child)[0]), paths)
    check(run('batch', '--merge', '-o', 'out').code, 0)
    for folder in folders().values():
        with open(os.path.join(folder, 'timeline.json'), encoding='utf-8') as file:
            bridge = json.load(file)['bridge_ns'] // 10 ** 9
        with open(os.path.join(folder, 'frames.jsonl'), encoding='utf-8') as file:
            check(len(file.readlines()), {2: 150, 7: 30}[bridge], folder)


main(globals())
