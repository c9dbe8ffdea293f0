/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/annotated.h"

#include <fcntl.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "models/error.h"

/* Of the film, a second: enough for people to look as they did. */
#define BITS_PER_PIXEL 5
#define MIN_BITS (1000 * 1000)
#define POLL_TIME (200 * GST_MSECOND)
/* A film from which nothing more came for so long is given up. */
#define STALL_US (60 * G_USEC_PER_SEC)

typedef struct {
  GstElement *pipeline, *encoder, *picture; /* picture: first element of the pictures' branch */
  gboolean has_sound;
  GstVideoInfo info;
  BatchBoxes *boxes;
  const FacerecTimeline *timeline;
  guint64 n_frames;
  gint progress;  /* raised with every frame; atomic */
  gint hushed;    /* standard error of before; -1: it is as it was */
} Work;

/* ---- on the streaming threads ---- */

/* OpenH264 has a line about an error for whoever watches standard error each time that it is told of the end. The process
 * is of this one film, and does nothing else by then. */
static GstPadProbeReturn
hush_at_end (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Work *self = user_data;
  gint nowhere;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS || self->hushed >= 0)
    return GST_PAD_PROBE_OK;
  self->hushed = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  nowhere = self->hushed < 0 ? -1 : open ("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    dup2 (nowhere, STDERR_FILENO);
    close (nowhere);
  }
  return GST_PAD_PROBE_OK;
}

static void
speak_again (Work *self)
{
  if (self->hushed < 0)
    return;
  dup2 (self->hushed, STDERR_FILENO);
  close (self->hushed);
}

static void
follow_caps (Work *self, GstCaps *caps)
{
  if (!gst_video_info_from_caps (&self->info, caps))
    return;
  g_object_set (self->encoder, "bitrate", MAX (MIN_BITS, (guint) (self->info.width * self->info.height) * BITS_PER_PIXEL),
      NULL);
}

/* Faces onto every frame that comes out of the decoder, upright. */
static GstPadProbeReturn
on_picture (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Work *self = user_data;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
    GstCaps *caps;

    if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
      gst_event_parse_caps (event, &caps);
      follow_caps (self, caps);
    }
  } else {
    GstBuffer *buffer = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

    GST_PAD_PROBE_INFO_DATA (info) = buffer;
    batch_boxes_put (self->boxes, self->n_frames++, self->timeline, buffer, self->info.width, self->info.height);
    g_atomic_int_inc (&self->progress);
  }
  return GST_PAD_PROBE_OK;
}

/* The sound's branch is there only when there is sound: the muxer would wait for it. Without the encoder there is none. */
static void
add_sound (Work *self, GstPad *pad)
{
  g_autoptr (GError) error = NULL;
  GstElement *branch = gst_parse_bin_from_description ("queue max-size-time=0 max-size-bytes=0 max-size-buffers=0 ! "
      "audioconvert ! audioresample ! avenc_aac ! aacparse", TRUE, &error);
  g_autoptr (GstElement) muxer = gst_bin_get_by_name (GST_BIN (self->pipeline), "muxer");
  g_autoptr (GstPad) sink = NULL;

  if (!branch)
    return;
  gst_bin_add (GST_BIN (self->pipeline), branch);
  sink = gst_element_get_static_pad (branch, "sink");
  if (gst_element_link (branch, muxer) && gst_pad_link (pad, sink) == GST_PAD_LINK_OK) {
    gst_element_sync_state_with_parent (branch);
    self->has_sound = TRUE;
  } else {
    gst_element_set_state (branch, GST_STATE_NULL);
    gst_bin_remove (GST_BIN (self->pipeline), branch);
  }
}

static void
on_pad_added (GstElement *decoder, GstPad *pad, gpointer user_data)
{
  Work *self = user_data;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->picture, "sink");
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  const gchar *type = gst_caps_is_empty (caps) || gst_caps_is_any (caps)
      ? "" : gst_structure_get_name (gst_caps_get_structure (caps, 0));

  if (g_str_has_prefix (type, "video/x-raw") && !gst_pad_is_linked (sink))
    gst_pad_link (pad, sink);
  else if (g_str_has_prefix (type, "audio/x-raw") && !self->has_sound)
    add_sound (self, pad);
}

/* ---- building and running ---- */

static gboolean
build (Work *self, const gchar *from, const gchar *to, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GstElement) source = NULL, sink = NULL, decoder = NULL, upright = NULL;
  g_autoptr (GstPad) pad = NULL, into_encoder = NULL;

  self->pipeline = gst_parse_launch_full ("filesrc name=source ! decodebin name=decoder "
      "queue name=picture max-size-buffers=4 max-size-bytes=0 max-size-time=0 ! videoconvert ! "
      "videoflip name=upright video-direction=auto ! facerecoverlay ! videoconvert ! "
      "openh264enc name=encoder complexity=low rate-control=bitrate ! h264parse ! queue max-size-time=0 max-size-bytes=0 ! "
      "mp4mux name=muxer ! filesink name=sink", NULL, GST_PARSE_FLAG_FATAL_ERRORS, &reason);
  if (!self->pipeline) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "%s", reason->message);
    return FALSE;
  }
  source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  decoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "decoder");
  upright = gst_bin_get_by_name (GST_BIN (self->pipeline), "upright");
  self->encoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "encoder");
  self->picture = gst_bin_get_by_name (GST_BIN (self->pipeline), "picture");
  g_object_set (source, "location", from, NULL);
  g_object_set (sink, "location", to, NULL);
  pad = gst_element_get_static_pad (upright, "src");
  into_encoder = gst_element_get_static_pad (self->encoder, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_picture, self, NULL);
  gst_pad_add_probe (into_encoder, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hush_at_end, self, NULL);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (on_pad_added), self);
  return TRUE;
}

static gboolean
play (Work *self, BatchAnnotatedFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  gint64 last = g_get_monotonic_time ();
  gint seen = 0;

  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  while (func (user_data)) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus, POLL_TIME, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
    const gint now = g_atomic_int_get (&self->progress);

    if (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      return TRUE;
    if (message) {
      gst_message_parse_error (message, error, NULL);
      return FALSE;
    }
    if (now != seen)
      last = g_get_monotonic_time ();
    seen = now;
    if (g_get_monotonic_time () - last > STALL_US) {
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "no picture came for %d s", (gint) (STALL_US / G_USEC_PER_SEC));
      return FALSE;
    }
  }
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "interrupted");
  return FALSE;
}

gboolean
batch_annotated_write (const gchar *path, const gchar *folder, BatchBoxes *boxes, const FacerecTimeline *timeline,
    BatchAnnotatedFunc func, gpointer user_data, GError **error)
{
  g_autofree gchar *to = g_build_filename (folder, BATCH_ANNOTATED_NAME, NULL);
  Work self = { .boxes = boxes, .timeline = timeline, .hushed = -1 };
  gboolean done;

  gst_video_info_init (&self.info);
  done = build (&self, path, to, error) && play (&self, func, user_data, error);
  if (self.pipeline)
    gst_element_set_state (self.pipeline, GST_STATE_NULL);
  speak_again (&self);
  if (done && self.n_frames == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "no picture came out");
    done = FALSE;
  }
  if (!done)
    g_unlink (to);
  g_clear_object (&self.encoder);
  g_clear_object (&self.picture);
  g_clear_object (&self.pipeline);
  return done;
}
