/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/engine.h"

#include "elements/base/modelpath.h"

#include "models/faceembedder.h"

gboolean
gst_facerec_embed_engine_open (GstFacerecEmbedEngine *self, const gchar *name, const gchar *model,
    const gchar *landmark_model, const FacerecEngineOptions *options, GError **error)
{
  g_autofree gchar *path = NULL, *landmark_path = NULL;

  self->engine = facerec_engine_find (name, error);
  if (!self->engine)
    return FALSE;
  if (!gst_facerec_model_path (landmark_model, self->engine->aligner->model_file_5, &landmark_path, error))
    return FALSE;
  if (!facerec_embedder_choose (self->engine, model, &self->impl, &path, error))
    return FALSE;
  self->aligner = self->engine->aligner->open (landmark_path, error);
  if (!self->aligner)
    return FALSE;
  self->embedder = self->impl->open (path, options, error);
  if (!self->embedder)
    return FALSE;
  self->model_id = self->impl->model_id (self->embedder);
  self->dimensions = self->impl->dimensions (self->embedder);
  return TRUE;
}

void
gst_facerec_embed_engine_close (GstFacerecEmbedEngine *self)
{
  if (self->aligner)
    self->engine->aligner->close (g_steal_pointer (&self->aligner));
  if (self->embedder)
    self->impl->close (g_steal_pointer (&self->embedder));
  self->model_id = NULL;
}

gchar *
gst_facerec_embed_engine_describe (const GstFacerecEmbedEngine *self)
{
  g_autofree gchar *details = self->impl->describe ? self->impl->describe (self->embedder) : NULL;

  return g_strdup_printf ("%s of engine %s%s%s", self->model_id, self->engine->name, details ? ": " : "",
      details ? details : "");
}

/* ---- one face ---- */

static gboolean
has_known_landmarks (gsize n_values)
{
  return n_values == 2 * 5 || n_values == 2 * 68;
}

/* In pixels. */
static gboolean
find_landmarks (const GstFacerecEmbedEngine *self, const FacerecFrame *frame, GstFacerecMeta *face, const FacerecBox *box,
    FacerecLandmarks *landmarks, GError **error)
{
  gfloat relative[2 * FACEREC_MAX_LANDMARKS];
  gsize n_values, i;
  const gfloat *own = gst_facerec_meta_get_landmarks (face, &n_values);

  if (own && has_known_landmarks (n_values)) {
    landmarks->n = n_values / 2;
    for (i = 0; i < landmarks->n; i++) {
      landmarks->xy[2 * i] = box->x + own[2 * i] * box->width;
      landmarks->xy[2 * i + 1] = box->y + own[2 * i + 1] * box->height;
    }
    return TRUE;
  }
  if (!self->engine->aligner->landmarks (self->aligner, frame, box, landmarks, error))
    return FALSE;
  for (i = 0; i < landmarks->n; i++) {
    relative[2 * i] = (landmarks->xy[2 * i] - box->x) / box->width;
    relative[2 * i + 1] = (landmarks->xy[2 * i + 1] - box->y) / box->height;
  }
  gst_facerec_meta_set_landmarks (face, relative, 2 * landmarks->n);
  return TRUE;
}

gboolean
gst_facerec_embed_engine_cut (const GstFacerecEmbedEngine *self, const FacerecFrame *frame, GstFacerecMeta *face,
    guint8 *chip, FacerecQuality *quality, GError **error)
{
  const FacerecBox box = { face->x, face->y, face->width, face->height, face->score };
  FacerecLandmarks landmarks = { 0, };

  if (!find_landmarks (self, frame, face, &box, &landmarks, error)
      || !self->engine->aligner->chip (self->aligner, frame, &landmarks, chip, error))
    return FALSE;
  facerec_quality_measure (&box, &landmarks, chip, quality);
  return TRUE;
}
