#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No web address (SVG's name space, which nobody fetches, aside) and no path of somebody's machine is written down: packages
are called by name, folders by XDG.

And no GType or debug category of ours has a name that GStreamer's own face elements use."""
import re

import sourcetree

TEXT = ('.c', '.cc', '.h', '.hh', '.py', '.sh', '.md', '.build', '.txt', '.sha256', 'SHA256SUMS', 'demo', 'run')
RULES = [
    (re.compile(r'https?://(?!(\w+\.)?example\b|www\.w3\.org/2000/svg\b)'), 'a web address'),
    (re.compile(r'(?<![\w.$}{/])/(?:home|root|work)/\w'), "a path of somebody's machine"),
    (re.compile(r'"Gst(FaceDetect|FaceBlur|FaceOverlay)"|G_DEFINE_TYPE\w* \(Gst(FaceDetect|FaceOverlay),'),
     "a GType of gst-plugins-bad's"),
]


def main():
    complaints = []
    names = [n for n in sourcetree.files(*TEXT) if n != 'LICENSE' and not n.endswith('style/names.py')]
    for name in names:
        for number, line in enumerate(sourcetree.text(name).splitlines(), 1):
            complaints += [f'{name}:{number}: {what}: {line.strip()[:80]}' for rule, what in RULES if rule.search(line)]
    sourcetree.report('names', complaints, len(names))


main()
