# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Films with people whom nobody has enrolled, and what batch makes of them."""
import os
import sqlite3

from commandtest import FAKE, check, enroll, run
import pictures

# faceknn's vote, the fake network's colours: near enough for anybody.
RULE = ['--distance-threshold', '0.2', '--margin', '0']
RED, BLUE, GREEN = (pictures.textured(10, 10, 60, 80, 'red'), pictures.textured(90, 20, 50, 70, 'blue'),
                    pictures.textured(10, 30, 50, 60, 'green'))
# Who is in which film: red, who is enrolled, blue and green.
FILMS = {'one.avi': [RED] * 20 + [[]] * 10 + [BLUE] * 30 + [[]] * 60 + [GREEN] * 20,
         'two.avi': [BLUE] * 30 + [[]] * 5, 'three.avi': [[]] * 5 + [GREEN + BLUE] * 25}
INDEX = 'out/index.sqlite'


def people(names=('red',)):
    for name in names:
        for number in range(3):
            pictures.ppm(f'db/{name}/{number}.ppm', *pictures.textured(30, 20, 90, 90, name, 3 * number))
    check(enroll('db').code, 0)


def films(frames=None):
    os.makedirs('films', exist_ok=True)
    for name, content in (frames or FILMS).items():
        pictures.film(f'films/{name}', content, 'avimux', 'jpegenc', 'quality=95')


def batch(*arguments, output='out', **options):
    return run('batch', *FAKE, *RULE, '--db', 'enc.bin', '-o', output, '--json', *(arguments or ('films',)), **options)


def prepare():
    """enc.bin, films/ and out/."""
    people()
    films()
    result = batch()
    check(result.code, 0, result)
    return result


def query(sql, *values, index=INDEX):
    with sqlite3.connect(index) as database:
        rows = database.execute(sql, values).fetchall()
    database.close()
    return rows


def bad_indexes():
    """[(what is wrong, what is said)]: each call of what makes OUT/index.sqlite that."""
    def missing():
        os.remove(INDEX)

    def text():
        pictures.write(INDEX, b'just a text, and no database\n' * 50)

    def foreign():
        os.remove(INDEX)
        query('CREATE TABLE something (else_ TEXT)')

    def newer():
        query('PRAGMA user_version = 99')

    def truncated():
        with open(INDEX, 'r+b') as file:
            file.truncate(os.path.getsize(INDEX) // 2)

    def folder():
        os.remove(INDEX)
        os.mkdir(INDEX)

    return [(missing, 'gst-facerec batch'), (text, 'not a database'), (foreign, 'no index'), (newer, 'version 99'),
            (truncated, INDEX), (folder, 'no regular file')]
