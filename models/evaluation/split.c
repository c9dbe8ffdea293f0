/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/split.h"

#include <math.h>

void
facerec_shuffle (GRand *random, guint *values, guint n)
{
  for (guint i = n; i > 1; i--) {
    const guint other = (guint) g_rand_int_range (random, 0, (gint32) i), value = values[i - 1];

    values[i - 1] = values[other];
    values[other] = value;
  }
}

guint
facerec_split_stratified (GRand *random, const guint *people, guint n, guint n_people, gboolean *enrolled)
{
  g_autofree guint *order = g_new (guint, n);
  g_autofree guint *left = g_new0 (guint, n_people); /* how many of each person are to be enrolled still */
  guint n_enrolled = 0;

  for (guint i = 0; i < n; i++) {
    order[i] = i;
    left[people[i]]++;
  }
  for (guint person = 0; person < n_people; person++)
    left[person] = (left[person] + 1) / 2;
  facerec_shuffle (random, order, n);
  for (guint i = 0; i < n; i++) {
    const guint face = order[i];

    enrolled[face] = left[people[face]] > 0;
    if (enrolled[face]) {
      left[people[face]]--;
      n_enrolled++;
    }
  }
  return n_enrolled;
}

void
facerec_split_shares (const FacerecDistances *distances, const guint *people, const gboolean *enrolled, gdouble *shares)
{
  guint n_queries = 0, right[FACEREC_MAX_SWEEP + 1] = { 0 };

  for (guint face = 0; face < distances->n; face++) {
    FacerecVoter nearest[FACEREC_MAX_SWEEP];
    guint n;

    if (enrolled[face])
      continue;
    n = facerec_knn_nearest (distances, people, face, enrolled, FALSE, FACEREC_MAX_SWEEP, nearest);
    n_queries++;
    for (guint k = 1; n > 0 && k <= FACEREC_MAX_SWEEP; k++)
      right[k] += facerec_knn_vote (nearest, MIN (k, n)) == people[face];
  }
  for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++)
    shares[k] = n_queries > 0 ? (gdouble) right[k] / n_queries : NAN;
}
