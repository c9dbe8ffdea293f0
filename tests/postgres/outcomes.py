#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A test beside a server is skipped where PostgreSQL is not installed, and fails where it is and does not run."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# The same program with its PostgreSQL in a folder of ours, and little patience.
PROGRAM = """
import glob, shutil, sys
sys.path.insert(0, sys.argv.pop(1))
folder = sys.argv.pop(1)
import server
glob.glob = lambda pattern: []
shutil.which = lambda name: folder + '/' + name
server.Server.start.__defaults__ = (1,)
server.main()
"""
FAILS = '#!/bin/sh\necho no room on the disk\nexit 1\n'
WORKS = '#!/bin/sh\n'
# name: the programs there are, exit code, what is said
CASES = {
    'nothing is installed': ({}, 77, '1..0 # SKIP PostgreSQL is not installed'),
    'the client is not installed': ({'initdb': WORKS, 'postgres': WORKS}, 77, '1..0 # SKIP PostgreSQL is not installed'),
    'initdb fails': ({'initdb': FAILS, 'postgres': WORKS, 'psql': WORKS}, 1, 'Bail out! initdb: no room on the disk'),
    'the server fails': ({'initdb': WORKS, 'postgres': FAILS, 'psql': FAILS}, 1,
                         'Bail out! the server does not start: no room on the disk'),
    'the server runs and the test fails': ({'initdb': WORKS, 'postgres': WORKS, 'psql': WORKS}, 1, ''),
}


def outcome(folder, programs):
    """Exit code and output of a test that fails, if it is run at all."""
    os.chmod(folder, 0o755)
    for name, text in programs.items():
        path = os.path.join(folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, 0o755)
    done = subprocess.run([sys.executable, '-c', PROGRAM, HERE, folder, 'false'], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.PIPE, check=False, timeout=50)
    return done.returncode, done.stdout, done.stderr


def main():
    print(f'1..{len(CASES)}')
    failed = 0
    for number, (name, (programs, code, words)) in enumerate(CASES.items(), 1):
        with tempfile.TemporaryDirectory() as folder:
            found = outcome(folder, programs)
        good = found[0] == code and found[1].startswith(words)
        print(f'{"ok" if good else "not ok"} {number} - {name}')
        if not good:
            print(f'# expected {code} and {words!r}, found {found}')
            failed += 1
    sys.exit(1 if failed else 0)


main()
