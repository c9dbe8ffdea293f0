/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery.h"

G_BEGIN_DECLS

/* A fresh folder, removed with all that is in it by gallery_folder_remove. */
gchar *gallery_folder_new (void);
void gallery_folder_remove (gchar *folder);

/* Whether the tests run on a PostgreSQL server, the folder of whose socket is in FACEREC_TEST_POSTGRES, instead of on
 * files. */
gboolean gallery_file_is_shared (void);
/* Where a gallery is to be made, in folder or on the server, where there is none yet: only one at a time there. (transfer
 * full) */
gchar *gallery_file_path (const gchar *folder);
/* A good gallery at path: dimensions 8, model "model-a", people p0..p<n_people - 1> with n_faces faces each. The
 * faces of a person are near each other, those of different people not. */
void gallery_file_make (const gchar *path, guint n_people, guint n_faces);
/* The embedding of a face in it. */
void gallery_file_values (guint person, guint face, gfloat *values);
/* Runs SQL on the gallery as any other program could; x'…' is a blob. */
void gallery_file_sql (const gchar *path, const gchar *sql);

/* What a test of an open gallery has. */
typedef struct {
  gchar *folder, *path;
  FacerecGallery *gallery;
} GalleryFixture;
/* For g_test_add. */
void gallery_fixture_tear_down (GalleryFixture *f, gconstpointer unused);

#define GALLERY_FILE_MODEL "model-a"
#define GALLERY_FILE_DIMENSIONS 8

G_END_DECLS
