/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "elements/overlay/hideback.h"
#include "elements/overlay/hiderule.h"

G_BEGIN_DECLS

/* How faces are hidden. */
typedef struct {
  GstFacerecHideRule *rule;
  gfloat margin; /* by how much of its box a face's mosaic is larger at each side, >= 0 */
  guint cells;   /* squares along the longer side of the box, >= 1 */
} GstFacerecOverlayHide;

/* Whether the buffer only fills a gap and is empty. */
gboolean gst_facerec_overlay_has_no_picture (GstBuffer *buffer);

/* Adds a frame with its faces, and where it begins another shot, to back. A face whose box was counted in a frame of another
 * size could be anywhere. frame: is only read. cuts: NULL, or where the pixels cannot be read: cuts are not seen. Returns its
 * number. */
guint64 gst_facerec_overlay_hide_watch (GstFacerecHideBack *back, FacerecShotCut *cuts, GstBuffer *frame,
    const GstVideoInfo *info, guint64 time);

/* Lays a mosaic over each of the places (GstFacerecHidePlace). A place that could be anywhere: all of the frame.
 *
 * buffer: writable; where its memory is shared it gets its own, and only when there is something to hide. FALSE: there is
 * something and the pixels cannot be written; they are as they were, and not to be shown. */
gboolean gst_facerec_overlay_hide (const GstFacerecOverlayHide *hide, const GArray *places, GstBuffer *buffer,
    const GstVideoInfo *info);

G_END_DECLS
