/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

#include "models/engine.h"
#include "models/quality.h"

G_BEGIN_DECLS

/* What faceembed has open. All zero: nothing. */
typedef struct {
  const FacerecEngine *engine;
  FacerecAligner *aligner;
  const FacerecEmbedderImpl *impl; /* the engine's, or one that runs a model file of one's own on it */
  FacerecEmbedder *embedder;
  const gchar *model_id; /* of the network, owned by it */
  guint dimensions;      /* of an embedding, floats */
} GstFacerecEmbedEngine;

/* model may be a .face file, also with "raw:" in front (models/faceembedder.h). name, model, landmark_model: NULL or "" for the
 * defaults. On failure, too, self is to be closed. */
gboolean gst_facerec_embed_engine_open (GstFacerecEmbedEngine *self, const gchar *name, const gchar *model,
    const gchar *landmark_model, const FacerecEngineOptions *options, GError **error);
void gst_facerec_embed_engine_close (GstFacerecEmbedEngine *self);
/* "dlib-resnet-v1 of engine onednn: AVX-512 with bf16, bf16, 2 threads". Of an open one. (transfer full) */
gchar *gst_facerec_embed_engine_describe (const GstFacerecEmbedEngine *self);

/* Cuts the face out of frame, upright: its chip, FACEREC_CHIP_BYTES, and the quality of that. Landmarks that it has none of, or
 * none that we can use, are found and written to it. FACEREC_ERROR_ARGUMENT: there is no face that could be cut out. */
gboolean gst_facerec_embed_engine_cut (const GstFacerecEmbedEngine *self, const FacerecFrame *frame, GstFacerecMeta *face,
    guint8 *chip, FacerecQuality *quality, GError **error);

G_END_DECLS
