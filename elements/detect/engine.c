/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/engine.h"

#include "elements/base/modelpath.h"
#include "models/detectorchoice.h"

void
gst_facerec_detect_config_copy (const GstFacerecDetectConfig *from, GstFacerecDetectConfig *to)
{
  *to = *from;
  to->engine = g_strdup (from->engine);
  to->model = g_strdup (from->model);
  to->landmark_model = g_strdup (from->landmark_model);
}

void
gst_facerec_detect_config_clear (GstFacerecDetectConfig *self)
{
  g_clear_pointer (&self->engine, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->landmark_model, g_free);
}

static gboolean
is_set (const gchar *text)
{
  return text && *text;
}

/* The engine that config names; "fake" is a detector to users and an engine to us. */
static const FacerecEngine *
find_engine (const GstFacerecDetectConfig *config, GError **error)
{
  const gboolean named = is_set (config->engine) && !g_str_equal (config->engine, "auto");

  if (config->detector != GST_FACEREC_DETECT_FAKE)
    return facerec_engine_find (config->engine, error);
  if (named && !g_str_equal (config->engine, "fake")) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "engine \"%s\" has no detector \"fake\": leave one of the two out", config->engine);
    return NULL;
  }
  return facerec_engine_find ("fake", error);
}

/* Whose model is given is meant. */
static gboolean
wants_cnn (const GstFacerecDetectConfig *config)
{
  return config->detector == GST_FACEREC_DETECT_CNN
      || (config->detector == GST_FACEREC_DETECT_AUTO && is_set (config->model));
}

/* Opens engine's detector; what self has open is left alone. NULL on error. */
static FacerecDetector *
open_impl (const FacerecDetectorImpl *impl, const GstFacerecDetectConfig *config, GError **error)
{
  g_autofree gchar *path = NULL;

  if (!gst_facerec_model_path (config->model, impl->model_file, &path, error))
    return NULL;
  return impl->open (path, &config->options, error);
}

static gboolean
open_detector (GstFacerecDetectEngine *self, const GstFacerecDetectConfig *config, GError **error)
{
  const gboolean cnn = wants_cnn (config);

  self->detector_impl = cnn ? self->engine->cnn : self->engine->hog;
  if (!self->detector_impl) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "engine \"%s\" has no %s detector", self->engine->name,
        cnn ? "cnn" : "hog");
    return FALSE;
  }
  if (is_set (config->model) && !self->detector_impl->model_file) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "the detector \"%s\" is built in and reads no model, but model is %s: leave it out, or take detector=cnn",
        self->detector_impl->name, config->model);
    return FALSE;
  }
  self->detector = open_impl (self->detector_impl, config, error);
  return self->detector != NULL;
}

static gboolean
open_aligner (GstFacerecDetectEngine *self, const GstFacerecDetectConfig *config, GError **error)
{
  const FacerecAlignerImpl *impl = self->engine->aligner;
  const guint wanted = (guint) config->landmarks;
  g_autofree gchar *path = NULL;

  if (config->landmarks == GST_FACEREC_DETECT_LANDMARKS_NONE)
    return TRUE;
  if (!gst_facerec_model_path (config->landmark_model, wanted == 68 ? impl->model_file_68 : impl->model_file_5, &path,
          error))
    return FALSE;
  self->aligner = impl->open (path, error);
  if (!self->aligner)
    return FALSE;
  if (impl->n_landmarks && impl->n_landmarks (self->aligner) != wanted) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
        "landmarks=%u, but the landmark model %s finds %u: give landmarks=%u or another model", wanted, path,
        impl->n_landmarks (self->aligner), impl->n_landmarks (self->aligner));
    return FALSE;
  }
  return TRUE;
}

gboolean
gst_facerec_detect_engine_open (GstFacerecDetectEngine *self, const GstFacerecDetectConfig *config, GError **error)
{
  gst_facerec_detect_config_copy (config, &self->config);
  self->may_choose = config->detector == GST_FACEREC_DETECT_AUTO && !is_set (config->model);
  self->engine = find_engine (config, error);
  return self->engine && open_detector (self, config, error) && open_aligner (self, config, error);
}

static gboolean
suits_cnn (const GstFacerecDetectEngine *self, const GstFacerecDetectStream *stream, gchar **reason)
{
  const FacerecDetectorImpl *cnn = self->engine->cnn;
  const FacerecDetectorSituation situation = {
    cnn && cnn->expected_ms
        ? cnn->expected_ms (&self->config.options, stream->width, stream->height, &stream->options) : 0,
    stream->searches_per_second };

  return facerec_detector_choose_cnn (&situation, reason);
}

gboolean
gst_facerec_detect_engine_choose (GstFacerecDetectEngine *self, const GstFacerecDetectStream *stream, gchar **reason,
    GError **error)
{
  const FacerecDetectorImpl *impl;
  FacerecDetector *detector;

  *reason = NULL;
  if (!self->may_choose)
    return TRUE;
  impl = suits_cnn (self, stream, reason) ? self->engine->cnn : self->engine->hog;
  if (!impl || impl == self->detector_impl)
    return TRUE;
  detector = open_impl (impl, &self->config, error);
  if (!detector) {
    self->may_choose = FALSE;
    return FALSE;
  }
  self->detector_impl->close (self->detector);
  self->detector_impl = impl;
  self->detector = detector;
  return TRUE;
}

void
gst_facerec_detect_engine_close (GstFacerecDetectEngine *self)
{
  if (self->detector)
    self->detector_impl->close (g_steal_pointer (&self->detector));
  if (self->aligner)
    self->engine->aligner->close (g_steal_pointer (&self->aligner));
  gst_facerec_detect_config_clear (&self->config);
}

const gchar *
gst_facerec_detect_engine_name (const GstFacerecDetectEngine *self)
{
  if (g_str_equal (self->engine->name, "fake"))
    return "fake";
  return self->detector_impl == self->engine->cnn ? "cnn" : "hog";
}

gchar *
gst_facerec_detect_engine_describe (const GstFacerecDetectEngine *self)
{
  const FacerecDetectorImpl *impl = self->detector_impl;
  g_autofree gchar *details = impl->describe ? impl->describe (self->detector) : NULL;

  return g_strdup_printf ("%s (%s) of engine %s%s%s", gst_facerec_detect_engine_name (self), impl->name, self->engine->name,
      details ? ": " : "", details ? details : "");
}
