/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstfacerecmeta.h"

G_BEGIN_DECLS

/* Where the face came from; adopted: another detector made its region of interest, which is not ours to remove. */
void gst_facerec_meta_set_origin (GstFacerecMeta *self, const gchar *detector, gboolean adopted);
gboolean gst_facerec_meta_is_adopted (const GstFacerecMeta *self);

/* The shared bytes behind the getters, for readers that keep them longer than the buffer. (transfer none) (nullable) */
GBytes *gst_facerec_meta_peek_landmarks (const GstFacerecMeta *self);
GBytes *gst_facerec_meta_peek_embedding (const GstFacerecMeta *self);

G_END_DECLS
