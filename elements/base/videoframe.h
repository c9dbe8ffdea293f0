/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>
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

/* Whether the box of a face is one of this frame. One that was counted in a frame of another size (something turned or cropped
 * the picture without telling) is not where the face is. */
gboolean gst_facerec_video_frame_has_face (const FacerecFrame *frame, const GstFacerecMeta *face);

G_END_DECLS
