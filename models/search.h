/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

G_BEGIN_DECLS

typedef struct {
  guint face;     /* row in the encodings, G_MAXUINT: none */
  guint person;   /* whose, G_MAXUINT: nobody's */
  gfloat distance; /* Euclidean, exact */
} FacerecNeighbour;

/* Exact search, in the order that squared differences summed in double give; ties by lower row. encodings: sealed.
 * queries: n * dimensions floats. Each output may be NULL:
 * - neighbours: n * k, the nearest faces, nearest first;
 * - people: n * m, the nearest face of each of the m nearest people, nearest first, ties by lower person;
 * - person_distances: n * n_people, Euclidean to the person's mean encoding, within 1e-4 of its value; INFINITY for a
 *   person without faces. What there are too few faces or people for has distance INFINITY, and so has everything of
 *   a query that holds NaN or infinity. Thread-safe. Uses OpenBLAS with whatever number of threads the process has
 *   set for it and changes no setting. */
void facerec_search_people (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, guint m, FacerecNeighbour *people, gfloat *person_distances);
/* The same without the nearest people. */
void facerec_search (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, gfloat *person_distances);

G_END_DECLS
