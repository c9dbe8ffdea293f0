/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "line.h"

const gfloat line_places[LINE_N] = { 0, 1, 3, 4, 6, 10 };
const guint line_people[LINE_N] = { 0, 0, 0, 1, 1, 2 };

FacerecDistances *
line_distances (void)
{
  return facerec_distances_new (line_places, LINE_N, 1);
}

FacerecDistances *
random_distances (guint32 seed, guint n, guint n_people, guint dimensions, guint *people, gfloat **embeddings)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree gfloat *centres = g_new (gfloat, (gsize) n_people * dimensions);
  gfloat *values = g_new (gfloat, (gsize) n * dimensions);
  FacerecDistances *distances;

  for (guint i = 0; i < n_people * dimensions; i++)
    centres[i] = (gfloat) g_rand_double_range (random, -1, 1);
  for (guint i = 0; i < n; i++) {
    people[i] = i < n_people ? i : (guint) g_rand_int_range (random, 0, (gint32) n_people);
    for (guint j = 0; j < dimensions; j++)
      values[i * dimensions + j] = centres[people[i] * dimensions + j] + (gfloat) g_rand_double_range (random, -0.6, 0.6);
  }
  distances = facerec_distances_new (values, n, dimensions);
  if (embeddings)
    *embeddings = values;
  else
    g_free (values);
  return distances;
}
