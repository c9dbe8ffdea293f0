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

/* Exact k nearest faces of each query, in the order that squared differences summed in double give. encodings: sealed.
 * queries: n * dimensions floats. neighbours: n * k, nearest first, ties by lower row; rows past the number of faces have
 * distance INFINITY, and so have all rows of a query that holds NaN or infinity. person_distances (nullable): n * n_people,
 * Euclidean to the person's mean encoding, within 1e-4 of its value; INFINITY for a person without faces.
 * Thread-safe. Uses OpenBLAS with whatever number of threads the process has set for it and changes no setting. */
void facerec_search (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, gfloat *person_distances);

G_END_DECLS
