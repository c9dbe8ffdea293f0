/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

#include "models/identity.h"

G_BEGIN_DECLS

/* What models/identity says of a face, as metadata. margin: of the rule that was applied. stranger: number of one who is told
 * apart, who is called "unknown-1" and so on; 0: none, or somebody named. (transfer full) */
GstFacerecIdentity *gst_facerec_answer_new (const FacerecIdentityResult *result, gfloat margin, guint stranger);

/* Mirrors the face as a region of interest, in which a face with an identity but no name has unknown_label for its label. */
void gst_facerec_answer_mirror (GstBuffer *buffer, const GstFacerecMeta *face, const gchar *unknown_label);

G_END_DECLS
