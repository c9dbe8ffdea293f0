#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What enroll has acknowledged is in the gallery: killed at random instants, and two at once."""
import os
import random
import subprocess
import threading
import time

from commandtest import FAKE, check, gallery, main
import pictures

PHOTOS = 240
KILLS = 20


def photos(folder, first=0):
    for index in range(first, first + PHOTOS):
        pictures.ppm(f'{folder}/person-{index % 12:02}/{index:04}.ppm',
                     (20, 10, 400, 300, (255 - index % 200, 80 + index % 100, 100 + index // 4)), width=480, height=360)


def start(folder, database):
    return subprocess.Popen(['gst-facerec', 'enroll', *FAKE, '--min-quality', '0', '-o', database, folder],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def acknowledged(out):
    """Sources of the lines that were written whole."""
    lines = out.decode().split('\n')[:-1]
    return {line.split(None, 1)[1] for line in lines if line.startswith('ok ')}


def enrolled(database):
    found = set()
    for person in gallery('list', '--json', database).json():
        found |= {line['source'] for line in gallery('show', '--json', database, person['person']).json()}
    return found


def test_killed():
    """SIGKILL at twenty random instants: the gallery opens, and every image acknowledged is in it"""
    photos('db')
    started = time.monotonic()
    whole = start('db', 'whole.bin')
    out, err = whole.communicate(timeout=300)
    duration = time.monotonic() - started
    check((whole.returncode, len(acknowledged(out))), (0, PHOTOS), err)
    random.seed(7)
    counts = []
    for number in range(KILLS):
        database = f'{number}.bin'
        child = start('db', database)
        time.sleep(random.uniform(0.1, 1.0) * duration)
        child.kill()
        out, _ = child.communicate()
        wanted = acknowledged(out)
        counts.append(len(wanted))
        if not os.path.exists(database):
            check(wanted, set(), f'no gallery after kill {number}')
            continue
        check(gallery('check', database).code in (0, 1), True, f'kill {number}: {gallery("check", database)}')
        check(wanted - enrolled(database), set(), f'kill {number}: acknowledged but not there')
    print(f'# acknowledged at the kills: {sorted(counts)}')
    check(any(0 < count < PHOTOS for count in counts), True, 'no kill came in the middle')
    again = start('db', '0.bin')
    again.communicate(timeout=300)
    check(enrolled('0.bin'), enrolled('whole.bin'), 'going on after a kill')


def test_two_at_once():
    """two enrolments of one gallery at the same time lose nothing"""
    photos('a')
    photos('b', first=PHOTOS)
    results = {}

    def collect(name, child):
        results[name] = (*child.communicate(timeout=300), child.returncode)

    threads = [threading.Thread(target=collect, args=(name, start(name, 'enc.bin'))) for name in ('a', 'b')]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = set()
    for name, (out, err, code) in results.items():
        check((code, len(acknowledged(out))), (0, PHOTOS), f'{name}: {err}')
        wanted |= acknowledged(out)
    check(len(wanted), 2 * PHOTOS)
    check(enrolled('enc.bin'), wanted)


main(globals())
