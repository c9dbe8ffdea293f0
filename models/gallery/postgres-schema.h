/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery/postgres-connection.h"

G_BEGIN_DECLS

/* What makes a PostgreSQL database a gallery: the schema facerec with its tables, triggers and the rows that say which
 * version it is of and which model it is for. */

/* What NOTIFY is sent on by the triggers; the payload is "rows", or "values" where known ids may have other values. */
#define FACEREC_POSTGRES_CHANNEL "facerec_gallery"
/* BEGIN, and only one writer at a time; other programs may lock by it too. One that does not may hold rows: that is told as
 * such before the connection is given up for silence. */
#define FACEREC_POSTGRES_BEGIN_SQL "BEGIN; SELECT pg_advisory_xact_lock (1179796803); SET LOCAL lock_timeout = '8s'"
/* More than lock_timeout. */
#define FACEREC_POSTGRES_LOCK_WAIT_MS 25000

typedef enum {
  FACEREC_POSTGRES_SCHEMA_MISSING, /* no gallery has been made in this database */
  FACEREC_POSTGRES_SCHEMA_FOUND,
  FACEREC_POSTGRES_SCHEMA_FAILED, /* error is set */
} FacerecPostgresSchema;

/* Whether it is a gallery of this version; model_id (out, transfer full) and dimensions are set where it is. */
FacerecPostgresSchema facerec_postgres_schema_verify (FacerecPostgres *db, gchar **model_id, guint *dimensions,
    GError **error);
/* Makes it one, unless it has become one meanwhile, which is left alone. */
gboolean facerec_postgres_schema_create (FacerecPostgres *db, const gchar *model_id, guint dimensions, GError **error);
/* FACEREC_ERROR_WRITE where this role, or this server, only reads. */
gboolean facerec_postgres_schema_check_writable (FacerecPostgres *db, GError **error);

G_END_DECLS
