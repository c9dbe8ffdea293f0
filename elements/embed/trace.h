/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* Whether somebody has looked at a face to describe it: it has an embedding, a measured quality, or was refused as too poor. On a
 * paced stream faces may have no embedding for long, or never, though faceembed is there; but it measures the quality of those
 * that it begins with. */
gboolean gst_facerec_embed_has_traces (const GstFacerecMeta *face);

G_END_DECLS
