/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/distances.h"

G_BEGIN_DECLS

/* Moves places (2 * n) so that faces near to each other lie near to each other in the plane: exact t-SNE, as L. van der Maaten
 * and G. Hinton, "Visualizing data using t-SNE", JMLR 2008. Who is near is told well by it; how far apart groups are is not.
 *
 * faces: which n of the distances' faces. places: where to begin, such as a PCA, and where they end; only the order that they
 * stand in matters, not their scale. No random numbers: the same input gives the same picture. Perplexity 30, less for
 * fewer than 91 faces; 750 rounds, the first 250 of them exaggerated 12 times. Time and memory grow with n * n: 1,500
 * faces take some seconds. n < 4: places are left as they are. stop: ends it early once it is set; NULL: never. */
void facerec_tsne (const FacerecDistances *distances, const guint *faces, guint n, gdouble *places,
    const volatile gint *stop);

G_END_DECLS
