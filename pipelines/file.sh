#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A film with names in a window, at its own speed where the machine keeps up.
#
# usage: file.sh GALLERY FILM
[ $# -ge 2 ] || { echo "usage: file.sh GALLERY FILM" >&2; exit 2; }
exec gst-launch-1.0 filesrc location="$2" ! decodebin ! queue ! facerecdetect ! facetrack ! queue ! faceembed \
  ! faceknn db="$1" ! facerecoverlay ! queue ! autovideosink
