/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/sqlite-schema.h"

#include "models/encodings.h"

#include <string.h>

/* The bytes "FREC", big-endian in the file's header at offset 68; file(1) and sqlite3 show it. */
#define APPLICATION_ID 0x46524543
#define USER_VERSION 1
#define BUSY_TIMEOUT_MS 30000
/* Whoever only reads, a running pipeline for one, has to be able to stop meanwhile; it asks again. */
#define READER_BUSY_TIMEOUT_MS 5000
/* The longest value that a gallery can hold is an embedding of 16 KiB: a size that lies is refused before memory is
 * asked for it. */
#define MAX_VALUE_BYTES (1 << 20)
#define MAX_MODEL_ID_BYTES 200

/* models/gallery.md documents these. SQLite keeps the text as it stands here, which is what verify compares. */
static const struct {
  const gchar *type, *name, *sql;
} objects[] = {
  { "table", "model",
    "CREATE TABLE model (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, dimensions INTEGER NOT NULL, "
    "metric TEXT NOT NULL)" },
  { "table", "people",
    "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL "
    "CHECK (kind IN ('person', 'negative')), threshold REAL)" },
  { "table", "faces",
    "CREATE TABLE faces (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people (id) "
    "ON DELETE CASCADE, embedding BLOB NOT NULL, quality REAL, x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, "
    "height REAL NOT NULL, source TEXT, sha256 TEXT, time_us INTEGER NOT NULL)" },
  { "index", "faces_by_person", "CREATE INDEX faces_by_person ON faces (person)" },
  { "index", "faces_by_sha256", "CREATE INDEX faces_by_sha256 ON faces (sha256)" },
};

static FacerecError
error_code (int sqlite_code)
{
  switch (sqlite_code & 0xff) {
    case SQLITE_FULL:
      return FACEREC_ERROR_NO_SPACE;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return FACEREC_ERROR_OPEN;
    case SQLITE_READONLY:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FACEREC_ERROR_WRITE;
    case SQLITE_IOERR:
      return sqlite_code == SQLITE_IOERR_READ || sqlite_code == SQLITE_IOERR_SHORT_READ ||
              sqlite_code == SQLITE_IOERR_CORRUPTFS
          ? FACEREC_ERROR_READ
          : FACEREC_ERROR_WRITE;
    default:
      return FACEREC_ERROR_READ;
  }
}

gboolean
facerec_gallery_sqlite_fail (sqlite3 *db, const gchar *path, const gchar *what, GError **error)
{
  const int code = sqlite3_extended_errcode (db);
  const gchar *reason = sqlite3_errmsg (db);
  if ((code & 0xff) == SQLITE_BUSY)
    reason = "another program keeps it locked";
  else if ((code & 0xff) == SQLITE_NOTADB)
    reason = "it is no gallery, not an SQLite file";
  else if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY)
    reason = "an interrupted change must be undone first, which needs permission to write";
  g_set_error (error, FACEREC_ERROR, error_code (code), "%s: %s: %s", path, what, reason);
  return FALSE;
}

/* SQLite's header, through SQLite's own descriptor. A file in WAL mode must be told before the first statement, which
 * would already make its side files. */
static gboolean
check_header (sqlite3 *db, const gchar *path, gboolean may_be_empty, GError **error)
{
  sqlite3_file *file = NULL;
  guint8 header[100] = { 0 };
  if (sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || file->pMethods == NULL)
    return TRUE;
  const int code = file->pMethods->xRead (file, header, sizeof header, 0);
  const gchar *problem = NULL;
  sqlite3_int64 size = 0;
  if (file->pMethods->xFileSize (file, &size) == SQLITE_OK && size == 0)
    problem = may_be_empty ? NULL : "it is empty, not a gallery";
  else if (memcmp (header, "SQLite format 3", 16) != 0)
    problem = "it is no gallery, not an SQLite file";
  else if (code == SQLITE_OK && (header[18] > 1 || header[19] > 1))
    problem = "another program has put it into WAL mode; bring it back with: sqlite3 FILE 'pragma journal_mode=delete'";
  if (problem != NULL)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: %s", path, problem);
  return problem == NULL;
}

sqlite3 *
facerec_gallery_schema_connect (const gchar *path, const gchar *real_path, gboolean writes, gboolean may_be_empty,
    GError **error)
{
  sqlite3 *db = NULL;
  /* Also for reading: a change that SIGKILL interrupted is undone by whoever opens next. SQLite itself falls back to
   * reading where the file cannot be written. */
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2 (real_path, &db, flags, NULL);
  if (code == SQLITE_OK && writes && sqlite3_db_readonly (db, "main")) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: cannot be written", path);
    sqlite3_close (db);
    return NULL;
  }
  if (code == SQLITE_OK && !check_header (db, path, may_be_empty, error)) {
    sqlite3_close (db);
    return NULL;
  }
  if (code == SQLITE_OK) {
    sqlite3_busy_timeout (db, writes ? BUSY_TIMEOUT_MS : READER_BUSY_TIMEOUT_MS);
    sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_limit (db, SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
    sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
    /* EXTRA: the folder is synced too once the journal is gone, else power loss could bring the journal back and undo a
     * change that was acknowledged. */
    code = sqlite3_exec (db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; "
        "PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON", NULL, NULL, NULL);
  }
  if (code == SQLITE_OK && !writes)
    code = sqlite3_exec (db, "PRAGMA query_only = ON", NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return db;
  facerec_gallery_sqlite_fail (db, path, "cannot be opened", error);
  sqlite3_close (db);
  return NULL;
}

/* -1 when it cannot be read. */
static gint64
read_integer (sqlite3 *db, const gchar *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value = -1;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

gboolean
facerec_gallery_schema_is_empty (sqlite3 *db)
{
  return read_integer (db, "PRAGMA application_id") == 0 && read_integer (db, "PRAGMA user_version") == 0 &&
      read_integer (db, "SELECT count(*) FROM sqlite_schema") == 0;
}

static gboolean
insert_model (sqlite3 *db, const gchar *model_id, guint dimensions)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "INSERT INTO model VALUES (1, ?1, ?2, 'euclidean')", -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  sqlite3_bind_text (statement, 1, model_id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, dimensions);
  const gboolean ok = sqlite3_step (statement) == SQLITE_DONE;
  sqlite3_finalize (statement);
  return ok;
}

gboolean
facerec_gallery_schema_create (sqlite3 *db, const gchar *path, const gchar *model_id, guint dimensions, GError **error)
{
  if (!g_utf8_validate (model_id, -1, NULL) || *model_id == '\0' || strlen (model_id) > MAX_MODEL_ID_BYTES) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: a model's id is 1..200 bytes of UTF-8", path);
    return FALSE;
  }
  if (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    return facerec_gallery_sqlite_fail (db, path, "cannot be made", error);
  if (!facerec_gallery_schema_is_empty (db)) {
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
    return TRUE;
  }
  g_autofree gchar *header = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
      USER_VERSION);
  gboolean ok = sqlite3_exec (db, header, NULL, NULL, NULL) == SQLITE_OK;
  for (guint i = 0; ok && i < G_N_ELEMENTS (objects); i++)
    ok = sqlite3_exec (db, objects[i].sql, NULL, NULL, NULL) == SQLITE_OK;
  ok = ok && insert_model (db, model_id, dimensions);
  ok = ok && sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
  if (ok)
    return TRUE;
  facerec_gallery_sqlite_fail (db, path, "cannot be made", error);
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* What SQLite adds by itself: indexes of UNIQUE, the counter of AUTOINCREMENT, the tables of ANALYZE. */
static gboolean
is_sqlites_own (const gchar *type, const gchar *name, const gchar *sql)
{
  if (g_strcmp0 (type, "index") == 0)
    return sql == NULL && g_str_has_prefix (name, "sqlite_autoindex_people_");
  return g_strcmp0 (type, "table") == 0 &&
      (g_str_equal (name, "sqlite_sequence") || g_str_equal (name, "sqlite_stat1") ||
          g_str_equal (name, "sqlite_stat4"));
}

/* Names what differs, NULL when each object is there and no other. */
static gchar *
find_difference (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT type, name, sql FROM sqlite_schema", -1, &statement, NULL) != SQLITE_OK)
    return g_strdup (sqlite3_errmsg (db));
  gboolean found[G_N_ELEMENTS (objects)] = { FALSE };
  gchar *difference = NULL;
  int code = SQLITE_DONE;
  while (difference == NULL && (code = sqlite3_step (statement)) == SQLITE_ROW) {
    const gchar *type = (const gchar *) sqlite3_column_text (statement, 0);
    const gchar *name = (const gchar *) sqlite3_column_text (statement, 1);
    const gchar *sql = (const gchar *) sqlite3_column_text (statement, 2);
    gboolean known = name != NULL && is_sqlites_own (type, name, sql);
    for (guint i = 0; !known && i < G_N_ELEMENTS (objects); i++)
      if (g_strcmp0 (type, objects[i].type) == 0 && g_strcmp0 (name, objects[i].name) == 0 &&
          g_strcmp0 (sql, objects[i].sql) == 0)
        known = found[i] = TRUE;
    if (!known) {
      g_autofree gchar *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
      g_autofree gchar *shown = g_strescape (valid, NULL);
      difference = g_strdup_printf ("'%.60s' in it is not a gallery's", shown);
    }
  }
  if (difference == NULL && code != SQLITE_DONE)
    difference = g_strdup (sqlite3_errmsg (db));
  sqlite3_finalize (statement);
  for (guint i = 0; difference == NULL && i < G_N_ELEMENTS (objects); i++)
    if (!found[i])
      difference = g_strdup_printf ("the %s '%s' is missing", objects[i].type, objects[i].name);
  return difference;
}

static gboolean
read_model (sqlite3 *db, const gchar *path, gchar **model_id, guint *dimensions, GError **error)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT id, dimensions, metric, typeof(id), length(CAST(id AS BLOB)), "
      "typeof(dimensions) FROM model", -1, &statement, NULL) != SQLITE_OK)
    return facerec_gallery_sqlite_fail (db, path, "is damaged", error);
  const gchar *problem = NULL;
  const int code = sqlite3_step (statement);
  if (code == SQLITE_ROW) {
    const gchar *id = (const gchar *) sqlite3_column_text (statement, 0);
    const gint64 n = sqlite3_column_int64 (statement, 1);
    if (id == NULL || g_strcmp0 ((const gchar *) sqlite3_column_text (statement, 3), "text") != 0 || *id == '\0' ||
        strlen (id) != (gsize) sqlite3_column_int64 (statement, 4) || strlen (id) > MAX_MODEL_ID_BYTES ||
        !g_utf8_validate (id, -1, NULL))
      problem = "its model's id is not 1..200 bytes of UTF-8";
    else if (g_strcmp0 ((const gchar *) sqlite3_column_text (statement, 5), "integer") != 0 || n < 1 ||
        n > FACEREC_MAX_DIMENSIONS)
      problem = "its number of dimensions is not 1..4096";
    else if (g_strcmp0 ((const gchar *) sqlite3_column_text (statement, 2), "euclidean") != 0)
      problem = "its metric is not 'euclidean'";
    else {
      *model_id = g_strdup (id);
      *dimensions = (guint) n;
    }
  } else if (code == SQLITE_DONE) {
    problem = "it does not say which model it is for";
  } else {
    facerec_gallery_sqlite_fail (db, path, "is damaged", error);
  }
  sqlite3_finalize (statement);
  if (problem != NULL)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is damaged: %s", path, problem);
  return code == SQLITE_ROW && problem == NULL;
}

gboolean
facerec_gallery_schema_verify (sqlite3 *db, const gchar *path, gchar **model_id, guint *dimensions, GError **error)
{
  if (sqlite3_exec (db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) != SQLITE_OK)
    return facerec_gallery_sqlite_fail (db, path, "cannot be read", error);
  const gint64 application = read_integer (db, "PRAGMA application_id");
  if (application != APPLICATION_ID) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ,
        "%s: it is no gallery but an SQLite file of another program (application_id 0x%08x, a gallery has 0x%08x)",
        path,
        (guint32) application, APPLICATION_ID);
    return FALSE;
  }
  const gint64 version = read_integer (db, "PRAGMA user_version");
  if (version != USER_VERSION) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ,
        "%s: is a gallery of version %" G_GINT64_FORMAT ", this program reads version %d: %s", path, version,
        USER_VERSION,
        version > USER_VERSION ? "use a newer gst-facerec" : "enrol anew");
    return FALSE;
  }
  g_autofree gchar *difference = find_difference (db);
  if (difference != NULL) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is damaged or was changed by another program: %s", path,
        difference);
    return FALSE;
  }
  return read_model (db, path, model_id, dimensions, error);
}
