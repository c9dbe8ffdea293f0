/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/postgres-connection.h"

#include "models/gallery/address.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>

/* A shorter password is as good as known, and part of many words. */
#define MIN_SECRET 4
/* How long a server may say nothing. */
#define SILENCE_MS 10000
/* How soon it is noticed that nobody wants to wait any longer. */
#define GIVE_UP_MS 250

/* Ours where the address does not say otherwise: a server that is gone without a word is noticed, and nothing that it was
 * asked for holds others up for long. */
static const gchar *const default_keywords[] = { "connect_timeout", "keepalives_idle", "keepalives_interval",
  "keepalives_count", "tcp_user_timeout", "fallback_application_name" };
static const gchar *const default_values[] = { "5", "10", "3", "3", "15000", "gst-facerec" };

/* What a commit has acknowledged is on the disk even where the server's configuration would rather be quick. The search
 * path: nobody's table of the same name is taken for ours. */
static const gchar set_up_sql[] =
    "SET search_path = facerec, pg_temp; SET statement_timeout = '60s'; SET lock_timeout = '30s'; "
    "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning; "
    "SET default_transaction_isolation = 'read committed'; SET default_transaction_deferrable = off; "
    "SELECT set_config ('synchronous_commit', 'on', false) WHERE current_setting ('synchronous_commit') = 'off'";

/* One line without the secret. (transfer full) */
static gchar *
clean (const FacerecPostgres *self, const gchar *text)
{
  g_autofree gchar *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *cleaned = g_string_new (NULL);
  const gchar *end = strchr (valid, '\n');
  const gchar *const prefixes[] = { "ERROR:  ", "FATAL:  " };
  const gchar *start = valid;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (start, prefixes[i]))
      start += strlen (prefixes[i]);
  /* The first line tells what it is, later ones guess. */
  for (const gchar *at = start; *at != '\0' && at != end; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    g_string_append_unichar (cleaned, g_unichar_iscntrl (c) ? ' ' : c);
  }
  if (self->secret != NULL)
    g_string_replace (cleaned, self->secret, "***", 0);
  return g_strstrip (g_string_free (cleaned, FALSE));
}

static void
ignore_notice (void *arg, const char *message)
{
}

/* libpq's own words may quote what it did not understand, the password for one. (transfer full) */
static gchar *
explain_address (const gchar *message)
{
  g_autofree gchar *head = g_strndup (message, strcspn (message, "\"\n"));
  g_strchomp (head);
  if (g_str_has_suffix (head, ":"))
    head[strlen (head) - 1] = '\0';
  return g_strdup (*head != '\0' ? head : "it cannot be understood");
}

/* The password in the address; FALSE: the address makes no sense. */
static gboolean
read_secret (FacerecPostgres *self, const gchar *address, GError **error)
{
  char *message = NULL;
  const gchar *problem = facerec_gallery_address_problem (address);
  PQconninfoOption *options = problem == NULL ? PQconninfoParse (address, &message) : NULL;
  if (options == NULL) {
    g_autofree gchar *reason = problem != NULL ? g_strdup (problem) : explain_address (message != NULL ? message : "");
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: is no address of a PostgreSQL database, such as "
        "postgresql://user@host/database: %s", self->name, reason);
    PQfreemem (message);
    return FALSE;
  }
  for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
    if (g_str_equal (option->keyword, "password") && option->val != NULL && strlen (option->val) >= MIN_SECRET)
      self->secret = g_strdup (option->val);
  PQconninfoFree (options);
  return TRUE;
}

static gboolean
fail_to_connect (FacerecPostgres *self, GError **error)
{
  g_autofree gchar *reason = clean (self, PQerrorMessage (self->conn));
  const gchar *hint = PQconnectionNeedsPassword (self->conn)
      ? "put the password into ~/.pgpass or PGPASSWORD"
      : "is the server running, is there such a database, and does it let you in?";
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: the gallery's server cannot be used: %s; %s", self->name,
      reason, hint);
  return FALSE;
}

FacerecPostgres *
facerec_postgres_connect (const gchar *address, GError **error)
{
  g_autoptr (FacerecPostgres) self = g_new0 (FacerecPostgres, 1);
  const gchar *keywords[G_N_ELEMENTS (default_keywords) + 3] = { NULL };
  const gchar *values[G_N_ELEMENTS (default_keywords) + 3] = { NULL };
  guint n = 0;
  self->name = facerec_gallery_display_name (address);
  self->later = g_ptr_array_new ();
  if (!read_secret (self, address, error))
    return NULL;
  for (; n < G_N_ELEMENTS (default_keywords); n++) {
    keywords[n] = default_keywords[n];
    values[n] = default_values[n];
  }
  keywords[n] = "dbname";
  values[n++] = address;
  keywords[n] = "client_encoding";
  values[n++] = "UTF8";
  self->conn = PQconnectdbParams (keywords, values, 1);
  if (PQstatus (self->conn) != CONNECTION_OK) {
    fail_to_connect (self, error);
    return NULL;
  }
  PQsetNoticeProcessor (self->conn, ignore_notice, NULL);
  PQsetnonblocking (self->conn, 1);
  if (!facerec_postgres_run (self, set_up_sql, 0, "cannot be used", FACEREC_ERROR_OPEN, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
facerec_postgres_free (FacerecPostgres *self)
{
  if (self == NULL)
    return;
  PQfinish (self->conn);
  g_free (self->name);
  g_free (self->secret);
  g_free (self->lost);
  g_ptr_array_unref (self->later);
  g_free (self);
}

/* ---- values ---- */

static void
add (FacerecPostgresValues *values, const char *value, gsize length, int format)
{
  g_assert (values->n < FACEREC_POSTGRES_MAX_VALUES);
  values->values[values->n] = value;
  values->lengths[values->n] = (int) length;
  values->formats[values->n++] = format;
}

void
facerec_postgres_add_text (FacerecPostgresValues *values, const gchar *text)
{
  add (values, text, 0, 0);
}

void
facerec_postgres_add_bytes (FacerecPostgresValues *values, gconstpointer bytes, gsize n)
{
  add (values, bytes, n, 1);
}

void
facerec_postgres_add_int64 (FacerecPostgresValues *values, gint64 number)
{
  gchar *text = values->numbers[values->n];
  g_snprintf (text, sizeof values->numbers[0], "%" G_GINT64_FORMAT, number);
  add (values, text, 0, 0);
}

void
facerec_postgres_add_real (FacerecPostgresValues *values, gfloat number)
{
  gchar *text = values->numbers[values->n];
  /* Nine digits are enough for every float to come back as it was. */
  add (values, isnan (number) ? NULL : g_ascii_formatd (text, sizeof values->numbers[0], "%.9g", number), 0, 0);
}

static const gchar *
get_bytes (const PGresult *result, int row, int column, gsize n)
{
  const gboolean fits = !PQgetisnull (result, row, column) && (gsize) PQgetlength (result, row, column) == n;
  return fits ? PQgetvalue (result, row, column) : NULL;
}

gint64
facerec_postgres_get_int64 (const PGresult *result, int row, int column)
{
  guint64 bits = 0;
  const gchar *bytes = get_bytes (result, row, column, sizeof bits);
  if (bytes != NULL)
    memcpy (&bits, bytes, sizeof bits);
  return (gint64) GUINT64_FROM_BE (bits);
}

gint32
facerec_postgres_get_int32 (const PGresult *result, int row, int column)
{
  guint32 bits = 0;
  const gchar *bytes = get_bytes (result, row, column, sizeof bits);
  if (bytes != NULL)
    memcpy (&bits, bytes, sizeof bits);
  return (gint32) GUINT32_FROM_BE (bits);
}

gfloat
facerec_postgres_get_real (const PGresult *result, int row, int column)
{
  guint32 bits;
  gfloat number;
  const gchar *bytes = get_bytes (result, row, column, sizeof bits);
  if (bytes == NULL)
    return NAN;
  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT32_FROM_BE (bits);
  memcpy (&number, &bits, sizeof number);
  return number;
}

const gchar *
facerec_postgres_get_text (const PGresult *result, int row, int column)
{
  return PQgetisnull (result, row, column) ? NULL : PQgetvalue (result, row, column);
}

/* ---- statements ---- */

static gboolean
fail_lost (FacerecPostgres *self, GError **error)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN,
      "%s: the connection to the gallery's server is lost: %s; what was committed is kept, try again when it is back",
      self->name, self->lost);
  return FALSE;
}

/* reason: (transfer full) */
static void
lose (FacerecPostgres *self, gchar *reason)
{
  self->lost = *reason != '\0' ? reason : (g_free (reason), g_strdup ("the server has closed it"));
  PQfinish (self->conn);
  self->conn = NULL;
  facerec_postgres_forget_later (self);
}

static gboolean
is_given_up (const FacerecPostgres *self)
{
  return self->give_up != NULL && g_atomic_int_get (self->give_up) != 0;
}

/* FALSE: nothing for so long, or an error. */
static gboolean
await_socket (FacerecPostgres *self, short events, gint timeout_ms)
{
  struct pollfd fd = { .fd = PQsocket (self->conn), .events = events };
  const gint64 end_us = g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000);
  const gint64 slice_ms = self->give_up != NULL ? MIN (timeout_ms, GIVE_UP_MS) : timeout_ms;
  while (TRUE) {
    const gint64 left_ms = (end_us - g_get_monotonic_time ()) / 1000;
    const int n = poll (&fd, 1, (int) CLAMP (left_ms, 0, slice_ms));
    if (n > 0 || (n < 0 && errno != EINTR))
      return n > 0;
    if (left_ms <= 0 || is_given_up (self))
      return FALSE;
  }
}

/* FALSE: the connection is lost. */
static gboolean
exchange (FacerecPostgres *self, short events, gint silence_ms)
{
  if (!await_socket (self, events, silence_ms)) {
    lose (self, is_given_up (self) ? g_strdup ("the server has not answered in the time there was")
                                   : g_strdup_printf ("the server has not answered for %d seconds", silence_ms / 1000));
    return FALSE;
  }
  if (!PQconsumeInput (self->conn)) {
    lose (self, clean (self, PQerrorMessage (self->conn)));
    return FALSE;
  }
  return TRUE;
}

/* FALSE: the connection is lost. */
static gboolean
flush (FacerecPostgres *self, gint silence_ms)
{
  int left;
  while ((left = PQflush (self->conn)) > 0)
    if (!exchange (self, POLLIN | POLLOUT, silence_ms))
      return FALSE;
  if (left < 0)
    lose (self, clean (self, PQerrorMessage (self->conn)));
  return left == 0;
}

/* The last result of what facerec_postgres_run sends, or the first that failed (transfer full); NULL: the connection is
 * lost. */
static PGresult *
receive (FacerecPostgres *self, gint silence_ms)
{
  g_autoptr (PGresult) kept = NULL;
  if (!flush (self, silence_ms))
    return NULL;
  while (TRUE) {
    while (PQisBusy (self->conn))
      if (!exchange (self, POLLIN, silence_ms))
        return NULL;
    PGresult *next = PQgetResult (self->conn);
    if (next == NULL)
      break;
    if (kept != NULL && PQresultStatus (kept) == PGRES_FATAL_ERROR) {
      PQclear (next);
      continue;
    }
    PQclear (kept);
    kept = next;
  }
  if (kept == NULL || PQstatus (self->conn) == CONNECTION_BAD) {
    lose (self, clean (self, kept != NULL ? PQresultErrorMessage (kept) : PQerrorMessage (self->conn)));
    return NULL;
  }
  return g_steal_pointer (&kept);
}

/* A result for each of the n statements sent (element-type PGresult), some of which may have failed. NULL: the connection is
 * lost. */
static GPtrArray *
receive_answers (FacerecPostgres *self, guint n)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) PQclear);
  const PGresult *last = NULL;
  if (!flush (self, SILENCE_MS))
    return NULL;
  /* There is a NULL behind each answer, and the end is marked. */
  for (guint n_ends = 0; n_ends <= n;) {
    while (PQisBusy (self->conn))
      if (!exchange (self, POLLIN, SILENCE_MS))
        return NULL;
    PGresult *next = PQgetResult (self->conn);
    if (next == NULL) {
      n_ends++;
    } else if (PQresultStatus (next) == PGRES_PIPELINE_SYNC) {
      PQclear (next);
      if (answers->len != n || !PQexitPipelineMode (self->conn))
        break;
      return g_steal_pointer (&answers);
    } else {
      g_ptr_array_add (answers, next);
      last = last == NULL || PQresultStatus (last) != PGRES_FATAL_ERROR ? next : last;
    }
  }
  lose (self, clean (self, last != NULL && *PQresultErrorMessage (last) != '\0' ? PQresultErrorMessage (last)
                                                                               : PQerrorMessage (self->conn)));
  return NULL;
}

/* By SQLSTATE. */
static FacerecError
error_code (const gchar *state, FacerecError otherwise)
{
  static const struct {
    const gchar *state;
    FacerecError code;
  } known[] = {
    { "53100", FACEREC_ERROR_NO_SPACE }, { "25006", FACEREC_ERROR_WRITE }, { "55P03", FACEREC_ERROR_WRITE },
  };
  for (guint i = 0; state != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (state, known[i].state))
      return known[i].code;
  return otherwise;
}

static gboolean
check_result (FacerecPostgres *self, const PGresult *result, const gchar *what, FacerecError code, GError **error)
{
  if (result == NULL)
    return fail_lost (self, error);
  const ExecStatusType status = PQresultStatus (result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
    return TRUE;
  const gchar *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const gchar *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  g_autofree gchar *reason = clean (self, message != NULL ? message : PQresultErrorMessage (result));
  const gboolean locked = g_strcmp0 (state, "55P03") == 0, denied = g_strcmp0 (state, "42501") == 0;
  g_set_error (error, FACEREC_ERROR, (gint) error_code (state, code), "%s: %s: %s%s", self->name, what,
      locked ? "another program keeps it locked" : reason,
      denied ? "; its owner may GRANT that to you (models/gallery.md)" : "");
  return FALSE;
}

void
facerec_postgres_run_later (FacerecPostgres *self, const gchar *sql)
{
  if (self->conn != NULL)
    g_ptr_array_add (self->later, (gpointer) sql);
}

void
facerec_postgres_forget_later (FacerecPostgres *self)
{
  g_ptr_array_set_size (self->later, 0);
}

static gboolean
send_statement (FacerecPostgres *self, const gchar *sql, const FacerecPostgresValues *values)
{
  return PQsendQueryParams (self->conn, sql, values->n, NULL, values->values, values->lengths, values->formats, 1);
}

/* What was put off and the questions, in one message. FALSE: the connection cannot be used. */
static gboolean
send_questions (FacerecPostgres *self, const FacerecPostgresQuestion *questions, guint n)
{
  static const FacerecPostgresValues none = { 0 };
  gboolean ok = PQenterPipelineMode (self->conn);
  for (guint i = 0; ok && i < self->later->len; i++)
    ok = send_statement (self, g_ptr_array_index (self->later, i), &none);
  for (guint i = 0; ok && i < n; i++)
    ok = send_statement (self, questions[i].sql, &questions[i].values);
  return ok && PQpipelineSync (self->conn);
}

gboolean
facerec_postgres_ask (FacerecPostgres *self, FacerecPostgresQuestion *questions, guint n, const gchar *what,
    FacerecError code, GError **error)
{
  for (guint i = 0; i < n; i++)
    questions[i].result = NULL;
  if (self->conn == NULL)
    return fail_lost (self, error);
  const guint n_before = self->later->len;
  if (!send_questions (self, questions, n)) {
    lose (self, clean (self, PQerrorMessage (self->conn)));
    return fail_lost (self, error);
  }
  facerec_postgres_forget_later (self);
  g_autoptr (GPtrArray) answers = receive_answers (self, n_before + n);
  if (answers == NULL)
    return fail_lost (self, error);
  for (guint i = 0; i < answers->len; i++)
    if (!check_result (self, g_ptr_array_index (answers, i), what, code, error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    questions[i].result = g_steal_pointer (&g_ptr_array_index (answers, n_before + i));
  return TRUE;
}

PGresult *
facerec_postgres_query (FacerecPostgres *self, const gchar *sql, const FacerecPostgresValues *values, const gchar *what,
    FacerecError code, GError **error)
{
  FacerecPostgresQuestion question = { .sql = sql };
  if (values != NULL)
    question.values = *values;
  return facerec_postgres_ask (self, &question, 1, what, code, error) ? question.result : NULL;
}

gboolean
facerec_postgres_run (FacerecPostgres *self, const gchar *sql, guint lock_wait_ms, const gchar *what, FacerecError code,
    GError **error)
{
  if (self->conn == NULL)
    return fail_lost (self, error);
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < self->later->len; i++)
    g_string_append_printf (all, "%s; ", (const gchar *) g_ptr_array_index (self->later, i));
  g_string_append (all, sql);
  facerec_postgres_forget_later (self);
  if (!PQsendQuery (self->conn, all->str)) {
    lose (self, clean (self, PQerrorMessage (self->conn)));
    return fail_lost (self, error);
  }
  g_autoptr (PGresult) result = receive (self, SILENCE_MS + (gint) lock_wait_ms);
  return check_result (self, result, what, code, error);
}

gboolean
facerec_postgres_in_transaction (const FacerecPostgres *self)
{
  return self->conn != NULL && PQtransactionStatus (self->conn) == PQTRANS_INTRANS;
}

gboolean
facerec_postgres_take_in (FacerecPostgres *self, gint timeout_ms, GError **error)
{
  if (self->conn == NULL)
    return fail_lost (self, error);
  if (await_socket (self, POLLIN, timeout_ms) && !PQconsumeInput (self->conn)) {
    lose (self, clean (self, PQerrorMessage (self->conn)));
    return fail_lost (self, error);
  }
  return TRUE;
}
