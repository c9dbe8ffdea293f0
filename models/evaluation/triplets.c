/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/triplets.h"

#include <math.h>
#include <stdlib.h>

static int
compare (const void *a, const void *b)
{
  const gfloat x = *(const gfloat *) a, y = *(const gfloat *) b;

  return (x > y) - (x < y);
}

/* Adds the triplets of one anchor; others: room for all faces. */
static void
count (const FacerecDistances *distances, const guint *people, guint anchor, gfloat *others, guint64 *n_right, guint64 *n_all)
{
  guint n_others = 0;

  for (guint face = 0; face < distances->n; face++)
    if (people[face] != people[anchor])
      others[n_others++] = facerec_distances_get (distances, anchor, face);
  if (n_others > 0)
    qsort (others, n_others, sizeof *others, compare);
  for (guint face = 0; face < distances->n; face++) {
    const gfloat distance = facerec_distances_get (distances, anchor, face);
    guint low = 0, high = n_others; /* low: how many others are not farther */

    if (face == anchor || people[face] != people[anchor])
      continue;
    while (low < high) {
      const guint middle = (low + high) / 2;

      if (others[middle] <= distance)
        low = middle + 1;
      else
        high = middle;
    }
    *n_right += n_others - low;
    *n_all += n_others;
  }
}

gdouble
facerec_triplet_share (const FacerecDistances *distances, const guint *people, guint64 *n_triplets)
{
  g_autofree gfloat *others = g_new (gfloat, distances->n);
  guint64 n_right = 0, n_all = 0;

  for (guint anchor = 0; anchor < distances->n; anchor++)
    count (distances, people, anchor, others, &n_right, &n_all);
  if (n_triplets)
    *n_triplets = n_all;
  return n_all > 0 ? (gdouble) n_right / n_all : NAN;
}
