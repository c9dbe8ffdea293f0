#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst/facerec/metadata.md against the library: its C compiles, its Python runs, its JSON line is what is written, and
its table names every getter."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import gi
    gi.require_version('Gst', '1.0')
    gi.require_version('GstFacerec', '1.0')
    from gi.repository import Gst, GstFacerec
except (ImportError, ValueError) as error:
    print(f'SKIP: {error}')
    sys.exit(77)

ROOT = pathlib.Path(os.environ['FACEREC_SOURCE_ROOT'])
PAGE = (ROOT / 'gst/facerec/metadata.md').read_text()


def block(language):
    return re.search(rf'^```{language}\n(.*?)^```', PAGE, re.M | re.S).group(1)


def documented_face():
    buffer = Gst.Buffer.new_allocate(None, 16, None)
    buffer.pts = 0
    face = GstFacerec.buffer_add_face(buffer, 101, 60.5, 80, 96, 640, 480, 1.25, 'dlib-hog')
    points = json.loads(block('json'))['faces'][0]['landmarks']
    face.set_landmarks([value for x, y in points for value in ((x - 101) / 80, (y - 60.5) / 96)])
    face.set_quality(88, 12.25, 0.875)
    face.set_overall_quality(0.8125)
    identity = GstFacerec.Identity.new('Zoë', GstFacerec.Reason.NONE, 0.1875, 0.375, 4, 5)
    identity.add_candidate('Zoë', 0.375)
    identity.add_candidate('Adam', 0.75)
    face.set_identity(identity)
    return buffer


class Page(unittest.TestCase):
    def test_the_c_block_compiles(self):
        compiler = shutil.which('cc') or shutil.which('gcc') or shutil.which('clang')
        flags = subprocess.run(['pkg-config', '--cflags', 'gstreamer-1.0'], check=True, capture_output=True,
                               text=True).stdout.split()
        with tempfile.NamedTemporaryFile('w', suffix='.c') as source:
            source.write(block('c'))
            source.flush()
            result = subprocess.run([compiler, '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-Wno-unused-function',
                                     f'-I{ROOT}', *flags, source.name], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_the_python_block_runs(self):
        names = {}
        exec(block('python'), names)
        self.assertEqual(names['faces_of'](documented_face()), [('Zoë', 101, 60.5, 80, 96)])

    def test_the_json_line_is_what_is_written(self):
        written = GstFacerec.buffer_to_json(documented_face(), 'film.mp4', 0, 640, 480, GstFacerec.JsonFlags.DEFAULT)
        self.assertEqual(written, re.sub(r'\n *', '', block('json')))

    def test_the_table_names_every_getter(self):
        table = PAGE[PAGE.index('| getter'):PAGE.index('`GstFacerecIdentity`:')]
        documented = set(re.findall(r'`(\w+)`', ' '.join(re.findall(r'^\| (`[^|]*)\|', table, re.M))))
        getters = {name[4:] for name in dir(GstFacerec.Meta) if name.startswith('get_') and name != 'get_info'}
        self.assertEqual(documented, getters)


Gst.init(None)
unittest.main()
