/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search.h"

#include <math.h>

#include "models/encodings-private.h"
#include "models/search/nearest.h"

static FacerecNeighbour
to_neighbour (const FacerecNearest *nearest)
{
  return (FacerecNeighbour) { nearest->row, nearest->owner, (gfloat) sqrt (nearest->square) };
}

void
facerec_search (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, guint m, FacerecNeighbour *people)
{
  g_return_if_fail (encodings != NULL && encodings->sealed);
  g_return_if_fail (n == 0 || queries != NULL);

  const FacerecNearestTask task = { .rows = &encodings->faces,
    .owners = (const guint *) encodings->face_person->data, .n_owners = encodings->n_people_with_faces,
    .queries = queries, .n_queries = n, .k = neighbours != NULL ? k : 0, .m = people != NULL ? m : 0 };
  g_autofree FacerecNearest *nearest = g_new (FacerecNearest, (gsize) n * ((gsize) task.k + task.m));
  facerec_search_nearest (&task, workers, nearest);
  const FacerecNearest *next = nearest;
  for (guint i = 0; i < n; i++) {
    for (guint j = 0; j < task.k; j++)
      neighbours[(gsize) i * k + j] = to_neighbour (next++);
    for (guint j = 0; j < task.m; j++)
      people[(gsize) i * m + j] = to_neighbour (next++);
  }
}

void
facerec_search_means (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    guint k, FacerecNeighbour *neighbours)
{
  g_return_if_fail (encodings != NULL && encodings->sealed);
  g_return_if_fail (n == 0 || k == 0 || (queries != NULL && neighbours != NULL));

  const FacerecNearestTask task = { .rows = &encodings->means, .n_owners = encodings->n_people_with_faces,
    .queries = queries, .n_queries = n, .k = k };
  g_autofree FacerecNearest *nearest = g_new (FacerecNearest, (gsize) n * k);
  facerec_search_nearest (&task, workers, nearest);
  for (gsize i = 0; i < (gsize) n * k; i++) {
    neighbours[i] = to_neighbour (&nearest[i]);
    neighbours[i].face = G_MAXUINT;
  }
}

gfloat
facerec_search_mean_distance (const FacerecEncodings *encodings, const gfloat *query, guint person)
{
  g_return_val_if_fail (encodings != NULL && encodings->sealed && query != NULL, INFINITY);
  g_return_val_if_fail (person < encodings->people->len, INFINITY);

  const guint n = facerec_rows_find (&encodings->means, person);
  const gdouble square = facerec_search_exact_square (facerec_rows_chunk (&encodings->means, n),
      person - facerec_rows_first (&encodings->means, n), query);
  return isfinite (square) ? (gfloat) sqrt (square) : INFINITY;
}
