#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Batch after the gallery has changed: names anew without decoding, and the same in every byte as if all had been decoded."""
import os
import random
import shutil
import signal
import subprocess

from commandtest import FAKE, check, contains, gallery, main, program, run
import pictures
import outputtree
from outputtree import folders, same_trees
from strangerfilms import RULE, batch, films, people, prepare, query

KILLS = 8


def tree(output='out'):
    """Without the pages: the numbers of groups that the report tells of depend on which were there before."""
    return outputtree.tree(output, pages=False)


def spoil(path):
    """Nothing can be decoded any more, though the file looks as before from outside."""
    state = os.stat(path)
    pictures.write(path, b'\0' * state.st_size)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def name_blue():
    check(gallery('add', '--from-cluster', '1', '--name', 'Blue', 'enc.bin').code, 0)


def test_as_if_decoded():
    """after an enrolment: the same bytes and rows as a fresh run, though no film can be decoded any more"""
    prepare()
    name_blue()
    check(batch(output='fresh').code, 0)
    for name in os.listdir('films'):
        spoil(f'films/{name}')
    result = batch()
    check((result.code, result.statuses()), (0, {name: 'done' for name in os.listdir('films')}), result)
    contains(result.err, '3 of them only got names anew')
    same_trees(tree('fresh'), tree('out'), 'named anew')
    check(query("SELECT count(*) FROM track WHERE person = 'Blue'"), [(3,)])
    check(os.listdir('out/.work') == ['lock'], True)
    again = batch()
    check((again.code, again.out), (0, b''), again)


def test_everything_that_names_depend_on():
    """a name that is gone, another rule, another bridge: without decoding; another rate: with it"""
    prepare()
    check(gallery('remove', 'enc.bin', 'red').code, 0)
    people(('blue',))
    for number, more in enumerate(([], ['--distance-threshold', '0.01'], ['--bridge', '0'], ['--k', '1', '--margin', '0.1'])):
        fresh = f'fresh{number}'
        check(batch(*more, 'films', output=fresh).code, 0)
        result = batch(*more, 'films')
        check(result.code, 0, result)
        contains(result.err, '3 of them only got names anew')
        same_trees(tree(fresh), tree('out'), str(more))
    result = batch('--fps', '5', 'films')
    check(b'names anew' in result.err, False, result)


def test_films_that_failed():
    """a film that has failed stays failed, with its reason, also one that had no frame"""
    people()
    films({'one.avi': [pictures.textured(90, 20, 50, 70, 'blue')] * 30})
    pictures.write('films/text.avi', b'a text')
    first = batch()
    check(first.statuses(), {'one.avi': 'done', 'text.avi': 'failed'}, first)
    name_blue()
    batch(output='fresh')
    result = batch()
    check(result.statuses(), first.statuses(), result)
    same_trees(tree('fresh'), tree('out'), 'with a failure')


def test_damaged_results():
    """what was kept of a film is damaged: the film is decoded again"""
    def short(folder):
        with open(f'{folder}/frames.jsonl', 'r+b') as file:
            file.truncate(os.path.getsize(file.name) // 2)

    def other_text(folder):
        pictures.write(f'{folder}/frames.jsonl', b'{"frame":0}\n' * 140)

    def no_lines(folder):
        os.remove(f'{folder}/frames.jsonl')

    def no_embeddings(folder):
        query('DELETE FROM described', index=f'{folder}/film.sqlite')

    def no_lengths(folder):
        query('DROP TABLE frame_length', index=f'{folder}/film.sqlite')

    def no_pictures(folder):
        shutil.rmtree(f'{folder}/faces')

    prepare()
    shutil.copytree('out', 'before')
    name_blue()
    batch(output='fresh')
    expected = tree('fresh')
    for damage in short, other_text, no_lines, no_embeddings, no_lengths, no_pictures:
        shutil.rmtree('out')
        shutil.copytree('before', 'out')
        damage(folders()['one.avi'])
        result = batch()
        check(result.code, 0, result)
        same_trees(expected, tree('out'), damage.__name__)


def test_left_behind():
    """killed when the new results were in place and the old ones not gone yet: the next run removes them"""
    prepare()
    whole = tree()
    folder = folders()['one.avi']
    shutil.copytree(folder, os.path.join('out', '.work', os.path.basename(folder)))
    check(batch().code, 0)
    check(os.listdir('out/.work'), ['lock'])
    same_trees(whole, tree(), 'cleared away')


def timelines(output):
    """{folder of a film: its timeline}, whole or not at all"""
    found = {}
    for name in os.listdir(f'{output}/films'):
        with open(f'{output}/films/{name}/timeline.json', 'rb') as file:
            found[name] = file.read()
    return found


def test_killed():
    """killed at any instant while names are made anew, and started again: whole, and the same"""
    rand = random.Random(7)
    prepare()
    name_blue()
    batch(output='fresh')
    expected = tree('fresh')
    shutil.copytree('out', 'before')
    for _ in range(KILLS):
        with subprocess.Popen([program(), 'batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', 'out', '--jobs', '1', 'films'],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(rand.uniform(0.05, 1))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        # Each film is there whole, with its names of before or of now. In .work/ may be anything.
        for name, now in timelines('out').items():
            check(now in (timelines('before')[name], timelines('fresh')[name]), True, name)
    check(batch().code, 0)
    same_trees(expected, tree('out'), 'after kills')


def test_shards():
    """names anew in shards, then merged"""
    prepare()
    name_blue()
    batch(output='fresh')
    for shard in '1/2', '2/2':
        check(batch('--shard', shard, 'films').code, 0)
    check(run('batch', '--merge', '-o', 'out').code, 0)
    same_trees(tree('fresh'), tree('out'), 'shards')


main(globals())
