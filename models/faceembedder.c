/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/faceembedder.h"

#include <math.h>
#include <string.h>

#include "models/backbone.h"
#include "models/modelfile.h"

#ifdef HAVE_DLIB
#include "models/dlib/weights.h"
#endif

/* Chips whose features are held at a time. */
#define BATCH 16
#define DLIB_DIMENSIONS 128

struct _FacerecEmbedder {
  FacerecFaceModel *model;
  FacerecBackbone *backbone;
  gchar *model_id;
};

static void
close (FacerecEmbedder *self)
{
  if (!self)
    return;
  facerec_backbone_close (self->backbone);
  facerec_face_model_free (self->model);
  g_free (self->model_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecEmbedder, close)

static gboolean
is_raw (const gchar *path)
{
  return g_str_has_prefix (path, FACEREC_RAW_MODEL_PREFIX);
}

static const gchar *
file_of (const gchar *path)
{
  return is_raw (path) ? path + strlen (FACEREC_RAW_MODEL_PREFIX) : path;
}

static FacerecFaceModel *
read_model (const gchar *path, GError **error)
{
  g_autoptr (FacerecFaceModel) model = facerec_face_model_read (file_of (path), error);
  FacerecFaceModel *raw;

  if (!model)
    return NULL;
  if (!is_raw (path)) {
    if (strcmp (model->metric, "euclidean") == 0)
      return g_steal_pointer (&model);
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "model file %s wants its embeddings compared by \"%s\", this "
        "version compares by euclidean distance alone", path, model->metric);
    return NULL;
  }
  raw = facerec_face_model_raw (model);
  /* dlib's feature is an embedding as it is, and galleries know it; others may be of any length. */
  if (!raw->needs_id)
    raw->head = facerec_head_new (raw->features);
  return raw;
}

static FacerecEmbedder *
open_on (const gchar *engine, const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  const FacerecBackboneOptions backbone_options = { .engine = engine,
    .engine_options = options ? *options : (FacerecEngineOptions) { 0, } };
  g_autoptr (FacerecEmbedder) self = g_new0 (FacerecEmbedder, 1);

  self->model = read_model (model_path, error);
  if (!self->model)
    return NULL;
  self->backbone = facerec_backbone_open_for (self->model, &backbone_options, error);
  if (!self->backbone) {
    g_prefix_error (error, "cannot run model file %s: ", file_of (model_path));
    return NULL;
  }
  self->model_id = facerec_face_model_id (self->model);
  /* The backbone runs without them, and they are most of what a model takes. */
  g_clear_pointer (&self->model->tensors, facerec_tensors_unref);
  return g_steal_pointer (&self);
}

static FacerecEmbedder *
open_on_dlib (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  return open_on ("dlib", model_path, options, error);
}

static FacerecEmbedder *
open_on_onednn (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  return open_on ("onednn", model_path, options, error);
}

static guint
dimensions (FacerecEmbedder *self)
{
  return facerec_face_model_dimensions (self->model);
}

static const gchar *
model_id (FacerecEmbedder *self)
{
  return self->model_id;
}

static gchar *
describe (FacerecEmbedder *self)
{
  g_autofree gchar *details = facerec_backbone_describe (self->backbone);

  return g_strdup_printf ("backbone %s at %u px%s%s", self->model->backbone, self->model->input_size, details ? ", " : "",
      details ? details : "");
}

/* ---- embedding ---- */

static gboolean
embed_plain (FacerecEmbedder *self, const guint8 *chips, guint n, gfloat *embeddings, GError **error)
{
  const guint features = self->model->features, d = dimensions (self);
  g_autofree gfloat *found = g_new (gfloat, (gsize) MIN (n, BATCH) * features);

  for (guint done = 0; done < n; done += BATCH) {
    const guint now = MIN (n - done, BATCH);

    if (!facerec_backbone_compute (self->backbone, chips + (gsize) done * FACEREC_CHIP_BYTES, now, found, error))
      return FALSE;
    if (self->model->head)
      facerec_head_apply (self->model->head, found, now, embeddings + (gsize) done * d);
    else
      memcpy (embeddings + (gsize) done * d, found, (gsize) now * d * sizeof *found);
  }
  return TRUE;
}

#ifdef HAVE_DLIB
static void
average (const FacerecEmbedder *self, const gfloat *copies, guint n, gfloat *embedding)
{
  const guint d = facerec_face_model_dimensions (self->model);
  gdouble square = 0;

  for (guint i = 0; i < d; i++) {
    gdouble sum = 0;

    for (guint k = 0; k < n; k++)
      sum += copies[(gsize) k * d + i];
    embedding[i] = (gfloat) (sum / n);
    square += (gdouble) embedding[i] * embedding[i];
  }
  for (guint i = 0; self->model->head && self->model->head->normalise && square > 0 && i < d; i++)
    embedding[i] = (gfloat) (embedding[i] / sqrt (square));
}

static gboolean
embed_jittered (FacerecEmbedder *self, const guint8 *chip, guint jitter, gfloat *embedding, GError **error)
{
  g_autofree guint8 *copies = g_try_malloc ((gsize) jitter * FACEREC_CHIP_BYTES);
  g_autofree gfloat *found = g_try_new (gfloat, (gsize) jitter * dimensions (self));

  if (!copies || !found) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "not enough memory for %u jittered copies of a face", jitter);
    return FALSE;
  }
  if (!facerec_dlib_jitter (chip, jitter, copies, error) || !embed_plain (self, copies, jitter, found, error))
    return FALSE;
  average (self, found, jitter, embedding);
  return TRUE;
}
#else
static gboolean
embed_jittered (FacerecEmbedder *self, const guint8 *chip, guint jitter, gfloat *embedding, GError **error)
{
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "this build makes no jittered copies: build it with "
      "dlib");
  return FALSE;
}
#endif

static gboolean
embed (FacerecEmbedder *self, const guint8 *chips, guint n, guint jitter, gfloat *embeddings, GError **error)
{
  const gsize d = dimensions (self);
  g_autofree gfloat *found = g_new (gfloat, MAX (n * d, 1));

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

/* ---- which one ---- */

static const FacerecEmbedderImpl on_dlib = { NULL, open_on_dlib, dimensions, model_id, embed, close, describe };
static const FacerecEmbedderImpl on_onednn = { NULL, open_on_onednn, dimensions, model_id, embed, close, describe };

static const FacerecEmbedderImpl *
impl_of (const FacerecEngine *engine)
{
  if (strcmp (engine->name, "onednn") == 0)
    return &on_onednn;
  return strcmp (engine->name, "dlib") == 0 ? &on_dlib : NULL;
}

gboolean
facerec_embedder_choose (const FacerecEngine *engine, const gchar *model, const FacerecEmbedderImpl **impl, gchar **path,
    GError **error)
{
  const gboolean is_named = model && *model;
  g_autofree gchar *found = NULL;

  *path = NULL;
  *impl = engine->embedder;
  if (!is_named && !engine->embedder->model_file)
    return TRUE;
  found = facerec_model_file_find (is_named ? file_of (model) : NULL, engine->embedder->model_file, error);
  if (!found)
    return FALSE;
  if (!is_named || (!is_raw (model) && !facerec_face_model_is_file (found))) {
    *path = g_steal_pointer (&found);
    return TRUE;
  }
  *impl = impl_of (engine);
  if (!*impl) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "engine \"%s\" does not run model file %s: use auto, onednn or "
        "dlib", engine->name, found);
    return FALSE;
  }
  *path = is_raw (model) ? g_strconcat (FACEREC_RAW_MODEL_PREFIX, found, NULL) : g_steal_pointer (&found);
  return TRUE;
}

guint
facerec_embedder_dimensions_of (const gchar *model)
{
  g_autoptr (FacerecFaceModel) read = model && *model && facerec_face_model_is_file (file_of (model)) ? read_model (model, NULL)
      : NULL;

  return read ? facerec_face_model_dimensions (read) : DLIB_DIMENSIONS;
}

gdouble
facerec_embedder_suggested_threshold (const gchar *model)
{
  g_autoptr (FacerecFaceModel) read = model && *model && !is_raw (model) && facerec_face_model_is_file (model)
      ? facerec_face_model_read (model, NULL)
      : NULL;

  return read ? read->threshold : NAN;
}
