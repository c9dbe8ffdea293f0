#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole Python application: recognises the people in a film or picture and prints a line whenever that changes.

usage: names.py enc.bin film.mp4       needs python3-gi, gir1.2-gstreamer-1.0 and our own typelib"""
import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstFacerec', '1.0')
from gi.repository import Gst, GstFacerec  # noqa: E402


def names_of_faces(buffer):
    """The people of one frame: 'anna bert', 'Unknown' for a face that nobody was found for, '-' without a face."""
    return ' '.join(face.get_label() or 'Unknown' for face in GstFacerec.buffer_get_faces(buffer)) or '-'


def main():
    if len(sys.argv) != 3:
        sys.exit(f'usage: {sys.argv[0]} GALLERY FILE')
    Gst.init(None)
    pipeline = Gst.parse_launch(
        'filesrc name=source ! decodebin ! facerecdetect ! faceembed ! faceknn name=who ! fakesink sync=false')
    # Paths are set as properties, not written into the line: so they may hold any character.
    pipeline.get_by_name('who').props.db = sys.argv[1]
    pipeline.get_by_name('source').props.location = sys.argv[2]
    last = None

    def faces_of_frame(_pad, info):
        nonlocal last
        buffer = info.get_buffer()
        now = names_of_faces(buffer)
        if now != last:
            seconds = buffer.pts / Gst.SECOND if buffer.pts != Gst.CLOCK_TIME_NONE else 0
            print(f'{seconds:.3f} {now}', flush=True)
            last = now
        return Gst.PadProbeReturn.OK

    pipeline.get_by_name('who').get_static_pad('src').add_probe(Gst.PadProbeType.BUFFER, faces_of_frame)
    pipeline.set_state(Gst.State.PLAYING)
    message = pipeline.get_bus().timed_pop_filtered(Gst.CLOCK_TIME_NONE, Gst.MessageType.ERROR | Gst.MessageType.EOS)
    pipeline.set_state(Gst.State.NULL)
    if message.type == Gst.MessageType.ERROR:
        sys.exit(message.parse_error()[0].message)


main()
