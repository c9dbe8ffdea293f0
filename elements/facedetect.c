/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-facedetect
 *
 * Finds faces and attaches one GstFacerecMeta for each to the frame. elements/facedetect.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! facerecoverlay ! autovideosink
 * gst-launch-1.0 -m filesrc location=film.mp4 ! decodebin ! facerecdetect detector=cnn updates=on_change ! fakesink
 * ]|
 */
#include "elements/facedetect.h"

#include <gst/facerec/facerec.h>

#include "elements/base/precision.h"
#include "elements/base/videoframe.h"
#include "elements/detect/engine.h"
#include "elements/detect/message.h"
#include "elements/detect/pace.h"
#include "elements/detect/search.h"
#include "elements/detect/trackerquery.h"
#include "elements/detect/zone.h"
#include "elements/elements.h"
#include "elements/property.h"
#include "models/engine.h"

GST_DEBUG_CATEGORY_STATIC (facerecdetect_debug);
#define GST_CAT_DEFAULT facerecdetect_debug

enum {
  PROP_0,
  PROP_DETECTOR,
  PROP_ENGINE,
  PROP_PRECISION,
  PROP_MIN_FACE_SIZE,
  PROP_THRESHOLD,
  PROP_INTERVAL,
  PROP_LANDMARKS,
  PROP_REGION,
  PROP_THREADS,
  PROP_MODEL,
  PROP_LANDMARK_MODEL,
  PROP_APPEND,
  PROP_UPDATES,
  PROP_DETECTOR_USED,
};

#define DEFAULT_DETECTOR GST_FACEREC_DETECT_AUTO
#define DEFAULT_ENGINE "auto"
#define DEFAULT_PRECISION FACEREC_PRECISION_AUTO
#define DEFAULT_MIN_FACE_SIZE 80
#define DEFAULT_THRESHOLD 0.0f
#define DEFAULT_INTERVAL 0
#define DEFAULT_LANDMARKS GST_FACEREC_DETECT_LANDMARKS_NONE
#define DEFAULT_THREADS 0
#define DEFAULT_APPEND FALSE
#define DEFAULT_UPDATES GST_FACEREC_DETECT_UPDATES_NONE

/* What may change from frame to frame. */
typedef struct {
  FacerecDetectOptions options;
  guint interval; /* 0: auto */
  gboolean append;
  GstFacerecDetectUpdates updates;
} Settings;

typedef struct {
  /* Properties, under the object lock. */
  GstFacerecDetectConfig config;
  Settings settings;
  gchar *region;
  gboolean region_changed;
  const gchar *detector_used; /* static; NULL before the first start */

  GstFacerecDetectEngine engine; /* from open to close */
  gint relinked; /* atomic: something behind us has changed, a facetrack may have come or gone */

  /* Streaming thread only. */
  GstFacerecDetectZone zone;
  GstFacerecDetectPace *pace;
  gboolean tracked; /* a facetrack stands behind us */
  gboolean owed;    /* a frame was due, but none could be searched yet */
  GArray *faces;    /* GstFacerecDetectFace: those of the last search that is done */
  const gchar *faces_detector; /* static: what has found them */
  guint faces_age;  /* frames since the one that was searched for them, gaps not counted */
  guint search_age; /* the same of the last search that was begun; G_MAXUINT: there was none */
  guint faces_told; /* as many as the last message said */

  GstFacerecDetectSearch search; /* of whoever does it, see inference.h */
} GstFacerecDetectPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (GstFacerecDetect, gst_facerec_detect, GST_TYPE_FACEREC_INFERENCE)
GST_ELEMENT_REGISTER_DEFINE (facedetect, "facedetect", GST_RANK_NONE, GST_TYPE_FACEREC_DETECT)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));

/* ---- engine ---- */

/* What finds the faces from now on. reason: why it was chosen; NULL: it was asked for. */
static void
tell_detector (GstFacerecDetect *self, const gchar *reason)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  g_autofree gchar *description = gst_facerec_detect_engine_describe (&priv->engine);

  GST_OBJECT_LOCK (self);
  priv->detector_used = gst_facerec_detect_engine_name (&priv->engine);
  GST_OBJECT_UNLOCK (self);
  GST_INFO_OBJECT (self, "faces are found by %s%s%s", description, reason ? "; auto is " : "", reason ? reason : "");
}

static gboolean
gst_facerec_detect_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (analysis));
  g_auto (GstFacerecDetectConfig) config = { 0, };
  g_autofree gchar *region = NULL;

  GST_OBJECT_LOCK (analysis);
  gst_facerec_detect_config_copy (&priv->config, &config);
  region = g_strdup (priv->region);
  priv->region_changed = FALSE;
  GST_OBJECT_UNLOCK (analysis);

  if (!gst_facerec_detect_zone_parse (region, &priv->zone, error)
      || !gst_facerec_detect_engine_open (&priv->engine, &config, error))
    return FALSE;
  tell_detector (GST_FACEREC_DETECT (analysis), NULL);
  return TRUE;
}

/* On any thread. With detector=auto the first frame of a stream decides. */
static gboolean
gst_facerec_detect_infer (GstFacerecInference *inference, GError **error)
{
  GstFacerecDetect *self = GST_FACEREC_DETECT (inference);
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  g_autofree gchar *reason = NULL;
  g_autoptr (GError) local = NULL;

  if (priv->search.choose && !gst_facerec_detect_engine_choose (&priv->engine, &priv->search.stream, &reason, &local))
    GST_WARNING_OBJECT (self, "going on with %s, since %s", gst_facerec_detect_engine_name (&priv->engine), local->message);
  else if (reason)
    tell_detector (self, reason);
  return gst_facerec_detect_search_run (&priv->search, &priv->engine, error);
}

static void
gst_facerec_detect_close (GstFacerecAnalysis *analysis)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (analysis));

  gst_facerec_detect_engine_close (&priv->engine);
}

static void
gst_facerec_detect_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (analysis));

  g_array_set_size (priv->faces, 0);
  gst_facerec_detect_pace_reset (priv->pace);
  g_atomic_int_set (&priv->relinked, TRUE);
  priv->owed = FALSE;
  priv->search_age = G_MAXUINT;
  priv->faces_told = 0;
  GST_FACEREC_ANALYSIS_CLASS (gst_facerec_detect_parent_class)->reset (analysis);
}

/* ---- one frame ---- */

static void
snapshot (GstFacerecDetect *self, Settings *settings)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  g_autofree gchar *region = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed;

  GST_OBJECT_LOCK (self);
  *settings = priv->settings;
  changed = priv->region_changed;
  priv->region_changed = FALSE;
  if (changed)
    region = g_strdup (priv->region);
  GST_OBJECT_UNLOCK (self);

  /* Nobody loses a running stream to a slip of the pen: the zone stays as it was. */
  if (changed && !gst_facerec_detect_zone_parse (region, &priv->zone, &error))
    gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_WARNING, error);
}

/* What is carried over grows older. */
static void
count_frame (GstFacerecDetect *self, GstBuffer *buffer)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);

  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP))
    return;
  priv->faces_age++;
  if (priv->search_age != G_MAXUINT)
    priv->search_age++;
}

/* Whether this frame is to be searched, or gets the faces of the last one that was. videorate marks the copies it makes as
 * filling a gap: same picture, same faces. */
static gboolean
is_due (GstFacerecDetect *self, const Settings *settings, const FacerecFrame *frame, GstBuffer *buffer)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  const gdouble rate = gst_facerec_analysis_get_frame_rate (GST_FACEREC_ANALYSIS (self));
  GstClockTime stream_time, running_time;

  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP))
    return FALSE;
  if (g_atomic_int_compare_and_exchange (&priv->relinked, TRUE, FALSE))
    priv->tracked = gst_facerec_tracker_follows (GST_BASE_TRANSFORM_SRC_PAD (self));
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  return gst_facerec_detect_pace_is_due (priv->pace,
      &(GstFacerecDetectTerms) { settings->interval, priv->tracked, rate }, frame, stream_time);
}

/* An interval that nobody has asked for is there to save time, not to be spent on another detector. */
static void
prepare_search (GstFacerecDetect *self, const FacerecFrame *frame, const Settings *settings)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  const gdouble rate = gst_facerec_analysis_get_frame_rate (GST_FACEREC_ANALYSIS (self));

  priv->search.frame = *frame;
  priv->search.zone = priv->zone;
  priv->search.options = settings->options;
  priv->search.choose = priv->search_age == G_MAXUINT;
  priv->search.stream = (GstFacerecDetectStream) { frame->width, frame->height, rate / MAX (settings->interval, 1),
    settings->options };
  priv->search_age = 0;
}

/* The search that was begun last is done: its faces are those of this frame and of all up to the next. */
static void
adopt_faces (GstFacerecDetect *self)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  GArray *faces = priv->faces;

  priv->faces = priv->search.faces;
  priv->search.faces = faces;
  priv->faces_detector = priv->search.detector;
  priv->faces_age = priv->search_age;
}

/* Begins a search of the frame if that can be. asked: the frame itself is due; else it stands in for one that was. */
static gboolean
search_frame (GstFacerecDetect *self, const FacerecFrame *frame, GstBuffer *buffer, const Settings *settings,
    gboolean asked, GstFacerecTally *tally, GError **error)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  GstFacerecInference *inference = GST_FACEREC_INFERENCE (self);
  const GstFacerecInferenceWay way = gst_facerec_inference_choose (inference);
  FacerecFrame copy = *frame;
  gboolean done;

  priv->owed = TRUE;
  if (way == GST_FACEREC_INFERENCE_LATE || (way == GST_FACEREC_INFERENCE_ASIDE
          && !gst_facerec_frame_copy_take (&priv->search.copy,
              gst_facerec_analysis_get_video_frame (GST_FACEREC_ANALYSIS (self)), &copy))) {
    if (asked)
      gst_facerec_inference_skip (inference, buffer, tally);
    return TRUE;
  }
  priv->owed = FALSE;
  prepare_search (self, &copy, settings);
  if (!gst_facerec_inference_run (inference, way, buffer, 1, tally, &done, error))
    return FALSE;
  if (done)
    adopt_faces (self);
  return TRUE;
}

static void
attach_faces (GstFacerecDetect *self, GstBuffer *buffer, const Settings *settings)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  gboolean roi_meta = gst_facerec_analysis_get_roi_meta (GST_FACEREC_ANALYSIS (self));
  guint frame_width, frame_height, i;

  gst_facerec_analysis_get_frame_size (GST_FACEREC_ANALYSIS (self), &frame_width, &frame_height);
  if (!settings->append)
    gst_facerec_buffer_remove_faces (buffer);
  for (i = 0; i < priv->faces->len; i++) {
    GstFacerecMeta *meta = gst_facerec_detect_face_attach (&g_array_index (priv->faces, GstFacerecDetectFace, i), buffer,
        frame_width, frame_height, priv->faces_detector);

    gst_facerec_meta_set_box_age (meta, priv->faces_age);
    if (roi_meta)
      gst_facerec_buffer_mirror_face (buffer, meta);
  }
}

/* ---- messages ---- */

static void
tell_faces (GstFacerecDetect *self, GstBuffer *buffer, GstFacerecDetectUpdates updates)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  GstClockTime stream_time, running_time;
  GstStructure *structure;

  if (!gst_facerec_detect_message_is_news (updates, priv->faces->len, priv->faces_told))
    return;
  priv->faces_told = priv->faces->len;
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  structure = gst_facerec_detect_message_new (buffer, stream_time, running_time);
  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

static gboolean
gst_facerec_detect_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecDetect *self = GST_FACEREC_DETECT (analysis);
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);
  GstFacerecInference *inference = GST_FACEREC_INFERENCE (analysis);
  Settings settings;
  gboolean due, done;

  snapshot (self, &settings);
  count_frame (self, buffer);
  if (!gst_facerec_inference_collect (inference, tally, &done, error))
    return FALSE;
  if (done)
    adopt_faces (self);
  due = is_due (self, &settings, frame, buffer);
  priv->owed |= due;
  if (priv->owed && !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP) && gst_facerec_inference_is_due (inference, buffer)
      && !search_frame (self, frame, buffer, &settings, due, tally, error))
    return FALSE;
  attach_faces (self, buffer, &settings);
  tally->n_faces = priv->faces->len;
  GST_LOG_OBJECT (self, "%u faces%s", tally->n_faces, tally->inferred ? "" : " carried over");
  if (tally->inferred)
    tell_faces (self, buffer, settings.updates);
  return TRUE;
}

/* ---- who is behind ---- */

/* Whoever is linked with a pad tells so upstream. */
static gboolean
gst_facerec_detect_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (trans));

  if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    g_atomic_int_set (&priv->relinked, TRUE);
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_detect_parent_class)->src_event (trans, event);
}

/* ---- object ---- */

static void
gst_facerec_detect_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_DETECTOR:
      priv->config.detector = g_value_get_enum (value);
      break;
    case PROP_ENGINE:
      gst_facerec_property_set_string (&priv->config.engine, value);
      break;
    case PROP_PRECISION:
      priv->config.options.precision = g_value_get_enum (value);
      break;
    case PROP_MIN_FACE_SIZE:
      priv->settings.options.min_face_size = g_value_get_int (value);
      break;
    case PROP_THRESHOLD:
      priv->settings.options.threshold = g_value_get_float (value);
      break;
    case PROP_INTERVAL:
      priv->settings.interval = g_value_get_uint (value);
      break;
    case PROP_LANDMARKS:
      priv->config.landmarks = g_value_get_enum (value);
      break;
    case PROP_REGION:
      gst_facerec_property_set_string (&priv->region, value);
      priv->region_changed = TRUE;
      break;
    case PROP_THREADS:
      priv->config.options.threads = g_value_get_uint (value);
      break;
    case PROP_MODEL:
      gst_facerec_property_set_string (&priv->config.model, value);
      break;
    case PROP_LANDMARK_MODEL:
      gst_facerec_property_set_string (&priv->config.landmark_model, value);
      break;
    case PROP_APPEND:
      priv->settings.append = g_value_get_boolean (value);
      break;
    case PROP_UPDATES:
      priv->settings.updates = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_detect_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_DETECTOR:
      g_value_set_enum (value, priv->config.detector);
      break;
    case PROP_ENGINE:
      g_value_set_string (value, priv->config.engine);
      break;
    case PROP_PRECISION:
      g_value_set_enum (value, priv->config.options.precision);
      break;
    case PROP_MIN_FACE_SIZE:
      g_value_set_int (value, priv->settings.options.min_face_size);
      break;
    case PROP_THRESHOLD:
      g_value_set_float (value, priv->settings.options.threshold);
      break;
    case PROP_INTERVAL:
      g_value_set_uint (value, priv->settings.interval);
      break;
    case PROP_LANDMARKS:
      g_value_set_enum (value, priv->config.landmarks);
      break;
    case PROP_REGION:
      g_value_set_string (value, priv->region);
      break;
    case PROP_THREADS:
      g_value_set_uint (value, priv->config.options.threads);
      break;
    case PROP_MODEL:
      g_value_set_string (value, priv->config.model);
      break;
    case PROP_LANDMARK_MODEL:
      g_value_set_string (value, priv->config.landmark_model);
      break;
    case PROP_APPEND:
      g_value_set_boolean (value, priv->settings.append);
      break;
    case PROP_UPDATES:
      g_value_set_enum (value, priv->settings.updates);
      break;
    case PROP_DETECTOR_USED:
      g_value_set_static_string (value, priv->detector_used);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_detect_finalize (GObject *object)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (GST_FACEREC_DETECT (object));

  gst_facerec_detect_search_clear (&priv->search);
  g_array_unref (priv->faces);
  gst_facerec_detect_pace_free (priv->pace);
  g_free (priv->region);
  gst_facerec_detect_config_clear (&priv->config);
  G_OBJECT_CLASS (gst_facerec_detect_parent_class)->finalize (object);
}

/* What is chosen before the stream starts. */
static void
install_engine_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_DETECTOR,
      g_param_spec_enum ("detector", "Detector", "How faces are found", GST_TYPE_FACEREC_DETECT_DETECTOR,
          DEFAULT_DETECTOR, READY_FLAGS));
  g_object_class_install_property (klass, PROP_ENGINE,
      g_param_spec_string ("engine", "Engine",
          "What computes: auto (the best of this build that the CPU can run), onednn, dlib, or fake for tests",
          DEFAULT_ENGINE, READY_FLAGS));
  g_object_class_install_property (klass, PROP_PRECISION,
      g_param_spec_enum ("precision", "Precision", "Numbers that the cnn detector computes with, where its engine has a choice",
          GST_TYPE_FACEREC_PRECISION, DEFAULT_PRECISION, READY_FLAGS));
  g_object_class_install_property (klass, PROP_LANDMARKS,
      g_param_spec_enum ("landmarks", "Landmarks",
          "Landmarks to find on each face; faceembed needs none from here, it finds its own five",
          GST_TYPE_FACEREC_DETECT_LANDMARKS, DEFAULT_LANDMARKS, READY_FLAGS));
  g_object_class_install_property (klass, PROP_MODEL,
      g_param_spec_string ("model", "Model", "Model file of the cnn detector, which auto then is; NULL: the default one", NULL,
          READY_FLAGS));
  g_object_class_install_property (klass, PROP_LANDMARK_MODEL,
      g_param_spec_string ("landmark-model", "Landmark model", "Model file of the landmarks; NULL: the default one",
          NULL, READY_FLAGS));
  g_object_class_install_property (klass, PROP_THREADS,
      g_param_spec_uint ("threads", "Threads",
          "Threads of the detector, where its engine can share the work out; 0: one per core", 0, 256, DEFAULT_THREADS,
          READY_FLAGS));
}

/* What may be changed at any time. */
static void
install_frame_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_MIN_FACE_SIZE,
      g_param_spec_int ("min-face-size", "Smallest face",
          "Side of the smallest face to find, pixels; below 80 the frame is enlarged, which costs time", 10, 10000,
          DEFAULT_MIN_FACE_SIZE, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_THRESHOLD,
      g_param_spec_float ("threshold", "Threshold",
          "Added to the detector's own threshold: above 0 fewer and surer faces, below 0 more", -10.0f, 10.0f,
          DEFAULT_THRESHOLD, PLAYING_FLAGS | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, PROP_INTERVAL,
      g_param_spec_uint ("interval", "Interval",
          "Search every Nth frame; those between carry the faces of the last one searched. 0: auto, all frames, but where a "
          "facetrack follows every third or so", 0, 10000, DEFAULT_INTERVAL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_REGION,
      g_param_spec_string ("region", "Region",
          "Part of the frame to search: \"x,y,width,height\" in pixels or, all at most 1, in shares of the frame; NULL: all",
          NULL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_APPEND,
      g_param_spec_boolean ("append", "Append",
          "Keep the faces that an element before this one has found; otherwise they are replaced", DEFAULT_APPEND,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_UPDATES,
      g_param_spec_enum ("updates", "Updates", "When to post a \"facedetect\" message", GST_TYPE_FACEREC_DETECT_UPDATES,
          DEFAULT_UPDATES, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_DETECTOR_USED,
      g_param_spec_string ("detector-used", "Detector used", "What finds the faces: hog, cnn or fake; NULL before the start",
          NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_facerec_detect_class_init (GstFacerecDetectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_detect_set_property;
  object_class->get_property = gst_facerec_detect_get_property;
  object_class->finalize = gst_facerec_detect_finalize;
  install_engine_properties (object_class);
  install_frame_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face detector", "Filter/Analyzer/Video",
      "Finds faces and attaches them to the frame as metadata", GST_FACEREC_AUTHOR);

  analysis_class->open = gst_facerec_detect_open;
  analysis_class->analyse = gst_facerec_detect_analyse;
  analysis_class->reset = gst_facerec_detect_reset;
  analysis_class->close = gst_facerec_detect_close;
  GST_FACEREC_INFERENCE_CLASS (klass)->infer = gst_facerec_detect_infer;
  GST_BASE_TRANSFORM_CLASS (klass)->src_event = gst_facerec_detect_src_event;

  GST_DEBUG_CATEGORY_INIT (facerecdetect_debug, "facerecdetect", 0, "face detector");
}

static void
gst_facerec_detect_init (GstFacerecDetect *self)
{
  GstFacerecDetectPrivate *priv = gst_facerec_detect_get_instance_private (self);

  priv->config = (GstFacerecDetectConfig) { DEFAULT_DETECTOR, DEFAULT_LANDMARKS, { DEFAULT_THREADS, DEFAULT_PRECISION },
    g_strdup (DEFAULT_ENGINE), NULL, NULL };
  priv->settings = (Settings) { { DEFAULT_MIN_FACE_SIZE, DEFAULT_THRESHOLD }, DEFAULT_INTERVAL, DEFAULT_APPEND,
    DEFAULT_UPDATES };
  priv->zone.whole = TRUE;
  gst_facerec_detect_search_init (&priv->search);
  priv->faces = g_array_new (FALSE, FALSE, sizeof (GstFacerecDetectFace));
  priv->pace = gst_facerec_detect_pace_new ();
  priv->relinked = TRUE;
  priv->search_age = G_MAXUINT;
}
