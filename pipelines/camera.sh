#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A camera with names in a window.
#
# usage: camera.sh [GALLERY [DEVICE]]     enc.bin and /dev/video0 when not given
#
# decodebin takes cameras that deliver JPEG as well as those with raw video. The first queue holds one frame and forgets
# older ones: recognition slower than the camera costs frames, never delay. sync=false shows a frame when it is ready.
exec gst-launch-1.0 v4l2src device="${2:-/dev/video0}" ! decodebin \
  ! queue max-size-buffers=1 leaky=downstream ! facerecdetect ! queue max-size-buffers=1 ! faceembed \
  ! faceknn db="${1:-enc.bin}" ! facerecoverlay ! autovideosink sync=false
