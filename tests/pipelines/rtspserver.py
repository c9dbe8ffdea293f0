#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A network camera for tests: serves an H.264 recording at rtsp://127.0.0.1:PORT/film and says so, with its port, in one line.

usage: rtspserver.py FILE PORT [USER PASSWORD]     PORT 0: any"""
import sys

import gi
gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


def protect(server, factory, user, password):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'viewer')
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    factory.add_role_from_structure(
        Gst.Structure.from_string('viewer, media.factory.access=true, media.factory.construct=true')[0])


def main():
    path, port = sys.argv[1:3]
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address('127.0.0.1')
    server.set_service(port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f'( filesrc location="{path}" ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )')
    if len(sys.argv) > 4:
        protect(server, factory, *sys.argv[3:5])
    server.get_mount_points().add_factory('/film', factory)
    if not server.attach(None):
        sys.exit(f'port {port} is taken')
    print(f'rtsp://127.0.0.1:{server.get_bound_port()}/film', flush=True)
    GLib.MainLoop().run()


main()
