/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <sys/stat.h>

#include "models/gallery/sqlite-bulk.h"
#include "models/gallery/sqlite-private.h"
#include "models/gallery/sqlite-row.h"
#include "models/gallery/sqlite-schema.h"

static gboolean
fail (FacerecGallery *gallery, const gchar *what, GError **error)
{
  return facerec_gallery_sqlite_fail (((FacerecSqliteGallery *) gallery)->db, gallery->path, what, error);
}

static sqlite3 *
get_db (FacerecGallery *gallery)
{
  return ((FacerecSqliteGallery *) gallery)->db;
}

gboolean
facerec_sqlite_begin_read (FacerecGallery *gallery, GError **error)
{
  FacerecSqliteGallery *self = (FacerecSqliteGallery *) gallery;
  if (!sqlite3_get_autocommit (self->db))
    return TRUE;
  if (sqlite3_exec (self->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
    return fail (gallery, "cannot be read", error);
  self->in_read = TRUE;
  return TRUE;
}

void
facerec_sqlite_end_read (FacerecGallery *gallery)
{
  FacerecSqliteGallery *self = (FacerecSqliteGallery *) gallery;
  if (self->in_read)
    sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
  self->in_read = FALSE;
}

gboolean
facerec_sqlite_foreach_person (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data,
    GError **error)
{
  return facerec_gallery_foreach_person_row (get_db (gallery), func, user_data) || fail (gallery, "is damaged", error);
}

gboolean
facerec_sqlite_foreach_face (FacerecGallery *gallery, const gchar *person, FacerecGalleryFaceRowFunc func,
    gpointer user_data, GError **error)
{
  gint64 id = 0;
  FacerecPersonKind kind;
  if (person != NULL && !facerec_gallery_require_person (gallery, person, &id, &kind, error))
    return FALSE;
  return facerec_gallery_foreach_face_row (get_db (gallery), id, gallery->dimensions, func, user_data) ||
      fail (gallery, "is damaged", error);
}

gboolean
facerec_sqlite_bulk_people (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data)
{
  return facerec_gallery_foreach_person_id (get_db (gallery), func, user_data);
}

gboolean
facerec_sqlite_bulk_ids (FacerecGallery *gallery, gint64 *least, gint64 *greatest)
{
  return facerec_gallery_bulk_ids (get_db (gallery), least, greatest);
}

gboolean
facerec_sqlite_bulk_faces (FacerecGallery *gallery, gint64 first, gint64 last, FacerecGalleryBulkFaceFunc func,
    gpointer user_data)
{
  return facerec_gallery_bulk_faces (get_db (gallery), gallery->dimensions, first, last, func, user_data);
}

gboolean
facerec_sqlite_bulk_owners (FacerecGallery *gallery, FacerecGalleryBulkFaceFunc func, gpointer user_data)
{
  return facerec_gallery_bulk_owners (get_db (gallery), func, user_data);
}

/* While this connection holds its shared lock nobody can commit, so another one sees the same; and within a process
 * SQLite lets it share that lock even while a writer waits for it to go. */
FacerecGallery *
facerec_sqlite_new_reader (FacerecGallery *gallery)
{
  FacerecSqliteGallery *self = (FacerecSqliteGallery *) gallery;
  /* What this one is about to commit nobody else sees. */
  if (!self->in_read)
    return NULL;
  sqlite3 *db = facerec_gallery_schema_connect (gallery->path, self->real_path, FALSE, FALSE, NULL);
  if (db == NULL)
    return NULL;
  int has_moved = 1;
  sqlite3_busy_timeout (db, 0);
  if (sqlite3_exec (db, "BEGIN; SELECT one FROM model", NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) != SQLITE_OK || has_moved) {
    sqlite3_close (db);
    return NULL;
  }
  FacerecSqliteGallery *reader = g_new0 (FacerecSqliteGallery, 1);
  reader->head = (FacerecGallery) { .backend = &facerec_gallery_sqlite, .mode = FACEREC_GALLERY_READ,
    .path = g_strdup (gallery->path), .model_id = g_strdup (gallery->model_id), .dimensions = gallery->dimensions };
  reader->db = db;
  return &reader->head;
}

gboolean
facerec_sqlite_check (FacerecGallery *gallery, GPtrArray *lines, GError **error)
{
  struct stat st;
  if (stat (gallery->path, &st) == 0 && (st.st_mode & 077) != 0)
    g_ptr_array_add (lines, g_strdup_printf ("others can read or write the file (mode %04o); chmod 600 it",
        (guint) st.st_mode & 07777));
  return facerec_gallery_check_pages (get_db (gallery), lines) || fail (gallery, "cannot be checked", error);
}
