/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-faceembed
 *
 * Describes every face of a frame by an embedding, whoever found the face. elements/faceembed.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! facetrack ! faceembed ! faceknn db=enc.bin ! facerecoverlay ! autovideosink
 * gst-launch-1.0 filesrc location=film.mp4 ! decodebin ! facerecdetect ! faceembed min-face-size=60 min-quality=0.3 ! fakesink
 * ]|
 */
#include "elements/faceembed.h"

#include <gst/facerec/facerec.h>
#include <math.h>

#include "elements/base/precision.h"
#include "elements/base/videoframe.h"
#include "elements/elements.h"
#include "elements/embed/batch.h"
#include "elements/embed/engine.h"
#include "elements/embed/request.h"
#include "elements/embed/trackmemory.h"
#include "elements/property.h"

GST_DEBUG_CATEGORY_STATIC (facerecembed_debug);
#define GST_CAT_DEFAULT facerecembed_debug

enum {
  PROP_0,
  PROP_MODEL,
  PROP_LANDMARK_MODEL,
  PROP_ENGINE,
  PROP_PRECISION,
  PROP_THREADS,
  PROP_JITTER,
  PROP_MIN_FACE_SIZE,
  PROP_MIN_QUALITY,
  PROP_REEMBED_INTERVAL,
  PROP_MODEL_ID,
};

#define DEFAULT_ENGINE "auto"
#define DEFAULT_PRECISION FACEREC_PRECISION_AUTO
#define DEFAULT_THREADS 0
#define DEFAULT_JITTER 0
#define DEFAULT_MIN_FACE_SIZE 0
#define DEFAULT_MIN_QUALITY 0.0f
#define DEFAULT_REEMBED_INTERVAL 2000

/* Cutting a face out takes up to half a millisecond, which every frame waits for. */
#define MOST_ASIDE 8
#define TRY_EVERY_US G_USEC_PER_SEC

typedef struct {
  guint jitter;
  gint min_face_size;
  gfloat min_quality;
  guint reembed_interval; /* ms; 0: tracks are not looked at */
  GstClockTime stands_for; /* the same, or what was asked for, on this frame */
} Settings;

struct _GstFacerecEmbed {
  GstFacerecInference parent;

  /* Properties, under the object lock. */
  gchar *model, *landmark_model, *engine_name;
  FacerecEngineOptions engine_options;
  Settings settings;
  gchar *model_id; /* of the network, from open to close; else NULL */
  GstFacerecEmbedRequest request; /* not looked at yet by the streaming thread; interval 0: none */

  GstFacerecEmbedEngine engine; /* from open to close */

  /* Streaming thread only: what tracks are known by; the faces of this frame that are in the batch. */
  GstFacerecTrackMemory *memory;
  GstFacerecEmbedGrant granted;
  GPtrArray *faces;
  gint64 tried_us; /* when a batch was begun last */

  GstFacerecEmbedBatch batch; /* of whoever works on it, see inference.h */
};

G_DEFINE_TYPE (GstFacerecEmbed, gst_facerec_embed, GST_TYPE_FACEREC_INFERENCE)
GST_ELEMENT_REGISTER_DEFINE (faceembed, "faceembed", GST_RANK_NONE, GST_TYPE_FACEREC_EMBED)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));

/* ---- engine ---- */

static gboolean
gst_facerec_embed_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);
  g_autofree gchar *model = NULL, *landmark_model = NULL, *name = NULL, *description = NULL;
  FacerecEngineOptions options;

  GST_OBJECT_LOCK (self);
  model = g_strdup (self->model);
  landmark_model = g_strdup (self->landmark_model);
  name = g_strdup (self->engine_name);
  options = self->engine_options;
  GST_OBJECT_UNLOCK (self);

  if (!gst_facerec_embed_engine_open (&self->engine, name, model, landmark_model, &options, error))
    return FALSE;
  GST_OBJECT_LOCK (self);
  self->model_id = g_strdup (self->engine.model_id);
  GST_OBJECT_UNLOCK (self);
  description = gst_facerec_embed_engine_describe (&self->engine);
  GST_INFO_OBJECT (self, "faces are described by %s", description);
  return TRUE;
}

static void
gst_facerec_embed_close (GstFacerecAnalysis *analysis)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);

  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->model_id, g_free);
  GST_OBJECT_UNLOCK (self);
  gst_facerec_embed_engine_close (&self->engine);
}

static void
gst_facerec_embed_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);

  gst_facerec_track_memory_clear (self->memory);
  self->granted = (GstFacerecEmbedGrant) { { 0, 0 }, 0 };
  GST_FACEREC_ANALYSIS_CLASS (gst_facerec_embed_parent_class)->reset (analysis);
}

/* On any thread. */
static gboolean
gst_facerec_embed_infer (GstFacerecInference *inference, GError **error)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (inference);

  return gst_facerec_embed_batch_run (&self->batch, self->engine.impl, self->engine.embedder, error);
}

/* ---- requests ---- */

/* Somebody behind us wants embeddings oftener; any thread. */
static gboolean
gst_facerec_embed_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (trans);
  GstFacerecEmbedRequest request;

  if (!gst_facerec_embed_request_from_event (event, &request))
    return GST_BASE_TRANSFORM_CLASS (gst_facerec_embed_parent_class)->src_event (trans, event);
  GST_OBJECT_LOCK (self);
  self->request = request;
  GST_OBJECT_UNLOCK (self);
  gst_event_unref (event);
  return TRUE;
}

/* For how long the embedding of a track stands on this frame; 0: tracks are not looked at. */
static GstClockTime
stands_for (GstFacerecEmbed *self, GstClockTime interval)
{
  GstClockTime now = gst_facerec_track_memory_get_time (self->memory);

  GST_OBJECT_LOCK (self);
  if (self->request.interval > 0)
    self->granted = (GstFacerecEmbedGrant) { self->request, now };
  self->request.interval = 0;
  GST_OBJECT_UNLOCK (self);
  return gst_facerec_embed_grant_shorten (&self->granted, now, interval);
}

/* ---- one face ---- */

/* Gives the face the embedding of its track that stands, if there is one. */
static gboolean
recall_track (GstFacerecEmbed *self, GstFacerecMeta *face)
{
  return gst_facerec_track_memory_recall (self->memory, face, self->engine.model_id);
}

/* A face that is not worth comparing says so itself: faceknn leaves it alone, and everybody sees the reason. An
 * embedding from an earlier element would contradict that. Not so a face that has turned away for a moment: its track
 * tells who it is. */
static void
refuse_face (GstFacerecEmbed *self, GstFacerecMeta *face)
{
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_LOW_QUALITY, NAN, NAN, 0,
      0);

  if (recall_track (self, face))
    return;
  gst_facerec_meta_set_embedding (face, NULL, 0, NULL, 0);
  gst_facerec_meta_set_identity (face, identity);
}

/* What the face's track asks for. */
static GstFacerecTrackAdvice
ask_track (GstFacerecEmbed *self, const Settings *settings, gboolean late, const GstFacerecMeta *face)
{
  const GstFacerecTrackTerms terms = {
    .interval = settings->stands_for,
    .min_size = settings->min_face_size,
    .min_quality = settings->min_quality,
    .late = late,
  };

  return terms.interval > 0 ? gst_facerec_track_memory_advise (self->memory, face, &terms) : GST_FACEREC_TRACK_EMBED;
}

/* The face's chip, its quality, and whether they are good enough; looking: and better than its track's embedding. If not it is
 * given what it can have. FALSE with error set: the stream cannot go on. */
static gboolean
take_picture (GstFacerecEmbed *self, const FacerecFrame *frame, const Settings *settings, GstFacerecMeta *face,
    gboolean looking, guint8 *chip, GError **error)
{
  FacerecQuality quality;
  GError *local = NULL;

  if (!gst_facerec_embed_engine_cut (&self->engine, frame, face, chip, &quality, &local)) {
    /* Anybody may have made the box, or scaled it down to nothing: no reason to end the stream. */
    if (g_error_matches (local, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT)) {
      GST_DEBUG_OBJECT (self, "face %d is refused: %s", face->id, local->message);
      refuse_face (self, face);
      g_error_free (local);
    } else {
      g_propagate_error (error, local);
    }
    return FALSE;
  }
  if (looking && !gst_facerec_track_memory_is_better (self->memory, face, quality.overall)) {
    recall_track (self, face);
    return FALSE;
  }
  gst_facerec_meta_set_quality (face, quality.size, quality.sharpness, quality.pose);
  gst_facerec_meta_set_overall_quality (face, quality.overall);
  if (quality.overall >= settings->min_quality)
    return TRUE;
  refuse_face (self, face);
  return FALSE;
}

/* Appends the face to the batch when it is good enough. */
static gboolean
prepare_face (GstFacerecEmbed *self, const FacerecFrame *frame, const Settings *settings, GstFacerecMeta *face,
    gboolean looking, gboolean late, GError **error)
{
  GstFacerecTrackPicture picture;
  GError *local = NULL;

  if ((face->width + face->height) / 2 < settings->min_face_size) {
    refuse_face (self, face);
    return TRUE;
  }
  if (!take_picture (self, frame, settings, face, looking, gst_facerec_embed_batch_begin_face (&self->batch), &local)) {
    gst_facerec_embed_batch_end_face (&self->batch, NULL);
    if (local)
      g_propagate_error (error, local);
    return local == NULL;
  }
  gst_facerec_track_memory_describe (self->memory, face, late, &picture);
  gst_facerec_embed_batch_end_face (&self->batch, &picture);
  g_ptr_array_add (self->faces, face);
  return TRUE;
}

/* ---- one frame ---- */

/* A box counted in a frame of another size (something turned or cropped the picture without telling) is not where the
 * face is. */
static gboolean
lies_on_frame (const GstFacerecMeta *face, const FacerecFrame *frame)
{
  return face->frame_width == (guint) frame->width && face->frame_height == (guint) frame->height && face->width > 0
      && face->height > 0;
}

/* Whether there is time for one face more in the batch of a frame that will not wait: without a track its embedding is of use on
 * this frame alone. When nothing at all fits, one is tried now and then, since the machine may have become quicker. */
static gboolean
has_time_for (GstFacerecEmbed *self, GstBuffer *buffer, const Settings *settings, const GstFacerecMeta *face)
{
  const guint n = gst_facerec_embed_batch_count (&self->batch);
  const gboolean tracked = settings->reembed_interval > 0 && gst_facerec_meta_get_track_id (face) != GST_FACEREC_NO_TRACK;

  if (tracked)
    return n < MOST_ASIDE;
  return gst_facerec_inference_get_patience (GST_FACEREC_INFERENCE (self), buffer, n + 1) > 0
      || (n == 0 && g_get_monotonic_time () - self->tried_us > TRY_EVERY_US);
}

/* Collects the faces that are to be described, the other ones get the embedding of their track. Returns how many would
 * have been and have none, or -1 with error set. */
static gint
prepare_faces (GstFacerecEmbed *self, const FacerecFrame *frame, const Settings *settings, GstBuffer *buffer,
    GstFacerecInferenceWay way, gboolean is_due, GError **error)
{
  const gboolean late = gst_facerec_inference_is_paced (GST_FACEREC_INFERENCE (self));
  GstFacerecTrackAdvice advice;
  gpointer state = NULL;
  GstFacerecMeta *face;
  gint n_without = 0;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    if (!lies_on_frame (face, frame)) {
      GST_LOG_OBJECT (self, "face %d belongs to a frame of another size", face->id);
      continue;
    }
    if (!is_due || way == GST_FACEREC_INFERENCE_LATE
        || (way == GST_FACEREC_INFERENCE_ASIDE && !has_time_for (self, buffer, settings, face))) {
      n_without += !recall_track (self, face) && is_due;
      continue;
    }
    advice = ask_track (self, settings, late, face);
    if (advice == GST_FACEREC_TRACK_KEEP)
      recall_track (self, face);
    else if (!prepare_face (self, frame, settings, face, advice == GST_FACEREC_TRACK_LOOK, late, error))
      return -1;
  }
  return n_without;
}

/* The batch is done: its embeddings are those of its tracks. Returns how many there are. */
static guint
store_batch (GstFacerecEmbed *self, const Settings *settings)
{
  const guint n = gst_facerec_embed_batch_count (&self->batch);
  guint i;

  for (i = 0; settings->reembed_interval > 0 && i < n; i++)
    gst_facerec_track_memory_store (self->memory, gst_facerec_embed_batch_get_picture (&self->batch, i),
        gst_facerec_embed_batch_get_embedding (&self->batch, i), self->engine.dimensions);
  return n;
}

/* The faces of this frame get the embeddings of the batch; not done: those that their tracks have so far. */
static void
attach_batch (GstFacerecEmbed *self, gboolean done)
{
  guint i;

  for (i = 0; i < self->faces->len; i++)
    if (done)
      gst_facerec_meta_set_embedding (g_ptr_array_index (self->faces, i),
          gst_facerec_embed_batch_get_embedding (&self->batch, i), self->engine.dimensions, self->engine.model_id, 0);
    else
      recall_track (self, g_ptr_array_index (self->faces, i));
}

static gboolean
embed_batch (GstFacerecEmbed *self, GstFacerecInferenceWay way, const Settings *settings, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  gboolean done;

  self->batch.jitter = settings->jitter;
  self->tried_us = g_get_monotonic_time ();
  if (!gst_facerec_inference_run (GST_FACEREC_INFERENCE (self), way, buffer, gst_facerec_embed_batch_count (&self->batch),
          tally, &done, error))
    return FALSE;
  attach_batch (self, done);
  if (done)
    tally->n_faces += store_batch (self, settings);
  return TRUE;
}

static gboolean
gst_facerec_embed_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);
  GstFacerecInference *inference = GST_FACEREC_INFERENCE (analysis);
  GstFacerecInferenceWay way;
  GstClockTime stream_time, running_time;
  Settings settings;
  gboolean done;
  gint n_without;

  GST_OBJECT_LOCK (self);
  settings = self->settings;
  GST_OBJECT_UNLOCK (self);

  if (settings.reembed_interval == 0)
    gst_facerec_track_memory_clear (self->memory);
  gst_facerec_analysis_get_times (analysis, buffer, &stream_time, &running_time);
  gst_facerec_track_memory_begin_frame (self->memory, running_time, GST_BUFFER_DURATION (buffer));
  settings.stands_for = stands_for (self, settings.reembed_interval * GST_MSECOND);
  if (!gst_facerec_inference_collect (inference, tally, &done, error))
    return FALSE;
  if (done)
    tally->n_faces = store_batch (self, &settings);
  way = gst_facerec_inference_choose (inference);
  if (way != GST_FACEREC_INFERENCE_LATE)
    gst_facerec_embed_batch_empty (&self->batch);
  g_ptr_array_set_size (self->faces, 0);
  gst_facerec_buffer_adopt_regions (buffer, frame->width, frame->height);
  n_without = prepare_faces (self, frame, &settings, buffer, way, gst_facerec_inference_is_due (inference, buffer), error);
  if (n_without < 0
      || (self->faces->len > 0 && !embed_batch (self, way, &settings, buffer, tally, error)))
    return FALSE;
  if (n_without > 0)
    gst_facerec_inference_skip (inference, buffer, tally);
  gst_facerec_analysis_mirror_faces (analysis, buffer);
  return TRUE;
}

/* ---- object ---- */

static void
gst_facerec_embed_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_MODEL:
      gst_facerec_property_set_string (&self->model, value);
      break;
    case PROP_LANDMARK_MODEL:
      gst_facerec_property_set_string (&self->landmark_model, value);
      break;
    case PROP_ENGINE:
      gst_facerec_property_set_string (&self->engine_name, value);
      break;
    case PROP_PRECISION:
      self->engine_options.precision = (FacerecPrecision) g_value_get_enum (value);
      break;
    case PROP_THREADS:
      self->engine_options.threads = g_value_get_uint (value);
      break;
    case PROP_JITTER:
      self->settings.jitter = g_value_get_uint (value);
      break;
    case PROP_MIN_FACE_SIZE:
      self->settings.min_face_size = g_value_get_int (value);
      break;
    case PROP_MIN_QUALITY:
      self->settings.min_quality = g_value_get_float (value);
      break;
    case PROP_REEMBED_INTERVAL:
      self->settings.reembed_interval = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_embed_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;
    case PROP_LANDMARK_MODEL:
      g_value_set_string (value, self->landmark_model);
      break;
    case PROP_ENGINE:
      g_value_set_string (value, self->engine_name);
      break;
    case PROP_PRECISION:
      g_value_set_enum (value, (gint) self->engine_options.precision);
      break;
    case PROP_THREADS:
      g_value_set_uint (value, self->engine_options.threads);
      break;
    case PROP_JITTER:
      g_value_set_uint (value, self->settings.jitter);
      break;
    case PROP_MIN_FACE_SIZE:
      g_value_set_int (value, self->settings.min_face_size);
      break;
    case PROP_MIN_QUALITY:
      g_value_set_float (value, self->settings.min_quality);
      break;
    case PROP_REEMBED_INTERVAL:
      g_value_set_uint (value, self->settings.reembed_interval);
      break;
    case PROP_MODEL_ID:
      g_value_set_string (value, self->model_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_embed_finalize (GObject *object)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (object);

  g_free (self->model);
  g_free (self->landmark_model);
  g_free (self->engine_name);
  g_free (self->model_id);
  gst_facerec_track_memory_free (self->memory);
  g_ptr_array_unref (self->faces);
  gst_facerec_embed_batch_clear (&self->batch);
  G_OBJECT_CLASS (gst_facerec_embed_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_MODEL,
      g_param_spec_string ("model", "Model", "Model file of the embedding: dlib's, or a .face file "
          "of one's own, with \"raw:\" in front its backbone alone; NULL: the default one", NULL, READY_FLAGS));
  g_object_class_install_property (klass, PROP_LANDMARK_MODEL,
      g_param_spec_string ("landmark-model", "Landmark model",
          "Model file of the landmarks of faces that come without; NULL: the default one", NULL, READY_FLAGS));
  g_object_class_install_property (klass, PROP_ENGINE,
      g_param_spec_string ("engine", "Engine",
          "What computes: auto (the best of this build that the CPU can run), onednn, dlib, or fake for tests",
          DEFAULT_ENGINE, READY_FLAGS));
  g_object_class_install_property (klass, PROP_PRECISION,
      g_param_spec_enum ("precision", "Precision", "Numbers that the network computes with, where its engine has a choice",
          GST_TYPE_FACEREC_PRECISION, DEFAULT_PRECISION, READY_FLAGS));
  g_object_class_install_property (klass, PROP_THREADS,
      g_param_spec_uint ("threads", "Threads",
          "Threads of the network, where its engine can share the work out; 0: one per core", 0, 256, DEFAULT_THREADS,
          READY_FLAGS));
  g_object_class_install_property (klass, PROP_JITTER,
      g_param_spec_uint ("jitter", "Jitter",
          "Slightly distorted copies of each face to average over: steadier, as many times slower; 0: none", 0, 1000,
          DEFAULT_JITTER, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MIN_FACE_SIZE,
      g_param_spec_int ("min-face-size", "Smallest face",
          "Faces with a smaller mean side, pixels, are not described but marked as of low quality", 0, 10000,
          DEFAULT_MIN_FACE_SIZE, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MIN_QUALITY,
      g_param_spec_float ("min-quality", "Lowest quality",
          "Faces of a lower quality, from 0 unusable to 1 good, are not described but marked as of low quality", 0.0f,
          1.0f, DEFAULT_MIN_QUALITY, PLAYING_FLAGS | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, PROP_REEMBED_INTERVAL,
      g_param_spec_uint ("reembed-interval", "Interval of embeddings",
          "The embedding of a track stands for that long, ms of running time, unless its face grows or gets better; 0: "
          "every face is described on every frame", 0, 3600000, DEFAULT_REEMBED_INTERVAL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MODEL_ID,
      g_param_spec_string ("model-id", "Model id",
          "Id of the network, which a gallery must have been made with; NULL before the start", NULL,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_facerec_embed_class_init (GstFacerecEmbedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_embed_set_property;
  object_class->get_property = gst_facerec_embed_get_property;
  object_class->finalize = gst_facerec_embed_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face embedder", "Filter/Analyzer/Video",
      "Describes each face of a frame by an embedding", GST_FACEREC_AUTHOR);

  GST_BASE_TRANSFORM_CLASS (klass)->src_event = gst_facerec_embed_src_event;
  analysis_class->open = gst_facerec_embed_open;
  analysis_class->analyse = gst_facerec_embed_analyse;
  analysis_class->reset = gst_facerec_embed_reset;
  analysis_class->close = gst_facerec_embed_close;
  GST_FACEREC_INFERENCE_CLASS (klass)->infer = gst_facerec_embed_infer;

  GST_DEBUG_CATEGORY_INIT (facerecembed_debug, "facerecembed", 0, "face embedder");
}

static void
gst_facerec_embed_init (GstFacerecEmbed *self)
{
  self->engine_name = g_strdup (DEFAULT_ENGINE);
  self->engine_options = (FacerecEngineOptions) { .threads = DEFAULT_THREADS, .precision = DEFAULT_PRECISION };
  self->settings = (Settings) { DEFAULT_JITTER, DEFAULT_MIN_FACE_SIZE, DEFAULT_MIN_QUALITY,
    DEFAULT_REEMBED_INTERVAL, 0 };
  self->memory = gst_facerec_track_memory_new ();
  self->faces = g_ptr_array_new ();
  gst_facerec_embed_batch_init (&self->batch);
}
