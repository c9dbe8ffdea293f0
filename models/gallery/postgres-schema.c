/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/postgres-schema.h"

#include "models/encodings.h"

#include <string.h>

/* "FREC", as in the header of a gallery file. */
#define APPLICATION_ID 0x46524543
#define VERSION 1
#define MAX_MODEL_ID_BYTES 200

/* models/gallery.md documents these. Names compare by their bytes, as in a file. Statement-level triggers tell of
 * whatever is changed by whomever; those on embedding and id, and TRUNCATE, tell that what was known must be read again. */
static const gchar *const create_sql[] = {
  "CREATE TABLE facerec.gallery (one integer PRIMARY KEY CHECK (one = 1), application_id integer NOT NULL, "
  "version integer NOT NULL)",
  "CREATE TABLE facerec.model (one integer PRIMARY KEY CHECK (one = 1), id text NOT NULL, dimensions integer NOT NULL, "
  "metric text NOT NULL)",
  "CREATE TABLE facerec.people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
  "name text COLLATE \"C\" NOT NULL UNIQUE, kind text NOT NULL CHECK (kind IN ('person', 'negative')), threshold real)",
  "CREATE TABLE facerec.faces (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person bigint NOT NULL "
  "REFERENCES facerec.people (id) ON DELETE CASCADE, embedding bytea NOT NULL, quality real, x real NOT NULL, "
  "y real NOT NULL, width real NOT NULL, height real NOT NULL, source text, sha256 text, time_us bigint NOT NULL)",
  "CREATE INDEX faces_by_person ON facerec.faces (person)",
  "CREATE INDEX faces_by_sha256 ON facerec.faces (sha256)",
  /* Embeddings do not shrink, and are read as they stand. */
  "ALTER TABLE facerec.faces ALTER COLUMN embedding SET STORAGE EXTERNAL",
  "CREATE FUNCTION facerec.tell () RETURNS trigger LANGUAGE plpgsql AS "
  "$$BEGIN PERFORM pg_catalog.pg_notify ('" FACEREC_POSTGRES_CHANNEL "', TG_ARGV[0]); RETURN NULL; END$$",
  "CREATE TRIGGER tell_rows AFTER INSERT OR UPDATE OR DELETE ON facerec.people FOR EACH STATEMENT "
  "EXECUTE FUNCTION facerec.tell ('rows')",
  "CREATE TRIGGER tell_rows AFTER INSERT OR UPDATE OR DELETE ON facerec.faces FOR EACH STATEMENT "
  "EXECUTE FUNCTION facerec.tell ('rows')",
  "CREATE TRIGGER tell_values AFTER UPDATE OF id, embedding OR TRUNCATE ON facerec.faces FOR EACH STATEMENT "
  "EXECUTE FUNCTION facerec.tell ('values')",
  "CREATE TRIGGER tell_values AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON facerec.model FOR EACH STATEMENT "
  "EXECUTE FUNCTION facerec.tell ('values')",
};

static const struct {
  const gchar *table, *column, *type;
} columns[] = {
  { "gallery", "application_id", "integer" }, { "gallery", "version", "integer" },
  { "model", "id", "text" }, { "model", "dimensions", "integer" }, { "model", "metric", "text" },
  { "people", "id", "bigint" }, { "people", "name", "text" }, { "people", "kind", "text" },
  { "people", "threshold", "real" },
  { "faces", "id", "bigint" }, { "faces", "person", "bigint" }, { "faces", "embedding", "bytea" },
  { "faces", "quality", "real" }, { "faces", "x", "real" }, { "faces", "y", "real" }, { "faces", "width", "real" },
  { "faces", "height", "real" }, { "faces", "source", "text" }, { "faces", "sha256", "text" },
  { "faces", "time_us", "bigint" },
};

/* Of tables only: what a view does when it is read nobody knows. */
static const gchar columns_sql[] =
    "SELECT c.relname::text, a.attname::text, CASE WHEN c.relkind IN ('r', 'p') "
    "THEN format_type (a.atttypid, a.atttypmod) ELSE 'no table' END FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE n.nspname = 'facerec' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped";

/* Each trigger of ours that is awake. */
static const gchar triggers_sql[] =
    "SELECT (c.relname || '.' || t.tgname)::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE n.nspname = 'facerec' AND p.proname = 'tell' AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')";
static const gchar *const triggers[] = { "people.tell_rows", "faces.tell_rows", "faces.tell_values",
  "model.tell_values" };

static PGresult *
read_schema (FacerecPostgres *db, const gchar *sql, GError **error)
{
  return facerec_postgres_query (db, sql, NULL, "cannot be read", FACEREC_ERROR_READ, error);
}

static gboolean
fail (FacerecPostgres *db, const gchar *problem, GError **error)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is damaged or was changed by another program: %s",
      db->name, problem);
  return FALSE;
}

static const gchar *
find_type (const PGresult *found, const gchar *table, const gchar *column)
{
  for (int row = 0; row < PQntuples (found); row++)
    if (g_str_equal (PQgetvalue (found, row, 0), table) && g_str_equal (PQgetvalue (found, row, 1), column))
      return PQgetvalue (found, row, 2);
  return NULL;
}

static gboolean
check_columns (FacerecPostgres *db, const PGresult *found, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    const gchar *type = find_type (found, columns[i].table, columns[i].column);
    if (g_strcmp0 (type, columns[i].type) == 0)
      continue;
    g_autofree gchar *problem = type == NULL
        ? g_strdup_printf ("the column '%s.%s' is missing", columns[i].table, columns[i].column)
        : g_strdup_printf ("the column '%s.%s' is %s, not %s", columns[i].table, columns[i].column, type,
            columns[i].type);
    return fail (db, problem, error);
  }
  return TRUE;
}

static gboolean
check_triggers (FacerecPostgres *db, GError **error)
{
  g_autoptr (PGresult) found = read_schema (db, triggers_sql, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++) {
    gboolean is_there = FALSE;
    for (int row = 0; row < PQntuples (found); row++)
      is_there |= g_str_equal (PQgetvalue (found, row, 0), triggers[i]);
    if (is_there)
      continue;
    g_autofree gchar *problem = g_strdup_printf ("the trigger '%s' is missing or disabled", triggers[i]);
    return fail (db, problem, error);
  }
  return TRUE;
}

static gboolean
check_version (FacerecPostgres *db, GError **error)
{
  g_autoptr (PGresult) found = read_schema (db, "SELECT application_id, version FROM facerec.gallery", error);
  if (found == NULL)
    return FALSE;
  const gint32 application = PQntuples (found) == 1 ? facerec_postgres_get_int32 (found, 0, 0) : 0;
  const gint32 version = PQntuples (found) == 1 ? facerec_postgres_get_int32 (found, 0, 1) : 0;
  if (application != APPLICATION_ID) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ,
        "%s: it is no gallery but a database of another program (application_id 0x%08x, a gallery has 0x%08x)",
        db->name, (guint32) application, APPLICATION_ID);
    return FALSE;
  }
  if (version == VERSION)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ,
      "%s: is a gallery of version %d, this program reads version %d: %s", db->name, version, VERSION,
      version > VERSION ? "use a newer gst-facerec" : "enrol anew");
  return FALSE;
}

static gboolean
read_model (FacerecPostgres *db, gchar **model_id, guint *dimensions, GError **error)
{
  g_autoptr (PGresult) found = read_schema (db, "SELECT id, dimensions, metric FROM facerec.model", error);
  if (found == NULL)
    return FALSE;
  if (PQntuples (found) != 1)
    return fail (db, "it does not say which model it is for", error);
  const gchar *id = facerec_postgres_get_text (found, 0, 0), *metric = facerec_postgres_get_text (found, 0, 2);
  const gint32 n = facerec_postgres_get_int32 (found, 0, 1);
  if (id == NULL || *id == '\0' || strlen (id) > MAX_MODEL_ID_BYTES || !g_utf8_validate (id, -1, NULL))
    return fail (db, "its model's id is not 1..200 bytes of UTF-8", error);
  if (n < 1 || n > FACEREC_MAX_DIMENSIONS)
    return fail (db, "its number of dimensions is not 1..4096", error);
  if (g_strcmp0 (metric, "euclidean") != 0)
    return fail (db, "its metric is not 'euclidean'", error);
  *model_id = g_strdup (id);
  *dimensions = (guint) n;
  return TRUE;
}

FacerecPostgresSchema
facerec_postgres_schema_verify (FacerecPostgres *db, gchar **model_id, guint *dimensions, GError **error)
{
  g_autoptr (PGresult) found = read_schema (db, columns_sql, error);
  if (found == NULL)
    return FACEREC_POSTGRES_SCHEMA_FAILED;
  if (PQntuples (found) == 0)
    return FACEREC_POSTGRES_SCHEMA_MISSING;
  if (!check_columns (db, found, error) || !check_version (db, error) || !check_triggers (db, error) ||
      !read_model (db, model_id, dimensions, error))
    return FACEREC_POSTGRES_SCHEMA_FAILED;
  return FACEREC_POSTGRES_SCHEMA_FOUND;
}

gboolean
facerec_postgres_schema_check_writable (FacerecPostgres *db, GError **error)
{
  g_autoptr (PGresult) found = read_schema (db, "SELECT CASE WHEN pg_is_in_recovery () "
      "THEN 'the server is a standby, which only reads' WHEN NOT (SELECT bool_and (has_table_privilege (t, p)) "
      "FROM unnest (ARRAY['facerec.people', 'facerec.faces']) t, unnest (ARRAY['INSERT', 'UPDATE', 'DELETE']) p) "
      "THEN format ('the role %I may only read; its owner may GRANT INSERT, UPDATE, DELETE ON facerec.people, "
      "facerec.faces TO %I', current_user, current_user) END", error);
  if (found == NULL)
    return FALSE;
  const gchar *problem = facerec_postgres_get_text (found, 0, 0);
  if (problem != NULL)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: cannot be written: %s", db->name, problem);
  return problem == NULL;
}

static gboolean
make (FacerecPostgres *db, const gchar *sql, const FacerecPostgresValues *values, GError **error)
{
  g_autoptr (PGresult) result = facerec_postgres_query (db, sql, values, "cannot be made", FACEREC_ERROR_WRITE, error);
  return result != NULL;
}

/* In a transaction. An administrator may have made the schema, with rights for others. */
static gboolean
create (FacerecPostgres *db, const gchar *model_id, guint dimensions, GError **error)
{
  g_autofree gchar *gallery_sql = g_strdup_printf ("INSERT INTO facerec.gallery VALUES (1, %d, %d)", APPLICATION_ID,
      VERSION);
  FacerecPostgresValues values = { 0 };
  g_autoptr (PGresult) schema = read_schema (db, "SELECT 1 FROM pg_namespace WHERE nspname = 'facerec'", error);
  if (schema == NULL || (PQntuples (schema) == 0 && !make (db, "CREATE SCHEMA facerec", NULL, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (create_sql); i++)
    if (!make (db, create_sql[i], NULL, error))
      return FALSE;
  facerec_postgres_add_text (&values, model_id);
  facerec_postgres_add_int64 (&values, dimensions);
  return make (db, gallery_sql, NULL, error) &&
      make (db, "INSERT INTO facerec.model VALUES (1, $1, $2, 'euclidean')", &values, error);
}

gboolean
facerec_postgres_schema_create (FacerecPostgres *db, const gchar *model_id, guint dimensions, GError **error)
{
  const gchar *encoding = PQparameterStatus (db->conn, "server_encoding");
  if (!g_utf8_validate (model_id, -1, NULL) || *model_id == '\0' || strlen (model_id) > MAX_MODEL_ID_BYTES) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: a model's id is 1..200 bytes of UTF-8", db->name);
    return FALSE;
  }
  if (g_strcmp0 (encoding, "UTF8") != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: cannot be made: the database's encoding is %s; "
        "make one with: createdb --encoding=UTF8 --template=template0", db->name, encoding);
    return FALSE;
  }
  if (!facerec_postgres_run (db, FACEREC_POSTGRES_BEGIN_SQL, FACEREC_POSTGRES_LOCK_WAIT_MS, "cannot be made",
          FACEREC_ERROR_WRITE, error)) {
    facerec_postgres_run (db, "ROLLBACK", 0, "", FACEREC_ERROR_WRITE, NULL);
    return FALSE;
  }
  g_autoptr (PGresult) found = read_schema (db, columns_sql, error);
  const gboolean is_made = found != NULL && PQntuples (found) > 0;
  const gboolean ok = found != NULL && (is_made || create (db, model_id, dimensions, error));
  if (ok)
    return facerec_postgres_run (db, "COMMIT", 0, "cannot be made", FACEREC_ERROR_WRITE, error);
  facerec_postgres_run (db, "ROLLBACK", 0, "", FACEREC_ERROR_WRITE, NULL);
  return FALSE;
}
