#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""GStreamer's leaks tracer sees nothing alive at the end of a test program; and sees what is left on purpose, so that it is
known to look.

usage: leaks.py PROGRAM LEAKING-PROGRAM"""
import os
import subprocess
import sys


def alive(command):
    environment = dict(os.environ, GST_TRACERS='leaks', GST_DEBUG='GST_TRACER:7', GST_DEBUG_NO_COLOR='1')
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors='replace')
    if done.returncode:
        sys.exit(f'{command}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}')
    # The tracer describes its lines before it writes any.
    return [line.split('object-alive,')[1].strip() for line in done.stderr.splitlines()
            if 'object-alive,' in line and 'new format string' not in line]


def main():
    clean, leaking = (alive([program]) for program in sys.argv[1:3])
    print('1..2')
    print('ok' if not clean else 'not ok', '1 - nothing is alive at the end')
    for line in clean:
        print('#', line[:200])
    print('ok' if leaking else 'not ok', '2 - the tracer sees what is left on purpose')


main()
