/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"
#include "models/facemodel.h"

G_BEGIN_DECLS

/* A network whose weights stay as they are: chips in, features out. What stands behind a name is a row of the table
 * in backbone.c; the rest of the project knows names only. One object belongs to one thread at a time; objects share
 * nothing. */
typedef struct _FacerecBackbone FacerecBackbone;

typedef struct {
  const gchar *engine;    /* "auto" or NULL, "onednn", "dlib"; xception runs on onednn only */
  FacerecEngineOptions engine_options;
  guint input_size;       /* px; 0: the file's, else the backbone's own (dlib: 150 only; xception: 71..1024, 150) */
  FacerecPooling pooling; /* xception only. Not looked at unless has_pooling: the file's then, else max */
  gboolean has_pooling;
} FacerecBackboneOptions;

/* Names that open takes, NULL-terminated: "dlib", "xception". */
const gchar *const *facerec_backbone_names (void);

/* path: for dlib a dlib model file, NULL: the published one from where models are; for xception a .face file that
 * brings its weights ("gst-facerec model import" makes it), whose head, if it has one, is not looked at. options
 * NULL: all zero. FACEREC_ERROR_ARGUMENT (no such name, a size it does not take), _UNAVAILABLE (the build or CPU
 * cannot), and those of files. (transfer full) */
FacerecBackbone *facerec_backbone_open (const gchar *name, const gchar *path, const FacerecBackboneOptions *options,
    GError **error);
/* The backbone that a model names, as it asks for. options: NULL, or engine and engine_options count. A dlib file
 * that is not the one it was trained with is FACEREC_ERROR_MISMATCH. It keeps none of the model's tensors, so new_model
 * makes nothing of it that could be written. (transfer full) */
FacerecBackbone *facerec_backbone_open_for (const FacerecFaceModel *model, const FacerecBackboneOptions *options,
    GError **error);
void facerec_backbone_close (FacerecBackbone *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecBackbone, facerec_backbone_close)

/* Length of a feature, floats. */
guint facerec_backbone_features (const FacerecBackbone *self);
/* Identifies weights, size, preprocessing and pooling: features compare, and a cache of them stands, only where this
 * is equal. Owned by self. */
const gchar *facerec_backbone_id (const FacerecBackbone *self);
/* What it computes with, for people. (transfer full), may be NULL. */
gchar *facerec_backbone_describe (const FacerecBackbone *self);

/* Features of n aligned chips of FACEREC_CHIP_BYTES each, packed RGB; each is resized to the input size. features: n
 * x length. One chip has one feature, up to the last bits (executor.h). FACEREC_ERROR_ENGINE. */
gboolean facerec_backbone_compute (FacerecBackbone *self, const guint8 *chips, guint n, gfloat *features, GError **error);

/* A model with this backbone, all that facemodel.h asks for but a head: to be given one, and written. Tensors are
 * shared with self, which must come from facerec_backbone_open. (transfer full) */
FacerecFaceModel *facerec_backbone_new_model (const FacerecBackbone *self, const gchar *name);

G_END_DECLS
