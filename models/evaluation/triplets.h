/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/distances.h"

G_BEGIN_DECLS

/* Of all triplets of a picture, another one of the same person and one of somebody else: in how many the second is nearer to
 * the first than the third is; equally near counts as wrong. n_triplets (out, nullable). NaN when there is none. */
gdouble facerec_triplet_share (const FacerecDistances *distances, const guint *people, guint64 *n_triplets);

G_END_DECLS
