#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A camera with names in a window.
#
# usage: camera.sh [GALLERY [DEVICE]]     enc.bin and /dev/video0 when not given
#
# decodebin takes cameras that deliver JPEG as well as those with raw video. Recognition that is slower than the camera is
# skipped, no frame waits for it, and facetrack moves the faces on meanwhile. sync=false shows a frame when it is ready.
exec gst-launch-1.0 v4l2src device="${2:-/dev/video0}" ! decodebin \
  ! facerecdetect ! facetrack ! faceembed ! faceknn db="${1:-enc.bin}" ! facerecoverlay \
  ! autovideosink sync=false
