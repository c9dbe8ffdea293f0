/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/chain.h"

#include <string.h>

#include "pipelines/blasthreads.h"
#include "pipelines/live/window.h"

/* Decoding may be that far ahead of a recording's analysis; frames of a live source wait here for their time, as long as the
 * latency of the pipeline, and when they wait longer the oldest are forgotten. */
#define QUEUED_FRAMES 3
#define QUEUED_TIME GST_SECOND

/* ---- building ---- */

static GstElement *
add (LiveChain *self, const gchar *factory, GError **error)
{
  GstElement *element = gst_element_factory_make (factory, factory);

  if (element)
    gst_bin_add (GST_BIN (self->pipeline), element);
  else if (!*error)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "GStreamer's element %s is not installed", factory);
  return element;
}

static GstElement *
make_sink (LiveChain *self, gboolean window, const gchar *description, GError **error)
{
  GstElement *sink;

  if (!window)
    return add (self, "fakesink", error);
  if (description)
    sink = gst_parse_bin_from_description_full (description, TRUE, NULL, GST_PARSE_FLAG_NO_SINGLE_ELEMENT_BINS, error);
  else
    sink = live_window_make_sink (error);
  if (sink)
    gst_bin_add (GST_BIN (self->pipeline), sink);
  else if (description)
    g_prefix_error (error, "--sink: ");
  return sink;
}

/* A frame that is late is shown late; it is what is done to the frames that must take less time then. */
static void
on_deep_element_added (GstBin *pipeline, GstBin *bin, GstElement *element, gpointer unused)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), "max-lateness"))
    g_object_set (element, "max-lateness", (gint64) -1, NULL);
}

/* glimagesink offers memory of the graphics card to decoders. Frames are read here, for which it is slow; and once glupload has
 * been given such memory it takes no other, so that no second source could be linked. */
static GstPadProbeReturn
refuse_memory (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  while (gst_query_get_n_allocation_pools (query) > 0)
    gst_query_remove_nth_allocation_pool (query, 0);
  while (gst_query_get_n_allocation_params (query) > 0)
    gst_query_remove_nth_allocation_param (query, 0);
  return GST_PAD_PROBE_OK;
}

static void
set_up (LiveChain *self, gboolean window)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->sink, "sink");

  /* After it has answered. */
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PULL, refuse_memory, NULL, NULL);
  if (!window)
    g_object_set (self->sink, "sync", TRUE, "qos", TRUE, "enable-last-sample", FALSE, NULL);
  if (self->text)
    g_object_set (self->text, "silent", TRUE, "wait-text", FALSE, "shaded-background", TRUE, "font-desc", "Sans 14",
        "line-alignment", 0, "halignment", 0, "valignment", 1, NULL);
}

static gboolean
build (LiveChain *self, gboolean window, const gchar *sink, GError **error)
{
  GstElement *track, *convert, *before;
  GError *missing = NULL;

  self->queue = add (self, "queue", &missing);
  self->detect = add (self, "facerecdetect", &missing);
  track = add (self, "facetrack", &missing);
  self->embed = add (self, "faceembed", &missing);
  self->knn = add (self, "faceknn", &missing);
  self->enroll = add (self, "faceenroll", &missing);
  self->overlay = add (self, "facerecoverlay", &missing);
  /* For sinks that do not take every format; it does nothing where they do. */
  convert = add (self, "videoconvert", &missing);
  self->sink = missing ? NULL : make_sink (self, window, sink, &missing);
  if (missing) {
    g_propagate_error (error, missing);
    return FALSE;
  }
  self->text = window ? gst_element_factory_make ("textoverlay", "textoverlay") : NULL;
  if (self->text)
    gst_bin_add (GST_BIN (self->pipeline), self->text);
  before = self->text ? self->text : self->overlay;
  set_up (self, window);
  /* Text goes first: it does not join what others have attached, but the names join it. */
  return gst_element_link_many (self->queue, self->detect, track, self->embed, self->knn, self->enroll, before, NULL)
      && (before == self->overlay || gst_element_link (before, self->overlay))
      && gst_element_link_many (self->overlay, convert, self->sink, NULL);
}

LiveChain *
live_chain_new (gboolean window, const gchar *sink, const ElementSetting *settings, GError **error)
{
  g_autoptr (LiveChain) self = g_new0 (LiveChain, 1);

  self->pipeline = gst_pipeline_new ("live");
  g_signal_connect (self->pipeline, "deep-element-added", G_CALLBACK (on_deep_element_added), NULL);
  if (!build (self, window, sink, error) || !element_settings_apply (GST_BIN (self->pipeline), settings, error))
    return NULL;
  blas_threads_limit (self->detect);
  return g_steal_pointer (&self);
}

/* ---- starting ---- */

GstMessage *
live_chain_take_error (LiveChain *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  return gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
}

static void
set_posted_error (LiveChain *self, const gchar *otherwise, GError **error)
{
  g_autoptr (GstMessage) message = live_chain_take_error (self);
  g_autoptr (GError) reason = NULL;

  if (message)
    gst_message_parse_error (message, &reason, NULL);
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, reason ? reason->message : otherwise);
}

gchar *
live_chain_load_models (LiveChain *self, GError **error)
{
  gchar *model_id = NULL;

  if (gst_element_set_state (self->detect, GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE
      || gst_element_set_state (self->embed, GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE) {
    set_posted_error (self, "the models cannot be loaded", error);
    return NULL;
  }
  g_object_get (self->embed, "model-id", &model_id, NULL);
  return model_id;
}

/* ---- the source ---- */

/* The end of a connection is not the end of the picture: who watches decides. */
static GstPadProbeReturn
on_source_event (GstPad *pad, GstPadProbeInfo *info, gpointer pipeline)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;
  gst_element_post_message (pipeline,
      gst_message_new_application (GST_OBJECT (pipeline), gst_structure_new_empty ("live-source-ended")));
  return GST_PAD_PROBE_DROP;
}

/* Where time is short searches are skipped, not frames: a decoder that heard of it would leave some out. */
static GstPadProbeReturn
keep_from_decoder (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  return GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_QOS ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void
disconnect (LiveChain *self)
{
  GstElement *source = g_steal_pointer (&self->source);

  if (!source)
    return;
  gst_element_set_state (source, GST_STATE_NULL);
  gst_element_unlink (source, self->queue);
  gst_bin_remove (GST_BIN (self->pipeline), source);
}

gboolean
live_chain_connect (LiveChain *self, const LiveSource *source, GError **error)
{
  g_autoptr (GstPad) pad = NULL;
  GstElement *bin;

  disconnect (self);
  bin = live_source_make_bin (source, error);
  if (!bin)
    return FALSE;
  g_object_set (self->queue, "leaky", source->live ? 2 : 0, "max-size-buffers", source->live ? 0 : QUEUED_FRAMES,
      "max-size-bytes", 0, "max-size-time", source->live ? QUEUED_TIME : (guint64) 0, NULL);
  gst_bin_add (GST_BIN (self->pipeline), bin);
  self->source = bin;
  pad = gst_element_get_static_pad (bin, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, keep_from_decoder, NULL, NULL);
  if (source->kind == LIVE_SOURCE_NETWORK)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_source_event, self->pipeline, NULL);
  if (!gst_element_link (bin, self->queue)) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "the source cannot be linked");
    return FALSE;
  }
  if (GST_STATE_TARGET (self->pipeline) > GST_STATE_NULL) {
    /* In two steps: uridecodebin says in the midst of the first that it is done, and the bin would stop there. */
    gst_element_set_state (bin, GST_STATE_PAUSED);
    gst_element_set_state (bin, GST_STATE_TARGET (self->pipeline));
  }
  return TRUE;
}

/* ---- ending ---- */

void
live_chain_end (LiveChain *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->queue, "sink");

  gst_pad_send_event (pad, gst_event_new_eos ());
}

gboolean
live_chain_rewind (LiveChain *self)
{
  return gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, 0);
}

void
live_chain_free (LiveChain *self)
{
  if (!self)
    return;
  if (self->pipeline) {
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
    gst_object_unref (self->pipeline);
  }
  g_free (self);
}
