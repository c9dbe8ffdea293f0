#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A film with names into an MP4 file, as fast as the machine can; needs no display.
#
# usage: annotate.sh GALLERY FILM ANNOTATED.mp4
[ $# -ge 3 ] || { echo "usage: annotate.sh GALLERY FILM ANNOTATED.mp4" >&2; exit 2; }
exec gst-launch-1.0 filesrc location="$2" ! decodebin ! progressreport ! facerecdetect ! facetrack ! queue ! faceembed \
  ! faceknn db="$1" ! queue ! facerecoverlay ! videoconvert ! openh264enc complexity=low ! h264parse ! mp4mux \
  ! filesink location="$3"
