#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""People without a name: their groups over all films, the page to look at them, and how one gets a name."""
import array
import os
import re
import shutil
import sqlite3
import threading
import time

from commandtest import check, contains, gallery, main, run
from outputtree import folders
from strangerfilms import BLUE, FILMS, INDEX, bad_indexes, batch, films, people, prepare, query


def cluster(*arguments, **options):
    return run('cluster', '-o', 'out', *arguments, **options)


def groups():
    """{number: films of its tracks}."""
    return {line['cluster']: sorted(os.path.basename(track['file']) for track in line['tracks'])
            for line in cluster('--json').json()}


def groups_of_index():
    return [number for number, in query('SELECT DISTINCT cluster FROM cluster_track')]


def add(*arguments, number=1, name='Blue', **options):
    return gallery('add', '--from-cluster', str(number), '--name', name, *arguments, 'enc.bin', **options)


# ---- groups ----

def test_groups():
    """who is the same in several films is one group, in JSON and as a table"""
    prepare()
    result = cluster('--json')
    check(result.code, 0, result)
    first, second = result.json()
    check([(line['cluster'], line['films'], len(line['tracks'])) for line in (first, second)], [(1, 3, 3), (2, 2, 2)])
    check([track['file'] for track in first['tracks']], ['films/one.avi', 'films/three.avi', 'films/two.avi'])
    for line in first, second:
        best = line['tracks'][line['best']]
        check(best['quality'], max(track['quality'] for track in line['tracks']))
        for track in line['tracks']:
            check(track['from_ns'] <= track['best_ns'] <= track['to_ns'], True, track)
            check(os.path.exists(os.path.join('out', 'films', track['folder'], track['thumbnail'])), True, track)
    table = cluster()
    lines = table.out.decode().splitlines()
    check(len(lines), 3, table)
    check(lines[1].split()[:3], ['1', '3', '3'])
    contains(lines[1], 'films/one.avi 0:00:01.', 'films/two.avi 0:00:0', '.jpg')
    contains(table.err, '2 groups of 5 tracks', 'out/clusters.html')
    check(len(cluster('--min-tracks', '3', '--json').json()), 1)


def test_threshold():
    """a smaller threshold makes more groups; numbers of those that stay are kept"""
    prepare()
    before = groups()
    # What is told of one film is a little different from what is told of the others.
    values = query("SELECT value FROM embedding JOIN film ON film.id = film WHERE path = 'films/two.avi'")[0][0]
    other = array.array('f', values)
    other[0] += 0.1
    query("UPDATE embedding SET value = ? WHERE film = (SELECT id FROM film WHERE path = 'films/two.avi')", other.tobytes())
    check(groups(), before)
    check(sorted(map(len, (line['tracks'] for line in cluster('--threshold', '0.001', '--json').json()))), [1, 2, 2])
    largest = cluster('--threshold', '2', '--json').json()
    # Blue and green are in one picture: nothing makes them one.
    check(len(largest), 2, largest)
    check(groups(), before)
    for wrong in '0', '-1', 'nan', '3':
        check(cluster('--threshold', wrong).code, 2, wrong)


def test_report():
    """report.html is made anew, with the groups as they are now"""
    def strangers():
        with open('out/report.html', encoding='utf-8') as file:
            return re.findall('"kind":"cluster","name":"([0-9]+)"', file.read())

    prepare()
    check(sorted(strangers()), ['1', '2'])
    values = query("SELECT value FROM embedding JOIN film ON film.id = film WHERE path = 'films/two.avi'")[0][0]
    other = array.array('f', values)
    other[0] += 0.1
    query("UPDATE embedding SET value = ? WHERE film = (SELECT id FROM film WHERE path = 'films/two.avi')", other.tobytes())
    check(cluster('--threshold', '0.001').code, 0)
    now = strangers()
    check((len(now), sorted(now)), (3, sorted(str(number) for number in groups_of_index())))
    check(cluster().code, 0)
    check(sorted(strangers()), ['1', '2'])


def test_page():
    """clusters.html has the pictures inside, and nothing that a name of a file can break"""
    people()
    nasty = 'a <b>"&\'$(x).avi'
    films({nasty: [BLUE] * 30, 'plain.avi': [BLUE] * 30})
    check(batch().code, 0)
    check(cluster().code, 0)
    with open('out/clusters.html', encoding='utf-8') as file:
        page = file.read()
    check(len(re.findall('src="data:image/jpeg;base64,/9j/', page)), 2)
    check(re.findall(r'(?:src|href)="(?!data:)[^"]*"', page), [], 'it asks for nothing else')
    check('<b>' in page, False)
    contains(page, 'a &lt;b&gt;&quot;&amp;', 'gst-facerec gallery add --from-cluster 1 --name NAME')


def test_none():
    """nobody without a name: exit code 1, and a page that says so"""
    people(('red', 'blue', 'green'))
    films()
    check(batch().code, 0)
    result = cluster('--json')
    check((result.code, result.out), (1, b''), result)
    with open('out/clusters.html', encoding='utf-8') as file:
        contains(file.read(), 'There are none')


# ---- a name ----

def test_add():
    """a group gets a name: a few faces with film and time, once; the same batch names them everywhere"""
    prepare()
    result = add('--json')
    check(result.code, 0, result)
    check({line['person'] for line in result.json()}, {'Blue'})
    check(all(re.fullmatch(r'films/\w+\.avi#t=\d+\.\d{3}', line['source']) for line in result.json()), True, result)
    check(1 <= len(result.json()) <= 5, True, result)
    again = add('--json')
    check((again.code, again.out), (0, b''), again)
    contains(add(name='Somebody else').err, 'already, as "Blue"')
    check([line['person'] for line in gallery('list', '--json', 'enc.bin').json()], ['Blue', 'red'])
    check(batch().code, 0)
    check(query("SELECT count(*) FROM span WHERE person = 'Blue'"), [(3,)])
    check(groups(), {2: ['one.avi', 'three.avi']}, 'green keeps the number')
    check(add(number=1).code, 2, 'the group is gone')


def test_add_makes_a_gallery():
    """a gallery that is missing is made"""
    prepare()
    check(gallery('add', '--from-cluster', '2', '--name', 'Green', '--index', 'out', 'new.bin').code, 0)
    check([line['person'] for line in gallery('list', '--json', 'new.bin').json()], ['Green'])


def test_add_refuses():
    """no such group, a name that cannot be stored, another model's gallery, options that do not go together"""
    prepare()
    contains(add(number=77).err, 'no group 77', 'gst-facerec cluster')
    for name in '', 'a/b', '.hidden', ' blank', 'x' * 300, 'a\nb', b'\xff':
        result = add(name=name)
        check((result.code, result.out), (2, b''), result)
    with sqlite3.connect('enc.bin') as database:
        database.execute("UPDATE model SET id = 'another-network'")
    database.close()
    result = add()
    check(result.code, 2, result)
    contains(result.err, 'another-network', 'fake-v1')
    for arguments in (['add', 'enc.bin'], ['add', '--name', 'x', 'enc.bin'], ['list', '--name', 'x', 'enc.bin'],
                      ['add', '--from-cluster', '1', '--name', 'x', '--faces', '0', 'enc.bin'],
                      ['add', '--from-cluster', 'one', '--name', 'x', 'enc.bin']):
        check(gallery(*arguments).code, 2, arguments)
    contains(add('--index', 'elsewhere').err, 'elsewhere/index.sqlite')


# ---- bad input ----

def test_bad_index():
    """an index that is missing, foreign, of another version or damaged: one line that names it, and nothing is made"""
    prepare()
    shutil.copytree('out', 'good')
    for make, said in bad_indexes():
        shutil.rmtree('out')
        shutil.copytree('good', 'out')
        make()
        for result in cluster(), add():
            check((result.code, result.out), (2, b''), result)
            contains(result.err, INDEX, said)
            check(result.err.count(b'\n'), 1, result)
        check(os.path.exists('out/clusters.html'), False, said)
    for arguments in ([], ['-o', 'nowhere'], ['-o', 'good', 'film.avi'], ['-o', 'good', '--min-tracks', '0']):
        check(run('cluster', *arguments).code, 2, arguments)
    check(os.path.exists('nowhere'), False)


def test_leading_out():
    """an index whose folders or pictures lead out of the output folder: nothing is read there"""
    prepare()
    face = os.path.join(folders()['two.avi'], 'faces', 'track-1.jpg')
    for folder in 'elsewhere', 'elsewhere/faces':
        os.makedirs(folder, exist_ok=True)
        for number in 1, 2, 3:
            shutil.copy(face, f'{folder}/track-{number}.jpg')
    with sqlite3.connect(INDEX) as index:
        index.execute("UPDATE track SET thumbnail = '../../../elsewhere/track-1.jpg'")
    index.close()
    check({track['thumbnail'] for line in cluster('--json').json() for track in line['tracks']}, {None})
    for folder in '../../elsewhere', '..', '.', '', os.path.abspath('elsewhere'):
        query("UPDATE film SET folder = ?", folder)
        query("UPDATE track SET thumbnail = 'faces/track-1.jpg'")
        result = cluster('--json')
        check((result.code, result.out), (1, b''), f'{folder}: {result}')
        with open('out/clusters.html', encoding='utf-8') as file:
            check('<figure>' in file.read(), False, folder)


def test_damaged_embeddings():
    """embeddings that are none are passed over"""
    prepare()
    with sqlite3.connect(INDEX) as index:
        index.execute("UPDATE embedding SET value = x'00' WHERE number = 0")
        index.execute("UPDATE embedding SET value = zeroblob(512) WHERE number = 1")
    index.close()
    result = cluster('--json')
    check(result.code in (0, 1), True, result)


def test_while_batch_writes():
    """an index that a running batch is writing into is waited for"""
    prepare()
    index = sqlite3.connect(INDEX, isolation_level=None, check_same_thread=False)
    index.execute('BEGIN EXCLUSIVE')
    timer = threading.Timer(2, index.execute, ('COMMIT',))
    timer.start()
    check(len(cluster('--json').json()), 2)
    timer.join()
    index.close()


def test_while_cluster_writes():
    """a batch waits for a cluster that is writing into the index, also when it has opened the index long before"""
    prepare()
    films({'four.avi': FILMS['one.avi']})
    index = sqlite3.connect(INDEX, isolation_level=None, check_same_thread=False, timeout=30)

    def write():
        """From when the new film is in work until a second after it should be in the index."""
        end = time.monotonic() + 60
        while time.monotonic() < end and os.listdir('out/.work') == ['lock']:
            time.sleep(0.002)
        index.execute('BEGIN IMMEDIATE')
        while time.monotonic() < end and len(os.listdir('out/films')) < 4:
            time.sleep(0.002)
        time.sleep(1)
        index.execute('COMMIT')

    thread = threading.Thread(target=write)
    thread.start()
    result = batch()
    thread.join()
    index.close()
    check(result.code, 0, result)
    check(query('SELECT count(*) FROM film'), [(4,)])


def test_without_pictures():
    """a picture that is gone, or that is none, is left out of the page"""
    prepare()
    os.remove(os.path.join(folders()['two.avi'], 'faces', 'track-1.jpg'))
    check(cluster().code, 0)
    with open('out/clusters.html', encoding='utf-8') as file:
        check(file.read().count('<figure>'), 4)


def test_help():
    """--help tells of the way from a group to a name"""
    contains(run('cluster', '--help').out, 'gallery add --from-cluster', 'gst-facerec batch')


main(globals())
