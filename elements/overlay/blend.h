/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* Does to a frame, mapped for reading and writing, what gst_video_overlay_composition_blend() does to the last bit, for
 * rectangles that are not scaled and have pixels of GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB. That one (1.22) converts all of
 * each line that a rectangle touches to RGB or AYUV and back; this only what is under the rectangle, and it also
 * works where pixels are not aligned. */
void gst_facerec_overlay_blend (GstVideoOverlayComposition *composition, GstVideoFrame *frame);

G_END_DECLS
