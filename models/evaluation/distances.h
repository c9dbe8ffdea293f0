/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far each of n faces is from each other one, Euclidean: what all figures of an evaluation are made of. Half of the
 * square is kept, 2 * n * n bytes. Immutable once made; any number of threads may read it. */
typedef struct {
  guint n;
  gfloat *values; /* row a has the a distances to the faces before it */
} FacerecDistances;

/* embeddings: n * dimensions floats, finite. Differences are squared and summed in double, one after the other: the same
 * bits everywhere. */
FacerecDistances *facerec_distances_new (const gfloat *embeddings, guint n, guint dimensions);
void facerec_distances_free (FacerecDistances *self); /* NULL is fine */

/* a, b: below n. The distance of a face to itself is 0. */
static inline gfloat
facerec_distances_get (const FacerecDistances *self, guint a, guint b)
{
  const gsize high = MAX (a, b), low = MIN (a, b);

  return a == b ? 0 : self->values[high * (high - 1) / 2 + low];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecDistances, facerec_distances_free)

G_END_DECLS
