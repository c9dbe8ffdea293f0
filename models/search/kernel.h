/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/search/chunk.h"

G_BEGIN_DECLS

/* Rows of a group: their squares are looked at together, and a group of an embedding's size stays in a core's cache
 * while all queries see it. */
#define FACEREC_GROUP_ROWS 128

/* Squared distances between n_blocks (at most FACEREC_GROUP_ROWS / FACEREC_LANES) blocks of a chunk and n queries of
 * dimensions numbers. squares: n times FACEREC_GROUP_ROWS, aligned to 64 bytes, those of a query together. The sum of
 * n squares in float, in whatever order the processor likes: relative error at most (n + 3) * 2^-24 besides that of
 * numbers below FLT_MIN. blocks: aligned to 64 bytes. */
void facerec_search_squares (const gfloat *blocks, guint dimensions, guint n_blocks, const gfloat *queries, guint n,
    gfloat *squares);
/* The least of n (a multiple of FACEREC_LANES) numbers; one that is none is passed over; INFINITY when all are. */
gfloat facerec_search_least (const gfloat *squares, guint n);

G_END_DECLS
