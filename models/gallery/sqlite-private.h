/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery/backend.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What sqlite.c, which opens and changes, and sqlite-read.c have in common. */

typedef struct {
  FacerecGallery head;
  sqlite3 *db;
  gchar *real_path;        /* without symbolic links */
  gboolean in_read;
  sqlite3_stmt **statements; /* made when first needed */
} FacerecSqliteGallery;

/* The functions of the backend's table that read. */
gboolean facerec_sqlite_begin_read (FacerecGallery *gallery, GError **error);
void facerec_sqlite_end_read (FacerecGallery *gallery);
gboolean facerec_sqlite_foreach_person (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data,
    GError **error);
gboolean facerec_sqlite_foreach_face (FacerecGallery *gallery, const gchar *person, FacerecGalleryFaceRowFunc func,
    gpointer user_data, GError **error);
gboolean facerec_sqlite_bulk_people (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data);
gboolean facerec_sqlite_bulk_ids (FacerecGallery *gallery, gint64 *least, gint64 *greatest);
gboolean facerec_sqlite_bulk_faces (FacerecGallery *gallery, gint64 first, gint64 last, FacerecGalleryBulkFaceFunc func,
    gpointer user_data);
gboolean facerec_sqlite_bulk_owners (FacerecGallery *gallery, FacerecGalleryBulkFaceFunc func, gpointer user_data);
FacerecGallery *facerec_sqlite_new_reader (FacerecGallery *gallery);
gboolean facerec_sqlite_check (FacerecGallery *gallery, GPtrArray *lines, GError **error);

G_END_DECLS
