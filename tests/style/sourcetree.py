# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The files that belong to the project, in a clone as in an unpacked archive."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ.get('FACEREC_SOURCE_ROOT') or os.path.dirname(os.path.dirname(HERE))


def files(*endings):
    """Paths relative to ROOT with one of these endings (all files when none is given), sorted."""
    try:
        out = subprocess.run(['git', '-C', ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                             check=True, capture_output=True).stdout
        names = [os.fsdecode(n) for n in out.split(b'\0') if n]
    except (OSError, subprocess.CalledProcessError):
        names = list(walk())
    names = [n for n in names if os.path.isfile(os.path.join(ROOT, n))]
    return sorted(n for n in names if not endings or n.endswith(endings))


def walk():
    for folder, inner, found in os.walk(ROOT):
        inner[:] = [d for d in inner if not d.startswith(('.git', 'build')) and d not in ('demo-out', '__pycache__')]
        for name in found:
            yield os.path.relpath(os.path.join(folder, name), ROOT)


def text(name):
    with open(os.path.join(ROOT, name), encoding='utf-8', errors='replace') as file:
        return file.read()


def report(what, complaints, n_looked_at):
    """Prints the complaints and ends the program: 1 when there are any, or when there was nothing to look at."""
    for line in complaints:
        print(line)
    print(f'{what}: {n_looked_at} looked at, {len(complaints)} complaints')
    sys.exit(1 if complaints or not n_looked_at else 0)
