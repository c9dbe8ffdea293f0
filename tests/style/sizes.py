#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No function over 80 lines (class_init excepted), no file over 600, no line over 130 columns."""
import re

import sourcetree

MAX_FUNCTION, MAX_FILE, MAX_LINE = 80, 600, 130


def functions(lines):
    """(name, first line, number of lines): from the brace in the first column to the one that closes it."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == '{':
            start = number
        elif line.startswith('}') and start is not None:
            if not line.startswith(('};', '} ')):
                yield name_above(lines, start), start, number - start + 1
            start = None


def name_above(lines, brace):
    for line in reversed(lines[max(0, brace - 8):brace - 1]):
        match = re.match(r'^(?:[\w:<>*&,]+ )*?\**([\w:~]+) ?\(', line)
        if match and not line.startswith(' '):
            return match.group(1)
    return '?'


def main():
    complaints, n_functions = [], 0
    for name in sourcetree.files('.c', '.cc', '.h', '.hh', '.py', '.sh'):
        lines = sourcetree.text(name).splitlines()
        if len(lines) > MAX_FILE:
            complaints.append(f'{name}: {len(lines)} lines, at most {MAX_FILE}')
        complaints += [f'{name}:{n}: {len(line)} columns, at most {MAX_LINE}'
                       for n, line in enumerate(lines, 1) if len(line) > MAX_LINE]
        if name.endswith(('.c', '.cc')):
            for function, start, length in functions(lines):
                n_functions += 1
                if length > MAX_FUNCTION and not function.endswith('class_init'):
                    complaints.append(f'{name}:{start}: {function} has {length} lines, at most {MAX_FUNCTION}')
    sourcetree.report('function sizes', complaints, n_functions)


main()
