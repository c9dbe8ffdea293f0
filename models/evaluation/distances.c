/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/distances.h"

#include <math.h>

static gdouble
squared (const gfloat *a, const gfloat *b, guint dimensions)
{
  gdouble sum = 0;

  for (guint i = 0; i < dimensions; i++)
    sum += ((gdouble) a[i] - b[i]) * ((gdouble) a[i] - b[i]);
  return sum;
}

FacerecDistances *
facerec_distances_new (const gfloat *embeddings, guint n, guint dimensions)
{
  FacerecDistances *self = g_new0 (FacerecDistances, 1);
  gfloat *value = self->values = g_new (gfloat, (gsize) n * (n - (n > 0)) / 2);

  self->n = n;
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++)
      *value++ = (gfloat) sqrt (squared (embeddings + a * dimensions, embeddings + b * dimensions, dimensions));
  return self;
}

void
facerec_distances_free (FacerecDistances *self)
{
  if (!self)
    return;
  g_free (self->values);
  g_free (self);
}
