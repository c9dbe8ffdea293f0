/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* A gallery on a PostgreSQL server: opens and changes. Means what sqlite.c means, statement by statement; its tests are
 * the same. */
#include "models/gallery/postgres-private.h"
#include "models/gallery/postgres-schema.h"
#include "models/gallery/sqlite-row.h"

#include <math.h>

#define CHANGED "cannot be changed"

typedef FacerecPostgresGallery Gallery;

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
  g_autoptr (FacerecPostgres) db = facerec_postgres_connect (self->address, error);
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
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the changes were undone after an earlier failure",
      self->head.path);
  return FALSE;
}

/* Every change is a transaction, or a savepoint of the caller's: all of it happens or nothing. */
static gboolean
change_begin (Gallery *self, GError **error)
{
  if (!self->in_transaction)
    return begin (self, error);
  if (facerec_postgres_in_transaction (self->db))
    return run_plain (self, "SAVEPOINT change", error);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the changes were undone after an earlier failure%s%s",
      self->head.path, self->db->lost != NULL ? ": " : "", self->db->lost != NULL ? self->db->lost : "");
  return FALSE;
}

static gboolean
change_end (Gallery *self, gboolean ok, GError **error)
{
  if (ok && (self->in_transaction ? run_plain (self, "RELEASE SAVEPOINT change", error) : commit (self, error)))
    return TRUE;
  run_plain (self, self->in_transaction ? "ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change" : "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
postgres_begin (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (self->in_transaction)
    return refuse (self, error, "a transaction is open already");
  self->in_transaction = begin (self, error);
  return self->in_transaction;
}

static void
postgres_rollback (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  if (self->in_transaction)
    run_plain (self, "ROLLBACK", NULL);
  self->in_transaction = FALSE;
}

static gboolean
postgres_commit (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (!self->in_transaction)
    return refuse (self, error, "no transaction is open");
  const gboolean ok = commit (self, error);
  if (!ok)
    run_plain (self, "ROLLBACK", NULL);
  self->in_transaction = FALSE;
  return ok;
}

/* ---- changes ---- */

/* (transfer full) */
static PGresult *
query (Gallery *self, const gchar *sql, const FacerecPostgresValues *values, GError **error)
{
  return facerec_postgres_query (self->db, sql, values, CHANGED, FACEREC_ERROR_WRITE, error);
}

static gboolean
run_on_person (Gallery *self, const gchar *sql, gint64 id, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, id);
  g_autoptr (PGresult) result = query (self, sql, &values, error);
  return result != NULL;
}

gboolean
facerec_postgres_find_person (Gallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_text (&values, name);
  /* Nobody can be called so, and the server would refuse to look. */
  const gboolean valid = g_utf8_validate (name, -1, NULL);
  g_autoptr (PGresult) result = facerec_postgres_query (self->db,
      valid ? "SELECT id, kind FROM people WHERE name = $1" : "SELECT id, kind FROM people WHERE false",
      valid ? &values : NULL, "cannot be read", FACEREC_ERROR_READ, error);
  if (result == NULL)
    return FALSE;
  const gboolean found = PQntuples (result) > 0;
  *id = found ? facerec_postgres_get_int64 (result, 0, 0) : 0;
  *kind = found && g_strcmp0 (facerec_postgres_get_text (result, 0, 1), "negative") == 0 ? FACEREC_NEGATIVE
                                                                                          : FACEREC_PERSON;
  return TRUE;
}

gboolean
facerec_postgres_require_person (Gallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error)
{
  if (!facerec_postgres_find_person (self, name, id, kind, error))
    return FALSE;
  return *id != 0 || refuse (self, error, "nobody is called '%s'", name);
}

/* *owner (transfer full): who has this face of this image already, NULL for nobody. */
static gboolean
find_duplicate (Gallery *self, const gchar *person, FacerecPersonKind kind, const FacerecGalleryFace *face,
    gchar **owner, GError **error)
{
  FacerecPostgresValues values = { 0 };
  if (face->sha256 == NULL)
    return TRUE;
  facerec_postgres_add_text (&values, face->sha256);
  facerec_postgres_add_text (&values, kind_name (kind));
  facerec_postgres_add_text (&values, person);
  g_autoptr (PGresult) result = query (self, "SELECT people.name, x, y, width, height FROM faces "
      "JOIN people ON people.id = person WHERE sha256 = $1 AND kind = $2 AND (kind = 'person' OR name = $3) "
      "ORDER BY faces.id", &values, error);
  for (int row = 0; result != NULL && *owner == NULL && row < PQntuples (result); row++)
    if (facerec_gallery_is_same_face (face, facerec_postgres_get_real (result, row, 1),
            facerec_postgres_get_real (result, row, 2), facerec_postgres_get_real (result, row, 3),
            facerec_postgres_get_real (result, row, 4)))
      *owner = g_strdup (facerec_postgres_get_text (result, row, 0));
  return result != NULL;
}

static gboolean
find_or_add_person (Gallery *self, const gchar *name, FacerecPersonKind kind, gint64 *id, GError **error)
{
  FacerecPersonKind known_kind;
  FacerecPostgresValues values = { 0 };
  if (!facerec_postgres_find_person (self, name, id, &known_kind, error))
    return FALSE;
  if (*id != 0 && known_kind != kind)
    return refuse (self, error, "'%s' is enrolled as a %s", name, kind_name (known_kind));
  if (*id != 0)
    return TRUE;
  facerec_postgres_add_text (&values, name);
  facerec_postgres_add_text (&values, kind_name (kind));
  g_autoptr (PGresult) result =
      query (self, "INSERT INTO people (name, kind) VALUES ($1, $2) RETURNING id", &values, error);
  if (result != NULL)
    *id = facerec_postgres_get_int64 (result, 0, 0);
  return result != NULL;
}

static gboolean
insert_face (Gallery *self, gint64 person, const FacerecGalleryFace *face, GError **error)
{
  FacerecPostgresValues values = { 0 };
  gsize n_bytes;
  g_autofree guint8 *blob = facerec_gallery_blob_new (face->values, self->head.dimensions, &n_bytes);
  facerec_postgres_add_int64 (&values, person);
  facerec_postgres_add_bytes (&values, blob, n_bytes);
  facerec_postgres_add_real (&values, face->quality);
  facerec_postgres_add_real (&values, face->x);
  facerec_postgres_add_real (&values, face->y);
  facerec_postgres_add_real (&values, face->width);
  facerec_postgres_add_real (&values, face->height);
  facerec_postgres_add_text (&values, face->source);
  facerec_postgres_add_text (&values, face->sha256);
  facerec_postgres_add_int64 (&values, face->time_us);
  g_autoptr (PGresult) result = query (self, "INSERT INTO faces (person, embedding, quality, x, y, width, height, "
      "source, sha256, time_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", &values, error);
  return result != NULL;
}

static gboolean
postgres_add_face (FacerecGallery *gallery, const gchar *person, FacerecPersonKind kind, const FacerecGalleryFace *face,
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
remove_id (Gallery *self, gint64 id, GError **error)
{
  return run_on_person (self, "DELETE FROM people WHERE id = $1", id, error);
}

static gboolean
change_name (Gallery *self, gint64 id, const gchar *name, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, id);
  facerec_postgres_add_text (&values, name);
  g_autoptr (PGresult) result = query (self, "UPDATE people SET name = $2 WHERE id = $1", &values, error);
  return result != NULL;
}

/* All faces of from become those of into. */
static gboolean
move_faces (Gallery *self, gint64 from, gint64 into, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, from);
  facerec_postgres_add_int64 (&values, into);
  g_autoptr (PGresult) result = query (self, "UPDATE faces SET person = $2 WHERE person = $1", &values, error);
  return result != NULL && remove_id (self, from, error);
}

/* The negative that is against that person; *id 0: there is none. */
static gboolean
find_negative (Gallery *self, const gchar *person, gint64 *id, GError **error)
{
  g_autofree gchar *name = facerec_gallery_negative_name (person);
  FacerecPersonKind kind;
  if (!facerec_postgres_find_person (self, name, id, &kind, error))
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
  if (!facerec_postgres_require_person (self, from, &id, &kind, error) ||
      !facerec_postgres_find_person (self, to, &other, &other_kind, error))
    return FALSE;
  if (other != 0 && other != id)
    return refuse (self, error, "'%s' is enrolled already; merge '%s' into it instead", to, from);
  return change_name (self, id, to, error) && (kind == FACEREC_NEGATIVE || move_negative (self, from, to, error));
}

static gboolean
postgres_rename (FacerecGallery *gallery, const gchar *from, const gchar *to, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, rename_person (self, from, to, error), error);
}

static gboolean
remove_person (Gallery *self, const gchar *person, GError **error)
{
  gint64 id, negative = 0;
  FacerecPersonKind kind;
  if (!facerec_postgres_require_person (self, person, &id, &kind, error) ||
      (kind == FACEREC_PERSON && !find_negative (self, person, &negative, error)))
    return FALSE;
  return remove_id (self, id, error) && (negative == 0 || remove_id (self, negative, error));
}

static gboolean
postgres_remove (FacerecGallery *gallery, const gchar *person, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, remove_person (self, person, error), error);
}

static gboolean
remove_face (Gallery *self, gint64 face_id, GError **error)
{
  FacerecPostgresValues values = { 0 };
  facerec_postgres_add_int64 (&values, face_id);
  g_autoptr (PGresult) result = query (self, "DELETE FROM faces WHERE id = $1 RETURNING id", &values, error);
  if (result == NULL)
    return FALSE;
  return PQntuples (result) > 0 || refuse (self, error, "there is no face %" G_GINT64_FORMAT, face_id);
}

static gboolean
postgres_remove_face (FacerecGallery *gallery, gint64 face_id, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, remove_face (self, face_id, error), error);
}

static gboolean
merge_people (Gallery *self, const gchar *from, const gchar *into, GError **error)
{
  gint64 from_id, into_id;
  FacerecPersonKind from_kind, into_kind;
  if (!facerec_postgres_require_person (self, from, &from_id, &from_kind, error) ||
      !facerec_postgres_require_person (self, into, &into_id, &into_kind, error))
    return FALSE;
  if (from_kind != into_kind)
    return refuse (self, error, "of '%s' and '%s' one is a person and the other a negative", from, into);
  return move_faces (self, from_id, into_id, error) &&
      (from_kind == FACEREC_NEGATIVE || move_negative (self, from, into, error));
}

static gboolean
postgres_merge (FacerecGallery *gallery, const gchar *from, const gchar *into, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, merge_people (self, from, into, error), error);
}

static gboolean
set_threshold (Gallery *self, const gchar *person, gfloat own_threshold, GError **error)
{
  FacerecPostgresValues values = { 0 };
  gint64 id;
  FacerecPersonKind kind;
  if (!facerec_postgres_require_person (self, person, &id, &kind, error))
    return FALSE;
  facerec_postgres_add_int64 (&values, id);
  facerec_postgres_add_real (&values, own_threshold);
  g_autoptr (PGresult) result = query (self, "UPDATE people SET threshold = $2 WHERE id = $1", &values, error);
  return result != NULL;
}

static gboolean
postgres_set_threshold (FacerecGallery *gallery, const gchar *person, gfloat own_threshold, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  return change_begin (self, error) && change_end (self, set_threshold (self, person, own_threshold, error), error);
}

const FacerecGalleryBackend facerec_gallery_postgres = {
  .name = "postgres",
  .open = postgres_open,
  .close = postgres_close,
  .begin = postgres_begin,
  .commit = postgres_commit,
  .rollback = postgres_rollback,
  .add_face = postgres_add_face,
  .rename = postgres_rename,
  .remove = postgres_remove,
  .remove_face = postgres_remove_face,
  .merge = postgres_merge,
  .set_threshold = postgres_set_threshold,
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
};
