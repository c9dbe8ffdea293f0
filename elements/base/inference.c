/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/inference.h"

#include <string.h>

#include "elements/base/lateworker.h"
#include "elements/base/pacing.h"
#include "elements/property.h"

GST_DEBUG_CATEGORY_STATIC (facerecinference_debug);
#define GST_CAT_DEFAULT facerecinference_debug

enum {
  PROP_0,
  PROP_LATE_POLICY,
  PROP_MAX_FPS,
};

#define DEFAULT_LATE_POLICY GST_FACEREC_LATE_POLICY_SKIP
#define DEFAULT_MAX_FPS 0.0

#define MESSAGE_EVERY_US G_USEC_PER_SEC
/* Of frames that tell nothing about it. */
#define DEFAULT_DURATION (GST_SECOND / 30)

/* What the last QoS event of a sink said. */
typedef struct {
  gboolean waits; /* it waits for the clock */
  gdouble proportion;
  gint64 jitter;
} Qos;

typedef struct {
  /* Under the object lock. */
  GstFacerecLatePolicy late_policy;
  gdouble max_fps;
  Qos qos;

  /* Streaming thread only. */
  GstFacerecLateWorker *worker;
  GstFacerecPacing pacing;
  guint n_units;      /* of the work under way */
  guint64 n_frames;   /* since the last reset */
  guint64 processed, dropped; /* inferences since start */
  guint64 processed_told, dropped_told; /* as many as the last message said */
  gint64 told_us;       /* when that was */
} GstFacerecInferencePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstFacerecInference, gst_facerec_inference, GST_TYPE_FACEREC_ANALYSIS)

GType
gst_facerec_late_policy_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_LATE_POLICY_SKIP, "Skip inference, never a frame", "skip" },
    { GST_FACEREC_LATE_POLICY_PROCESS, "Hold every frame up until it is inferred", "process" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstFacerecLatePolicy", values));
  return (GType) type;
}

/* ---- pacing ---- */

gboolean
gst_facerec_inference_is_due (GstFacerecInference *self, GstBuffer *buffer)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  GstClockTime stream_time, running_time;
  gdouble max_fps;

  GST_OBJECT_LOCK (self);
  max_fps = priv->max_fps;
  GST_OBJECT_UNLOCK (self);
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  return gst_facerec_pacing_is_due (&priv->pacing, max_fps, running_time);
}

static void
spend (GstFacerecInference *self, GstBuffer *buffer)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  GstClockTime stream_time, running_time;
  gdouble max_fps;

  GST_OBJECT_LOCK (self);
  max_fps = priv->max_fps;
  GST_OBJECT_UNLOCK (self);
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  gst_facerec_pacing_spend (&priv->pacing, max_fps, running_time);
}

gboolean
gst_facerec_inference_is_paced (GstFacerecInference *self)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  GstFacerecLatePolicy policy;
  gboolean waits, playing;

  GST_OBJECT_LOCK (self);
  policy = priv->late_policy;
  waits = priv->qos.waits;
  playing = GST_STATE (self) == GST_STATE_PLAYING;
  GST_OBJECT_UNLOCK (self);
  if (policy == GST_FACEREC_LATE_POLICY_PROCESS)
    return FALSE;
  if (gst_facerec_analysis_is_live (GST_FACEREC_ANALYSIS (self)))
    return TRUE;
  return waits && playing && priv->n_frames > 1;
}

static GstClockTime
duration_of (GstFacerecInference *self, GstBuffer *buffer)
{
  const gdouble rate = gst_facerec_analysis_get_frame_rate (GST_FACEREC_ANALYSIS (self));

  if (rate > 0)
    return (GstClockTime) (GST_SECOND / rate);
  return GST_BUFFER_DURATION_IS_VALID (buffer) ? GST_BUFFER_DURATION (buffer) : DEFAULT_DURATION;
}

gint64
gst_facerec_inference_get_patience (GstFacerecInference *self, GstBuffer *buffer, guint n_units)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);

  return gst_facerec_pacing_get_patience (&priv->pacing, n_units, duration_of (self, buffer));
}

/* ---- the work ---- */

static gboolean
infer_aside (gpointer user_data, GError **error)
{
  GstFacerecInference *self = user_data;

  return GST_FACEREC_INFERENCE_GET_CLASS (self)->infer (self, error);
}

static gboolean
infer_here (GstFacerecInference *self, gint64 *duration_us, GError **error)
{
  const gint64 start_us = g_get_monotonic_time ();
  const gboolean ok = GST_FACEREC_INFERENCE_GET_CLASS (self)->infer (self, error);

  *duration_us = g_get_monotonic_time () - start_us;
  return ok;
}

static void
count_inference (GstFacerecInference *self, gint64 duration_us, GstFacerecTally *tally)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);

  gst_facerec_pacing_learn (&priv->pacing, priv->n_units, duration_us);
  priv->processed++;
  tally->inferred = TRUE;
}

gboolean
gst_facerec_inference_collect (GstFacerecInference *self, GstFacerecTally *tally, gboolean *done, GError **error)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  g_autoptr (GError) local = NULL;
  gint64 duration_us;

  *done = gst_facerec_late_worker_take (priv->worker, &duration_us, &local);
  if (local) {
    *done = FALSE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (*done) {
    count_inference (self, duration_us, tally);
    tally->inferred_us = duration_us;
  }
  return TRUE;
}

GstFacerecInferenceWay
gst_facerec_inference_choose (GstFacerecInference *self)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);

  if (gst_facerec_inference_is_paced (self))
    return gst_facerec_late_worker_is_idle (priv->worker) ? GST_FACEREC_INFERENCE_ASIDE : GST_FACEREC_INFERENCE_LATE;
  gst_facerec_late_worker_wait (priv->worker, -1);
  gst_facerec_late_worker_abandon (priv->worker);
  return GST_FACEREC_INFERENCE_HERE;
}

gboolean
gst_facerec_inference_run (GstFacerecInference *self, GstFacerecInferenceWay way, GstBuffer *buffer, guint n_units,
    GstFacerecTally *tally, gboolean *done, GError **error)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  gint64 patience_us, duration_us;

  spend (self, buffer);
  priv->n_units = n_units;
  if (way == GST_FACEREC_INFERENCE_HERE) {
    *done = infer_here (self, &duration_us, error);
    if (*done)
      count_inference (self, duration_us, tally);
    return *done;
  }
  patience_us = gst_facerec_inference_get_patience (self, buffer, n_units);
  gst_facerec_late_worker_start (priv->worker);
  if (patience_us > 0)
    gst_facerec_late_worker_wait (priv->worker, patience_us);
  return gst_facerec_inference_collect (self, tally, done, error);
}

/* ---- what was skipped ---- */

static void
tell_skipped (GstFacerecInference *self, GstClockTime stream_time, GstClockTime running_time, GstClockTime timestamp,
    GstClockTime duration)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  GstMessage *message;
  Qos qos;

  GST_OBJECT_LOCK (self);
  qos = priv->qos;
  GST_OBJECT_UNLOCK (self);
  message = gst_message_new_qos (GST_OBJECT (self), gst_facerec_analysis_is_live (GST_FACEREC_ANALYSIS (self)),
      running_time, stream_time, timestamp, duration);
  gst_message_set_qos_values (message, qos.jitter, qos.proportion, 1000000);
  gst_message_set_qos_stats (message, GST_FORMAT_BUFFERS, priv->processed, priv->dropped);
  priv->processed_told = priv->processed;
  priv->dropped_told = priv->dropped;
  priv->told_us = g_get_monotonic_time ();
  gst_element_post_message (GST_ELEMENT (self), message);
}

void
gst_facerec_inference_skip (GstFacerecInference *self, GstBuffer *buffer, GstFacerecTally *tally)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);
  GstClockTime stream_time, running_time;

  tally->late = TRUE;
  priv->dropped++;
  if (priv->told_us > 0 && g_get_monotonic_time () - priv->told_us < MESSAGE_EVERY_US)
    return;
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  tell_skipped (self, stream_time, running_time, GST_BUFFER_PTS (buffer), GST_BUFFER_DURATION (buffer));
}

/* ---- life cycle ---- */

static void
gst_facerec_inference_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecInference *self = GST_FACEREC_INFERENCE (analysis);
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);

  gst_facerec_late_worker_abandon (priv->worker);
  gst_facerec_pacing_restart (&priv->pacing);
  priv->n_frames = 0;
  /* The last message of a stream in which anything was skipped has all of both counts. */
  if (priv->dropped > 0 && (priv->dropped > priv->dropped_told || priv->processed > priv->processed_told))
    tell_skipped (self, GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE);
}

static gboolean
gst_facerec_inference_start (GstBaseTransform *trans)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (trans));

  memset (&priv->pacing, 0, sizeof priv->pacing);
  priv->n_frames = priv->processed = priv->dropped = 0;
  priv->processed_told = priv->dropped_told = 0;
  priv->told_us = 0;
  GST_OBJECT_LOCK (trans);
  priv->qos = (Qos) { FALSE, 1.0, 0 };
  GST_OBJECT_UNLOCK (trans);
  priv->worker = gst_facerec_late_worker_new (GST_OBJECT_NAME (trans), infer_aside, trans);
  if (GST_BASE_TRANSFORM_CLASS (gst_facerec_inference_parent_class)->start (trans))
    return TRUE;
  g_clear_pointer (&priv->worker, gst_facerec_late_worker_free);
  return FALSE;
}

/* What the work uses goes when the thread has gone. */
static gboolean
gst_facerec_inference_stop (GstBaseTransform *trans)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (trans));
  gboolean ok;

  gst_facerec_late_worker_abandon (priv->worker);
  gst_facerec_late_worker_wait (priv->worker, -1);
  ok = GST_BASE_TRANSFORM_CLASS (gst_facerec_inference_parent_class)->stop (trans);
  g_clear_pointer (&priv->worker, gst_facerec_late_worker_free);
  return ok;
}

static GstFlowReturn
gst_facerec_inference_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (trans));

  priv->n_frames++;
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_inference_parent_class)->transform_ip (trans, buffer);
}

/* A sink that does not wait for the clock sends QoS events, too, but of no deviation, exactly. */
static gboolean
gst_facerec_inference_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (trans));

  if (GST_EVENT_TYPE (event) == GST_EVENT_QOS) {
    GstQOSType type;
    gdouble proportion;
    GstClockTimeDiff jitter;

    gst_event_parse_qos (event, &type, &proportion, &jitter, NULL);
    if (type != GST_QOS_TYPE_THROTTLE) {
      GST_OBJECT_LOCK (trans);
      priv->qos = (Qos) { jitter != 0, proportion, jitter };
      GST_OBJECT_UNLOCK (trans);
    }
  }
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_inference_parent_class)->src_event (trans, event);
}

/* ---- object ---- */

static void
gst_facerec_inference_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_LATE_POLICY:
      priv->late_policy = g_value_get_enum (value);
      break;
    case PROP_MAX_FPS:
      priv->max_fps = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_inference_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (GST_FACEREC_INFERENCE (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_LATE_POLICY:
      g_value_set_enum (value, priv->late_policy);
      break;
    case PROP_MAX_FPS:
      g_value_set_double (value, priv->max_fps);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_inference_class_init (GstFacerecInferenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_inference_set_property;
  object_class->get_property = gst_facerec_inference_get_property;

  /**
   * GstFacerecInference:late-policy:
   *
   * On a live or synchronised stream: `skip` inference when time is short, or `process` every frame, holding it up.
   */
  g_object_class_install_property (object_class, PROP_LATE_POLICY,
      g_param_spec_enum ("late-policy", "Late policy",
          "What to do when a live or synchronised stream leaves no time to infer on every frame",
          GST_TYPE_FACEREC_LATE_POLICY, DEFAULT_LATE_POLICY, PLAYING_FLAGS));
  /**
   * GstFacerecInference:max-fps:
   *
   * Inferences a second of running time at most; 0: no limit.
   */
  g_object_class_install_property (object_class, PROP_MAX_FPS,
      g_param_spec_double ("max-fps", "Most inferences a second",
          "Infer on that many frames a second of running time at most; 0: no limit", 0, 1000, DEFAULT_MAX_FPS,
          PLAYING_FLAGS));

  trans_class->start = gst_facerec_inference_start;
  trans_class->stop = gst_facerec_inference_stop;
  trans_class->transform_ip = gst_facerec_inference_transform_ip;
  trans_class->src_event = gst_facerec_inference_src_event;
  analysis_class->reset = gst_facerec_inference_reset;

  gst_type_mark_as_plugin_api (GST_TYPE_FACEREC_INFERENCE, 0);
  gst_type_mark_as_plugin_api (GST_TYPE_FACEREC_LATE_POLICY, 0);
  GST_DEBUG_CATEGORY_INIT (facerecinference_debug, "facerecinference", 0, "when faces are inferred");
}

static void
gst_facerec_inference_init (GstFacerecInference *self)
{
  GstFacerecInferencePrivate *priv = gst_facerec_inference_get_instance_private (self);

  priv->late_policy = DEFAULT_LATE_POLICY;
  priv->max_fps = DEFAULT_MAX_FPS;
}
