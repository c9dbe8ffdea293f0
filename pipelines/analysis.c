/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/analysis.h"

#include <string.h>

#include <gst/app/app.h>
#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "models/error.h"
#include "pipelines/blasthreads.h"

#define PULL_TIME (50 * GST_MSECOND)

/* What the second search of a photo looks for, px, and the largest photo that gets one: enlarging costs four times the
 * time and memory, and in more than 16 million pixels a face below 80 is a passer-by. */
#define SMALL_FACE_SIZE 40
#define SMALL_FACE_MAX_PIXELS (16 * 1000 * 1000)

struct _Analysis {
  GstElement *pipeline, *detect; /* detect: NULL where faces are brought along */
  GstAppSrc *source;
  GstAppSink *sink;
  GstBus *bus;
  gint min_face_size;      /* of the first search */
  gboolean size_is_given;  /* by the user */
};

/* What the pipeline has beside source and sink. */
typedef enum {
  PART_DETECT = 1 << 0,
  PART_TRACK = 1 << 1,
  PART_EMBED = 1 << 2,
  PART_KNN = 1 << 3,
} Parts;

static const struct {
  Parts part;
  const gchar *factory;
} chain[] = {
  { PART_DETECT, "facerecdetect" },
  { PART_TRACK, "facetrack" },
  { PART_EMBED, "faceembed" },
  { PART_KNN, "faceknn" },
};

/* ---- settings ---- */

static gboolean
has_size (const ElementSetting *settings)
{
  for (const ElementSetting *setting = settings; setting->option; setting++)
    if (setting->value && strcmp (setting->property, "min-face-size") == 0)
      return TRUE;
  return FALSE;
}

/* ---- building ---- */

static GstElement *
add_element (Analysis *self, const gchar *factory, GError **error)
{
  GstElement *element = gst_element_factory_make (factory, factory);

  if (element)
    gst_bin_add (GST_BIN (self->pipeline), element);
  else if (error && !*error)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "GStreamer's element %s is not installed", factory);
  return element;
}

static gboolean
build (Analysis *self, Parts parts, GError **error)
{
  GstElement *source, *sink, *last;
  g_autoptr (GError) missing = NULL;
  gboolean linked = TRUE;

  self->pipeline = gst_pipeline_new ("analysis");
  self->bus = gst_element_get_bus (self->pipeline);
  source = last = add_element (self, "appsrc", &missing);
  for (guint i = 0; i < G_N_ELEMENTS (chain) && !missing; i++) {
    GstElement *element = parts & chain[i].part ? add_element (self, chain[i].factory, &missing) : NULL;

    if (!element)
      continue;
    if (chain[i].part == PART_DETECT)
      self->detect = element;
    linked = linked && gst_element_link (last, element);
    last = element;
  }
  sink = missing ? NULL : add_element (self, "appsink", &missing);
  if (missing) {
    g_propagate_error (error, g_steal_pointer (&missing));
    return FALSE;
  }
  self->source = GST_APP_SRC (source);
  self->sink = GST_APP_SINK (sink);
  g_object_set (source, "format", GST_FORMAT_TIME, "max-buffers", (guint64) 1, NULL);
  g_object_set (sink, "sync", FALSE, "enable-last-sample", FALSE, "max-buffers", 1, NULL);
  return linked && gst_element_link (last, sink);
}

/* The error that was posted, if any. */
static gboolean
take_error (Analysis *self, GError **error)
{
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) reason = NULL;

  if (!message)
    return FALSE;
  gst_message_parse_error (message, &reason, NULL);
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, reason->message);
  return TRUE;
}

static Analysis *
start (const ElementSetting *settings, Parts parts, GError **error)
{
  g_autoptr (Analysis) self = g_new0 (Analysis, 1);

  if (!build (self, parts, error)
      || !element_settings_apply (GST_BIN (self->pipeline), settings, error))
    return NULL;
  self->size_is_given = !self->detect || has_size (settings);
  if (self->detect) {
    blas_threads_limit (self->detect);
    g_object_get (self->detect, "min-face-size", &self->min_face_size, NULL);
  }
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    if (!take_error (self, error))
      g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "the recognising pipeline does not start");
    return NULL;
  }
  return g_steal_pointer (&self);
}

Analysis *
analysis_new (const ElementSetting *settings, gboolean name_faces, GError **error)
{
  return start (settings, PART_DETECT | PART_EMBED | (name_faces ? PART_KNN : 0), error);
}

Analysis *
analysis_new_for_film (const ElementSetting *settings, GError **error)
{
  return start (settings, PART_DETECT | PART_TRACK | PART_EMBED | PART_KNN, error);
}

Analysis *
analysis_new_for_names (const ElementSetting *settings, GError **error)
{
  return start (settings, PART_KNN, error);
}

Analysis *
analysis_new_for_finding (const ElementSetting *settings, GError **error)
{
  return start (settings, PART_DETECT, error);
}

Analysis *
analysis_new_for_describing (const ElementSetting *settings, GError **error)
{
  return start (settings, PART_EMBED, error);
}

/* ---- running ---- */

static GstBuffer *
pass_through (Analysis *self, GstSample *sample, GError **error)
{
  g_autoptr (GstSample) analysed = NULL;

  gst_app_src_push_sample (self->source, sample);
  while (!(analysed = gst_app_sink_try_pull_sample (self->sink, PULL_TIME))) {
    if (take_error (self, error))
      return NULL;
    if (gst_app_sink_is_eos (self->sink)) {
      g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "the recognising pipeline has ended");
      return NULL;
    }
  }
  return gst_buffer_ref (gst_sample_get_buffer (analysed));
}

static gboolean
is_small_enough (GstSample *sample)
{
  GstVideoInfo info;

  return gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      && (guint64) info.width * info.height <= SMALL_FACE_MAX_PIXELS;
}

GstBuffer *
analysis_run (Analysis *self, GstSample *sample, gboolean search_harder, GError **error)
{
  GstBuffer *buffer = pass_through (self, sample, error);

  if (!buffer || !search_harder || !self->detect || self->size_is_given || self->min_face_size <= SMALL_FACE_SIZE
      || gst_facerec_buffer_count_faces (buffer) > 0 || !is_small_enough (sample))
    return buffer;
  gst_buffer_unref (buffer);
  g_object_set (self->detect, "min-face-size", SMALL_FACE_SIZE, NULL);
  buffer = pass_through (self, sample, error);
  g_object_set (self->detect, "min-face-size", self->min_face_size, NULL);
  return buffer;
}

void
analysis_set_min_face_size (Analysis *self, gint size)
{
  self->size_is_given = TRUE;
  self->min_face_size = size;
  g_object_set (self->detect, "min-face-size", size, NULL);
}

void
analysis_free (Analysis *self)
{
  if (!self)
    return;
  if (self->pipeline) {
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
    gst_object_unref (self->bus);
    gst_object_unref (self->pipeline);
  }
  g_free (self);
}
