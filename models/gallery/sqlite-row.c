/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/sqlite-row.h"

#include <math.h>
#include <string.h>

guint8 *
facerec_gallery_blob_new (const gfloat *values, guint n, gsize *n_bytes)
{
  *n_bytes = n * sizeof (gfloat);
  guint8 *blob = g_malloc (*n_bytes);
  for (guint i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, &values[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    memcpy (blob + i * sizeof bits, &bits, sizeof bits);
  }
  return blob;
}

static void
read_blob (const guint8 *blob, gfloat *values, guint n)
{
  for (guint i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, blob + i * sizeof bits, sizeof bits);
    bits = GUINT32_FROM_LE (bits);
    memcpy (&values[i], &bits, sizeof bits);
  }
}

/* NULL for an SQL NULL. A text with a NUL inside is none that we wrote. */
static const gchar *
read_text (sqlite3_stmt *statement, int column, const gchar **problem)
{
  const int type = sqlite3_column_type (statement, column);
  if (type == SQLITE_NULL)
    return NULL;
  const gchar *text = type == SQLITE_TEXT ? (const gchar *) sqlite3_column_text (statement, column) : NULL;
  if (text == NULL)
    *problem = "a text in it is of another type";
  else if (strlen (text) != (gsize) sqlite3_column_bytes (statement, column))
    *problem = "a text in it holds a zero byte";
  return *problem == NULL ? text : NULL;
}

/* NaN for an SQL NULL, which is also what SQLite makes of a NaN. */
static gfloat
read_real (sqlite3_stmt *statement, int column, const gchar **problem)
{
  const int type = sqlite3_column_type (statement, column);
  if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) {
    if (type != SQLITE_NULL)
      *problem = "a number in it is of another type";
    return NAN;
  }
  return (gfloat) sqlite3_column_double (statement, column);
}

/* people.id, name, kind, threshold, number of faces */
static gboolean
offer_person (sqlite3_stmt *statement, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  const gchar *problem = NULL;
  FacerecGalleryPerson person = { .id = sqlite3_column_int64 (statement, 0) };
  person.n_faces = (guint) CLAMP (sqlite3_column_int64 (statement, 4), 0, G_MAXUINT);
  person.own_threshold = read_real (statement, 3, &problem);
  const gboolean kind_known = facerec_gallery_kind_from_name (read_text (statement, 2, &problem), &person.kind);
  const gchar *name = read_text (statement, 1, &problem);
  if (problem == NULL && !kind_known)
    problem = "its kind is neither person nor negative";
  if (problem == NULL)
    problem = facerec_gallery_threshold_problem (person.own_threshold);
  if (problem == NULL && name == NULL)
    problem = "it has no name";
  if (name != NULL) {
    const gchar *name_problem = facerec_gallery_name_problem (name);
    problem = problem == NULL ? name_problem : problem;
    person.name = name_problem == NULL ? g_strdup (name) : NULL;
  }
  const gboolean go_on = func (&person, problem, user_data);
  g_free (person.name);
  return go_on;
}

static gboolean
foreach_person (sqlite3 *db, const gchar *sql, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  int code;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW && offer_person (statement, func, user_data))
    continue;
  sqlite3_finalize (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
facerec_gallery_foreach_person_row (sqlite3 *db, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  return foreach_person (db, "SELECT id, name, kind, threshold, (SELECT count(*) FROM faces WHERE person = people.id) "
      "FROM people ORDER BY name", func, user_data);
}

gboolean
facerec_gallery_foreach_person_id (sqlite3 *db, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  return foreach_person (db, "SELECT id, name, kind, threshold, 0 FROM people ORDER BY id", func, user_data);
}

static const gchar *
read_embedding (sqlite3_stmt *statement, int column, gfloat *values, guint dimensions)
{
  if (sqlite3_column_type (statement, column) != SQLITE_BLOB)
    return "its embedding is no blob";
  const guint8 *blob = sqlite3_column_blob (statement, column);
  if (blob == NULL || (gsize) sqlite3_column_bytes (statement, column) != dimensions * sizeof (gfloat))
    return "its embedding has the wrong length";
  read_blob (blob, values, dimensions);
  return facerec_gallery_embedding_problem (values, dimensions);
}

/* faces.id, people.name, embedding, quality, x, y, width, height, source, sha256, time_us */
static gboolean
offer_face (sqlite3_stmt *statement, gfloat *values, guint dimensions, FacerecGalleryFaceRowFunc func,
    gpointer user_data)
{
  const gchar *problem = NULL;
  FacerecGalleryFace face = { .id = sqlite3_column_int64 (statement, 0) };
  const gchar *person = read_text (statement, 1, &problem);
  face.quality = read_real (statement, 3, &problem);
  face.x = read_real (statement, 4, &problem);
  face.y = read_real (statement, 5, &problem);
  face.width = read_real (statement, 6, &problem);
  face.height = read_real (statement, 7, &problem);
  face.source = read_text (statement, 8, &problem);
  face.sha256 = read_text (statement, 9, &problem);
  face.time_us = sqlite3_column_int64 (statement, 10);
  if (person != NULL && facerec_gallery_name_problem (person) != NULL) {
    problem = "its person's name cannot be used";
    person = NULL;
  }
  if (problem == NULL && person == NULL)
    problem = "its person is missing";
  if (problem == NULL)
    problem = facerec_gallery_face_problem (&face);
  if (problem == NULL && sqlite3_column_type (statement, 10) != SQLITE_INTEGER)
    problem = "its time is no integer";
  if (problem == NULL)
    problem = read_embedding (statement, 2, values, dimensions);
  if (problem != NULL)
    face.source = face.sha256 = NULL;
  else
    face.values = values;
  return func (person, &face, problem, user_data);
}

gboolean
facerec_gallery_foreach_face_row (sqlite3 *db, gint64 person_id, guint dimensions, FacerecGalleryFaceRowFunc func,
    gpointer user_data)
{
  sqlite3_stmt *statement = NULL;
  g_autofree gchar *sql = g_strconcat (
      "SELECT faces.id, people.name, embedding, quality, x, y, width, height, source, sha256, time_us "
      "FROM faces LEFT JOIN people ON people.id = person ", person_id != 0 ? "WHERE person = ?1 " : "",
      "ORDER BY faces.id", NULL);
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  if (person_id != 0)
    sqlite3_bind_int64 (statement, 1, person_id);
  g_autofree gfloat *values = g_new (gfloat, dimensions);
  int code;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW && offer_face (statement, values, dimensions, func, user_data))
    continue;
  sqlite3_finalize (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
facerec_gallery_check_pages (sqlite3 *db, GPtrArray *lines)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "PRAGMA integrity_check (100)", -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  int code;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW) {
    const gchar *line = (const gchar *) sqlite3_column_text (statement, 0);
    if (g_strcmp0 (line, "ok") != 0)
      g_ptr_array_add (lines, g_utf8_make_valid (line != NULL ? line : "damaged", -1));
  }
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}
