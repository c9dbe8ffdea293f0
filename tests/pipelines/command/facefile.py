# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Model files of one's own for tests, made by facefile.c."""
import os
import subprocess

from commandtest import Skip, check


def write_face_file(kind, path, *threshold):
    """A model file of made-up weights behind which nobody is recognised well."""
    program = os.path.join(os.environ['FACEREC_BUILD_ROOT'], 'tests', 'pipelines', 'facefile')
    if not os.path.exists(program):
        raise Skip('this build has no oneDNN to run model files with')
    done = subprocess.run([program, kind, path, *map(str, threshold)], check=False, capture_output=True, text=True, timeout=60)
    if done.returncode == 1 and 'models/fetch.sh' in done.stderr:
        raise Skip("dlib's model file is not there")
    check(done.returncode, 0, done.stderr)
