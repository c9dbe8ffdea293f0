#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A network camera with names in a window.
#
# usage: rtsp.sh GALLERY rtsp://camera.example/stream
#
# Ten searches a second are plenty for people who walk by; on the frames between facetrack moves the faces on.
[ $# -ge 2 ] || { echo "usage: rtsp.sh GALLERY rtsp://camera.example/stream" >&2; exit 2; }
exec gst-launch-1.0 uridecodebin uri="$2" caps="video/x-raw" ! queue max-size-buffers=1 leaky=downstream \
  ! facerecdetect max-fps=10 ! facetrack ! faceembed ! faceknn db="$1" ! facerecoverlay \
  ! autovideosink sync=false
