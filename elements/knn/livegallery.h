/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"
#include "models/encodings.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* The gallery that an element compares faces with: read when it is opened, and again when the file changes or another one is
 * set. What becomes of it is posted as element messages `face-db` of the owner, what is wrong with a changed one as warnings;
 * the people before stay then. Any thread may call, open and close excepted, which are one after the other. */
typedef struct _GstFacerecLiveGallery GstFacerecLiveGallery;

/* owner: not referenced, lives longer. */
GstFacerecLiveGallery *gst_facerec_live_gallery_new (GstFacerecAnalysis *owner);
void gst_facerec_live_gallery_free (GstFacerecLiveGallery *self); /* NULL is fine */

/* The file; nullable. Read soon by a thread of its own while it is open. */
void gst_facerec_live_gallery_set_path (GstFacerecLiveGallery *self, const gchar *path);
gchar *gst_facerec_live_gallery_dup_path (GstFacerecLiveGallery *self); /* (transfer full) (nullable) */

/* workers: used during the call only. Errors: of gst_facerec_gallery_read. */
gboolean gst_facerec_live_gallery_open (GstFacerecLiveGallery *self, FacerecWorkers *workers, GError **error);
void gst_facerec_live_gallery_close (GstFacerecLiveGallery *self);

/* Those in use now (transfer full), never NULL while it is open. */
FacerecEncodings *gst_facerec_live_gallery_ref_encodings (GstFacerecLiveGallery *self);
/* Whether embeddings of that model can be compared with the encodings, which are in use: FACEREC_ERROR_MISMATCH names both
 * models. From then on no encodings of another model take their place. */
gboolean gst_facerec_live_gallery_check_model (GstFacerecLiveGallery *self, const FacerecEncodings *encodings,
    const gchar *model_id, gsize dimensions, GError **error);

G_END_DECLS
