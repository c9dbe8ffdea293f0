/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"
#include "models/facemodel.h"

G_BEGIN_DECLS

/* Embedders that run a model file of one's own (facemodel.h): the backbone's feature of a chip, then the head. */

/* Before a path: the same file's backbone without its head. Its feature as it is for dlib, whose id it has; of length
 * 1 else. */
#define FACEREC_RAW_MODEL_PREFIX "raw:"

/* Which embedder runs the model that a user named (the value of faceembed's model): the engine's own for no name, an
 * empty one and dlib's files, told by their content; one of this file for a .face file, with or without "raw:".
 * Nothing is loaded. path (out, transfer full, nullable): what its open is to be given. FALSE with the errors of
 * facerec_model_file_find, or FACEREC_ERROR_UNAVAILABLE: this engine cannot. */
gboolean facerec_embedder_choose (const FacerecEngine *engine, const gchar *model, const FacerecEmbedderImpl **impl,
    gchar **path, GError **error);

/* How many numbers the embeddings have that a user's name stands for: of the model file, 128 where there is none, as dlib's. */
guint facerec_embedder_dimensions_of (const gchar *model);

/* The threshold that the model file behind a user's name suggests; NAN: none, or no such file. */
gdouble facerec_embedder_suggested_threshold (const gchar *model);

G_END_DECLS
