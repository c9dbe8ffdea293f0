/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery/backend.h"
#include "models/gallery/postgres-connection.h"

G_BEGIN_DECLS

/* What postgres.c, which opens and changes, and postgres-read.c have in common. */

typedef struct {
  FacerecGallery head; /* its path holds no password */
  gchar *address;      /* as given */
  FacerecPostgres *db;
  gboolean in_read;
  guint n_readers; /* asked for in this read */
  gboolean listens;
} FacerecPostgresGallery;

/* Connects anew where the connection was lost; FALSE: error is set. Never within a transaction. */
gboolean facerec_postgres_gallery_revive (FacerecPostgresGallery *self, GError **error);
/* Runs what begins a transaction, once more on a new connection where the old one turns out to be lost. */
gboolean facerec_postgres_gallery_begin (FacerecPostgresGallery *self, const gchar *sql, guint lock_wait_ms,
    const gchar *what, FacerecError code, GError **error);

/* The functions of the backend's table that read. */
gboolean facerec_postgres_begin_read (FacerecGallery *gallery, GError **error);
void facerec_postgres_end_read (FacerecGallery *gallery);
gboolean facerec_postgres_foreach_person (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data,
    GError **error);
gboolean facerec_postgres_foreach_face (FacerecGallery *gallery, const gchar *person, FacerecGalleryFaceRowFunc func,
    gpointer user_data, GError **error);
gboolean facerec_postgres_bulk_people (FacerecGallery *gallery, FacerecGalleryPersonRowFunc func, gpointer user_data);
gboolean facerec_postgres_bulk_ids (FacerecGallery *gallery, gint64 *least, gint64 *greatest);
gboolean facerec_postgres_bulk_faces (FacerecGallery *gallery, gint64 first, gint64 last,
    FacerecGalleryBulkFaceFunc func, gpointer user_data);
gboolean facerec_postgres_bulk_owners (FacerecGallery *gallery, FacerecGalleryBulkFaceFunc func, gpointer user_data);
FacerecGallery *facerec_postgres_new_reader (FacerecGallery *gallery);
gboolean facerec_postgres_check (FacerecGallery *gallery, GPtrArray *lines, GError **error);
gboolean facerec_postgres_listen (FacerecGallery *gallery, GError **error);
FacerecGalleryChange facerec_postgres_wait (FacerecGallery *gallery, guint timeout_ms, GError **error);

G_END_DECLS
