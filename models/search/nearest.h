/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/search/rows.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* The nearest rows of a matrix, whatever it holds. */

typedef struct {
  gdouble square; /* of the distance, INFINITY: no such row */
  guint row;
  guint owner;
} FacerecNearest;

typedef struct {
  const FacerecRows *rows;
  const guint *owners; /* of each row; NULL: every row is its own */
  guint n_owners;      /* who have a row */
  const gfloat *queries;
  guint n_queries;
  guint k; /* nearest rows, by square, then by row */
  guint m; /* nearest owners, each by its nearest row, by square, then by owner */
} FacerecNearestTask;

/* nearest: n_queries * (k + m), for each query first the k, then the m; filled up with INFINITY. */
void facerec_search_nearest (const FacerecNearestTask *task, FacerecWorkers *workers, FacerecNearest *nearest);

/* Of row, to a query that is one piece: in double, in order of the numbers. */
gdouble facerec_search_exact_square (const FacerecChunk *chunk, guint row, const gfloat *query);

G_END_DECLS
