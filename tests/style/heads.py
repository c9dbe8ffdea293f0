#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every source file says in its first lines whose it is and under which licence; ends in one newline; has no tabs."""
import sourcetree


def main():
    complaints = []
    names = sourcetree.files('.c', '.cc', '.h', '.hh', '.py', '.sh', 'meson.build')
    for name in names:
        text = sourcetree.text(name)
        if 'SPDX-License-Identifier: LGPL-2.1-or-later' not in '\n'.join(text.splitlines()[:4]):
            if not name.endswith('meson.build'):
                complaints.append(f'{name}: no SPDX-License-Identifier in the first four lines')
        if not text.endswith('\n') or text.endswith('\n\n'):
            complaints.append(f'{name}: must end in exactly one newline')
        for number, line in enumerate(text.splitlines(), 1):
            if '\t' in line or line != line.rstrip():
                complaints.append(f'{name}:{number}: tab or trailing space')
    sourcetree.report('file heads', complaints, len(names))


main()
