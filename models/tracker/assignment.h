/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of the matches that are possible. */
typedef struct {
  guint row, column;
  gdouble cost; /* finite, any sign */
} FacerecPair;

#define FACEREC_ASSIGNMENT_ALONE G_MAXUINT

/* Matches rows with columns, each with one other at most, so that the sum of the costs of the pairs chosen and of the rows
 * left alone is least. pairs: the possible ones, ordered by row, none twice; alone: n_rows costs of leaving that row alone;
 * column_of_row: n_rows results, FACEREC_ASSIGNMENT_ALONE for none.
 *
 * Each row in turn is given a column along the shortest augmenting path, with potentials (the Hungarian method as Jonker and
 * Volgenant, Computing 38, 1987, do it), but over the possible pairs only: where few are, the time is about linear in their
 * number. Of more than 65,536 pairs the cheapest win one by one instead. */
void facerec_assignment_solve (const FacerecPair *pairs, guint n_pairs, guint n_rows, guint n_columns,
    const gdouble *alone, guint *column_of_row);

G_END_DECLS
