#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where in all films somebody on a photo appears: compared with distances computed here, and with every bad input."""
import array
import math
import os
import shutil

from commandtest import FAKE, check, contains, embed, main, run
import pictures
from strangerfilms import INDEX, bad_indexes, prepare, query


def find(*arguments, **options):
    return run('find', *FAKE, '--index', 'out', *arguments, **options)


def photo(colour='blue', name='photo.ppm'):
    return pictures.ppm(name, *pictures.textured(30, 20, 90, 90, colour))


def test_everywhere():
    """every span of the person, named or not, nearest first; distances are those of the embeddings"""
    prepare()
    for colour, films, who in (('red', ['one'], 'red'), ('blue', ['one', 'three', 'two'], None),
                               ('green', ['one', 'three'], None)):
        result = find('--json', photo(colour))
        check(result.code, 0, result)
        lines = result.json()
        check(sorted(line['file'] for line in lines), [f'films/{name}.avi' for name in films], result)
        check({line['person'] for line in lines}, {who})
        check([line['cluster'] is None for line in lines], [who is not None] * len(lines))
        check([line['distance'] for line in lines], sorted(line['distance'] for line in lines))
        wanted = embed('photo.ppm').json()[0]['faces'][0]['embedding']
        for line in lines:
            least = min(math.dist(wanted, array.array('f', value)) for (value,) in query(
                'SELECT value FROM embedding JOIN film ON film.id = film WHERE path = ? AND track = ?', line['file'],
                line['track']))
            check(abs(least - line['distance']) < 1e-5, True, line)
            check(line['from_ns'] <= line['pts_ns'] <= line['to_ns'], True, line)
            check(os.path.exists(os.path.join('out', 'films', line['folder'], line['thumbnail'])), True, line)


def test_threshold_and_text():
    """--threshold; lines for people; who it is by a gallery"""
    prepare()
    photo('red')
    check(find('--threshold', '0.0000001', 'photo.ppm').code, 1)
    everybody = find('--threshold', '2', '--json', 'photo.ppm').json()
    check(len(everybody), 6, everybody)
    result = find('--db', 'enc.bin', 'photo.ppm')
    check(result.out.decode().split('\t')[1:5], ['films/one.avi', '0:00:00.000', '0:00:00.800', 'red'], result)
    contains(result.err, 'photo.ppm (red): 1 appearance')
    contains(find(photo('green')).out, '\tgroup 2\t')
    for wrong in '0', '-1', 'nan', '3':
        check(find('--threshold', wrong, 'photo.ppm').code, 2, wrong)


def test_photos():
    """several photos; several faces in one; none; what is no photo"""
    prepare()
    photo('red', 'red.ppm')
    pictures.ppm('both.ppm', *pictures.textured(5, 5, 40, 40, 'red'), *pictures.textured(60, 20, 90, 90, 'green'))
    pictures.ppm('empty.ppm')
    pictures.write('text.jpg', b'a text')
    result = find('--json', 'red.ppm', 'both.ppm', 'empty.ppm', 'text.jpg', 'missing.ppm', 'films/one.avi')
    check(result.code, 0, result)
    check(sorted({line['photo'] for line in result.json()}), ['both.ppm', 'red.ppm'])
    check({line['person'] for line in result.json() if line['photo'] == 'both.ppm'}, {None}, 'the largest is green')
    contains(result.err, 'both.ppm: 2 faces', 'empty.ppm: no face', 'text.jpg: ', 'missing.ppm: ', 'films/one.avi: ')
    check(find('empty.ppm').code, 2)
    check(run('find', *FAKE, '--index', 'out').code, 2)
    check(run('find', *FAKE, 'red.ppm').code, 2)


def test_models():
    """films described by another network are told of; when all are, both networks are named"""
    prepare()
    photo()
    query("UPDATE film SET model = 'another-network' WHERE path = 'films/two.avi'")
    result = find('--json', 'photo.ppm')
    check(len(result.json()), 2, result)
    contains(result.err, '1 film described by another model')
    query("UPDATE film SET model = 'another-network'")
    result = find('photo.ppm')
    check((result.code, result.out), (2, b''), result)
    contains(result.err, 'another-network', 'fake-v1')


def test_bad_index():
    """an index that is missing, foreign, of another version or damaged: one line that names it"""
    prepare()
    photo()
    shutil.copytree('out', 'good')
    for make, said in bad_indexes():
        shutil.rmtree('out')
        shutil.copytree('good', 'out')
        make()
        result = find('photo.ppm')
        check((result.code, result.out), (2, b''), result)
        contains(result.err, INDEX, said)


def test_many_tracks():
    """more tracks than are compared in one piece, all of them near: each is found"""
    prepare()
    photo()
    value = query("SELECT value FROM embedding e JOIN film f ON f.id = e.film WHERE path = 'films/two.avi'")[0][0]
    film = query("SELECT id FROM film WHERE path = 'films/two.avi'")[0][0]
    query(f'''WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 17099)
        INSERT INTO embedding SELECT {film}, i, 0, 0, 0, 0.5, ? FROM n''', value)
    query(f'''INSERT INTO track SELECT film, track, NULL, NULL, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0.5, NULL FROM embedding
        WHERE film = {film} AND track >= 100''')
    result = find('--json', 'photo.ppm')
    check(len(result.json()), 3 + 17000, result.err)


main(globals())
