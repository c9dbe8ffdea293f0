# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Films through the real elements, in this process: what was found on each frame, as gst_facerec_buffer_to_json() says."""
import json
import os
import shutil
import subprocess
import sys

import facereccommand

CHAIN = 'facerecdetect detector=hog{detect} ! facetrack{track}'


def enter_environment():
    """Starts this program again where our build tree's elements and typelib are found, under a Python that has gi."""
    if os.environ.get('FACEREC_FILMS') == 'yes':
        return
    env = dict(facereccommand.environment(), FACEREC_FILMS='yes')
    typelibs = os.path.join(facereccommand.ROOT, 'build', 'gst', 'facerec')
    if os.path.isdir(typelibs):
        env['GI_TYPELIB_PATH'] = typelibs + (':' + env['GI_TYPELIB_PATH'] if env.get('GI_TYPELIB_PATH') else '')
    for python in (sys.executable, '/usr/bin/python3', shutil.which('python3')):
        if python and subprocess.run([python, '-c', 'import gi'], capture_output=True, check=False).returncode == 0:
            os.execve(python, [python, *sys.argv], env)
    print('SKIP: no Python with gi', file=sys.stderr)
    sys.exit(77)


def gst():
    """Gst, GstFacerec and GstController, ready."""
    import gi
    for name in ('Gst', 'GstApp', 'GstController', 'GstFacerec'):
        gi.require_version(name, '1.0')
    from gi.repository import Gst, GstApp, GstController, GstFacerec  # noqa: F401
    if not Gst.is_initialized():
        Gst.init(None)
    return Gst, GstController, GstFacerec


def decoder(path):
    return f'filesrc location="{path}" ! decodebin'


def elements(detect='', track=''):
    return CHAIN.format(detect=' ' + detect if detect else '', track=' ' + track if track else '')


def pictures(launch, n_frames=None, prepare=None, embeddings=False, finish=None):
    """Of each frame that comes out of a launch line its JSON, as a dictionary, and its GstSample. prepare(pipeline): before
    it starts; finish(pipeline): before it stops."""
    Gst, _, GstFacerec = gst()
    pipeline = Gst.parse_launch(launch + ' ! appsink name=out sync=false max-buffers=8')
    flags = GstFacerec.JsonFlags.EMBEDDING if embeddings else GstFacerec.JsonFlags.DEFAULT
    sink, number = pipeline.get_by_name('out'), 0
    if prepare:
        prepare(pipeline)
    pipeline.set_state(Gst.State.PLAYING)
    try:
        while n_frames is None or number < n_frames:
            sample = sink.emit('pull-sample')
            if sample is None:
                break
            size = sample.get_caps().get_structure(0)
            text = GstFacerec.buffer_to_json(sample.get_buffer(), None, number, size.get_int('width')[1],
                                             size.get_int('height')[1], flags)
            yield json.loads(text), sample
            number += 1
        message = pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR)
        if message:
            raise SystemExit(f'{launch}: {message.parse_error()[0].message}')
        if finish:
            finish(pipeline)
    finally:
        pipeline.set_state(Gst.State.NULL)


def frames(launch, n_frames=None, prepare=None, finish=None):
    """The JSON lines of what comes out of a launch line."""
    return [line for line, _ in pictures(launch, n_frames, prepare, finish=finish)]
