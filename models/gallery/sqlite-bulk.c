/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/sqlite-bulk.h"

#include <math.h>
#include <string.h>

static gboolean
read_number (sqlite3_stmt *statement, int column, gfloat *number)
{
  const int type = sqlite3_column_type (statement, column);
  *number = (gfloat) sqlite3_column_double (statement, column);
  return (type == SQLITE_FLOAT || type == SQLITE_INTEGER) && isfinite (*number);
}

/* NULL, or a text without a zero byte inside; *text is set. */
static gboolean
is_text (sqlite3_stmt *statement, int column, const gchar **text)
{
  const int type = sqlite3_column_type (statement, column);
  *text = type == SQLITE_TEXT ? (const gchar *) sqlite3_column_text (statement, column) : NULL;
  if (type == SQLITE_NULL)
    return TRUE;
  return *text != NULL && strlen (*text) == (gsize) sqlite3_column_bytes (statement, column);
}

/* embedding, quality, x, y, width, height, source, sha256, time_us, from column 2 on */
static gboolean
is_sound (sqlite3_stmt *statement, gfloat *values, guint dimensions)
{
  if (sqlite3_column_type (statement, 1) != SQLITE_INTEGER || sqlite3_column_type (statement, 10) != SQLITE_INTEGER)
    return FALSE;
  FacerecGalleryFace face = { .quality = NAN };
  if (!read_number (statement, 4, &face.x) || !read_number (statement, 5, &face.y) ||
      !read_number (statement, 6, &face.width) || !read_number (statement, 7, &face.height) ||
      (sqlite3_column_type (statement, 3) != SQLITE_NULL && !read_number (statement, 3, &face.quality)))
    return FALSE;
  if (!is_text (statement, 8, &face.source) || !is_text (statement, 9, &face.sha256) ||
      facerec_gallery_face_problem (&face) != NULL || sqlite3_column_type (statement, 2) != SQLITE_BLOB)
    return FALSE;
  const gfloat *blob = sqlite3_column_blob (statement, 2);
  if (blob == NULL || (gsize) sqlite3_column_bytes (statement, 2) != dimensions * sizeof (gfloat))
    return FALSE;
  memcpy (values, blob, dimensions * sizeof (gfloat));
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    for (guint i = 0; i < dimensions; i++)
      ((guint32 *) values)[i] = GUINT32_FROM_LE (((guint32 *) values)[i]);
  return facerec_gallery_embedding_problem (values, dimensions) == NULL;
}

gboolean
facerec_gallery_bulk_faces (sqlite3 *db, guint dimensions, gint64 first, gint64 last, FacerecGalleryBulkFaceFunc func,
    gpointer user_data)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT id, person, embedding, quality, x, y, width, height, source, sha256, time_us "
      "FROM faces WHERE id BETWEEN ?1 AND ?2 ORDER BY id", -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, last);
  g_autofree gfloat *values = g_new (gfloat, dimensions);
  gboolean ok = TRUE;
  int code = SQLITE_DONE;
  while (ok && (code = sqlite3_step (statement)) == SQLITE_ROW)
    ok = is_sound (statement, values, dimensions) &&
        func (sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), values, user_data);
  sqlite3_finalize (statement);
  return ok && code == SQLITE_DONE;
}

gboolean
facerec_gallery_bulk_owners (sqlite3 *db, FacerecGalleryBulkFaceFunc func, gpointer user_data)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT id, person FROM faces INDEXED BY faces_by_person ORDER BY person, id", -1,
          &statement, NULL) != SQLITE_OK)
    return FALSE;
  gboolean ok = TRUE;
  int code = SQLITE_DONE;
  while (ok && (code = sqlite3_step (statement)) == SQLITE_ROW)
    ok = sqlite3_column_type (statement, 1) == SQLITE_INTEGER &&
        func (sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), NULL, user_data);
  sqlite3_finalize (statement);
  return ok && code == SQLITE_DONE;
}

gboolean
facerec_gallery_bulk_ids (sqlite3 *db, gint64 *least, gint64 *greatest)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT (SELECT min (id) FROM faces), (SELECT max (id) FROM faces)", -1, &statement,
          NULL) != SQLITE_OK)
    return FALSE;
  const int code = sqlite3_step (statement);
  const gboolean is_empty = code == SQLITE_ROW && sqlite3_column_type (statement, 0) == SQLITE_NULL;
  *least = is_empty ? 0 : sqlite3_column_int64 (statement, 0);
  *greatest = is_empty ? -1 : sqlite3_column_int64 (statement, 1);
  sqlite3_finalize (statement);
  return code == SQLITE_ROW;
}
