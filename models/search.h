/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Exact search, in the order that squared differences summed in double give; the same whatever the number of threads.
 * Each enrolled row is read from memory once for all queries. models/search.md tells how, and what it costs.
 *
 * encodings: sealed. queries: n * dimensions floats. workers: who helps where the gallery is large enough for it to
 * pay; NULL: this thread alone. What there are too few faces or people for has distance INFINITY, and so has
 * everything of a query that holds NaN or infinity. Thread-safe. */

typedef struct {
  guint face;     /* row in the encodings, G_MAXUINT: none */
  guint person;   /* whose, G_MAXUINT: nobody's */
  gfloat distance; /* Euclidean, exact */
} FacerecNeighbour;

/* Each output may be NULL:
 * - neighbours: n * k, the nearest faces, nearest first, ties by lower row;
 * - people: n * m, the nearest face of each of the m nearest people, nearest first, ties by lower person, and of one
 *   person by lower row. */
void facerec_search (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    guint k, FacerecNeighbour *neighbours, guint m, FacerecNeighbour *people);
/* neighbours: n * k, the people whose mean encodings are nearest, ties by lower person; face: G_MAXUINT. */
void facerec_search_means (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    guint k, FacerecNeighbour *neighbours);
/* From one query to the mean encoding of a person, exact; INFINITY for a person without faces. */
gfloat facerec_search_mean_distance (const FacerecEncodings *encodings, const gfloat *query, guint person);

G_END_DECLS
