/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/engine.h"

#include "models/dlib/weights.h"
#include "models/onednn/executor.h"

#include <string.h>

#define CHANNELS 3
#define PLACES (FACEREC_CHIP_SIZE * FACEREC_CHIP_SIZE)

/* Jittered copies made at a time. */
#define MAX_COPIES 16

struct _FacerecEmbedder {
  FacerecNetwork *network;
  gchar *model_id;
  FacerecExecutor *executor;
  guint dimensions;
  gfloat normalised[CHANNELS][256]; /* what becomes of a pixel */
};

static void
close (FacerecEmbedder *self)
{
  if (!self)
    return;
  facerec_executor_free (self->executor);
  facerec_network_free (self->network);
  g_free (self->model_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecEmbedder, close)

static gboolean
check_network (FacerecEmbedder *self, GError **error)
{
  g_autofree FacerecShape *shapes = g_new (FacerecShape, self->network->layers->len);
  const FacerecShape *last = &shapes[self->network->layers->len - 1];

  if (!facerec_network_shapes (self->network, 1, FACEREC_CHIP_SIZE, FACEREC_CHIP_SIZE, shapes, error))
    return FALSE;
  self->dimensions = last->channels * last->height * last->width;
  return TRUE;
}

static void
fill_table (FacerecEmbedder *self)
{
  for (guint c = 0; c < CHANNELS; c++)
    for (guint value = 0; value < 256; value++)
      self->normalised[c][value] = ((gfloat) value - self->network->input_mean[c]) * self->network->input_scale;
}

static FacerecEmbedder *
open (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  g_autoptr (FacerecEmbedder) self = g_new0 (FacerecEmbedder, 1);

  self->network = facerec_dlib_read_resnet (model_path, &self->model_id, error);
  if (!self->network || !check_network (self, error))
    return NULL;
  self->executor = facerec_executor_new (self->network, options, error);
  /* The first frame is not the one to wait while weights are laid out. */
  if (!self->executor
      || !facerec_executor_prepare (self->executor, 1, FACEREC_CHIP_SIZE, FACEREC_CHIP_SIZE, NULL, error))
    return NULL;
  fill_table (self);
  return g_steal_pointer (&self);
}

static guint
dimensions (FacerecEmbedder *self)
{
  return self->dimensions;
}

static const gchar *
model_id (FacerecEmbedder *self)
{
  return self->model_id;
}

static gchar *
describe (FacerecEmbedder *self)
{
  return facerec_executor_describe (self->executor);
}

/* ---- embedding ---- */

typedef struct {
  const FacerecEmbedder *self;
  const guint8 *chips;
  gfloat *embeddings;
} Batch;

static void
fill (gpointer user_data, guint index, gfloat *planes)
{
  const Batch *batch = user_data;
  const guint8 *chip = batch->chips + (gsize) index * FACEREC_CHIP_BYTES;

  for (guint i = 0; i < PLACES; i++)
    for (guint c = 0; c < CHANNELS; c++)
      planes[c * PLACES + i] = batch->self->normalised[c][chip[CHANNELS * i + c]];
}

static void
take (gpointer user_data, guint index, const gfloat *output)
{
  const Batch *batch = user_data;
  const guint n = batch->self->dimensions;

  memcpy (batch->embeddings + (gsize) index * n, output, n * sizeof *output);
}

static gboolean
embed_plain (FacerecEmbedder *self, const guint8 *chips, guint n, gfloat *embeddings, GError **error)
{
  Batch batch = { self, chips, embeddings };
  const FacerecPictures pictures = { fill, take, &batch };

  return facerec_executor_run_each (self->executor, n, FACEREC_CHIP_SIZE, FACEREC_CHIP_SIZE, &pictures, error);
}

static void
add_to (gfloat *sums, const gfloat *values, guint n)
{
  for (guint i = 0; i < n; i++)
    sums[i] += values[i];
}

/* The mean over the copies that dlib would make. */
static gboolean
embed_jittered (FacerecEmbedder *self, const guint8 *chip, guint jitter, gfloat *embedding, GError **error)
{
  const guint d = self->dimensions;
  g_autofree guint8 *copies = g_try_malloc ((gsize) jitter * FACEREC_CHIP_BYTES);
  g_autofree gfloat *found = g_new (gfloat, (gsize) MAX_COPIES * d);

  if (!copies) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "not enough memory for %u jittered copies of a face", jitter);
    return FALSE;
  }
  if (!facerec_dlib_jitter (chip, jitter, copies, error))
    return FALSE;
  memset (embedding, 0, d * sizeof *embedding);
  for (guint done = 0; done < jitter; done += MAX_COPIES) {
    const guint n = MIN (jitter - done, MAX_COPIES);

    if (!embed_plain (self, copies + (gsize) done * FACEREC_CHIP_BYTES, n, found, error))
      return FALSE;
    for (guint i = 0; i < n; i++)
      add_to (embedding, found + (gsize) i * d, d);
  }
  for (guint i = 0; i < d; i++)
    embedding[i] /= (gfloat) jitter;
  return TRUE;
}

static gboolean
embed (FacerecEmbedder *self, const guint8 *chips, guint n, guint jitter, gfloat *embeddings, GError **error)
{
  const gsize d = self->dimensions;
  g_autofree gfloat *found = g_new (gfloat, n * d);

  if (jitter == 0) {
    if (!embed_plain (self, chips, n, found, error))
      return FALSE;
  } else {
    for (guint i = 0; i < n; i++)
      if (!embed_jittered (self, chips + (gsize) i * FACEREC_CHIP_BYTES, jitter, found + i * d, error))
        return FALSE;
  }
  memcpy (embeddings, found, n * d * sizeof *found);
  return TRUE;
}

const FacerecEmbedderImpl facerec_onednn_embedder = {
  .model_file = "dlib_face_recognition_resnet_model_v1.dat",
  .open = open,
  .dimensions = dimensions,
  .model_id = model_id,
  .embed = embed,
  .close = close,
  .describe = describe,
};
