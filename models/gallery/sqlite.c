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
  MOVE_FACES,
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
  [MOVE_FACES] = "UPDATE faces SET person = ?2 WHERE person = ?1",
  [SET_THRESHOLD] = "UPDATE people SET threshold = ?2 WHERE id = ?1",
};

typedef FacerecSqliteGallery Gallery;

static gboolean
fail (Gallery *self, const gchar *what, GError **error)
{
  return facerec_gallery_sqlite_fail (self->db, self->head.path, what, error);
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
begin_change (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (gallery->in_transaction && sqlite3_get_autocommit (self->db))
    return facerec_gallery_fail_undone (gallery, NULL, error);
  return run_plain (self, gallery->in_transaction ? SAVEPOINT : BEGIN, error);
}

static gboolean
end_change (FacerecGallery *gallery, gboolean ok, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (ok && run_plain (self, gallery->in_transaction ? RELEASE : COMMIT, error))
    return TRUE;
  /* SQLite may have rolled back all by itself, on a full disk for one. */
  if (sqlite3_get_autocommit (self->db))
    return FALSE;
  if (!gallery->in_transaction)
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
  return run_plain ((Gallery *) gallery, BEGIN, error);
}

static void
sqlite_rollback (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

static gboolean
sqlite_commit (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (sqlite3_get_autocommit (self->db))
    return facerec_gallery_fail_undone (gallery, NULL, error);
  if (run_plain (self, COMMIT, error))
    return TRUE;
  sqlite_rollback (gallery);
  return FALSE;
}

static gboolean
find_person (FacerecGallery *gallery, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  sqlite3_stmt *statement = get_statement (self, FIND_PERSON, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  const int code = sqlite3_step (statement);
  *id = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  facerec_gallery_kind_from_name (code == SQLITE_ROW ? (const gchar *) sqlite3_column_text (statement, 1) : NULL, kind);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    fail (self, "cannot be read", error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
offer_box (sqlite3_stmt *statement, FacerecGalleryFaceFunc func, gpointer user_data)
{
  const FacerecGalleryFace face = { .x = (gfloat) sqlite3_column_double (statement, 1),
    .y = (gfloat) sqlite3_column_double (statement, 2), .width = (gfloat) sqlite3_column_double (statement, 3),
    .height = (gfloat) sqlite3_column_double (statement, 4) };
  return func ((const gchar *) sqlite3_column_text (statement, 0), &face, user_data);
}

static gboolean
look_up (FacerecGallery *gallery, const gchar *name, FacerecPersonKind kind, const gchar *sha256,
    FacerecGalleryFaceFunc func, gpointer user_data, gint64 *id, FacerecPersonKind *known_kind, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (sha256 == NULL)
    return find_person (gallery, name, id, known_kind, error);
  sqlite3_stmt *statement = get_statement (self, FACES_OF_IMAGE, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, sha256, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, facerec_gallery_kind_name (kind), -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, name, -1, SQLITE_STATIC);
  gboolean goes_on = TRUE;
  int code = SQLITE_DONE;
  while (goes_on && (code = sqlite3_step (statement)) == SQLITE_ROW)
    goes_on = offer_box (statement, func, user_data);
  if (goes_on && code != SQLITE_DONE)
    fail (self, "cannot be read", error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  *id = 0;
  return goes_on ? code == SQLITE_DONE && find_person (gallery, name, id, known_kind, error) : TRUE;
}

static gboolean
add_person (Gallery *self, const gchar *name, FacerecPersonKind kind, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = get_statement (self, ADD_PERSON, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, facerec_gallery_kind_name (kind), -1, SQLITE_STATIC);
  if (!run (self, statement, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

static gboolean
add_face (FacerecGallery *gallery, gint64 person, const gchar *name, FacerecPersonKind kind, const FacerecGalleryFace *face,
    GError **error)
{
  Gallery *self = (Gallery *) gallery;
  sqlite3_stmt *statement = get_statement (self, ADD_FACE, error);
  if (statement == NULL || (person == 0 && !add_person (self, name, kind, &person, error)))
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
run_on_id (FacerecGallery *gallery, Statement which, gint64 id, GError **error)
{
  sqlite3_stmt *statement = get_statement ((Gallery *) gallery, which, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return run ((Gallery *) gallery, statement, error);
}

static gboolean
remove_person (FacerecGallery *gallery, gint64 person, GError **error)
{
  return run_on_id (gallery, REMOVE, person, error);
}

static gboolean
remove_face (FacerecGallery *gallery, gint64 face, gboolean *found, GError **error)
{
  if (!run_on_id (gallery, REMOVE_FACE, face, error))
    return FALSE;
  *found = sqlite3_changes (((Gallery *) gallery)->db) > 0;
  return TRUE;
}

static gboolean
change_name (FacerecGallery *gallery, gint64 person, const gchar *name, GError **error)
{
  sqlite3_stmt *statement = get_statement ((Gallery *) gallery, RENAME, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, person);
  sqlite3_bind_text (statement, 2, name, -1, SQLITE_STATIC);
  return run ((Gallery *) gallery, statement, error);
}

static gboolean
move_faces (FacerecGallery *gallery, gint64 from, gint64 into, GError **error)
{
  sqlite3_stmt *statement = get_statement ((Gallery *) gallery, MOVE_FACES, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, from);
  sqlite3_bind_int64 (statement, 2, into);
  return run ((Gallery *) gallery, statement, error);
}

static gboolean
change_threshold (FacerecGallery *gallery, gint64 person, gfloat own_threshold, GError **error)
{
  sqlite3_stmt *statement = get_statement ((Gallery *) gallery, SET_THRESHOLD, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, person);
  if (!isnan (own_threshold))
    sqlite3_bind_double (statement, 2, own_threshold);
  return run ((Gallery *) gallery, statement, error);
}

const FacerecGalleryBackend facerec_gallery_sqlite = {
  .name = "sqlite",
  .open = sqlite_open,
  .close = sqlite_close,
  .begin = sqlite_begin,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .begin_change = begin_change,
  .end_change = end_change,
  .find_person = find_person,
  .look_up = look_up,
  .add_face = add_face,
  .change_name = change_name,
  .change_threshold = change_threshold,
  .move_faces = move_faces,
  .remove_person = remove_person,
  .remove_face = remove_face,
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
