/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Square RGB pictures of one size become planes of floats of another: the triangle filter, as wide as a pixel of the
 * smaller picture, so that a smaller picture averages and a larger one is interpolated (what Pillow calls BILINEAR).
 * The same size: a copy. Pixel centres are at halves; beyond the border nothing counts. */
typedef struct _FacerecResize FacerecResize;

/* from, to: px a side, 1... (transfer full) */
FacerecResize *facerec_resize_new (guint from, guint to);
void facerec_resize_free (FacerecResize *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecResize, facerec_resize_free)

/* picture: from x from packed RGB. planes: 3 x to x to, red first; each number is (0..255 as filtered, -
 * mean[channel]) * scale. Any number of threads at once. */
void facerec_resize_run (const FacerecResize *self, const guint8 *picture, const gfloat *mean, gfloat scale, gfloat *planes);

G_END_DECLS
