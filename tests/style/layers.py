#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dependencies point one way: pipelines -> elements -> {gst, models}; only models/dlib (and tests) knows dlib."""
import re

import sourcetree

# (where, what may not be included there)
RULES = [
    (r'^models/', r'^(gst/|elements/|pipelines/)'),
    (r'^gst/', r'^(models/|elements/|pipelines/|dlib/)'),
    (r'^elements/', r'^(pipelines/|dlib/)'),
    (r'^(?!models/dlib/|tests/)', r'^dlib/'),
]


def main():
    complaints = []
    names = sourcetree.files('.c', '.cc', '.h', '.hh')
    for name in names:
        for number, line in enumerate(sourcetree.text(name).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not match:
                continue
            for where, what in RULES:
                if re.search(where, name) and re.search(what, match.group(1)):
                    complaints.append(f'{name}:{number}: may not include {match.group(1)}')
    for name in sourcetree.files():
        if re.search(r'(^|[/_-])(utils?|misc|common|helpers?)\.', name):
            complaints.append(f'{name}: a name that says nothing')
    sourcetree.report('layers', complaints, len(names))


main()
