/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* What files beside index.c that own some of the tables need. */

struct _BatchIndex {
  sqlite3 *db;
  gchar *path;
  BatchIndexMode mode;
};

/* Sets error after something with the database went wrong; FALSE. */
gboolean batch_index_fail (BatchIndex *self, GError **error);
/* Statements without values. */
gboolean batch_index_execute (BatchIndex *self, const gchar *sql, GError **error);
/* One statement that returns no rows, with one value for each letter of types: i gint64; d gdouble, NaN: NULL; s text,
 * nullable; b pointer, gsize. */
gboolean batch_index_change (BatchIndex *self, GError **error, const gchar *sql, const gchar *types, ...);
/* The first column of the first row. */
gboolean batch_index_read_number (BatchIndex *self, const gchar *sql, gint64 *number, GError **error);
/* NULL with an error. To be finalized. (transfer full) */
sqlite3_stmt *batch_index_prepare (BatchIndex *self, const gchar *sql, GError **error);
/* TRUE: there is a row. FALSE without an error: there is none any more. */
gboolean batch_index_step (BatchIndex *self, sqlite3_stmt *row, GError **error);

G_END_DECLS
