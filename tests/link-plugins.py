#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A folder of links to the system's GStreamer plugins without gst-plugins-bad's OpenCV plugin, whose facedetect would
otherwise take the place of ours in every test; tests/pipelines/clash.sh alone meets it.

usage: link-plugins.py FROM TO"""
import os
import sys


def main():
    source, target = sys.argv[1:3]
    os.makedirs(target, exist_ok=True)
    wanted = {n for n in os.listdir(source) if n.startswith('libgst') and n.endswith('.so') and n != 'libgstopencv.so'}
    for name in set(os.listdir(target)) - wanted:
        os.unlink(os.path.join(target, name))
    for name in wanted - set(os.listdir(target)):
        os.symlink(os.path.join(source, name), os.path.join(target, name))


main()
