/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery/backend.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Rows of the file as people and faces, each value checked: what somebody else's program or a damaged disk has put
 * there is told to func as a problem, not believed. FALSE: SQLite failed, its error is in db. */

gboolean facerec_gallery_foreach_person_row (sqlite3 *db, FacerecGalleryPersonRowFunc func, gpointer user_data);
/* By id, without the number of faces, which is costly. */
gboolean facerec_gallery_foreach_person_id (sqlite3 *db, FacerecGalleryPersonRowFunc func, gpointer user_data);
/* person_id 0: everybody's. */
gboolean facerec_gallery_foreach_face_row (sqlite3 *db, gint64 person_id, guint dimensions,
    FacerecGalleryFaceRowFunc func, gpointer user_data);
/* SQLite's own integrity check, a line a finding. References to nobody are told by foreach_face_row. */
gboolean facerec_gallery_check_pages (sqlite3 *db, GPtrArray *lines);

/* values as the file holds them: float32, little-endian. (transfer full) */
guint8 *facerec_gallery_blob_new (const gfloat *values, guint n, gsize *n_bytes);

G_END_DECLS
