/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of the server as people and faces, each value checked: what others have put there is told as a problem, not
 * believed. */
#include "models/gallery/postgres-private.h"

#include <math.h>
#include <string.h>

/* Rows asked for at once. */
#define PAGE 1024
#define OWNERS_PAGE 65536
/* A server has 100 connections as it comes, for everybody. */
#define MAX_READERS 7

#define FACE_COLUMNS "embedding, quality, x, y, width, height, source, sha256, time_us"

typedef FacerecPostgresGallery Gallery;

static PGresult *
query (Gallery *self, const gchar *sql, const FacerecPostgresValues *values, GError **error)
{
  return facerec_postgres_query (self->db, sql, values, "cannot be read", FACEREC_ERROR_READ, error);
}

gboolean
facerec_postgres_begin_read (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  if (gallery->in_transaction || self->in_read)
    return TRUE;
  self->n_readers = 0;
  /* Whoever is given the rows may take long over a page of them: gallery copy, to another server. Nobody waits for that. */
  self->in_read = facerec_postgres_gallery_begin (self, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
      "SET LOCAL idle_in_transaction_session_timeout = '1h'", 0, "cannot be read", FACEREC_ERROR_READ, error);
  return self->in_read;
}

void
facerec_postgres_end_read (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  if (self->in_read)
    facerec_postgres_run (self->db, "ROLLBACK", 0, "", FACEREC_ERROR_READ, NULL);
  self->in_read = FALSE;
}

/* ---- people ---- */

/* id, name, kind, threshold, number of faces */
static gboolean
offer_person (const PGresult *result, int row, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  const gchar *name = facerec_postgres_get_text (result, row, 1), *kind = facerec_postgres_get_text (result, row, 2);
  const gchar *problem = NULL, *name_problem = name != NULL ? facerec_gallery_name_problem (name) : "it has no name";
  FacerecGalleryPerson person = { .id = facerec_postgres_get_int64 (result, row, 0),
    .n_faces = (guint) CLAMP (facerec_postgres_get_int64 (result, row, 4), 0, G_MAXUINT),
    .own_threshold = facerec_postgres_get_real (result, row, 3) };
  if (!facerec_gallery_kind_from_name (kind, &person.kind))
    problem = "its kind is neither person nor negative";
  if (problem == NULL && isnan (person.own_threshold) && !PQgetisnull (result, row, 3))
    problem = "its threshold is no number";
  if (problem == NULL)
    problem = facerec_gallery_threshold_problem (person.own_threshold);
  if (problem == NULL)
    problem = name_problem;
  person.name = name_problem == NULL ? g_strdup (name) : NULL;
  const gboolean go_on = func (&person, problem, user_data);
  g_free (person.name);
  return go_on;
}

static gboolean
foreach_person (Gallery *self, const gchar *sql, FacerecGalleryPersonRowFunc func, gpointer user_data, GError **error)
{
  g_autoptr (PGresult) result = query (self, sql, NULL, error);
  for (int row = 0; result != NULL && row < PQntuples (result); row++)
    if (!offer_person (result, row, func, user_data))
      break;
  return result != NULL;
}

gboolean
facerec_postgres_foreach_person (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data,
    GError **error)
{
  Gallery *self = (Gallery *) gallery;
  const gboolean own = !gallery->in_transaction && !self->in_read;
  if (!facerec_postgres_begin_read (gallery, error))
    return FALSE;
  const gboolean ok = foreach_person (self, "SELECT id, name, kind, threshold, (SELECT count (*) FROM faces "
      "WHERE person = people.id) FROM people ORDER BY name COLLATE \"C\"", func, user_data, error);
  if (own)
    facerec_postgres_end_read (gallery);
  return ok;
}

gboolean
facerec_postgres_bulk_people (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  return foreach_person ((Gallery *) gallery, "SELECT id, name, kind, threshold, 0::bigint FROM people ORDER BY id",
      func, user_data, NULL);
}

/* ---- faces ---- */

static gboolean
is_none (const PGresult *result, int row, int column)
{
  return !PQgetisnull (result, row, column) && isnan (facerec_postgres_get_real (result, row, column));
}

/* FACE_COLUMNS, from column 2 on. NULL, or why the face cannot be used. */
static const gchar *
read_face (const PGresult *result, int row, guint dimensions, gfloat *values, FacerecGalleryFace *face)
{
  face->quality = facerec_postgres_get_real (result, row, 3);
  face->x = facerec_postgres_get_real (result, row, 4);
  face->y = facerec_postgres_get_real (result, row, 5);
  face->width = facerec_postgres_get_real (result, row, 6);
  face->height = facerec_postgres_get_real (result, row, 7);
  face->source = facerec_postgres_get_text (result, row, 8);
  face->sha256 = facerec_postgres_get_text (result, row, 9);
  face->time_us = facerec_postgres_get_int64 (result, row, 10);
  const gchar *problem = is_none (result, row, 3) ? "its quality is outside of 0..1" : facerec_gallery_face_problem (face);
  if (problem != NULL)
    return problem;
  if (PQgetisnull (result, row, 2) || (gsize) PQgetlength (result, row, 2) != dimensions * sizeof (gfloat))
    return "its embedding has the wrong length";
  memcpy (values, PQgetvalue (result, row, 2), dimensions * sizeof (gfloat));
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    for (guint i = 0; i < dimensions; i++)
      ((guint32 *) values)[i] = GUINT32_FROM_LE (((guint32 *) values)[i]);
  face->values = values;
  return facerec_gallery_embedding_problem (values, dimensions);
}

/* faces.id, people.name, FACE_COLUMNS */
static gboolean
offer_face (const PGresult *result, int row, gfloat *values, guint dimensions, FacerecGalleryFaceRowFunc func,
    gpointer user_data)
{
  FacerecGalleryFace face = { .id = facerec_postgres_get_int64 (result, row, 0) };
  const gchar *person = facerec_postgres_get_text (result, row, 1);
  const gchar *problem = read_face (result, row, dimensions, values, &face);
  if (person != NULL && facerec_gallery_name_problem (person) != NULL) {
    problem = "its person's name cannot be used";
    person = NULL;
  } else if (person == NULL) {
    problem = "its person is missing";
  }
  if (problem != NULL) {
    face.source = face.sha256 = NULL;
    face.values = NULL;
  }
  return func (person, &face, problem, user_data);
}

/* FALSE: that was the last page. Ids, in the first column, may be any, the very last one there is as well. */
static gboolean
find_next_page (const PGresult *page, int n_rows, gint64 *first)
{
  const int n = PQntuples (page);
  const gint64 last = n > 0 ? facerec_postgres_get_int64 (page, n - 1, 0) : G_MAXINT64;
  if (n < n_rows || last == G_MAXINT64)
    return FALSE;
  *first = last + 1;
  return TRUE;
}

/* Page by page, so that no gallery is too large. */
static gboolean
foreach_face (Gallery *self, gint64 person_id, FacerecGalleryFaceRowFunc func, gpointer user_data, GError **error)
{
  g_autofree gfloat *values = g_new (gfloat, self->head.dimensions);
  g_autofree gchar *sql = g_strconcat ("SELECT faces.id, people.name, " FACE_COLUMNS " FROM faces "
      "LEFT JOIN people ON people.id = person WHERE faces.id >= $1 ", person_id != 0 ? "AND person = $2 " : "",
      "ORDER BY faces.id LIMIT " G_STRINGIFY (PAGE), NULL);
  gint64 first = G_MININT64;
  while (TRUE) {
    FacerecPostgresValues parameters = { 0 };
    facerec_postgres_add_int64 (&parameters, first);
    if (person_id != 0)
      facerec_postgres_add_int64 (&parameters, person_id);
    g_autoptr (PGresult) result = query (self, sql, &parameters, error);
    if (result == NULL)
      return FALSE;
    for (int row = 0; row < PQntuples (result); row++)
      if (!offer_face (result, row, values, self->head.dimensions, func, user_data))
        return TRUE;
    if (!find_next_page (result, PAGE, &first))
      return TRUE;
  }
}

gboolean
facerec_postgres_foreach_face (FacerecGallery *gallery, const gchar *person, FacerecGalleryFaceRowFunc func,
    gpointer user_data, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  const gboolean own = !gallery->in_transaction && !self->in_read;
  gint64 id = 0;
  FacerecPersonKind kind;
  if (!facerec_postgres_begin_read (gallery, error))
    return FALSE;
  const gboolean ok = (person == NULL || facerec_gallery_require_person (gallery, person, &id, &kind, error)) &&
      foreach_face (self, id, func, user_data, error);
  if (own)
    facerec_postgres_end_read (gallery);
  return ok;
}

/* ---- for loading ---- */

gboolean
facerec_postgres_bulk_ids (FacerecGallery *gallery, gint64 *least, gint64 *greatest)
{
  g_autoptr (PGresult) result = query ((Gallery *) gallery, "SELECT min (id), max (id) FROM faces", NULL, NULL);
  if (result == NULL)
    return FALSE;
  const gboolean is_empty = PQgetisnull (result, 0, 0);
  *least = is_empty ? 0 : facerec_postgres_get_int64 (result, 0, 0);
  *greatest = is_empty ? -1 : facerec_postgres_get_int64 (result, 0, 1);
  return TRUE;
}

gboolean
facerec_postgres_bulk_faces (FacerecGallery *gallery, gint64 first, gint64 last, FacerecGalleryBulkFaceFunc func,
    gpointer user_data)
{
  g_autofree gfloat *values = g_new (gfloat, gallery->dimensions);
  FacerecPostgresValues parameters = { 0 };
  facerec_postgres_add_int64 (&parameters, first);
  facerec_postgres_add_int64 (&parameters, last);
  g_autoptr (PGresult) result = query ((Gallery *) gallery, "SELECT id, person, " FACE_COLUMNS " FROM faces "
      "WHERE id BETWEEN $1 AND $2 ORDER BY id", &parameters, NULL);
  gboolean ok = result != NULL;
  for (int row = 0; ok && row < PQntuples (result); row++) {
    FacerecGalleryFace face = { 0 };
    ok = read_face (result, row, gallery->dimensions, values, &face) == NULL &&
        func (facerec_postgres_get_int64 (result, row, 0), facerec_postgres_get_int64 (result, row, 1), values,
            user_data);
  }
  return ok;
}

gboolean
facerec_postgres_bulk_owners (FacerecGallery *gallery, FacerecGalleryBulkFaceFunc func, gpointer user_data)
{
  gint64 first = G_MININT64;
  while (TRUE) {
    FacerecPostgresValues parameters = { 0 };
    facerec_postgres_add_int64 (&parameters, first);
    g_autoptr (PGresult) result = query ((Gallery *) gallery, "SELECT id, person FROM faces WHERE id >= $1 "
        "ORDER BY id LIMIT " G_STRINGIFY (OWNERS_PAGE), &parameters, NULL);
    if (result == NULL)
      return FALSE;
    for (int row = 0; row < PQntuples (result); row++)
      if (!func (facerec_postgres_get_int64 (result, row, 0), facerec_postgres_get_int64 (result, row, 1), NULL, user_data))
        return FALSE;
    if (!find_next_page (result, OWNERS_PAGE, &first))
      return TRUE;
  }
}

FacerecGallery *
facerec_postgres_new_reader (FacerecGallery *gallery)
{
  Gallery *self = (Gallery *) gallery;
  /* What this one is about to commit nobody else sees. */
  const gboolean may_read = self->in_read && self->n_readers++ < MAX_READERS;
  g_autoptr (PGresult) snapshot = may_read ? query (self, "SELECT pg_export_snapshot ()", NULL, NULL) : NULL;
  g_autoptr (FacerecPostgres) db = snapshot != NULL ? facerec_postgres_connect (self->address, NULL) : NULL;
  if (db == NULL)
    return NULL;
  const gchar *id = PQgetvalue (snapshot, 0, 0);
  g_autofree gchar *sql = g_strdup_printf ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
      "SET TRANSACTION SNAPSHOT '%s'", id);
  if (strspn (id, "0123456789ABCDEF-") != strlen (id) ||
      !facerec_postgres_run (db, sql, 0, "cannot be read", FACEREC_ERROR_READ, NULL))
    return NULL;
  Gallery *reader = g_new0 (Gallery, 1);
  reader->head = (FacerecGallery) { .backend = gallery->backend, .mode = FACEREC_GALLERY_READ,
    .path = g_strdup (gallery->path), .model_id = g_strdup (gallery->model_id), .dimensions = gallery->dimensions };
  reader->address = g_strdup (self->address);
  reader->db = g_steal_pointer (&db);
  reader->in_read = TRUE;
  return &reader->head;
}

/* ---- what the server has to say ---- */

gboolean
facerec_postgres_check (FacerecGallery *gallery, GPtrArray *lines, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  g_autoptr (PGresult) result = query (self,
      "SELECT CASE WHEN has_table_privilege ('public', 'facerec.faces', 'SELECT, INSERT, UPDATE, DELETE') "
      "THEN 'everybody who reaches the database can read or write it; REVOKE ALL ON facerec.people, facerec.faces "
      "FROM PUBLIC' END, inet_client_addr () IS NOT NULL AND NOT (inet_client_addr () <<= '127.0.0.0/8' OR "
      "inet_client_addr () = '::1') AND NOT (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid ())", NULL, error);
  if (result == NULL)
    return FALSE;
  if (!PQgetisnull (result, 0, 0))
    g_ptr_array_add (lines, g_strdup (PQgetvalue (result, 0, 0)));
  if (*PQgetvalue (result, 0, 1) != 0)
    g_ptr_array_add (lines,
        g_strdup ("faces travel over the network in the clear; add sslmode=verify-full to the address"));
  return TRUE;
}

gboolean
facerec_postgres_listen (FacerecGallery *gallery, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  self->listens = facerec_postgres_run (self->db, "LISTEN facerec_gallery", 0, "its changes cannot be watched",
      FACEREC_ERROR_READ, error);
  return self->listens;
}

FacerecGalleryChange
facerec_postgres_wait (FacerecGallery *gallery, guint timeout_ms, GError **error)
{
  Gallery *self = (Gallery *) gallery;
  FacerecGalleryChange change = FACEREC_GALLERY_CHANGE_NONE;
  /* Some may have come with the answers to other questions. */
  for (guint round = 0; round < 2 && change == FACEREC_GALLERY_CHANGE_NONE; round++) {
    PGnotify *notice;
    if (round > 0 && !facerec_postgres_take_in (self->db, (gint) timeout_ms, error))
      return FACEREC_GALLERY_CHANGE_LOST;
    while (self->db->conn != NULL && (notice = PQnotifies (self->db->conn)) != NULL) {
      const gboolean of_rows = g_str_equal (notice->extra, "rows");
      change = MAX (change, of_rows ? FACEREC_GALLERY_CHANGE_ROWS : FACEREC_GALLERY_CHANGE_VALUES);
      PQfreemem (notice);
    }
  }
  return change;
}
