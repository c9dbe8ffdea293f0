#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The plugin exports gst_plugin_*, the library gst_facerec_*, nothing else of ours or of dlib's.

usage: exports.py PREFIX FILE"""
import subprocess
import sys

import sourcetree


def main():
    prefix, library = sys.argv[1:3]
    out = subprocess.run(['nm', '-D', '--defined-only', library], check=True, capture_output=True, text=True).stdout
    symbols = [line.split()[-1] for line in out.splitlines() if line.split()]
    # A sanitizer build has its own.
    foreign = [s for s in symbols if not s.startswith((prefix, '__asan', '__ubsan', '__odr_asan', '__lsan'))]
    sourcetree.report(f'symbols of {library}', [f'exported: {s}' for s in foreign], len(symbols))


main()
