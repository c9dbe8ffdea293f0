/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "models/backbone/impl.h"
#include "models/modelcontent.h"
#include "models/modelfile.h"

/* dlib's ResNet as the engines of engine.h run it. */

#define MODEL_FILE "dlib_face_recognition_resnet_model_v1.dat"
#define FEATURES 128

typedef struct {
  const FacerecEmbedderImpl *impl;
  FacerecEmbedder *embedder;
} Backbone;

static void
close (gpointer data)
{
  Backbone *self = data;

  if (!self)
    return;
  if (self->embedder)
    self->impl->close (self->embedder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Backbone, close)

static gchar *
find (const FacerecFaceModel *model, GError **error)
{
  return facerec_model_file_find (NULL, MODEL_FILE, error);
}

static FacerecFaceModel *
load (const gchar *path, const FacerecBackboneOptions *options, GError **error)
{
  g_autoptr (FacerecFaceModel) model = facerec_face_model_new ("raw-dlib");
  g_autofree gchar *found = NULL;

  if (options->input_size != 0 && options->input_size != FACEREC_CHIP_SIZE) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "backbone dlib takes pictures of %d px, not of %u",
        FACEREC_CHIP_SIZE, options->input_size);
    return NULL;
  }
  if (options->has_pooling && options->pooling != FACEREC_POOLING_AVERAGE) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "backbone dlib pools by avg, not by %s",
        facerec_pooling_name (options->pooling));
    return NULL;
  }
  found = facerec_model_file_find (path, MODEL_FILE, error);
  if (!found || !facerec_model_file_identify (found, &model->needs_id, &model->needs_sha256, error))
    return NULL;
  model->backbone = g_strdup ("dlib");
  model->input_size = FACEREC_CHIP_SIZE;
  model->preprocessing = g_strdup ("dlib");
  model->pooling = FACEREC_POOLING_AVERAGE;
  model->features = FEATURES;
  return g_steal_pointer (&model);
}

static gboolean
check (const FacerecFaceModel *model, const gchar *path, GError **error)
{
  g_autofree gchar *id = NULL, *sha256 = NULL;

  if (!model->needs_sha256 || model->tensors || model->input_size != FACEREC_CHIP_SIZE || model->features != FEATURES
      || strcmp (model->preprocessing, "dlib") != 0 || model->pooling != FACEREC_POOLING_AVERAGE) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model \"%s\" does not ask for dlib's network as it is: 150 px, "
        "128 features, preprocessing dlib, pooling avg, and the SHA-256 of its file", model->name);
    return FALSE;
  }
  if (!facerec_model_file_identify (path, &id, &sha256, error))
    return FALSE;
  /* The id, too: without a head it becomes that of the embeddings. */
  if (strcmp (sha256, model->needs_sha256) == 0 && strcmp (id, model->needs_id) == 0)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH, "model \"%s\" was trained on %s (SHA-256 %.12s...), but %s is %s "
      "(%.12s...); models/fetch.sh brings the published file", model->name, model->needs_id, model->needs_sha256, path, id,
      sha256);
  return FALSE;
}

/* The engine has read the file once more, and said what it then was. */
static gboolean
check_opened (const FacerecFaceModel *model, const gchar *path, const gchar *id, GError **error)
{
  if (strcmp (id, model->needs_id) == 0)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH, "%s was replaced while it was opened: it was %s, now it is %s",
      path, model->needs_id, id);
  return FALSE;
}

static gpointer
open (const FacerecFaceModel *model, const gchar *path, const FacerecBackboneOptions *options, GError **error)
{
  const FacerecEngine *engine = facerec_engine_find (options->engine, error);
  g_autoptr (Backbone) self = g_new0 (Backbone, 1);

  if (!engine)
    return NULL;
  if (g_strcmp0 (engine->embedder->model_file, MODEL_FILE) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "engine \"%s\" does not run dlib's network: use auto, onednn "
        "or dlib", engine->name);
    return NULL;
  }
  if (!check (model, path, error))
    return NULL;
  self->impl = engine->embedder;
  self->embedder = self->impl->open (path, &options->engine_options, error);
  if (!self->embedder || !check_opened (model, path, self->impl->model_id (self->embedder), error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
compute (gpointer data, const guint8 *chips, guint n, gfloat *features, GError **error)
{
  Backbone *self = data;

  return self->impl->embed (self->embedder, chips, n, 0, features, error);
}

static gchar *
describe (gpointer data)
{
  Backbone *self = data;

  return self->impl->describe ? self->impl->describe (self->embedder) : NULL;
}

const FacerecBackboneImpl facerec_backbone_dlib = { "dlib", open, compute, describe, close, load, find };
