#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Films in bulk where things are not as one would like: a full disk, folders that cannot be written or go in circles, results
among the films, a gallery that goes, a program that is replaced, a very long film."""
import os
import shutil
import subprocess
import sys

from batch import batch, films, people, start, wait_for, workers
from commandtest import FAKE, Skip, check, contains, main, program
from outputtree import folders, same_trees, tree
import pictures

RULE = ['--distance-threshold', '0.2', '--margin', '0']
# What a process and those that it has waited for had in memory at most, in KB; of a small process, since what starts one counts.
PEAK = '''import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'''
MOST_GROWTH_KB = 5000


def test_memory():
    """a film forty times as long, with forty times as many tracks, takes no more memory"""
    people()
    peaks = []
    for name, times in (('short.avi', 1), ('long.avi', 40)):
        pictures.film(name, ([[(10, 10, 60, 70, 'red')]] * 40 + [[]] * 60 + [[(30, 20, 50, 70, 'blue')]] * 25) * times,
                      'avimux', 'jpegenc', width=100, height=100)
        done = subprocess.run([sys.executable, '-c', PEAK, program(), 'batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out',
                               '--quiet', name], stdout=subprocess.PIPE, timeout=240, check=True)
        code, peak = map(int, done.stdout.split())
        check(code, 0)
        check(len(os.listdir(os.path.join(folders()[name], 'faces'))), 2 * times, name)
        peaks.append(peak)
    print(f'# at most {peaks[0]} and {peaks[1]} KB')
    check(peaks[1] - peaks[0] < MOST_GROWTH_KB, True, peaks)


def mount(folder, size):
    os.makedirs(folder)
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'tmpfs', folder], capture_output=True, check=False)
    if done.returncode != 0:
        raise Skip('no file system can be mounted: ' + done.stderr.decode(errors='replace').strip())


def unmount(folder):
    subprocess.run(['umount', '--lazy', folder], check=True)


def test_full_disk():
    """a full disk ends it with one line that says so; with room the same command goes on"""
    people()
    films(6, length=150)
    check(batch('films', output='whole').code, 0)
    mount('small', '400k')
    try:
        result = batch('films', output='small')
        check(result.code, 2, result)
        check(b'No space left on device' in result.err or b'disk is full' in result.err, True, result)
        check(len(result.err.splitlines()) <= 2, True, result)
        for line in result.json():
            check(line['status'], 'done', 'no film is blamed for it')
        subprocess.run(['mount', '-o', 'remount,size=50m', 'small'], check=True)
        check(batch('films', output='small').code, 0)
        same_trees(tree('whole'), tree('small'), 'with room')
    finally:
        unmount('small')


def test_not_writable():
    """an output that cannot be written is refused before any work"""
    people()
    films(1)
    mount('fixed', '1m')
    try:
        subprocess.run(['mount', '-o', 'remount,ro', 'fixed'], check=True)
        result = batch('films', output='fixed/out')
    finally:
        unmount('fixed')
    check((result.code, result.out), (2, b''), result)
    contains(result.err, 'fixed/out', 'Read-only file system')
    check(len(result.err.splitlines()), 1, result)


def test_among_the_films():
    """results in the folder of the films are no films, also in the next run"""
    people()
    films(3)
    expected = [f'films/{number}.avi' for number in range(3)]
    result = batch('films', output='films/results')
    check((result.code, sorted(line['file'] for line in result.json())), (0, expected), result)
    check(batch('films', output='films/results').json(), [], 'nothing is new')
    result = batch('./films', output='films/others')
    check(sorted(line['file'] for line in result.json()), [f'./{name}' for name in expected], 'results of another run')
    face = next(os.path.join(folder, 'faces', name) for folder in folders('films/results').values()
                for name in os.listdir(os.path.join(folder, 'faces')))
    check([line['file'] for line in batch(face).json()], [face], 'named one by one')


def test_circles():
    """links to folders, to themselves and to nowhere, pipes and sockets do not hold it up"""
    people()
    films(2)
    os.symlink('..', 'films/up')
    os.symlink('self', 'films/self')
    os.symlink('nowhere.avi', 'films/dangling.avi')
    os.mkfifo('films/pipe.avi')
    os.mkdir('films/secret')
    result = batch('films')
    check(result.code, 0, result)
    lines = {os.path.basename(line['file']): line for line in result.json()}
    check(sorted(name for name, line in lines.items() if line['status'] == 'done'), ['0.avi', '1.avi'], result)
    for name in set(lines) - {'0.avi', '1.avi'}:
        check((lines[name]['status'], bool(lines[name]['reason'])), ('failed', True), lines[name])


def test_gallery_goes():
    """a gallery that is gone in the middle of a run ends it with its name; nothing finished is lost"""
    people()
    films(8, length=300)
    child = start('--jobs', '1', 'films')
    check(wait_for(lambda: os.path.isdir('out/films') and len(os.listdir('out/films')) >= 1), True)
    os.rename('enc.bin', 'away.bin')
    _, err = child.communicate(timeout=120)
    check(child.returncode, 2, err)
    contains(err, 'enc.bin')
    os.rename('away.bin', 'enc.bin')
    before = len(os.listdir('out/films'))
    check(1 <= before < 8, True, before)
    result = batch('films')
    check((result.code, len(result.json())), (0, 8 - before), result)


def name_of(pid):
    """As ps and pkill know it; None of one that has ended."""
    try:
        with open(f'/proc/{pid}/comm', encoding='utf-8') as file:
            return file.read().strip()
    except OSError:
        return None


def test_replaced():
    """another version that is installed meanwhile does not disturb what runs"""
    people()
    films(4, length=300)
    folder = os.path.abspath('bin')
    os.mkdir(folder)
    copy = os.path.join(folder, 'gst-facerec')
    shutil.copy(program(), copy)
    command = [copy, 'batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--jobs', '1', 'films']
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        check(wait_for(lambda: [name_of(pid) for pid in workers(child.pid)] == ['gst-facerec']), True)
        os.remove(copy)
        # What Linux says of a file that is gone is a name that another file may have.
        for other in (copy, f'{copy} (deleted)'):
            pictures.write(other, b'#!/bin/sh\nexit 3\n')
            os.chmod(other, 0o755)
        out, err = child.communicate(timeout=120)
    check(child.returncode, 0, err)
    check(len([line for line in out.splitlines() if line.startswith(b'done')]), 4, out)


if __name__ == '__main__':
    main(globals())
