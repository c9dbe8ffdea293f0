/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/embed/trackmemory.h"
#include "models/engine.h"

G_BEGIN_DECLS

/* Faces that go through the network together: all that it needs and what has come out, so that it can work on any thread. */
typedef struct {
  /* To be filled in. */
  GByteArray *chips; /* FACEREC_CHIP_BYTES of each face */
  GArray *pictures;  /* GstFacerecTrackPicture of each face */
  guint jitter;

  GArray *embeddings; /* what came out: gfloat, dimensions of each face */
} GstFacerecEmbedBatch;

void gst_facerec_embed_batch_init (GstFacerecEmbedBatch *self);
void gst_facerec_embed_batch_clear (GstFacerecEmbedBatch *self);
/* No faces. */
void gst_facerec_embed_batch_empty (GstFacerecEmbedBatch *self);

/* Room for the chip of one face more; valid until the next call. */
guint8 *gst_facerec_embed_batch_begin_face (GstFacerecEmbedBatch *self);
/* The face whose chip has been written is one of the batch; NULL: it is not. */
void gst_facerec_embed_batch_end_face (GstFacerecEmbedBatch *self, const GstFacerecTrackPicture *picture);
guint gst_facerec_embed_batch_count (const GstFacerecEmbedBatch *self);

/* Fills embeddings. */
gboolean gst_facerec_embed_batch_run (GstFacerecEmbedBatch *self, const FacerecEmbedderImpl *impl,
    FacerecEmbedder *embedder, GError **error);
const gfloat *gst_facerec_embed_batch_get_embedding (const GstFacerecEmbedBatch *self, guint face);
const GstFacerecTrackPicture *gst_facerec_embed_batch_get_picture (const GstFacerecEmbedBatch *self, guint face);

G_END_DECLS
