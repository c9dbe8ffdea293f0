/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "models/frame.h"

G_BEGIN_DECLS

/* The formats that every element of ours that touches pixels takes, so that no videoconvert is needed between a camera
 * and a sink. */
#define GST_FACEREC_VIDEO_FORMATS \
  "{ I420, YV12, NV12, NV21, YUY2, UYVY, RGB, BGR, RGBx, xRGB, BGRx, xBGR, RGBA, BGRA, ARGB, ABGR, GRAY8 }"

/* Describes a mapped frame of one of those formats to models/: pointers into it, its strides, its colorimetry. frame is
 * valid as long as video is mapped. */
void gst_facerec_video_frame_describe (const GstVideoFrame *video, FacerecFrame *frame);

G_END_DECLS
