/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/analysis.h"

#include <gst/facerec/facerec.h>

#include "elements/base/latencygauge.h"
#include "elements/base/stats.h"
#include "elements/base/videoframe.h"
#include "elements/property.h"
#include "models/error.h"

enum {
  PROP_0,
  PROP_ROI_META,
  PROP_STATS,
};

#define DEFAULT_ROI_META TRUE

typedef struct {
  /* Under the object lock. */
  gboolean roi_meta;
  GstClockTime latency;

  GstFacerecStats *stats;
  gint ask_liveness; /* atomic: whether it is to be asked on the next frame */

  /* Streaming thread only. */
  GstVideoInfo info; /* only size and rate where no pixels are needed */
  gchar *stream_id;
  gboolean live;
  GstFacerecLatencyGauge gauge;
  const GstVideoFrame *video; /* during analyse */
} GstFacerecAnalysisPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstFacerecAnalysis, gst_facerec_analysis, GST_TYPE_BASE_TRANSFORM)

void
gst_facerec_analysis_get_frame_size (GstFacerecAnalysis *self, guint *width, guint *height)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  *width = GST_VIDEO_INFO_WIDTH (&priv->info);
  *height = GST_VIDEO_INFO_HEIGHT (&priv->info);
}

gdouble
gst_facerec_analysis_get_frame_rate (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  return GST_VIDEO_INFO_FPS_D (&priv->info) > 0
      ? (gdouble) GST_VIDEO_INFO_FPS_N (&priv->info) / GST_VIDEO_INFO_FPS_D (&priv->info) : 0;
}

gboolean
gst_facerec_analysis_get_roi_meta (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  gboolean roi_meta;

  GST_OBJECT_LOCK (self);
  roi_meta = priv->roi_meta;
  GST_OBJECT_UNLOCK (self);
  return roi_meta;
}

void
gst_facerec_analysis_mirror_faces (GstFacerecAnalysis *self, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (!gst_facerec_analysis_get_roi_meta (self))
    return;
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    gst_facerec_buffer_mirror_face (buffer, face);
}

gboolean
gst_facerec_analysis_is_live (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  return priv->live;
}

const GstVideoFrame *
gst_facerec_analysis_get_video_frame (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  return priv->video;
}

void
gst_facerec_analysis_get_times (GstFacerecAnalysis *self, GstBuffer *buffer, GstClockTime *stream_time,
    GstClockTime *running_time)
{
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime pts = GST_BUFFER_PTS (buffer);

  *stream_time = *running_time = GST_CLOCK_TIME_NONE;
  if (segment->format == GST_FORMAT_TIME && GST_CLOCK_TIME_IS_VALID (pts)) {
    *stream_time = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, pts);
    *running_time = gst_segment_to_running_time (segment, GST_FORMAT_TIME, pts);
  }
}

/* ---- errors ---- */

static const gint resource_codes[] = {
  [FACEREC_ERROR_NOT_FOUND] = GST_RESOURCE_ERROR_NOT_FOUND,
  [FACEREC_ERROR_OPEN] = GST_RESOURCE_ERROR_OPEN_READ,
  [FACEREC_ERROR_READ] = GST_RESOURCE_ERROR_READ,
  [FACEREC_ERROR_WRITE] = GST_RESOURCE_ERROR_WRITE,
  [FACEREC_ERROR_NO_SPACE] = GST_RESOURCE_ERROR_NO_SPACE_LEFT,
  [FACEREC_ERROR_MISMATCH] = GST_RESOURCE_ERROR_SETTINGS,
  [FACEREC_ERROR_ARGUMENT] = GST_RESOURCE_ERROR_SETTINGS,
  [FACEREC_ERROR_UNAVAILABLE] = GST_RESOURCE_ERROR_SETTINGS,
};

static void
translate_error (const GError *error, GQuark *domain, gint *code)
{
  gboolean ours = error->domain == FACEREC_ERROR && error->code >= 0;

  if (error->domain == GST_RESOURCE_ERROR || error->domain == GST_STREAM_ERROR) {
    *domain = error->domain;
    *code = error->code;
  } else if (ours && (gsize) error->code < G_N_ELEMENTS (resource_codes)) {
    *domain = GST_RESOURCE_ERROR;
    *code = resource_codes[error->code];
  } else {
    *domain = GST_LIBRARY_ERROR;
    *code = GST_LIBRARY_ERROR_FAILED;
  }
}

void
gst_facerec_analysis_post_error (GstFacerecAnalysis *self, GstMessageType type, const GError *error)
{
  GQuark domain;
  gint code;

  translate_error (error, &domain, &code);
  gst_element_message_full (GST_ELEMENT (self), type, domain, code, g_strdup (error->message),
      g_strdup_printf ("%s %d", g_quark_to_string (error->domain), error->code), __FILE__, G_STRFUNC, __LINE__);
}

/* ---- latency ---- */

static void
set_latency (GstFacerecAnalysis *self, GstClockTime latency)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  GST_OBJECT_LOCK (self);
  priv->latency = latency;
  GST_OBJECT_UNLOCK (self);
}

static void
ask_liveness (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstQuery *query = gst_query_new_latency ();

  priv->live = FALSE;
  if (gst_pad_peer_query (GST_BASE_TRANSFORM_SINK_PAD (self), query))
    gst_query_parse_latency (query, &priv->live, NULL, NULL);
  gst_query_unref (query);
}

/* A frame has stayed for us microseconds. */
static void
measure_latency (GstFacerecAnalysis *self, gint64 us)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  if (!priv->live || !gst_facerec_latency_gauge_add (&priv->gauge, us))
    return;
  set_latency (self, priv->gauge.told_us * GST_USECOND);
  gst_element_post_message (GST_ELEMENT (self), gst_message_new_latency (GST_OBJECT (self)));
}

static gboolean
gst_facerec_analysis_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (GST_FACEREC_ANALYSIS (trans));
  GstClockTime least, most, own;
  gboolean live;

  if (!GST_BASE_TRANSFORM_CLASS (gst_facerec_analysis_parent_class)->query (trans, direction, query))
    return FALSE;
  if (GST_QUERY_TYPE (query) != GST_QUERY_LATENCY || direction != GST_PAD_SRC)
    return TRUE;
  gst_query_parse_latency (query, &live, &least, &most);
  GST_OBJECT_LOCK (trans);
  own = live ? priv->latency : 0;
  GST_OBJECT_UNLOCK (trans);
  gst_query_set_latency (query, live, least + own, GST_CLOCK_TIME_IS_VALID (most) ? most + own : most);
  return TRUE;
}

static gboolean
gst_facerec_analysis_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (GST_FACEREC_ANALYSIS (trans));

  if (GST_EVENT_TYPE (event) == GST_EVENT_LATENCY)
    g_atomic_int_set (&priv->ask_liveness, TRUE);
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_analysis_parent_class)->src_event (trans, event);
}

/* ---- life cycle ---- */

static void
reset (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstFacerecAnalysisClass *klass = GST_FACEREC_ANALYSIS_GET_CLASS (self);

  g_atomic_int_set (&priv->ask_liveness, TRUE);
  if (klass->reset)
    klass->reset (self);
}

static gboolean
gst_facerec_analysis_start (GstBaseTransform *trans)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (trans);
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstFacerecAnalysisClass *klass = GST_FACEREC_ANALYSIS_GET_CLASS (self);
  g_autoptr (GError) error = NULL;

  gst_facerec_stats_clear (priv->stats);
  gst_facerec_latency_gauge_clear (&priv->gauge);
  set_latency (self, 0);
  g_atomic_int_set (&priv->ask_liveness, TRUE);
  gst_video_info_init (&priv->info);
  if (!klass->open || klass->open (self, &error))
    return TRUE;

  gst_facerec_analysis_post_error (self, GST_MESSAGE_ERROR, error);
  if (klass->close)
    klass->close (self);
  return FALSE;
}

static gboolean
gst_facerec_analysis_stop (GstBaseTransform *trans)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (trans);
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstFacerecAnalysisClass *klass = GST_FACEREC_ANALYSIS_GET_CLASS (self);

  reset (self);
  if (klass->close)
    klass->close (self);
  g_clear_pointer (&priv->stream_id, g_free);
  return TRUE;
}

/* Frames in foreign memory may be of a format that this GStreamer cannot name; an element that needs no pixels needs
 * only their size, and their rate if it is told. */
static gboolean
parse_size_and_rate (const GstCaps *caps, GstVideoInfo *info)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);

  gst_video_info_init (info);
  gst_structure_get_fraction (structure, "framerate", &info->fps_n, &info->fps_d);
  return gst_structure_get_int (structure, "width", &info->width)
      && gst_structure_get_int (structure, "height", &info->height);
}

static gboolean
gst_facerec_analysis_set_caps (GstBaseTransform *trans, GstCaps *in_caps, GstCaps *out_caps)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (trans);
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  gboolean needs_no_pixels = GST_FACEREC_ANALYSIS_GET_CLASS (self)->needs_no_pixels;
  GstVideoInfo info;
  gboolean same_size;

  if (needs_no_pixels ? !parse_size_and_rate (in_caps, &info) : !gst_video_info_from_caps (&info, in_caps)) {
    GST_ERROR_OBJECT (self, "cannot work on %" GST_PTR_FORMAT, in_caps);
    return FALSE;
  }
  same_size = info.width == priv->info.width && info.height == priv->info.height;
  if (!same_size || (!needs_no_pixels && !gst_video_info_is_equal (&info, &priv->info)))
    reset (self);
  priv->info = info;
  return TRUE;
}

static gboolean
is_another_stream (GstFacerecAnalysis *self, GstEvent *event)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  const gchar *stream_id;

  gst_event_parse_stream_start (event, &stream_id);
  if (g_strcmp0 (stream_id, priv->stream_id) == 0)
    return FALSE;
  g_free (priv->stream_id);
  priv->stream_id = g_strdup (stream_id);
  return TRUE;
}

static gboolean
gst_facerec_analysis_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (trans);
  GstEventType type = GST_EVENT_TYPE (event);

  if (type == GST_EVENT_FLUSH_STOP || type == GST_EVENT_EOS
      || (type == GST_EVENT_STREAM_START && is_another_stream (self, event)))
    reset (self);
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_analysis_parent_class)->sink_event (trans, event);
}

/* ---- frames ---- */

/* Values of controlled properties hold from this frame on. */
static void
gst_facerec_analysis_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstClockTime stream_time, running_time;

  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (trans), buffer, &stream_time, &running_time);
  if (GST_CLOCK_TIME_IS_VALID (stream_time))
    gst_object_sync_values (GST_OBJECT (trans), stream_time);
}

static gboolean
analyse_pixels (GstFacerecAnalysis *self, GstBuffer *buffer, GstFacerecTally *tally, GError **error)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstFacerecAnalysisClass *klass = GST_FACEREC_ANALYSIS_GET_CLASS (self);
  GstVideoFrame video;
  FacerecFrame frame;
  gboolean ok;

  /* A buffer that only fills a gap may be empty. */
  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP) && gst_buffer_get_size (buffer) == 0)
    return TRUE;
  if (!gst_video_frame_map (&video, &priv->info, buffer, GST_MAP_READ | GST_VIDEO_FRAME_MAP_FLAG_NO_REF)) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
        "a buffer of %" G_GSIZE_FORMAT " bytes does not hold a frame of %dx%d %s", gst_buffer_get_size (buffer),
        priv->info.width, priv->info.height, GST_VIDEO_INFO_NAME (&priv->info));
    return FALSE;
  }
  gst_facerec_video_frame_describe (&video, &frame);
  priv->video = &video;
  ok = klass->analyse (self, &frame, buffer, tally, error);
  priv->video = NULL;
  gst_video_frame_unmap (&video);
  return ok;
}

static GstFlowReturn
gst_facerec_analysis_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (trans);
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstFacerecAnalysisClass *klass = GST_FACEREC_ANALYSIS_GET_CLASS (self);
  gint64 start_us = g_get_monotonic_time ();
  GstFacerecTally tally = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 us;
  gboolean ok;

  if (g_atomic_int_compare_and_exchange (&priv->ask_liveness, TRUE, FALSE))
    ask_liveness (self);
  if (klass->needs_no_pixels)
    ok = klass->analyse (self, NULL, buffer, &tally, &error);
  else
    ok = analyse_pixels (self, buffer, &tally, &error);
  if (!ok) {
    gst_facerec_analysis_post_error (self, GST_MESSAGE_ERROR, error);
    return GST_FLOW_ERROR;
  }
  us = g_get_monotonic_time () - start_us;
  gst_facerec_stats_add (priv->stats, tally.inferred, tally.n_faces, tally.inferred_us > 0 ? tally.inferred_us : us);
  if (tally.late)
    gst_facerec_stats_add_late (priv->stats);
  measure_latency (self, us);
  return GST_FLOW_OK;
}

/* ---- object ---- */

static void
gst_facerec_analysis_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (GST_FACEREC_ANALYSIS (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_ROI_META:
      priv->roi_meta = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_analysis_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecAnalysis *self = GST_FACEREC_ANALYSIS (object);
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);

  switch (id) {
    case PROP_ROI_META:
      g_value_set_boolean (value, gst_facerec_analysis_get_roi_meta (self));
      break;
    case PROP_STATS:
      g_value_take_boxed (value, gst_facerec_stats_to_structure (priv->stats));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

static void
gst_facerec_analysis_finalize (GObject *object)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (GST_FACEREC_ANALYSIS (object));

  gst_facerec_stats_free (priv->stats);
  G_OBJECT_CLASS (gst_facerec_analysis_parent_class)->finalize (object);
}

static void
gst_facerec_analysis_class_init (GstFacerecAnalysisClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);

  object_class->set_property = gst_facerec_analysis_set_property;
  object_class->get_property = gst_facerec_analysis_get_property;
  object_class->finalize = gst_facerec_analysis_finalize;

  /**
   * GstFacerecAnalysis:roi-meta:
   *
   * Mirror each face as a GstVideoRegionOfInterestMeta of type `face`, for software that does not know ours.
   */
  g_object_class_install_property (object_class, PROP_ROI_META,
      g_param_spec_boolean ("roi-meta", "Region of interest", "Mirror each face as a region of interest of type \"face\"",
          DEFAULT_ROI_META, PLAYING_FLAGS));
  /**
   * GstFacerecAnalysis:stats:
   *
   * `frames`, `inferred`, `skipped`, `late` and `faces` (guint64) since start; `mean-ms` over all inferred frames and
   * `p99-ms` over the last 1024 of them (gdouble).
   */
  g_object_class_install_property (object_class, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics",
          "Frames, inferred, skipped, late, faces, mean-ms and p99-ms since start", GST_TYPE_STRUCTURE,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  trans_class->start = gst_facerec_analysis_start;
  trans_class->stop = gst_facerec_analysis_stop;
  trans_class->set_caps = gst_facerec_analysis_set_caps;
  trans_class->sink_event = gst_facerec_analysis_sink_event;
  trans_class->src_event = gst_facerec_analysis_src_event;
  trans_class->query = gst_facerec_analysis_query;
  trans_class->before_transform = gst_facerec_analysis_before_transform;
  trans_class->transform_ip = gst_facerec_analysis_transform_ip;
  trans_class->transform_ip_on_passthrough = FALSE;

  gst_type_mark_as_plugin_api (GST_TYPE_FACEREC_ANALYSIS, 0);
}

static void
gst_facerec_analysis_init (GstFacerecAnalysis *self)
{
  GstFacerecAnalysisPrivate *priv = gst_facerec_analysis_get_instance_private (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);

  priv->roi_meta = DEFAULT_ROI_META;
  priv->stats = gst_facerec_stats_new ();
  gst_video_info_init (&priv->info);
  gst_base_transform_set_in_place (trans, TRUE);
  gst_base_transform_set_passthrough (trans, FALSE);
  gst_base_transform_set_gap_aware (trans, TRUE);
  gst_base_transform_set_qos_enabled (trans, FALSE);
}
