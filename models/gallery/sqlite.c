/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/file.h"
#include "models/gallery/sqlite-private.h"
#include "models/gallery/sqlite-row.h"
#include "models/gallery/sqlite-schema.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

typedef enum {
  BEGIN,
  COMMIT,
  SAVEPOINT,
  RELEASE,
  ROLLBACK_TO,
  FIND_PERSON,
  ADD_PERSON,
  FACES_OF_IMAGE,
  ADD_FACE,
  RENAME,
  REMOVE,
  REMOVE_FACE,
  MERGE,
  SET_THRESHOLD,
  N_STATEMENTS
} Statement;

static const gchar *const statement_sql[N_STATEMENTS] = {
  [BEGIN] = "BEGIN IMMEDIATE",
  [COMMIT] = "COMMIT",
  [SAVEPOINT] = "SAVEPOINT change",
  [RELEASE] = "RELEASE change",
  [ROLLBACK_TO] = "ROLLBACK TO change",
  [FIND_PERSON] = "SELECT id, kind FROM people WHERE name = ?1",
  [ADD_PERSON] = "INSERT INTO people (name, kind) VALUES (?1, ?2)",
  [FACES_OF_IMAGE] = "SELECT people.name, x, y, width, height FROM faces JOIN people ON people.id = person "
                     "WHERE sha256 = ?1 AND kind = ?2 AND (kind = 'person' OR name = ?3) ORDER BY faces.id",
  [ADD_FACE] = "INSERT INTO faces (person, embedding, quality, x, y, width, height, source, sha256, time_us) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
  [RENAME] = "UPDATE people SET name = ?2 WHERE id = ?1",
  [REMOVE] = "DELETE FROM people WHERE id = ?1",
  [REMOVE_FACE] = "DELETE FROM faces WHERE id = ?1",
  [MERGE] = "UPDATE faces SET person = ?2 WHERE person = ?1",
  [SET_THRESHOLD] = "UPDATE people SET threshold = ?2 WHERE id = ?1",
};

typedef FacerecSqliteGallery Gallery;

static gboolean
fail (Gallery *self, const gchar *what, GError **error)
{
  return facerec_gallery_sqlite_fail (self->db, self->head.path, what, error);
}

static gboolean G_GNUC_PRINTF (3, 4)
refuse (Gallery *self, GError **error, const gchar *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree gchar *reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: %s", self->head.path, reason);
  return FALSE;
}

static const gchar *
kind_name (FacerecPersonKind kind)
{
  return kind == FACEREC_NEGATIVE ? "negative" : "person";
}

static sqlite3_stmt *
get_statement (Gallery *self, Statement which, GError **error)
{
  sqlite3_stmt **statement = &self->statements[which];
  if (*statement == NULL &&
      sqlite3_prepare_v3 (self->db, statement_sql[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) !=
          SQLITE_OK) {
    fail (self, "cannot be used", error);
    return NULL;
  }
  return *statement;
}

/* Runs a statement that gives no rows. Its parameters are bound by the caller, and are unbound afterwards: nobody's
 * embedding stays in it. */
static gboolean
run (Gallery *self, sqlite3_stmt *statement, GError **error)
{
  if (statement == NULL)
    return FALSE;
  const int code = sqlite3_step (statement);
  if (code != SQLITE_DONE)
    fail (self, "cannot be changed", error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return code == SQLITE_DONE;
}

static gboolean
run_plain (Gallery *self, Statement which, GError **error)
{
  return run (self, get_statement (self, which, error), error);
}

/* Every change is a transaction, or a savepoint of the caller's: all of it happens or nothing. */
static gboolean
change_begin (Gallery *self, GError **error)
{
  if (self->in_transaction && sqlite3_get_autocommit (self->db)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the changes were undone after an earlier failure",
        self->head.path);
    return FALSE;
  }
  return run_plain (self, self->in_transaction ? SAVEPOINT : BEGIN, error);
}

static gboolean
change_end (Gallery *self, gboolean ok, GError **error)
{
  if (ok && run_plain (self, self->in_transaction ? RELEASE : COMMIT, error))
    return TRUE;
  /* SQLite may have rolled back all by itself, on a full disk for one. */
  if (sqlite3_get_autocommit (self->db))
    return FALSE;
  if (!self->in_transaction)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  else if (run_plain (self, ROLLBACK_TO, NULL))
    run_plain (self, RELEASE, NULL);
  return FALSE;
}

static void
sqlite_close (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  for (guint i = 0; self->statements != NULL && i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  g_free (self->statements);
  sqlite3_close (self->db); /* undoes what is not committed */
  g_free (self->real_path);
  g_free (self->head.path);
  g_free (self->head.model_id);
  g_free (self);
}

/* The file appears under its name when it is whole, so that nobody ever opens half a gallery. */
static gboolean
create (const gchar *path, const gchar *model_id, guint dimensions, GError **error)
{
  g_autofree gchar *new_path = facerec_gallery_file_new (path, error);
  if (new_path == NULL)
    return FALSE;
  sqlite3 *db = facerec_gallery_schema_connect (path, new_path, TRUE, TRUE, error);
  const gboolean ok = db != NULL && facerec_gallery_schema_create (db, path, model_id, dimensions, error);
  sqlite3_close (db);
  if (ok)
    return facerec_gallery_file_place (new_path, path, error);
  g_unlink (new_path);
  return FALSE;
}

/* An empty file, of mktemp for one, becomes a gallery where it is; first it becomes nobody else's to read. */
static gboolean
fill_empty (sqlite3 *db, const gchar *path, const gchar *real_path, const gchar *model_id, guint dimensions,
    GError **error)
{
  if (chmod (real_path, 0600) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: its mode cannot be made 0600", path);
    return FALSE;
  }
  return facerec_gallery_schema_create (db, path, model_id, dimensions, error);
}

static gchar *
find_or_create (const gchar *path, FacerecGalleryMode mode, const gchar *model_id, guint dimensions, GError **error)
{
  gchar *real_path = NULL;
  if (!facerec_gallery_file_find (path, &real_path, error) || real_path != NULL)
    return real_path;
  if (mode != FACEREC_GALLERY_CREATE) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: there is no such gallery; 'gst-facerec enroll -o %s FOLDER' makes one", path, path);
    return NULL;
  }
  if (!create (path, model_id, dimensions, error) || !facerec_gallery_file_find (path, &real_path, error))
    return NULL;
  if (real_path == NULL)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: was removed while it was made", path);
  return real_path;
}

static FacerecGallery *
sqlite_open (const gchar *path, FacerecGalleryMode mode, const gchar *model_id, guint dimensions, GError **error)
{
  g_autofree gchar *real_path = find_or_create (path, mode, model_id, dimensions, error);
  if (real_path == NULL)
    return NULL;
  Gallery *self = g_new0 (Gallery, 1);
  self->head.backend = &facerec_gallery_sqlite;
  self->head.mode = mode;
  self->head.path = g_strdup (path);
  self->real_path = g_strdup (real_path);
  self->statements = g_new0 (sqlite3_stmt *, N_STATEMENTS);
  struct stat st;
  const gboolean is_empty = mode == FACEREC_GALLERY_CREATE && stat (real_path, &st) == 0 && st.st_size == 0;
  self->db = facerec_gallery_schema_connect (path, real_path, mode != FACEREC_GALLERY_READ, is_empty, error);
  if (self->db != NULL && (!is_empty || fill_empty (self->db, path, real_path, model_id, dimensions, error)) &&
      facerec_gallery_schema_verify (self->db, path, &self->head.model_id, &self->head.dimensions, error))
    return &self->head;
  sqlite_close (&self->head);
  return NULL;
}

static gboolean
sqlite_begin (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (self->in_transaction)
    return refuse (self, error, "a transaction is open already");
  self->in_transaction = run_plain (self, BEGIN, error);
  return self->in_transaction;
}

static void
sqlite_rollback (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  self->in_transaction = FALSE;
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

static gboolean
sqlite_commit (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (!self->in_transaction)
    return refuse (self, error, "no transaction is open");
  const gboolean undone = sqlite3_get_autocommit (self->db);
  if (undone)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the changes were undone after an earlier failure",
        self->head.path);
  if (!undone && run_plain (self, COMMIT, error)) {
    self->in_transaction = FALSE;
    return TRUE;
  }
  sqlite_rollback (gallery);
  return FALSE;
}

/* TRUE with *id 0 when there is nobody of that name. */
static gboolean
find_person (Gallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, FIND_PERSON, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  const int code = sqlite3_step (statement);
  *id = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  *kind = code == SQLITE_ROW && g_strcmp0 ((const gchar *) sqlite3_column_text (statement, 1), "negative") == 0
      ? FACEREC_NEGATIVE
      : FACEREC_PERSON;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    fail (self, "cannot be read", error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
facerec_sqlite_require_person (Gallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind,
    GError **error)
{
  if (!find_person (self, name, id, kind, error))
    return FALSE;
  return *id != 0 || refuse (self, error, "nobody is called '%s'", name);
}

/* *owner (transfer full): who has this face of this image already, NULL for nobody. */
static gboolean
find_duplicate (Gallery *self, const gchar *person, FacerecPersonKind kind, const FacerecGalleryFace *face, gchar **owner,
    GError **error)
{
  *owner = NULL;
  if (face->sha256 == NULL)
    return TRUE;
  sqlite3_stmt *statement = get_statement (self, FACES_OF_IMAGE, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, face->sha256, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, kind_name (kind), -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, person, -1, SQLITE_STATIC);
  int code = SQLITE_DONE;
  while (*owner == NULL && (code = sqlite3_step (statement)) == SQLITE_ROW)
    if (facerec_gallery_is_same_face (face, sqlite3_column_double (statement, 1), sqlite3_column_double (statement, 2),
            sqlite3_column_double (statement, 3), sqlite3_column_double (statement, 4)))
      *owner = g_strdup ((const gchar *) sqlite3_column_text (statement, 0));
  if (*owner == NULL && code != SQLITE_DONE)
    fail (self, "cannot be read", error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return *owner != NULL || code == SQLITE_DONE;
}

static gboolean
find_or_add_person (Gallery *self, const gchar *name, FacerecPersonKind kind, gint64 *id, GError **error)
{
  FacerecPersonKind known_kind;
  if (!find_person (self, name, id, &known_kind, error))
    return FALSE;
  if (*id != 0 && known_kind != kind)
    return refuse (self, error, "'%s' is enrolled as a %s", name,
        kind_name (known_kind));
  if (*id != 0)
    return TRUE;
  sqlite3_stmt *statement = get_statement (self, ADD_PERSON, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, kind_name (kind), -1, SQLITE_STATIC);
  if (!run (self, statement, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

static gboolean
insert_face (Gallery *self, gint64 person, const FacerecGalleryFace *face, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, ADD_FACE, error);
  if (statement == NULL)
    return FALSE;
  gsize n_bytes;
  g_autofree guint8 *blob = facerec_gallery_blob_new (face->values, self->head.dimensions, &n_bytes);
  sqlite3_bind_int64 (statement, 1, person);
  sqlite3_bind_blob (statement, 2, blob, (int) n_bytes, SQLITE_STATIC);
  if (!isnan (face->quality))
    sqlite3_bind_double (statement, 3, face->quality);
  sqlite3_bind_double (statement, 4, face->x);
  sqlite3_bind_double (statement, 5, face->y);
  sqlite3_bind_double (statement, 6, face->width);
  sqlite3_bind_double (statement, 7, face->height);
  sqlite3_bind_text (statement, 8, face->source, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 9, face->sha256, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 10, face->time_us);
  return run (self, statement, error);
}

static gboolean
sqlite_add_face (FacerecGallery *gallery, const gchar *person, FacerecPersonKind kind, const FacerecGalleryFace *face,
    gchar **duplicate_of, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (!change_begin (self, error))
    return FALSE;
  g_autofree gchar *owner = NULL;
  gint64 id;
  const gboolean ok = find_duplicate (self, person, kind, face, &owner, error) &&
      (owner != NULL ||
          (find_or_add_person (self, person, kind, &id, error) && insert_face (self, id, face, error)));
  if (!change_end (self, ok, error))
    return FALSE;
  if (duplicate_of != NULL)
    *duplicate_of = g_steal_pointer (&owner);
  return TRUE;
}

static gboolean
run_on_person (Gallery *self, Statement which, gint64 id, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, which, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return run (self, statement, error);
}

static gboolean
change_name (Gallery *self, gint64 id, const gchar *name, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, RENAME, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, name, -1, SQLITE_STATIC);
  return run (self, statement, error);
}

/* All faces of from become those of into. */
static gboolean
move_faces (Gallery *self, gint64 from, gint64 into, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, MERGE, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, from);
  sqlite3_bind_int64 (statement, 2, into);
  return run (self, statement, error) && run_on_person (self, REMOVE, from, error);
}

/* The negative that is against that person; *id 0: there is none. */
static gboolean
find_negative (Gallery *self, const gchar *person, gint64 *id, GError **error)
{
  g_autofree gchar *name = facerec_gallery_negative_name (person);
  FacerecPersonKind kind;
  if (!find_person (self, name, id, &kind, error))
    return FALSE;
  if (kind != FACEREC_NEGATIVE)
    *id = 0;
  return TRUE;
}

/* What is against from is against to from now on. */
static gboolean
move_negative (Gallery *self, const gchar *from, const gchar *to, GError **error)
{
  gint64 id, other;
  g_autofree gchar *name = facerec_gallery_negative_name (to);
  if (!find_negative (self, from, &id, error) || !find_negative (self, to, &other, error))
    return FALSE;
  if (id == 0 || id == other)
    return TRUE;
  if (other != 0)
    return move_faces (self, id, other, error);
  return facerec_gallery_check_name (name, error) && change_name (self, id, name, error);
}

static gboolean
rename_person (Gallery *self, const gchar *from, const gchar *to, GError **error)
{
  gint64 id, other;
  FacerecPersonKind kind, other_kind;
  if (!facerec_sqlite_require_person (self, from, &id, &kind, error) ||
      !find_person (self, to, &other, &other_kind, error))
    return FALSE;
  if (other != 0 && other != id)
    return refuse (self, error, "'%s' is enrolled already; merge '%s' into it instead", to, from);
  return change_name (self, id, to, error) &&
      (kind == FACEREC_NEGATIVE || move_negative (self, from, to, error));
}

static gboolean
sqlite_rename (FacerecGallery *gallery, const gchar *from, const gchar *to, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, rename_person (self, from, to, error), error);
}

static gboolean
remove_person (Gallery *self, const gchar *person, GError **error)
{
  gint64 id, negative = 0;
  FacerecPersonKind kind;
  if (!facerec_sqlite_require_person (self, person, &id, &kind, error) ||
      (kind == FACEREC_PERSON && !find_negative (self, person, &negative, error)))
    return FALSE;
  return run_on_person (self, REMOVE, id, error) && (negative == 0 || run_on_person (self, REMOVE, negative, error));
}

static gboolean
sqlite_remove (FacerecGallery *gallery, const gchar *person, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, remove_person (self, person, error), error);
}

static gboolean
sqlite_remove_face (FacerecGallery *gallery, gint64 face_id, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (!change_begin (self, error))
    return FALSE;
  gboolean ok = run_on_person (self, REMOVE_FACE, face_id, error);
  if (ok && sqlite3_changes (self->db) == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: there is no face %" G_GINT64_FORMAT,
        self->head.path, face_id);
    ok = FALSE;
  }
  return change_end (self, ok, error);
}

static gboolean
merge_people (Gallery *self, const gchar *from, const gchar *into, GError **error)
{
  gint64 from_id, into_id;
  FacerecPersonKind from_kind, into_kind;
  if (!facerec_sqlite_require_person (self, from, &from_id, &from_kind, error) ||
      !facerec_sqlite_require_person (self, into, &into_id, &into_kind, error))
    return FALSE;
  if (from_kind != into_kind)
    return refuse (self, error, "of '%s' and '%s' one is a person and the other a negative", from, into);
  return move_faces (self, from_id, into_id, error) &&
      (from_kind == FACEREC_NEGATIVE || move_negative (self, from, into, error));
}

static gboolean
sqlite_merge (FacerecGallery *gallery, const gchar *from, const gchar *into, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, merge_people (self, from, into, error), error);
}

static gboolean
set_threshold (Gallery *self, const gchar *person, gfloat own_threshold, GError **error)
{
  gint64 id;
  FacerecPersonKind kind;
  sqlite3_stmt *statement = get_statement (self, SET_THRESHOLD, error);
  if (statement == NULL || !facerec_sqlite_require_person (self, person, &id, &kind, error))
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!isnan (own_threshold))
    sqlite3_bind_double (statement, 2, own_threshold);
  return run (self, statement, error);
}

static gboolean
sqlite_set_threshold (FacerecGallery *gallery, const gchar *person, gfloat own_threshold, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, set_threshold (self, person, own_threshold, error), error);
}

const FacerecGalleryBackend facerec_gallery_sqlite = {
  .name = "sqlite",
  .open = sqlite_open,
  .close = sqlite_close,
  .begin = sqlite_begin,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .add_face = sqlite_add_face,
  .rename = sqlite_rename,
  .remove = sqlite_remove,
  .remove_face = sqlite_remove_face,
  .merge = sqlite_merge,
  .set_threshold = sqlite_set_threshold,
  .begin_read = facerec_sqlite_begin_read,
  .end_read = facerec_sqlite_end_read,
  .foreach_person = facerec_sqlite_foreach_person,
  .foreach_face = facerec_sqlite_foreach_face,
  .bulk_people = facerec_sqlite_bulk_people,
  .bulk_ids = facerec_sqlite_bulk_ids,
  .bulk_faces = facerec_sqlite_bulk_faces,
  .bulk_owners = facerec_sqlite_bulk_owners,
  .new_reader = facerec_sqlite_new_reader,
  .check = facerec_sqlite_check,
};
