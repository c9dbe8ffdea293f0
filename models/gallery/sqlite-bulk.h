/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery/backend.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Reading of a whole gallery at the speed of SQLite: every value is checked as by gallery-sqlite-row.h, but what is
 * found is not described. FALSE: SQLite failed, func stopped, or a value cannot be used. */

/* Faces first .. last, in order of their ids. */
gboolean facerec_gallery_bulk_faces (sqlite3 *db, guint dimensions, gint64 first, gint64 last,
    FacerecGalleryBulkFaceFunc func, gpointer user_data);
/* All faces, person by person, from an index alone: values and the rest of a face are not read. */
gboolean facerec_gallery_bulk_owners (sqlite3 *db, FacerecGalleryBulkFaceFunc func, gpointer user_data);
/* The least and the greatest id; 0 and -1 where there is no face. */
gboolean facerec_gallery_bulk_ids (sqlite3 *db, gint64 *least, gint64 *greatest);

G_END_DECLS
