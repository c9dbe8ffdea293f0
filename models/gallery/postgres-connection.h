/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* A connection to a PostgreSQL server that never waits for ever: connecting takes connect_timeout (5 s for each address
 * of the server unless the address says otherwise), an answer may be silent for 10 s, or as long as the statement may
 * wait for a lock. One thread at a time. */
typedef struct {
  PGconn *conn;  /* NULL: lost */
  gchar *name;   /* for messages; holds no password */
  gchar *secret; /* never to be told; nullable */
  gchar *lost;   /* why there is no connection any more; NULL: there is one */
  const gint *give_up; /* (nullable) not 0: nothing is waited for any more; borrowed, set by any thread */
  GPtrArray *later; /* of const gchar *: what goes in front of the next statement */
} FacerecPostgres;

/* address: what facerec_gallery_is_shared. FACEREC_ERROR_OPEN: no server, no such database, not let in; ARGUMENT: not
 * understood. No message holds the password. */
FacerecPostgres *facerec_postgres_connect (const gchar *address, GError **error);
void facerec_postgres_free (FacerecPostgres *self); /* NULL is fine */

/* The values of a statement's $1, $2 … */
#define FACEREC_POSTGRES_MAX_VALUES 11
typedef struct {
  int n;
  const char *values[FACEREC_POSTGRES_MAX_VALUES];
  int lengths[FACEREC_POSTGRES_MAX_VALUES], formats[FACEREC_POSTGRES_MAX_VALUES];
  gchar numbers[FACEREC_POSTGRES_MAX_VALUES][G_ASCII_DTOSTR_BUF_SIZE];
} FacerecPostgresValues;

/* Borrowed until the statement has run; NULL is the SQL NULL. */
void facerec_postgres_add_text (FacerecPostgresValues *values, const gchar *text);
void facerec_postgres_add_bytes (FacerecPostgresValues *values, gconstpointer bytes, gsize n);
void facerec_postgres_add_int64 (FacerecPostgresValues *values, gint64 number);
void facerec_postgres_add_real (FacerecPostgresValues *values, gfloat number); /* NaN is the SQL NULL */

/* One statement; values: (nullable); the result is binary, (transfer full). NULL: "<name>: <what>: <reason>", with code
 * where the server does not say what kind of failure it is. Once the connection is lost every call fails at once. */
PGresult *facerec_postgres_query (FacerecPostgres *self, const gchar *sql, const FacerecPostgresValues *values,
    const gchar *what, FacerecError code, GError **error);
/* Several of them, which a server far away is waited for once. The results are set (transfer full), or on failure of any NULL. */
typedef struct {
  const gchar *sql;
  FacerecPostgresValues values;
  PGresult *result;
} FacerecPostgresQuestion;
gboolean facerec_postgres_ask (FacerecPostgres *self, FacerecPostgresQuestion *questions, guint n, const gchar *what,
    FacerecError code, GError **error);
/* Statements whose results are of no interest; lock_wait_ms more than usual may pass. */
gboolean facerec_postgres_run (FacerecPostgres *self, const gchar *sql, guint lock_wait_ms, const gchar *what,
    FacerecError code, GError **error);
/* A statement (a constant) that goes in one message with the next one, and only that one's answer is waited for. For what cannot
 * fail in a sound transaction, SAVEPOINT and RELEASE; if it does, so does the next one. */
void facerec_postgres_run_later (FacerecPostgres *self, const gchar *sql);
/* What was to be run later will not be. */
void facerec_postgres_forget_later (FacerecPostgres *self);
/* TRUE in a transaction that can go on. */
gboolean facerec_postgres_in_transaction (const FacerecPostgres *self);
/* Waits till there is something to read, or timeout_ms have passed, and takes it in. FALSE: the connection is lost. */
gboolean facerec_postgres_take_in (FacerecPostgres *self, gint timeout_ms, GError **error);

/* Of a binary result. */
gint64 facerec_postgres_get_int64 (const PGresult *result, int row, int column);
gint32 facerec_postgres_get_int32 (const PGresult *result, int row, int column);
gfloat facerec_postgres_get_real (const PGresult *result, int row, int column); /* NULL: NaN */
const gchar *facerec_postgres_get_text (const PGresult *result, int row, int column); /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecPostgres, facerec_postgres_free)

G_END_DECLS
