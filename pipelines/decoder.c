/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/decoder.h"

#include <gst/app/app.h>
#include <gst/pbutils/pbutils.h>

#include "elements/base/videoframe.h"
#include "pipelines/decodebin.h"

/* How long the pull waits before it looks at the bus. */
#define PULL_TIME (20 * GST_MSECOND)
/* Behind an error, when nothing says that it was the last. */
#define LAST_PULL_TIME (GST_SECOND / 2)
/* A recording from which nothing came for so long is given up. */
#define STALL_US (60 * G_USEC_PER_SEC)

/* A recording whose pictures end so much, and a twentieth, before its end is called incomplete. */
#define SHORTFALL (500 * GST_MSECOND)

typedef struct {
  MediaFile *file;
  DecoderRate rate;
  DecoderFrameFunc func;
  gpointer user_data;

  GstElement *pipeline, *convert;
  GstAppSink *sink;
  GstBus *bus;

  guint64 n_frames;
  guint64 n_picked;      /* of those, what rate.fps leaves over */
  guint64 slot;          /* which 1/fps of a second the last of them was in, from 1 */
  guint n_gaps;          /* places where the decoder had to leave something out */
  GstClockTime duration, end; /* as the recording claims, and of the last frame; or NONE */
  gboolean stopped;      /* by func, or after a photo's frame */
  gchar *missing;        /* description of a decoder that is not installed */
  GError *error;         /* the first one */
  gchar *warning;
} Decoder;

/* ---- building ---- */

/* The frames keep the strides of the decoder, whatever they are: without this it would copy each into the default
 * ones. */
static GstPadProbeReturn
offer_video_meta (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* element: (transfer floating) (nullable), of that factory */
static GstElement *
take (Decoder *self, GstElement *element, const gchar *factory)
{
  if (element)
    gst_bin_add (GST_BIN (self->pipeline), element);
  else if (!self->error)
    g_set_error (&self->error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "GStreamer's element %s is not installed (packages gstreamer1.0-plugins-base and -good)", factory);
  return element;
}

static GstElement *
make (Decoder *self, const gchar *factory)
{
  return take (self, gst_element_factory_make (factory, NULL), factory);
}

static GstElement *
make_source (Decoder *self)
{
  GstElement *source = make (self, self->file->bytes ? "appsrc" : "filesrc");

  if (source && !self->file->bytes) {
    g_object_set (source, "location", self->file->path, NULL);
  } else if (source && self->file->media_type) {
    /* Spares the search among all types, which also fails for a picture of a few bytes. */
    g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (self->file->media_type);

    g_object_set (source, "caps", caps, NULL);
  }
  return source;
}

/* What turns the source into pictures. */
static gboolean
add_decoder (Decoder *self, GstElement *source)
{
  GstElement *inner, *decoder = self->file->decoder
      ? make (self, self->file->decoder) : take (self, decodebin_new ("decodebin", &inner), "decodebin");

  return !self->error && gst_element_link_many (source, decoder, self->convert, NULL);
}

static void
set_up_sink (Decoder *self)
{
  /* Their order is what videoconvert prefers among equals. */
  g_autoptr (GstCaps) frames = gst_caps_from_string ("video/x-raw, format=(string)" GST_FACEREC_VIDEO_FORMATS);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (GST_ELEMENT (self->sink), "sink");

  g_object_set (self->sink, "sync", FALSE, "enable-last-sample", FALSE, "max-buffers", 2, "caps", frames, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_video_meta, NULL, NULL);
}

static gboolean
build (Decoder *self)
{
  GstElement *source, *flip, *sink;

  self->pipeline = gst_pipeline_new (NULL);
  self->bus = gst_element_get_bus (self->pipeline);
  source = make_source (self);
  self->convert = make (self, "videoconvert");
  flip = make (self, "videoflip");
  sink = make (self, "appsink");
  if (self->error)
    return FALSE;
  self->sink = GST_APP_SINK (sink);
  set_up_sink (self);
  g_object_set (flip, "video-direction", self->file->orientation, NULL);
  return gst_element_link_many (self->convert, flip, sink, NULL) && add_decoder (self, source);
}

/* ---- messages ---- */

static void
note_missing (Decoder *self, GstMessage *message)
{
  if (gst_is_missing_plugin_message (message) && !self->missing)
    self->missing = gst_missing_plugin_message_get_description (message);
}

static void
note_warning (Decoder *self, GstMessage *message)
{
  g_autoptr (GError) warning = NULL;

  gst_message_parse_warning (message, &warning, NULL);
  if (!self->warning)
    self->warning = g_strdup (warning->message);
}

/* Returns TRUE once an error was seen. */
static gboolean
read_bus (Decoder *self)
{
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING | GST_MESSAGE_ELEMENT))) {
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT)
      note_missing (self, message);
    else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING)
      note_warning (self, message);
    else if (!self->error)
      gst_message_parse_error (message, &self->error, NULL);
    gst_message_unref (message);
  }
  return self->error != NULL;
}

/* ---- running ---- */

/* Timestamps as a player shows them: a recording's own may begin anywhere. */
static GstSample *
stamp (Decoder *self, GstSample *sample)
{
  GstBuffer *buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  GstSegment *segment = gst_sample_get_segment (sample);
  GstSample *stamped;

  buffer = gst_buffer_make_writable (buffer);
  if (self->file->still)
    GST_BUFFER_PTS (buffer) = GST_CLOCK_TIME_NONE;
  else if (segment->format == GST_FORMAT_TIME)
    GST_BUFFER_PTS (buffer) = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  stamped = gst_sample_new (buffer, gst_sample_get_caps (sample), NULL, NULL);
  gst_buffer_unref (buffer);
  gst_sample_unref (sample);
  return stamped;
}

static gboolean
check_sample (GstSample *sample, GError **error)
{
  GstVideoInfo info;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample))) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "decoded to something that is no picture");
    return FALSE;
  }
  return media_file_check_size (info.width, info.height, error);
}

/* Decoders go on after damage without an error; what they leave behind are discontinuities, and an early end. */
static void
look_for_damage (Decoder *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gint64 duration;

  if (self->n_frames == 0 && gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration) && duration > 0)
    self->duration = duration;
  if (self->n_frames > 0 && GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT))
    self->n_gaps++;
  if (GST_BUFFER_PTS_IS_VALID (buffer))
    self->end = gst_segment_to_stream_time (gst_sample_get_segment (sample), GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
}

/* self->end is the time of the frame. */
static gboolean
is_wanted (Decoder *self)
{
  if (self->rate.fps > 0 && GST_CLOCK_TIME_IS_VALID (self->end)) {
    /* A frame a rounding error before its time is in time. */
    const guint64 slot = (guint64) ((self->end + GST_USECOND) / (gdouble) GST_SECOND * self->rate.fps) + 1;

    if (slot == self->slot)
      return FALSE;
    self->slot = slot;
  }
  return self->n_picked++ % self->rate.interval == 0;
}

static void
deliver (Decoder *self, GstSample *sample)
{
  guint64 number = self->n_frames;

  if (!check_sample (sample, &self->error)) {
    gst_sample_unref (sample);
    self->stopped = TRUE;
    return;
  }
  look_for_damage (self, sample);
  self->n_frames++;
  if (!is_wanted (self))
    gst_sample_unref (sample);
  else if (!self->func (stamp (self, sample), number, self->user_data))
    self->stopped = TRUE;
  self->stopped |= self->file->still;
}

static void
pull_frames (Decoder *self)
{
  gint64 last = g_get_monotonic_time ();

  while (!self->stopped) {
    GstSample *sample = gst_app_sink_try_pull_sample (self->sink, PULL_TIME);

    if (sample) {
      deliver (self, sample);
      last = g_get_monotonic_time ();
    } else if (gst_app_sink_is_eos (self->sink)) {
      break;
    } else if (read_bus (self)) {
      /* What came before the error is still good, and the decoder may have some of it still. */
      while (!self->stopped && (sample = gst_app_sink_try_pull_sample (self->sink, self->n_frames > 0 ? LAST_PULL_TIME : 0)))
        deliver (self, sample);
      break;
    } else if (g_get_monotonic_time () - last > STALL_US) {
      g_set_error (&self->error, FACEREC_ERROR, FACEREC_ERROR_READ, "gave no picture for %d s: given up",
          (gint) (STALL_US / G_USEC_PER_SEC));
      break;
    }
  }
  read_bus (self);
}

static void
play (Decoder *self)
{
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    read_bus (self);
    return;
  }
  if (self->file->bytes) {
    g_autoptr (GstIterator) sources = gst_bin_iterate_sources (GST_BIN (self->pipeline));
    g_auto (GValue) value = G_VALUE_INIT;

    if (gst_iterator_next (sources, &value) == GST_ITERATOR_OK) {
      GstAppSrc *source = GST_APP_SRC (g_value_get_object (&value));

      gst_app_src_push_buffer (source, gst_buffer_new_wrapped_bytes (self->file->bytes));
      gst_app_src_end_of_stream (source);
    }
  }
  pull_frames (self);
}

/* One line that a user can act on, from what GStreamer said. */
static gchar *
describe_failure (Decoder *self)
{
  const GError *error = self->error;

  if (self->missing)
    return g_strdup_printf ("no decoder is installed for it: %s", self->missing);
  if (error && error->domain == FACEREC_ERROR)
    return g_strdup (error->message);
  if (error && (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND)
                || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE)))
    return g_strdup ("is neither a picture nor a recording that GStreamer knows");
  /* With nothing missing: it complains of streams that are no pictures. */
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return g_strdup ("has no pictures in it");
  if (error)
    return g_strdup_printf ("cannot be decoded: %s", error->message);
  return g_strdup ("cannot be decoded: damaged or truncated, no picture came out");
}

/* NULL when the recording seems whole. */
static gchar *
describe_damage (Decoder *self)
{
  if (self->n_gaps > 0)
    return g_strdup_printf ("is damaged: parts left out in %u places, %" G_GUINT64_FORMAT " frames decoded",
        self->n_gaps, self->n_frames);
  if (!self->stopped && GST_CLOCK_TIME_IS_VALID (self->duration) && GST_CLOCK_TIME_IS_VALID (self->end)
      && self->end + MAX (SHORTFALL, self->duration / 20) < self->duration)
    return g_strdup_printf ("ends early: its pictures reach to %.1f of %.1f s, %" G_GUINT64_FORMAT " frames decoded",
        (gdouble) self->end / GST_SECOND, (gdouble) self->duration / GST_SECOND, self->n_frames);
  return g_steal_pointer (&self->warning);
}

static gboolean
conclude (Decoder *self, gchar **warning, GError **error)
{
  g_autofree gchar *failure = NULL;

  if (self->file->still && self->n_frames > 0)
    return TRUE;
  if (self->n_frames > 0 && !self->error) {
    *warning = describe_damage (self);
    return TRUE;
  }
  failure = describe_failure (self);
  if (self->n_frames > 0) {
    *warning = g_strdup_printf ("breaks off after %" G_GUINT64_FORMAT " frames: %s", self->n_frames, failure);
    return TRUE;
  }
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, failure);
  return FALSE;
}

gboolean
decoder_run (MediaFile *file, const DecoderRate *rate, DecoderFrameFunc func, gpointer user_data, gchar **warning,
    GError **error)
{
  Decoder self = { .file = file, .rate = *rate, .func = func, .user_data = user_data,
    .duration = GST_CLOCK_TIME_NONE, .end = GST_CLOCK_TIME_NONE };
  gboolean decoded;

  *warning = NULL;
  if (build (&self))
    play (&self);
  gst_element_set_state (self.pipeline, GST_STATE_NULL);
  decoded = conclude (&self, warning, error);
  gst_object_unref (self.bus);
  gst_object_unref (self.pipeline);
  g_clear_error (&self.error);
  g_free (self.missing);
  g_free (self.warning);
  return decoded;
}
