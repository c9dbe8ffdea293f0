/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Reads a gallery again, on a thread of its own, whenever somebody has changed it. */
typedef struct _GstFacerecGalleryWatch GstFacerecGalleryWatch;

/* What has become of the gallery at path (which may hold a password): its encodings (transfer none), or NULL and why not.
 * From the watch's thread, with no lock held. */
typedef void (*GstFacerecGalleryWatchFunc) (const gchar *path, FacerecEncodings *encodings, const GError *error,
    gpointer user_data);

/* Reads the gallery at path now. (transfer full), NULL on error. path NULL or empty: FACEREC_ERROR_ARGUMENT. base, by_ids,
 * workers: as for facerec_gallery_reload. */
FacerecEncodings *gst_facerec_gallery_read (const gchar *path, const FacerecEncodings *base, gboolean by_ids,
    FacerecWorkers *workers, GError **error);

/* Watches path from the state that facerec_gallery_stamp () called stamp, whose encodings (transfer none) are given; it is
 * looked at four times a second. Why it cannot be read is told once, until it can or the reason is another; one that
 * somebody keeps locked is tried again until it can be read. New encodings share what has not changed.
 * A large gallery is first read by the ids of its faces, and once nobody has changed it for five seconds again value by
 * value, which is only told when it shows anything else.
 * A gallery on a server is read by its ids whenever the server tells of a change, as a whole where it tells of values. When
 * the server goes away that is told once, as an error; it is looked for at first after a quarter of a second, later every
 * five; when it is back its gallery is read, compared and told, changed or not. stamp is of no matter then. */
GstFacerecGalleryWatch *gst_facerec_gallery_watch_new (const gchar *path, guint64 stamp, FacerecEncodings *encodings,
    GstFacerecGalleryWatchFunc func, gpointer user_data);
/* Watches another path from now on, which is read at once. */
void gst_facerec_gallery_watch_set_path (GstFacerecGalleryWatch *self, const gchar *path);
/* Ends the thread; func is not called any more when this returns, which is after three seconds at most even when a server
 * does not answer. NULL is fine. */
void gst_facerec_gallery_watch_free (GstFacerecGalleryWatch *self);

G_END_DECLS
