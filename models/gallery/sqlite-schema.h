/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What makes an SQLite file a gallery: its header, its tables, the row that says which model it is for. */

/* A connection that trusts nothing in the file and keeps nothing outside of it. NULL: error is set, naming path. */
sqlite3 *facerec_gallery_schema_connect (const gchar *path, const gchar *real_path, gboolean writes,
    gboolean may_be_empty, GError **error);
/* Makes an empty database a gallery. One that has become a gallery meanwhile is left alone. */
gboolean facerec_gallery_schema_create (sqlite3 *db, const gchar *path, const gchar *model_id, guint dimensions,
    GError **error);
/* Whether it is exactly a gallery of this version; model_id (out, transfer full). */
gboolean facerec_gallery_schema_verify (sqlite3 *db, const gchar *path, gchar **model_id, guint *dimensions,
    GError **error);
/* TRUE when there is nothing at all in it. */
gboolean facerec_gallery_schema_is_empty (sqlite3 *db);

/* The last failure of db as a GError: "<path>: <what>: <reason>". Returns FALSE. */
gboolean facerec_gallery_sqlite_fail (sqlite3 *db, const gchar *path, const gchar *what, GError **error);

G_END_DECLS
