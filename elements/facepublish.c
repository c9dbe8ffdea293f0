/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-facepublish
 *
 * Writes who is on the frames that pass, to a file and to the bus. elements/facepublish.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! facepublish location=camera.jsonl ! facerecoverlay ! autovideosink
 * gst-launch-1.0 -m filesrc location=film.mp4 ! decodebin ! facerecdetect ! facepublish mode=change post-messages=true ! fakesink
 * ]|
 */
#include "elements/facepublish.h"

#include <gst/facerec/facerec.h>

#include "elements/elements.h"
#include "elements/knn/presence.h"
#include "elements/property.h"
#include "elements/publish/file.h"
#include "elements/publish/format.h"
#include "elements/publish/source.h"
#include "elements/publish/spans.h"

GST_DEBUG_CATEGORY_STATIC (facerecpublish_debug);
#define GST_CAT_DEFAULT facerecpublish_debug

enum {
  PROP_0,
  PROP_LOCATION,
  PROP_FORMAT,
  PROP_MODE,
  PROP_APPEND,
  PROP_EMBEDDINGS,
  PROP_SOURCE,
  PROP_POST_MESSAGES,
};

typedef struct {
  gchar *location, *source;
  GstFacerecPublishLayout format;
  GstFacerecPublishMode mode;
  gboolean append, embeddings, post_messages;
} Settings;

struct _GstFacerecPublish {
  GstFacerecAnalysis parent;

  /* Under the object lock. */
  Settings settings;
  GstFacerecPublishFile *file; /* from open to close; NULL without a location */

  /* From open to close, unchanged. */
  Settings run;
  const GstFacerecPublishFormat *format;
  GstFacerecPublishSpans *spans; /* NULL: frames are written */

  /* Streaming thread only. */
  GString *text;         /* being written */
  GstFacerecPresence *presence;
  gboolean changed;      /* somebody has come or gone since the last record */
  gchar *stream_id;
  gboolean stream_known; /* the following was asked for */
  gchar *source;         /* of the stream, as records call it */
  gboolean live;
  guint64 number;        /* of the next frame */
  guint n_spans;         /* written */
  guint64 n_dropped;
  gboolean dropping;
};

G_DEFINE_TYPE (GstFacerecPublish, gst_facerec_publish, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (facepublish, "facepublish", GST_RANK_NONE, GST_TYPE_FACEREC_PUBLISH)

/* It reads metadata only: any format, in any memory. */
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));

static const GstFacerecPublishFormat *const formats[] = {
  [GST_FACEREC_PUBLISH_JSONL] = &gst_facerec_publish_jsonl,
  [GST_FACEREC_PUBLISH_CSV] = &gst_facerec_publish_csv,
  [GST_FACEREC_PUBLISH_WEBVTT] = &gst_facerec_publish_webvtt,
};

/* ---- settings ---- */

static void
settings_copy (const Settings *from, Settings *to)
{
  *to = *from;
  to->location = g_strdup (from->location);
  to->source = g_strdup (from->source);
}

static void
settings_clear (Settings *settings)
{
  g_clear_pointer (&settings->location, g_free);
  g_clear_pointer (&settings->source, g_free);
}

/* ---- writing ---- */

/* Once for each time that the reader falls behind. */
static void
warn_of_drops (GstFacerecPublish *self)
{
  g_autoptr (GError) error = NULL;

  g_set_error (&error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_WRITE,
      "%s is read too slowly for this live stream: records are left out", self->run.location);
  gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_WARNING, error);
}

/* Writes self->text and empties it. A live stream does not wait for a reader. */
static gboolean
write_text (GstFacerecPublish *self, GError **error)
{
  GstFacerecPublishResult result = gst_facerec_publish_file_write (self->file, self->text->str, self->text->len,
      !self->live, error);

  g_string_truncate (self->text, 0);
  if (result == GST_FACEREC_PUBLISH_DROPPED) {
    self->n_dropped++;
    if (!self->dropping)
      warn_of_drops (self);
  }
  self->dropping = result == GST_FACEREC_PUBLISH_DROPPED;
  return result != GST_FACEREC_PUBLISH_FAILED;
}

/* When it cannot be written the frames go on none the less: whether a picture without a record is worth showing is for
 * whoever reads the error to decide. */
static void
write_record (GstFacerecPublish *self)
{
  g_autoptr (GError) error = NULL;

  if (!write_text (self, &error))
    gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_ERROR, error);
}

static GstFacerecJsonFlags
json_flags (const Settings *settings)
{
  return settings->embeddings ? GST_FACEREC_JSON_EMBEDDING : GST_FACEREC_JSON_DEFAULT;
}

static void
post_span (GstFacerecPublish *self, const GstFacerecPublishSpan *published)
{
  const FacerecTimelineSpan *span = published->span;
  g_autoptr (GString) json = g_string_new (NULL);
  GstStructure *structure;

  gst_facerec_publish_jsonl.append_span (published, json);
  g_string_truncate (json, json->len - 1);
  structure = gst_structure_new ("face-span", "person", G_TYPE_STRING, span->label, "stranger", G_TYPE_STRING,
      span->stranger, "from", G_TYPE_UINT64, (guint64) span->from_ns, "to", G_TYPE_UINT64, (guint64) span->to_ns,
      "json", G_TYPE_STRING, json->str, NULL);
  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

static void
on_span (const FacerecTimelineSpan *span, gpointer user_data)
{
  GstFacerecPublish *self = user_data;
  const GstFacerecPublishSpan published = { .span = span, .file = self->source, .number = ++self->n_spans };

  if (self->run.post_messages)
    post_span (self, &published);
  if (!self->file)
    return;
  self->format->append_span (&published, self->text);
  write_record (self);
}

/* ---- life cycle ---- */

static gboolean
check_settings (const Settings *settings, GError **error)
{
  const gchar *mistake = NULL;

  if (!(settings->location && *settings->location) && !settings->post_messages)
    mistake = "nowhere to publish: set location to a file, or post-messages to true";
  else if (settings->append && !formats[settings->format]->record_end)
    mistake = "append is not for webvtt, whose cues must follow each other in time: write another file";
  if (mistake)
    g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS, mistake);
  return !mistake;
}

static gboolean
open_file (GstFacerecPublish *self, GError **error)
{
  GstFacerecPublishFile *file = gst_facerec_publish_file_new (self->run.location,
      self->run.append ? self->format->record_end : NULL, self->run.embeddings, error);

  if (!file)
    return FALSE;
  GST_OBJECT_LOCK (self);
  self->file = file;
  GST_OBJECT_UNLOCK (self);
  if (self->format->append_header && gst_facerec_publish_file_is_empty (file))
    self->format->append_header (self->spans != NULL, json_flags (&self->run), self->text);
  return write_text (self, error);
}

static gboolean
gst_facerec_publish_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (analysis);

  GST_OBJECT_LOCK (self);
  settings_copy (&self->settings, &self->run);
  GST_OBJECT_UNLOCK (self);
  self->number = self->n_dropped = 0;
  self->n_spans = 0;
  self->changed = TRUE;
  self->dropping = self->stream_known = self->live = FALSE;
  self->format = formats[self->run.format];
  if (!check_settings (&self->run, error))
    return FALSE;
  if (self->run.mode == GST_FACEREC_PUBLISH_SPANS || !self->format->append_frame)
    self->spans = gst_facerec_publish_spans_new (self->run.format == GST_FACEREC_PUBLISH_WEBVTT, on_span, self);
  return !self->run.location || !*self->run.location || open_file (self, error);
}

static void
gst_facerec_publish_close (GstFacerecAnalysis *analysis)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (analysis);
  GstFacerecPublishFile *file;

  GST_OBJECT_LOCK (self);
  file = g_steal_pointer (&self->file);
  GST_OBJECT_UNLOCK (self);
  gst_facerec_publish_file_free (file);
  g_clear_pointer (&self->spans, gst_facerec_publish_spans_free);
  if (self->n_dropped > 0)
    GST_WARNING_OBJECT (self, "%" G_GUINT64_FORMAT " records were left out", self->n_dropped);
  g_clear_pointer (&self->stream_id, g_free);
  g_clear_pointer (&self->source, g_free);
  settings_clear (&self->run);
}

static void
gst_facerec_publish_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (analysis);

  gst_facerec_presence_clear (self->presence);
  self->changed = TRUE;
  if (self->spans)
    gst_facerec_publish_spans_end (self->spans);
}

/* Ends waiting for a slow reader, so that the streaming thread comes back. */
static void
set_flushing (GstFacerecPublish *self, gboolean flushing)
{
  GST_OBJECT_LOCK (self);
  if (self->file)
    gst_facerec_publish_file_set_flushing (self->file, flushing);
  GST_OBJECT_UNLOCK (self);
}

static GstStateChangeReturn
gst_facerec_publish_change_state (GstElement *element, GstStateChange transition)
{
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    set_flushing (GST_FACEREC_PUBLISH (element), TRUE);
  return GST_ELEMENT_CLASS (gst_facerec_publish_parent_class)->change_state (element, transition);
}

/* Frames of another stream are counted from 0 and come from somewhere else. */
static void
begin_stream (GstFacerecPublish *self, GstEvent *event)
{
  const gchar *stream_id;

  gst_event_parse_stream_start (event, &stream_id);
  if (g_strcmp0 (stream_id, self->stream_id) == 0)
    return;
  g_free (self->stream_id);
  self->stream_id = g_strdup (stream_id);
  self->stream_known = FALSE;
  self->number = 0;
}

/* Before the end is told downstream, everything is where it belongs. */
static void
complete (GstFacerecPublish *self)
{
  g_autoptr (GError) error = NULL;

  if (self->spans)
    gst_facerec_publish_spans_end (self->spans);
  if (self->file && !gst_facerec_publish_file_drain (self->file, TRUE, &error))
    gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_ERROR, error);
}

static gboolean
gst_facerec_publish_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (trans);
  GstEventType type = GST_EVENT_TYPE (event);

  if (type == GST_EVENT_FLUSH_START || type == GST_EVENT_FLUSH_STOP)
    set_flushing (self, type == GST_EVENT_FLUSH_START);
  else if (type == GST_EVENT_EOS)
    complete (self);
  if (type == GST_EVENT_STREAM_START) {
    /* The base resets first, so that what was held back still belongs to the old stream. */
    g_autoptr (GstEvent) start = gst_event_ref (event);
    gboolean ok = GST_BASE_TRANSFORM_CLASS (gst_facerec_publish_parent_class)->sink_event (trans, event);

    begin_stream (self, start);
    return ok;
  }
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_publish_parent_class)->sink_event (trans, event);
}

/* ---- one frame ---- */

static gboolean
ask_whether_live (GstPad *pad)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;

  if (gst_pad_peer_query (pad, query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  return live;
}

static void
ask_upstream (GstFacerecPublish *self)
{
  GstPad *pad = GST_BASE_TRANSFORM_SINK_PAD (self);

  g_free (self->source);
  self->source = self->run.source ? g_strdup (self->run.source) : gst_facerec_publish_source_ask (pad);
  self->live = ask_whether_live (pad);
  self->stream_known = TRUE;
}

static void
on_presence_changed (gboolean came, const GstFacerecSighting *sighting, gpointer user_data)
{
  GST_FACEREC_PUBLISH (user_data)->changed = TRUE;
}

static void
see_faces (GstFacerecPublish *self, GstBuffer *buffer, GstClockTime stream_time)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
    const gchar *label = identity ? gst_facerec_identity_get_label (identity) : NULL;
    const gchar *stranger = identity ? gst_facerec_identity_get_stranger (identity) : NULL;
    const GstFacerecSighting sighting = { .label = label ? label : "", .known = label != NULL, .stranger = stranger,
      .roi_id = face->id, .track_id = gst_facerec_meta_get_track_id (face), .stream_time = stream_time };

    gst_facerec_presence_see (self->presence, &sighting);
  }
  gst_facerec_presence_end_frame (self->presence, stream_time);
}

static void
post_frame (GstFacerecPublish *self, const GstFacerecPublishFrame *frame, GstClockTime stream_time,
    GstClockTime running_time)
{
  g_autofree gchar *json = gst_facerec_buffer_to_json (frame->buffer, frame->file, frame->number, frame->width,
      frame->height, frame->flags);
  GstStructure *structure = gst_structure_new ("face-frame", "frame", G_TYPE_UINT64, frame->number, "stream-time",
      G_TYPE_UINT64, stream_time, "running-time", G_TYPE_UINT64, running_time, "faces", G_TYPE_UINT,
      gst_facerec_buffer_count_faces (frame->buffer), "json", G_TYPE_STRING, json, NULL);

  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

static void
publish_frame (GstFacerecPublish *self, const GstFacerecPublishFrame *frame, GstClockTime stream_time,
    GstClockTime running_time)
{
  if (self->run.post_messages)
    post_frame (self, frame, stream_time, running_time);
  if (!self->file)
    return;
  self->format->append_frame (frame, self->text);
  write_record (self);
}

/* How long buffer stands, as it says or as the frame rate does. */
static GstClockTime
get_duration (GstFacerecPublish *self, GstBuffer *buffer)
{
  gdouble rate = gst_facerec_analysis_get_frame_rate (GST_FACEREC_ANALYSIS (self));

  if (GST_BUFFER_DURATION_IS_VALID (buffer))
    return GST_BUFFER_DURATION (buffer);
  return rate > 0 ? (GstClockTime) (GST_SECOND / rate) : GST_CLOCK_TIME_NONE;
}

static gboolean
gst_facerec_publish_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *unused, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (analysis);
  GstFacerecPublishFrame frame = { .buffer = buffer, .number = self->number++, .flags = json_flags (&self->run) };
  GstClockTime stream_time, running_time, timestamp = GST_BUFFER_PTS (buffer);

  if (!self->stream_known)
    ask_upstream (self);
  frame.file = self->source;
  gst_facerec_analysis_get_frame_size (analysis, &frame.width, &frame.height);
  gst_facerec_analysis_get_times (analysis, buffer, &stream_time, &running_time);
  tally->inferred = TRUE;
  tally->n_faces = gst_facerec_buffer_count_faces (buffer);
  if (self->spans) {
    gst_facerec_publish_spans_add (self->spans, buffer, frame.number, stream_time, get_duration (self, buffer));
    return TRUE;
  }
  if (self->run.mode == GST_FACEREC_PUBLISH_CHANGES) {
    see_faces (self, buffer, stream_time);
    tally->inferred = self->changed;
    if (!self->changed)
      return TRUE;
    self->changed = FALSE;
  }
  /* Records tell stream time: where in the film it is, wherever the film was cut in. */
  GST_BUFFER_PTS (buffer) = stream_time;
  publish_frame (self, &frame, stream_time, running_time);
  GST_BUFFER_PTS (buffer) = timestamp;
  return TRUE;
}

/* ---- object ---- */

static void
gst_facerec_publish_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_LOCATION:
      gst_facerec_property_set_string (&self->settings.location, value);
      break;
    case PROP_FORMAT:
      self->settings.format = g_value_get_enum (value);
      break;
    case PROP_MODE:
      self->settings.mode = g_value_get_enum (value);
      break;
    case PROP_APPEND:
      self->settings.append = g_value_get_boolean (value);
      break;
    case PROP_EMBEDDINGS:
      self->settings.embeddings = g_value_get_boolean (value);
      break;
    case PROP_SOURCE:
      gst_facerec_property_set_string (&self->settings.source, value);
      break;
    case PROP_POST_MESSAGES:
      self->settings.post_messages = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_publish_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_LOCATION:
      g_value_set_string (value, self->settings.location);
      break;
    case PROP_FORMAT:
      g_value_set_enum (value, self->settings.format);
      break;
    case PROP_MODE:
      g_value_set_enum (value, self->settings.mode);
      break;
    case PROP_APPEND:
      g_value_set_boolean (value, self->settings.append);
      break;
    case PROP_EMBEDDINGS:
      g_value_set_boolean (value, self->settings.embeddings);
      break;
    case PROP_SOURCE:
      g_value_set_string (value, self->settings.source);
      break;
    case PROP_POST_MESSAGES:
      g_value_set_boolean (value, self->settings.post_messages);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_publish_finalize (GObject *object)
{
  GstFacerecPublish *self = GST_FACEREC_PUBLISH (object);

  settings_clear (&self->settings);
  gst_facerec_presence_free (self->presence);
  g_string_free (self->text, TRUE);
  G_OBJECT_CLASS (gst_facerec_publish_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_LOCATION,
      g_param_spec_string ("location", "Location", "File to write to, - for standard output; none: only messages are posted",
          NULL, READY_FLAGS));
  g_object_class_install_property (klass, PROP_FORMAT,
      g_param_spec_enum ("format", "Format", "How to write", GST_TYPE_FACEREC_PUBLISH_LAYOUT, GST_FACEREC_PUBLISH_JSONL,
          READY_FLAGS));
  g_object_class_install_property (klass, PROP_MODE,
      g_param_spec_enum ("mode", "Mode", "What to write", GST_TYPE_FACEREC_PUBLISH_MODE,
          GST_FACEREC_PUBLISH_EVERY_FRAME, READY_FLAGS));
  g_object_class_install_property (klass, PROP_APPEND,
      g_param_spec_boolean ("append", "Append", "Go on behind what is in the file instead of replacing it", FALSE,
          READY_FLAGS));
  g_object_class_install_property (klass, PROP_EMBEDDINGS,
      g_param_spec_boolean ("embeddings", "Embeddings",
          "Write the embeddings too; they are biometric data, so a new file is its owner's alone", FALSE, READY_FLAGS));
  g_object_class_install_property (klass, PROP_SOURCE,
      g_param_spec_string ("source", "Source",
          "What records name as their file; none: the path or the address that upstream tells", NULL, READY_FLAGS));
  g_object_class_install_property (klass, PROP_POST_MESSAGES,
      g_param_spec_boolean ("post-messages", "Post messages", "Post each record as an element message \"face-frame\" too",
          FALSE, READY_FLAGS));
}

static void
gst_facerec_publish_class_init (GstFacerecPublishClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_publish_set_property;
  object_class->get_property = gst_facerec_publish_get_property;
  object_class->finalize = gst_facerec_publish_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face publisher", "Filter/Analyzer/Video",
      "Writes who is on the frames that pass to a file or the bus", GST_FACEREC_AUTHOR);
  element_class->change_state = gst_facerec_publish_change_state;

  trans_class->sink_event = gst_facerec_publish_sink_event;
  analysis_class->needs_no_pixels = TRUE;
  analysis_class->open = gst_facerec_publish_open;
  analysis_class->analyse = gst_facerec_publish_analyse;
  analysis_class->reset = gst_facerec_publish_reset;
  analysis_class->close = gst_facerec_publish_close;

  GST_DEBUG_CATEGORY_INIT (facerecpublish_debug, "facerecpublish", 0, "face publisher");
}

static void
gst_facerec_publish_init (GstFacerecPublish *self)
{
  self->text = g_string_new (NULL);
  self->presence = gst_facerec_presence_new (on_presence_changed, self);
}
