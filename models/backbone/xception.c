/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "models/backbone/impl.h"
#include "models/backbone/pool.h"
#include "models/onednn/executor.h"
#include "models/pixels/resize.h"
#include "models/xception.h"

typedef struct {
  FacerecNetwork *network;
  FacerecExecutor *executor;
  FacerecResize *resize;
  FacerecPooling pooling;
  FacerecShape shape; /* of the last layer's output */
  guint input_size, features;
} Backbone;

static void
close (gpointer data)
{
  Backbone *self = data;

  if (!self)
    return;
  facerec_executor_free (self->executor);
  facerec_network_free (self->network);
  facerec_resize_free (self->resize);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Backbone, close)

static gboolean
check_size (guint size, GError **error)
{
  if (size >= FACEREC_XCEPTION_MIN_SIZE && size <= FACEREC_XCEPTION_MAX_SIZE)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "backbone xception takes pictures of %d to %d px, not of %u",
      FACEREC_XCEPTION_MIN_SIZE, FACEREC_XCEPTION_MAX_SIZE, size);
  return FALSE;
}

/* The last layer's output for a picture of that size. */
static gboolean
find_shape (const FacerecNetwork *network, guint size, FacerecShape *shape, GError **error)
{
  g_autofree FacerecShape *shapes = g_new (FacerecShape, network->layers->len);

  if (!check_size (size, error) || !facerec_network_shapes (network, 1, size, size, shapes, error))
    return FALSE;
  *shape = shapes[network->layers->len - 1];
  return TRUE;
}

static gpointer
open (const FacerecFaceModel *model, const gchar *path, const FacerecBackboneOptions *options, GError **error)
{
  g_autoptr (Backbone) self = g_new0 (Backbone, 1);
  g_autoptr (GError) local = NULL;

  if (options->engine && *options->engine && strcmp (options->engine, "auto") != 0 && strcmp (options->engine, "onednn") != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "backbone xception runs on engine onednn, not on \"%s\"",
        options->engine);
    return NULL;
  }
  /* Its id would be that of the other file, whatever its weights are. */
  if (model->needs_id) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot use model file %s: backbone xception needs no other file, it "
        "asks for %s", path, model->needs_id);
    return NULL;
  }
  self->network = facerec_xception_network (model->tensors, &local);
  if (!self->network) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot use model file %s: %s", path, local->message);
    return NULL;
  }
  if (!find_shape (self->network, model->input_size, &self->shape, error))
    return NULL;
  self->input_size = model->input_size;
  self->pooling = model->pooling;
  self->features = facerec_backbone_pooled (self->pooling, &self->shape);
  if (strcmp (model->preprocessing, "signed-unit") != 0 || self->features != model->features) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot use model file %s: backbone xception at %u px has "
        "preprocessing signed-unit and %u features, the file says %s and %u", path, self->input_size, self->features,
        model->preprocessing, model->features);
    return NULL;
  }
  self->resize = facerec_resize_new (FACEREC_CHIP_SIZE, self->input_size);
  self->executor = facerec_executor_new (self->network, &options->engine_options, error);
  /* The first frame is not the one to wait while weights are laid out. */
  if (!self->executor
      || !facerec_executor_prepare (self->executor, 1, self->input_size, self->input_size, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- computing ---- */

typedef struct {
  const Backbone *self;
  const guint8 *chips;
  gfloat *features;
} Batch;

static void
fill (gpointer user_data, guint index, gfloat *planes)
{
  const Batch *batch = user_data;
  const FacerecNetwork *network = batch->self->network;

  facerec_resize_run (batch->self->resize, batch->chips + (gsize) index * FACEREC_CHIP_BYTES, network->input_mean,
      network->input_scale, planes);
}

static void
take (gpointer user_data, guint index, const gfloat *output)
{
  const Batch *batch = user_data;
  const Backbone *self = batch->self;

  facerec_backbone_pool (self->pooling, &self->shape, output, batch->features + (gsize) index * self->features);
}

static gboolean
compute (gpointer data, const guint8 *chips, guint n, gfloat *features, GError **error)
{
  Backbone *self = data;
  g_autofree gfloat *found = g_new (gfloat, (gsize) n * self->features);
  Batch batch = { self, chips, found };
  const FacerecPictures pictures = { fill, take, &batch };

  if (!facerec_executor_run_each (self->executor, n, self->input_size, self->input_size, &pictures, error))
    return FALSE;
  memcpy (features, found, (gsize) n * self->features * sizeof *features);
  return TRUE;
}

static gchar *
describe (gpointer data)
{
  return facerec_executor_describe (((Backbone *) data)->executor);
}

/* ---- the model ---- */

static FacerecFaceModel *
load (const gchar *path, const FacerecBackboneOptions *options, GError **error)
{
  g_autoptr (FacerecFaceModel) file = NULL, model = NULL;
  g_autoptr (FacerecNetwork) network = NULL;
  g_autoptr (GError) local = NULL;
  FacerecShape shape;

  if (!path) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "backbone xception has no weights of its own: name a "
        ".face file that brings them; gst-facerec model import makes one of a Keras file");
    return NULL;
  }
  file = facerec_face_model_read (path, error);
  if (!file)
    return NULL;
  if (strcmp (file->backbone, "xception") != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model file %s has no Xception: its backbone is %s", path,
        file->backbone);
    return NULL;
  }
  network = facerec_xception_network (file->tensors, &local);
  if (!network) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model file %s has no Xception: %s", path, local->message);
    return NULL;
  }
  model = facerec_face_model_raw (file);
  model->input_size = options->input_size ? options->input_size : file->input_size;
  if (options->has_pooling)
    model->pooling = options->pooling;
  if (!find_shape (network, model->input_size, &shape, error))
    return NULL;
  model->features = facerec_backbone_pooled (model->pooling, &shape);
  return g_steal_pointer (&model);
}

const FacerecBackboneImpl facerec_backbone_xception = { "xception", open, compute, describe, close, load, NULL };
