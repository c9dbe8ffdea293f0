#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts a meson test run: prints 'PASSED FAILED SKIPPED', then a line for every test that failed or was skipped.

usage: tally.py testlog.json [--programs]

A program that speaks TAP counts once for every test case in it, unless --programs is given; any other counts once."""
import json
import re
import sys

FAILURES = ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS')
TAP_LINE = re.compile(r'^(ok|not ok)\b[^#\n]*(#\s*SKIP\b.*)?', re.MULTILINE | re.IGNORECASE)
BEGINNING = re.compile(r'ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error|Traceback|CRITICAL|Bail out')


def why(rest):
    """The diagnostic lines that a program writes behind a failed case, the last of them: what was seen and what was expected."""
    lines = []
    for line in rest.lstrip('\n').splitlines():
        if not line.startswith('#'):
            break
        lines.append('    ' + line[:500])
    return lines[-12:]


def why_program(test):
    """Of a program that was not counted by its cases: those that failed, then where a sanitizer or Python begins to tell."""
    lines = (test.get('stdout') or '').splitlines()
    errors = (test.get('stderr') or '').splitlines()
    begin = next((i for i, line in enumerate(errors) if BEGINNING.search(line)), max(0, len(errors) - 8))
    failed = [line for i, line in enumerate(lines) if any(other.startswith('not ok') for other in lines[max(0, i - 3):i + 1])]
    return ['    ' + line[:300] for line in failed[:8] + errors[begin:begin + 12]]


def count(test, programs):
    """(passed, failed, skipped, remarks) of one program."""
    name, result, output = test['name'], test['result'], test.get('stdout') or ''
    passed = failed = skipped = 0
    remarks = []
    for match in TAP_LINE.finditer(output) if not programs else []:
        if match.group(1).lower() == 'not ok':
            failed += 1
            remarks.append(f'FAILED {name}: {match.group(0)[:150]}')
            remarks.extend(why(output[match.end():]))
        elif match.group(2):
            skipped += 1
            remarks.append(f'SKIP {name}: {match.group(0)[:150]}')
        else:
            passed += 1
    if result in FAILURES and not failed:
        failed = 1
        remarks.append(f'FAILED {name}: {result}')
        remarks.extend(why_program(test))
    elif result == 'SKIP' and not skipped:
        skipped = 1
        reasons = [line for line in output.splitlines() if 'SKIP' in line.upper()]
        remarks.append(f'SKIP {name}: {reasons[-1] if reasons else "no reason given"}')
    elif not passed + failed + skipped:
        passed = 1
    return passed, failed, skipped, remarks


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        counts = [count(json.loads(line), '--programs' in sys.argv) for line in file]
    print(*(sum(c[i] for c in counts) for i in range(3)))
    for _, _, _, remarks in counts:
        print(*remarks, sep='\n', end='\n' if remarks else '')


main()
