/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Principal component analysis down to a plane: places (2 * n, overwritten) are the embeddings (n * dimensions floats) seen
 * along the two directions in which they differ most, from their mean. The directions come from power iteration, the second
 * at right angles to the first; each points to where its largest component is positive, so that the same embeddings give the
 * same picture. shares (2): of all the variance, what each direction shows; 0 when nothing differs. */
void facerec_pca_plane (const gfloat *embeddings, guint n, guint dimensions, gdouble *places, gdouble *shares);

G_END_DECLS
