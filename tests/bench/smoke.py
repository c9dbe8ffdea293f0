#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Does facerec-bench do what its --help says? One round of its quickest parts; no figure is looked at, only that there are
some, and that what is printed agrees with itself.

usage: smoke.py FACEREC-BENCH"""
import json
import subprocess
import sys

PARTS = ['embedding', 'overhead']


def run(*arguments):
    return subprocess.run([sys.argv[1], *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def check_list():
    listed = [line.split()[0] for line in run('--list').stdout.splitlines()]
    return all(part in listed for part in PARTS) and len(listed) == len(set(listed))


def check_mistakes():
    wrong = [['--only', 'no-such-part'], ['--rounds', '0'], ['film.mp4'], ['--no-such-option']]
    return all(done.returncode == 2 and done.stderr and not done.stdout for done in (run(*line) for line in wrong))


def is_consistent(row):
    """What a row says of itself: whether each promise is met follows from the value and the bound."""
    if 'skipped' in row:
        return bool(row['skipped']) and 'met' not in row
    for figure in row['figures']:
        if 'met' in figure:
            kept = (figure['value'] >= figure['at_least'] if 'at_least' in figure
                    else figure['value'] <= figure['at_most'])
            if kept != figure['met']:
                return False
    return row['met'] == all(figure.get('met', True) for figure in row['figures']) and all(
        0 < timing['least_ms'] <= timing['median_ms'] and timing['rounds'] == 1 for timing in row['timings'])


def check_parts():
    done = run('--rounds', '1', '--json', '--check', '--only', ','.join(PARTS))
    if done.returncode not in (0, 1):
        print(f'# exit code {done.returncode}: {done.stderr.strip()}')
        return None
    result = json.loads(done.stdout)
    rows = result['rows']
    for row in rows:
        print(f"# {row['part']}, {row['name']}: {row.get('skipped') or ('met' if row['met'] else 'missed')}")
    return (result['machine']['cpu'] and {row['part'] for row in rows} == set(PARTS)
            and all(is_consistent(row) for row in rows)
            and result['met'] == all(row.get('met', True) for row in rows)
            and done.returncode == (0 if result['met'] else 1))


def main():
    print('1..3')
    failed = 0
    for number, (name, check) in enumerate([
            ('lists its parts', check_list),
            ('says what is wrong with its arguments', check_mistakes),
            ('measures, and prints what agrees with itself', check_parts)], 1):
        ok = bool(check())
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}")
    sys.exit(1 if failed else 0)


main()
