#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A camera with names into an MP4 file and a window at once; Ctrl-C ends it and closes the file properly (-e).
#
# usage: record.sh GALLERY FILM.mp4 [DEVICE]
[ $# -ge 2 ] || { echo "usage: record.sh GALLERY FILM.mp4 [DEVICE]" >&2; exit 2; }
exec gst-launch-1.0 -e v4l2src device="${3:-/dev/video0}" ! decodebin \
  ! facerecdetect ! facetrack ! faceembed \
  ! faceknn db="$1" ! facerecoverlay ! tee name=named \
  named. ! queue ! videoconvert ! openh264enc complexity=low ! h264parse ! mp4mux ! filesink location="$2" \
  named. ! queue ! autovideosink sync=false
