/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "elements/hiderule.h"

G_BEGIN_DECLS

/* How faces are hidden. */
typedef struct {
  GstFacerecHideRule *rule;
  gfloat margin; /* by how much of its box a face's mosaic is larger at each side, >= 0 */
  guint cells;   /* squares along the longer side of the box, >= 1 */
} GstFacerecOverlayHide;

/* Lays a mosaic over each face of the buffer that the rule hides. A box that is not of this frame (its age is above 0)
 * grows by a twentieth for each frame of its age, up to its own size at each side. A face whose box was counted in a
 * frame of another size could be anywhere: all of the frame is hidden.
 *
 * buffer: writable; where its memory is shared it gets its own, and only when there is something to hide. n_hidden: (out):
 * faces hidden. FALSE: a face is to be hidden and the pixels cannot be written; they are as they were, and not to be
 * shown. */
gboolean gst_facerec_overlay_hide (const GstFacerecOverlayHide *hide, GstBuffer *buffer, const GstVideoInfo *info,
    guint *n_hidden);

G_END_DECLS
