/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

G_BEGIN_DECLS

/* Which faces are nearly equal. (transfer full): for each face the number of the nearest earlier one that is nearer
 * than limit, G_MAXUINT for most; of several equal ones any. encodings: sealed. Faces are put in order of one
 * projection and only neighbours there are compared, so a million take a few seconds, not a million squared. */
guint *facerec_find_duplicates (const FacerecEncodings *encodings, gfloat limit);

G_END_DECLS
