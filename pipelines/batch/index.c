/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/index-private.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "models/error.h"

/* "FRIX" */
#define APPLICATION_ID "0x46524958"
#define APPLICATION_NUMBER G_GINT64_CONSTANT (0x46524958)
#define USER_VERSION "2"
#define VERSION_NUMBER 2
#define BUSY_TIMEOUT_MS 30000

static const gchar schema[] =
  "PRAGMA application_id = " APPLICATION_ID "; PRAGMA user_version = " USER_VERSION ";"
  "CREATE TABLE IF NOT EXISTS film (id INTEGER PRIMARY KEY, path TEXT NOT NULL, folder TEXT NOT NULL, "
  "status TEXT NOT NULL, reason TEXT, key TEXT NOT NULL, model TEXT, duration_ns INTEGER NOT NULL, "
  "width INTEGER NOT NULL, height INTEGER NOT NULL, frames INTEGER NOT NULL, faces INTEGER NOT NULL, "
  "spans INTEGER NOT NULL);"
  "CREATE TABLE IF NOT EXISTS track (film INTEGER NOT NULL, track INTEGER NOT NULL, person TEXT, stranger TEXT, "
  "from_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL, frames INTEGER NOT NULL, best_frame INTEGER NOT NULL, "
  "best_ns INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL, quality REAL, "
  "thumbnail TEXT, PRIMARY KEY (film, track)) WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS span (film INTEGER NOT NULL, number INTEGER NOT NULL, person TEXT, stranger TEXT, "
  "from_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL, frames INTEGER NOT NULL, confidence REAL, best_track INTEGER, "
  "best_frame INTEGER NOT NULL, best_ns INTEGER NOT NULL, PRIMARY KEY (film, number)) WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS span_track (film INTEGER NOT NULL, span INTEGER NOT NULL, track INTEGER NOT NULL, "
  "PRIMARY KEY (film, span, track)) WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS embedding (film INTEGER NOT NULL, track INTEGER NOT NULL, number INTEGER NOT NULL, "
  "frame INTEGER NOT NULL, time_ns INTEGER NOT NULL, quality REAL, value BLOB NOT NULL, "
  "PRIMARY KEY (film, track, number)) WITHOUT ROWID;"
  "CREATE INDEX IF NOT EXISTS span_by_person ON span (person);"
  "CREATE VIEW IF NOT EXISTS appearance AS SELECT film.path AS film, span.person, span.stranger, span.from_ns / 1e9 AS "
  "from_s, span.to_ns / 1e9 AS to_s, span.confidence, span.frames, span.best_ns / 1e9 AS best_s, film.folder, "
  "track.thumbnail FROM span JOIN film ON film.id = span.film LEFT JOIN track ON track.film = span.film AND "
  "track.track = span.best_track ORDER BY film.path, span.number;";

/* Of an index over many films alone. AUTOINCREMENT: a number is never given twice, not even when it was the last one. */
static const gchar cluster_schema[] =
  "CREATE TABLE IF NOT EXISTS cluster (cluster INTEGER PRIMARY KEY AUTOINCREMENT, tracks INTEGER NOT NULL, "
  "films INTEGER NOT NULL, film INTEGER NOT NULL, track INTEGER NOT NULL);"
  "CREATE TABLE IF NOT EXISTS cluster_track (film INTEGER NOT NULL, track INTEGER NOT NULL, cluster INTEGER NOT NULL, "
  "PRIMARY KEY (film, track)) WITHOUT ROWID;"
  "CREATE INDEX IF NOT EXISTS cluster_track_by_cluster ON cluster_track (cluster);";

/* Of a film; the first column is its id. */
static const gchar *const tables[] = { "track", "span", "span_track", "embedding" };

static const gchar *const status_names[] = { "done", "damaged", "failed" };

const gchar *
batch_status_to_string (BatchStatus status)
{
  return status_names[status];
}

gboolean
batch_index_fail (BatchIndex *self, GError **error)
{
  const int code = sqlite3_errcode (self->db);

  if (self->mode == BATCH_INDEX_READ || code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: the index cannot be read: %s", self->path,
        sqlite3_errmsg (self->db));
  else
    g_set_error (error, FACEREC_ERROR, code == SQLITE_FULL ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
        "%s: the index cannot be written: %s", self->path, sqlite3_errmsg (self->db));
  return FALSE;
}

gboolean
batch_index_execute (BatchIndex *self, const gchar *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || batch_index_fail (self, error);
}

static void
bind (sqlite3_stmt *statement, const gchar *types, va_list args)
{
  for (int i = 1; *types; types++, i++) {
    if (*types == 'i') {
      sqlite3_bind_int64 (statement, i, va_arg (args, gint64));
    } else if (*types == 'd') {
      const gdouble value = va_arg (args, gdouble);

      if (isnan (value))
        sqlite3_bind_null (statement, i);
      else
        sqlite3_bind_double (statement, i, value);
    } else if (*types == 's') {
      sqlite3_bind_text (statement, i, va_arg (args, const gchar *), -1, SQLITE_TRANSIENT);
    } else {
      gconstpointer data = va_arg (args, gconstpointer);

      sqlite3_bind_blob64 (statement, i, data, va_arg (args, gsize), SQLITE_TRANSIENT);
    }
  }
}

gboolean
batch_index_change (BatchIndex *self, GError **error, const gchar *sql, const gchar *types, ...)
{
  sqlite3_stmt *statement = NULL;
  gboolean done = FALSE;
  va_list args;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK) {
    va_start (args, types);
    bind (statement, types, args);
    va_end (args);
    done = sqlite3_step (statement) == SQLITE_DONE;
  }
  if (!done)
    batch_index_fail (self, error);
  sqlite3_finalize (statement);
  return done;
}

/* A file that is new, or ours. */
static gboolean
check_kind (BatchIndex *self, GError **error)
{
  gint64 application, version, n_tables;

  if (!batch_index_read_number (self, "PRAGMA application_id", &application, error)
      || !batch_index_read_number (self, "PRAGMA user_version", &version, error)
      || !batch_index_read_number (self, "SELECT count(*) FROM sqlite_master", &n_tables, error))
    return FALSE;
  if (n_tables == 0 && self->mode == BATCH_INDEX_SHARED)
    return TRUE;
  if (application != APPLICATION_NUMBER) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is no index that gst-facerec batch has made", self->path);
    return FALSE;
  }
  /* What an earlier version lacks is made by whoever writes. */
  if (version == VERSION_NUMBER || (version < VERSION_NUMBER && self->mode == BATCH_INDEX_SHARED))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is an index of version %" G_GINT64_FORMAT
      ", this gst-facerec knows " USER_VERSION "; %s", self->path, version, version < VERSION_NUMBER
          ? "gst-facerec batch --merge brings it up to date" : "use the release that has made it");
  return FALSE;
}

static gboolean
connect_to (BatchIndex *self, GError **error)
{
  /* Reading, too: what a killed writer has left half done is undone first. */
  const gint flags = SQLITE_OPEN_READWRITE | (self->mode == BATCH_INDEX_READ ? 0 : SQLITE_OPEN_CREATE);

  if (self->mode == BATCH_INDEX_READ && !g_file_test (self->path, G_FILE_TEST_EXISTS)) {
    g_autofree gchar *folder = g_path_get_dirname (self->path);

    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: there is no such index; 'gst-facerec batch --db GALLERY -o %s FILE' makes one", self->path, folder);
    return FALSE;
  }
  if (self->mode == BATCH_INDEX_READ && !g_file_test (self->path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: is no regular file", self->path);
    return FALSE;
  }
  if (sqlite3_open_v2 (self->path, &self->db, flags, NULL) != SQLITE_OK)
    return batch_index_fail (self, error);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  return TRUE;
}

BatchIndex *
batch_index_open (const gchar *path, BatchIndexMode mode, GError **error)
{
  g_autoptr (BatchIndex) self = g_new0 (BatchIndex, 1);

  self->path = g_strdup (path);
  self->mode = mode;
  if (!connect_to (self, error) || (mode != BATCH_INDEX_SCRATCH && !check_kind (self, error)))
    return NULL;
  if (mode == BATCH_INDEX_READ)
    return batch_index_execute (self, "PRAGMA query_only = ON", error) ? g_steal_pointer (&self) : NULL;
  if (mode == BATCH_INDEX_SCRATCH
      && !batch_index_execute (self, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE", error))
    return NULL;
  if (!batch_index_execute (self, schema, error)
      || (mode == BATCH_INDEX_SHARED && !batch_index_execute (self, cluster_schema, error)))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
batch_index_finish (BatchIndex *self, GError **error)
{
  return batch_index_execute (self, "COMMIT", error);
}

void
batch_index_close (BatchIndex *self)
{
  if (!self)
    return;
  sqlite3_close (self->db);
  g_free (self->path);
  g_free (self);
}

/* ---- rows ---- */

gint64
batch_index_film_id (const gchar *path)
{
  g_autofree gchar *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  digest[15] = '\0'; /* 60 bits: every language's integers hold them */
  return g_ascii_strtoll (digest, NULL, 16);
}

gboolean
batch_index_add_film (BatchIndex *self, const BatchFilm *film, GError **error)
{
  return batch_index_change (self, error, "INSERT OR REPLACE INTO film VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
      "issssssiiiiii", batch_index_film_id (film->path), film->path, film->folder, status_names[film->status], film->reason,
      film->key, film->model, film->duration_ns, (gint64) film->width, (gint64) film->height,
      (gint64) film->n_frames, (gint64) film->n_faces, (gint64) film->n_spans);
}

gboolean
batch_index_add_track (BatchIndex *self, gint64 film, const BatchTrack *track, GError **error)
{
  const FacerecTimelineBest *best = &track->best;

  return batch_index_change (self, error, "INSERT OR REPLACE INTO track VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      "iissiiiiiddddds", film, (gint64) track->number, track->label, track->stranger, track->from_ns, track->to_ns,
      (gint64) track->n_frames, (gint64) best->frame, best->time_ns, (gdouble) best->x, (gdouble) best->y,
      (gdouble) best->width, (gdouble) best->height, (gdouble) best->quality, track->thumbnail);
}

gboolean
batch_index_add_embedding (BatchIndex *self, gint64 film, guint64 track, guint number,
    const BatchEmbedding *embedding, GError **error)
{
  return batch_index_change (self, error, "INSERT OR REPLACE INTO embedding VALUES (?,?,?,?,?,?,?)", "iiiiidb", film,
      (gint64) track, (gint64) number, (gint64) embedding->frame, embedding->time_ns, (gdouble) embedding->quality,
      embedding->values, (gsize) (embedding->n_values * sizeof (gfloat)));
}

gboolean
batch_index_add_span (BatchIndex *self, gint64 film, guint number, const FacerecTimelineSpan *span, GError **error)
{
  const gboolean tracked = span->best.track != FACEREC_TIMELINE_NO_TRACK;

  if (!batch_index_change (self, error, "INSERT INTO span VALUES (?,?,?,?,?,?,?,?,iif(?,?,NULL),?,?)", "iissiiidiiii",
      film, (gint64) number, span->label, span->stranger, span->from_ns, span->to_ns, (gint64) span->n_frames,
      span->confidence, (gint64) tracked, (gint64) span->best.track, (gint64) span->best.frame, span->best.time_ns))
    return FALSE;
  for (guint i = 0; i < span->n_tracks; i++)
    if (!batch_index_change (self, error, "INSERT INTO span_track VALUES (?,?,?)", "iii", film, (gint64) number,
        (gint64) span->tracks[i]))
      return FALSE;
  return TRUE;
}

/* ---- reading ---- */

void
batch_film_free (BatchFilm *film)
{
  if (!film)
    return;
  g_free (film->path);
  g_free (film->folder);
  g_free (film->reason);
  g_free (film->key);
  g_free (film->model);
  g_free (film);
}

static BatchFilm *
read_film_row (sqlite3_stmt *row)
{
  BatchFilm *film = g_new0 (BatchFilm, 1);
  const gchar *status = (const gchar *) sqlite3_column_text (row, 3);

  film->path = g_strdup ((const gchar *) sqlite3_column_text (row, 1));
  film->folder = g_strdup ((const gchar *) sqlite3_column_text (row, 2));
  film->status = g_strcmp0 (status, "done") == 0 ? BATCH_DONE
      : g_strcmp0 (status, "damaged") == 0 ? BATCH_DAMAGED : BATCH_FAILED;
  film->reason = g_strdup ((const gchar *) sqlite3_column_text (row, 4));
  film->key = g_strdup ((const gchar *) sqlite3_column_text (row, 5));
  film->model = g_strdup ((const gchar *) sqlite3_column_text (row, 6));
  film->duration_ns = sqlite3_column_int64 (row, 7);
  film->width = sqlite3_column_int (row, 8);
  film->height = sqlite3_column_int (row, 9);
  film->n_frames = sqlite3_column_int64 (row, 10);
  film->n_faces = sqlite3_column_int64 (row, 11);
  film->n_spans = sqlite3_column_int (row, 12);
  return film;
}

BatchFilm *
batch_index_read_film (const gchar *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *row = NULL;
  BatchFilm *film = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR)
      && sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
      && sqlite3_prepare_v2 (db, "SELECT * FROM film", -1, &row, NULL) == SQLITE_OK
      && sqlite3_step (row) == SQLITE_ROW && sqlite3_column_count (row) == 13)
    film = read_film_row (row);
  sqlite3_finalize (row);
  sqlite3_close (db);
  return film;
}

gboolean
batch_index_read_number (BatchIndex *self, const gchar *sql, gint64 *number, GError **error)
{
  sqlite3_stmt *row = NULL;
  const gboolean done = sqlite3_prepare_v2 (self->db, sql, -1, &row, NULL) == SQLITE_OK
      && sqlite3_step (row) == SQLITE_ROW;

  if (done)
    *number = sqlite3_column_int64 (row, 0);
  else
    batch_index_fail (self, error);
  sqlite3_finalize (row);
  return done;
}

gboolean
batch_index_count (BatchIndex *self, guint *n_films, guint *n_spans, guint *n_people, GError **error)
{
  gint64 films, spans, people;

  if (!batch_index_read_number (self, "SELECT count(*) FROM film", &films, error)
      || !batch_index_read_number (self, "SELECT count(*) FROM span", &spans, error)
      || !batch_index_read_number (self, "SELECT count(DISTINCT person) FROM span", &people, error))
    return FALSE;
  *n_films = films;
  *n_spans = spans;
  *n_people = people;
  return TRUE;
}

sqlite3_stmt *
batch_index_prepare (BatchIndex *self, const gchar *sql, GError **error)
{
  sqlite3_stmt *row = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &row, NULL) != SQLITE_OK)
    batch_index_fail (self, error);
  return row;
}

gboolean
batch_index_step (BatchIndex *self, sqlite3_stmt *row, GError **error)
{
  const int code = sqlite3_step (row);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    batch_index_fail (self, error);
  return code == SQLITE_ROW;
}

/* ---- merging ---- */

static gboolean
take_over (BatchIndex *self, GError **error)
{
  gint64 differs;

  /* Changes nothing, but takes the lock for writing. Only a transaction that has not read yet waits for it: SQLite refuses one
   * that has at once, and cluster may be at its writing. */
  if (!batch_index_execute (self, "DELETE FROM main.film WHERE 0", error)
      || !batch_index_read_number (self, "SELECT count(*) FROM (SELECT * FROM one.film EXCEPT SELECT * FROM main.film)",
      &differs, error))
    return FALSE;
  if (differs == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree gchar *sql = g_strdup_printf ("DELETE FROM main.%s WHERE film IN (SELECT id FROM one.film);"
        "INSERT INTO main.%s SELECT * FROM one.%s", tables[i], tables[i], tables[i]);

    if (!batch_index_execute (self, sql, error))
      return FALSE;
  }
  /* The same tracks with other names, as the first half of the key tells (list.h), stay in their groups. */
  return batch_index_execute (self, "DELETE FROM cluster_track WHERE film IN (SELECT o.id FROM one.film o LEFT JOIN "
      "main.film m ON m.id = o.id WHERE m.id IS NULL OR substr (m.key, 1, 64) <> substr (o.key, 1, 64));"
      "INSERT OR REPLACE INTO main.film SELECT * FROM one.film", error);
}

gboolean
batch_index_merge (BatchIndex *self, const gchar *path, GError **error)
{
  gboolean done;

  if (!batch_index_change (self, error, "ATTACH ? AS one", "s", path)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  /* Not IMMEDIATE, which would lock the film's index, too, and make files beside both. */
  done = batch_index_execute (self, "BEGIN", error);
  if (done && !(done = take_over (self, error) && batch_index_execute (self, "COMMIT", error)))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_exec (self->db, "DETACH one", NULL, NULL, NULL);
  if (!done)
    g_prefix_error (error, "%s: ", path);
  return done;
}

static gboolean
forget (BatchIndex *self, gint64 film, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree gchar *sql = g_strdup_printf ("DELETE FROM %s WHERE film = ?", tables[i]);

    if (!batch_index_change (self, error, sql, "i", film))
      return FALSE;
  }
  return batch_index_change (self, error, "DELETE FROM cluster_track WHERE film = ?", "i", film)
      && batch_index_change (self, error, "DELETE FROM film WHERE id = ?", "i", film);
}

gboolean
batch_index_keep_only (BatchIndex *self, GHashTable *folders, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *row = batch_index_prepare (self, "SELECT id, folder FROM film", error);
  GError *problem = NULL;
  gboolean done = row != NULL;

  while (done && batch_index_step (self, row, &problem)) {
    const gint64 id = sqlite3_column_int64 (row, 0);
    const gchar *folder = (const gchar *) sqlite3_column_text (row, 1);

    if (!folder || !g_hash_table_contains (folders, folder))
      g_array_append_val (gone, id);
  }
  sqlite3_finalize (row);
  if (problem)
    g_propagate_error (error, problem);
  done = done && !problem;
  for (guint i = 0; i < gone->len && done; i++)
    done = batch_index_execute (self, "BEGIN IMMEDIATE", error) && forget (self, g_array_index (gone, gint64, i), error)
        && batch_index_execute (self, "COMMIT", error);
  return done;
}
