/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* Pictures of faces, cut out of frames. */

/* What is around a box (pixels of the frame): half as much again on each side as far as the frame goes, at most 160 pixels
 * wide and high, hardly ever enlarged; both are multiples of 16. I420. NULL when the box has nothing in the frame.
 * (transfer full) */
GstSample *batch_picture_cut (GstSample *frame, gfloat x, gfloat y, gfloat width, gfloat height);

/* Turns cut-outs into JPEG. */
typedef struct _BatchJpeg BatchJpeg;
BatchJpeg *batch_jpeg_new (GError **error);
/* The same picture gives the same bytes. NULL on an error. (transfer full) */
GBytes *batch_jpeg_encode (BatchJpeg *self, GstSample *picture, GError **error);
void batch_jpeg_free (BatchJpeg *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchJpeg, batch_jpeg_free)

G_END_DECLS
