/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

G_BEGIN_DECLS

typedef struct {
  guint face;     /* row in the encodings */
  guint person;   /* whose */
  gfloat distance; /* Euclidean, exact */
} FacerecNeighbour;

/* Exact k nearest faces of each query. queries: n * dimensions floats. neighbours: n * k, nearest first, ties by lower row;
 * rows past the number of faces have distance INFINITY. person_distances (nullable): n * n_people, Euclidean to the
 * person's mean encoding. Thread-safe. */
void facerec_search (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, gfloat *person_distances);

G_END_DECLS
