/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* A gallery on a PostgreSQL server: opens and changes. Means what sqlite.c means; its tests are the same. */
#include "models/gallery/postgres-private.h"
#include "models/gallery/postgres-schema.h"
#include "models/gallery/sqlite-row.h"

#include <math.h>

#define CHANGED "cannot be changed"

typedef FacerecPostgresGallery Gallery;

/* ---- opening ---- */

static void
postgres_close (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  facerec_postgres_free (self->db); /* the server undoes what is not committed */
  g_free (self->address);
  g_free (self->head.path);
  g_free (self->head.model_id);
  g_free (self);
}

/* Verifies what is there, or makes it. */
static gboolean
find_or_create (Gallery *self, const gchar *model_id, guint dimensions, GError **error)
{
  FacerecPostgresSchema schema =
      facerec_postgres_schema_verify (self->db, &self->head.model_id, &self->head.dimensions, error);
  if (schema == FACEREC_POSTGRES_SCHEMA_MISSING && self->head.mode == FACEREC_GALLERY_CREATE) {
    if (!facerec_postgres_schema_create (self->db, model_id, dimensions, error))
      return FALSE;
    schema = facerec_postgres_schema_verify (self->db, &self->head.model_id, &self->head.dimensions, error);
  }
  if (schema == FACEREC_POSTGRES_SCHEMA_MISSING)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: there is no gallery in this database yet; "
        "'gst-facerec enroll -o %s FOLDER' makes one", self->head.path, self->head.path);
  return schema == FACEREC_POSTGRES_SCHEMA_FOUND &&
      (self->head.mode == FACEREC_GALLERY_READ || facerec_postgres_schema_check_writable (self->db, error));
}

static FacerecGallery *
postgres_open (const gchar *path, FacerecGalleryMode mode, const gchar *model_id, guint dimensions, GError **error)
{
  Gallery *self = g_new0 (Gallery, 1);
  self->head.backend = &facerec_gallery_postgres;
  self->head.mode = mode;
  self->head.path = facerec_gallery_display_name (path);
  self->address = g_strdup (path);
  self->db = facerec_postgres_connect (path, error);
  if (self->db != NULL && find_or_create (self, model_id, dimensions, error))
    return &self->head;
  postgres_close (&self->head);
  return NULL;
}

/* The same gallery as before, or none that this one can go on with. */
static gboolean
verify_again (Gallery *self, FacerecPostgres *db, GError **error)
{
  g_autofree gchar *model_id = NULL;
  guint dimensions = 0;
  switch (facerec_postgres_schema_verify (db, &model_id, &dimensions, error)) {
    case FACEREC_POSTGRES_SCHEMA_FAILED:
      return FALSE;
    case FACEREC_POSTGRES_SCHEMA_FOUND:
      if (g_str_equal (model_id, self->head.model_id) && dimensions == self->head.dimensions)
        return TRUE;
      G_GNUC_FALLTHROUGH;
    default:
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH, "%s: another gallery is in its place", self->head.path);
      return FALSE;
  }
}

gboolean
facerec_postgres_gallery_revive (Gallery *self, GError **error)
{
  /* Whoever watches has to know that there was a time in which nothing was noticed. */
  if (self->db->conn != NULL || self->listens)
    return TRUE;
  /* Nor may somebody who does not wait for an answer wait for a connection. */
  if (self->head.give_up != NULL && g_atomic_int_get (self->head.give_up) != 0)
    return facerec_postgres_run (self->db, "SELECT 1", 0, CHANGED, FACEREC_ERROR_OPEN, error);
  g_autoptr (FacerecPostgres) db = facerec_postgres_connect (self->address, error);
  if (db != NULL)
    db->give_up = self->head.give_up;
  if (db == NULL || !verify_again (self, db, error))
    return FALSE;
  facerec_postgres_free (self->db);
  self->db = g_steal_pointer (&db);
  return TRUE;
}

gboolean
facerec_postgres_gallery_begin (Gallery *self, const gchar *sql, guint lock_wait_ms, const gchar *what,
    FacerecError code, GError **error)
{
  g_autoptr (GError) reason = NULL;
  if (!facerec_postgres_gallery_revive (self, error))
    return FALSE;
  if (facerec_postgres_run (self->db, sql, lock_wait_ms, what, code, &reason))
    return TRUE;
  if (self->db->conn != NULL || self->listens) {
    facerec_postgres_run (self->db, "ROLLBACK", 0, "", code, NULL);
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  /* The server has gone since the last answer; nothing was begun yet. */
  if (!facerec_postgres_gallery_revive (self, error))
    return FALSE;
  if (facerec_postgres_run (self->db, sql, lock_wait_ms, what, code, error))
    return TRUE;
  facerec_postgres_run (self->db, "ROLLBACK", 0, "", code, NULL);
  return FALSE;
}

static void
give_up_changed (FacerecGallery *gallery)
{
  ((Gallery *) gallery)->db->give_up = gallery->give_up;
}

/* ---- transactions ---- */

static gboolean
begin (Gallery *self, GError **error)
{
  return facerec_postgres_gallery_begin (self, FACEREC_POSTGRES_BEGIN_SQL, FACEREC_POSTGRES_LOCK_WAIT_MS, CHANGED,
      FACEREC_ERROR_WRITE, error);
}

static gboolean
run_plain (Gallery *self, const gchar *sql, GError **error)
{
  return facerec_postgres_run (self->db, sql, 0, CHANGED, FACEREC_ERROR_WRITE, error);
}

/* A COMMIT of what the server has given up says ROLLBACK, and is no failure to it. */
static gboolean
commit (Gallery *self, GError **error)
{
  g_autoptr (PGresult) result =
      facerec_postgres_query (self->db, "COMMIT", NULL, CHANGED, FACEREC_ERROR_WRITE, error);
  if (result == NULL || g_strcmp0 (PQcmdStatus (result), "COMMIT") == 0)
    return result != NULL;
  return facerec_gallery_fail_undone (&self->head, NULL, error);
}

/* Every change is a transaction, or a savepoint of the caller's: all of it happens or nothing. Nobody waits for a savepoint:
 * neither for its beginning nor, when what is in it has been acknowledged, for its end. */
static gboolean
begin_change (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (!gallery->in_transaction)
    return begin (self, error);
  if (facerec_postgres_in_transaction (self->db)) {
    facerec_postgres_run_later (self->db, "SAVEPOINT change");
    return TRUE;
  }
  return facerec_gallery_fail_undone (gallery, self->db->lost, error);
}

static void
undo (Gallery *self)
{
  facerec_postgres_forget_later (self->db);
  run_plain (self, "ROLLBACK", NULL);
}

static gboolean
end_change (FacerecGallery *gallery, gboolean ok, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (ok && gallery->in_transaction) {
    facerec_postgres_run_later (self->db, "RELEASE SAVEPOINT change");
    return TRUE;
  }
  if (ok && commit (self, error))
    return TRUE;
  if (gallery->in_transaction)
    run_plain (self, "ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change", NULL);
  else
    undo (self);
  return FALSE;
}

static gboolean
postgres_begin (FacerecGallery *gallery, GError **error)
{
  return begin ((Gallery *) gallery, error);
}

static void
postgres_rollback (FacerecGallery *gallery)
{
  undo ((Gallery *) gallery);
}

static gboolean
postgres_commit (FacerecGallery *gallery, GError **error)
{
  if (commit ((Gallery *) gallery, error))
    return TRUE;
  postgres_rollback (gallery);
  return FALSE;
}

/* ---- steps of a change ---- */

/* (transfer full) */
static PGresult *
query (FacerecGallery *gallery, const gchar *sql, const FacerecPostgresValues *values, GError **error)
{
  return facerec_postgres_query (((Gallery *) gallery)->db, sql, values, CHANGED, FACEREC_ERROR_WRITE, error);
}

static gboolean
change (FacerecGallery *gallery, const gchar *sql, const FacerecPostgresValues *values, GError **error)
{
  g_autoptr (PGresult) result = query (gallery, sql, values, error);
  return result != NULL;
}

static void
ask_for_person (FacerecPostgresQuestion *question, const gchar *name)
{
  /* Nobody can be called by what is no UTF-8, and the server would refuse to look. */
  const gboolean valid = g_utf8_validate (name, -1, NULL);
  question->sql = valid ? "SELECT id, kind FROM people WHERE name = $1" : "SELECT id, kind FROM people WHERE false";
  if (valid)
    facerec_postgres_add_text (&question->values, name);
}

static void
read_person (const PGresult *result, gint64 *id, FacerecPersonKind *kind)
{
  const gboolean found = PQntuples (result) > 0;
  *id = found ? facerec_postgres_get_int64 (result, 0, 0) : 0;
  facerec_gallery_kind_from_name (found ? facerec_postgres_get_text (result, 0, 1) : NULL, kind);
}

static gboolean
find_person (FacerecGallery *gallery, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error)
{
  FacerecPostgresQuestion question = { 0 };
  ask_for_person (&question, name);
  if (!facerec_postgres_ask (((Gallery *) gallery)->db, &question, 1, "cannot be read", FACEREC_ERROR_READ, error))
    return FALSE;
  read_person (question.result, id, kind);
  PQclear (question.result);
  return TRUE;
}

static void
offer_boxes (const PGresult *result, FacerecGalleryFaceFunc func, gpointer user_data)
{
  gboolean goes_on = TRUE;
  for (int row = 0; goes_on && row < PQntuples (result); row++) {
    const FacerecGalleryFace face = { .x = facerec_postgres_get_real (result, row, 1),
      .y = facerec_postgres_get_real (result, row, 2), .width = facerec_postgres_get_real (result, row, 3),
      .height = facerec_postgres_get_real (result, row, 4) };
    goes_on = func (facerec_postgres_get_text (result, row, 0), &face, user_data);
  }
}

static gboolean
look_up (FacerecGallery *gallery, const gchar *name, FacerecPersonKind kind, const gchar *sha256,
    FacerecGalleryFaceFunc func, gpointer user_data, gint64 *id, FacerecPersonKind *known_kind, GError **error)
{
  FacerecPostgresQuestion questions[2] = { 0 };
  const guint n = sha256 != NULL ? 2 : 1;
  ask_for_person (&questions[0], name);
  questions[1].sql = "SELECT people.name, x, y, width, height FROM faces JOIN people ON people.id = person "
      "WHERE sha256 = $1 AND kind = $2 AND (kind = 'person' OR name = $3) ORDER BY faces.id";
  facerec_postgres_add_text (&questions[1].values, sha256);
  facerec_postgres_add_text (&questions[1].values, facerec_gallery_kind_name (kind));
  facerec_postgres_add_text (&questions[1].values, name);
  if (!facerec_postgres_ask (((Gallery *) gallery)->db, questions, n, CHANGED, FACEREC_ERROR_WRITE, error))
    return FALSE;
  read_person (questions[0].result, id, known_kind);
  if (n > 1)
    offer_boxes (questions[1].result, func, user_data);
  for (guint i = 0; i < n; i++)
    PQclear (questions[i].result);
  return TRUE;
}

#define ADD_FACE(person) "INSERT INTO faces (person, embedding, quality, x, y, width, height, source, sha256, time_us) " \
  "VALUES (" person ", $2, $3, $4, $5, $6, $7, $8, $9, $10)"

static gboolean
add_face (FacerecGallery *gallery, gint64 person, const gchar *name, FacerecPersonKind kind, const FacerecGalleryFace *face,
    GError **error)
{
  FacerecPostgresValues values = { 0 };
  gsize n_bytes;
  g_autofree guint8 *blob = facerec_gallery_blob_new (face->values, gallery->dimensions, &n_bytes);
  if (person != 0)
    facerec_postgres_add_int64 (&values, person);
  else
    facerec_postgres_add_text (&values, name);
  facerec_postgres_add_bytes (&values, blob, n_bytes);
  facerec_postgres_add_real (&values, face->quality);
  facerec_postgres_add_real (&values, face->x);
  facerec_postgres_add_real (&values, face->y);
  facerec_postgres_add_real (&values, face->width);
  facerec_postgres_add_real (&values, face->height);
  facerec_postgres_add_text (&values, face->source);
  facerec_postgres_add_text (&values, face->sha256);
  facerec_postgres_add_int64 (&values, face->time_us);
  if (person != 0)
    return change (gallery, ADD_FACE ("$1"), &values, error);
  facerec_postgres_add_text (&values, facerec_gallery_kind_name (kind));
  return change (gallery, "WITH added AS (INSERT INTO people (name, kind) VALUES ($1, $11) RETURNING id) "
      ADD_FACE ("(SELECT id FROM added)"), &values, error);
}

static gboolean
remove_person (FacerecGallery *gallery, gint64 person, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, person);
  return change (gallery, "DELETE FROM people WHERE id = $1", &values, error);
}

static gboolean
remove_face (FacerecGallery *gallery, gint64 face, gboolean *found, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, face);
  g_autoptr (PGresult) result = query (gallery, "DELETE FROM faces WHERE id = $1 RETURNING id", &values, error);
  *found = result != NULL && PQntuples (result) > 0;
  return result != NULL;
}

static gboolean
change_name (FacerecGallery *gallery, gint64 person, const gchar *name, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, person);
  facerec_postgres_add_text (&values, name);
  return change (gallery, "UPDATE people SET name = $2 WHERE id = $1", &values, error);
}

static gboolean
move_faces (FacerecGallery *gallery, gint64 from, gint64 into, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, from);
  facerec_postgres_add_int64 (&values, into);
  return change (gallery, "UPDATE faces SET person = $2 WHERE person = $1", &values, error);
}

static gboolean
change_threshold (FacerecGallery *gallery, gint64 person, gfloat own_threshold, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, person);
  facerec_postgres_add_real (&values, own_threshold);
  return change (gallery, "UPDATE people SET threshold = $2 WHERE id = $1", &values, error);
}

const FacerecGalleryBackend facerec_gallery_postgres = {
  .name = "postgres",
  .open = postgres_open,
  .close = postgres_close,
  .begin = postgres_begin,
  .commit = postgres_commit,
  .rollback = postgres_rollback,
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
  .begin_read = facerec_postgres_begin_read,
  .end_read = facerec_postgres_end_read,
  .foreach_person = facerec_postgres_foreach_person,
  .foreach_face = facerec_postgres_foreach_face,
  .bulk_people = facerec_postgres_bulk_people,
  .bulk_ids = facerec_postgres_bulk_ids,
  .bulk_faces = facerec_postgres_bulk_faces,
  .bulk_owners = facerec_postgres_bulk_owners,
  .new_reader = facerec_postgres_new_reader,
  .check = facerec_postgres_check,
  .listen = facerec_postgres_listen,
  .wait = facerec_postgres_wait,
  .give_up_changed = give_up_changed,
};
