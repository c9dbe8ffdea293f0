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

#include "elements/elements.h"
#include "elements/embedrequest.h"
#include "elements/modelpath.h"
#include "elements/precision.h"
#include "elements/property.h"
#include "elements/trackmemory.h"
#include "elements/videoframe.h"
#include "models/engine.h"
#include "models/quality.h"

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

typedef struct {
  guint jitter;
  gint min_face_size;
  gfloat min_quality;
  guint reembed_interval; /* ms; 0: tracks are not looked at */
  GstClockTime stands_for; /* the same, or what was asked for, on this frame */
} Settings;

struct _GstFacerecEmbed {
  GstFacerecAnalysis parent;

  /* Properties, under the object lock. */
  gchar *model, *landmark_model, *engine_name;
  FacerecEngineOptions engine_options;
  Settings settings;
  gchar *model_id; /* of the network, from open to close; else NULL */
  GstFacerecEmbedRequest request; /* not looked at yet by the streaming thread; interval 0: none */

  /* From open to close. */
  const FacerecEngine *engine;
  FacerecAligner *aligner;
  FacerecEmbedder *embedder;

  /* Streaming thread only: what tracks are known by; the faces of one frame that are worth it, and room for their chips and
   * embeddings. */
  GstFacerecTrackMemory *memory;
  GstFacerecEmbedGrant granted;
  GPtrArray *batch;
  GByteArray *chips;
  GArray *embeddings;
};

G_DEFINE_TYPE (GstFacerecEmbed, gst_facerec_embed, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (faceembed, "faceembed", GST_RANK_NONE, GST_TYPE_FACEREC_EMBED)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));

/* ---- engine ---- */

static void
tell_engine (GstFacerecEmbed *self)
{
  const FacerecEmbedderImpl *impl = self->engine->embedder;
  g_autofree gchar *details = impl->describe ? impl->describe (self->embedder) : NULL;

  GST_INFO_OBJECT (self, "faces are described by %s of engine %s%s%s", impl->model_id (self->embedder), self->engine->name,
      details ? ": " : "", details ? details : "");
}

static gboolean
gst_facerec_embed_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);
  g_autofree gchar *model = NULL, *landmark_model = NULL, *name = NULL, *path = NULL, *landmark_path = NULL;
  FacerecEngineOptions options;

  GST_OBJECT_LOCK (self);
  model = g_strdup (self->model);
  landmark_model = g_strdup (self->landmark_model);
  name = g_strdup (self->engine_name);
  options = self->engine_options;
  GST_OBJECT_UNLOCK (self);

  self->engine = facerec_engine_find (name, error);
  if (!self->engine)
    return FALSE;
  if (!gst_facerec_model_path (landmark_model, self->engine->aligner->model_file_5, &landmark_path, error))
    return FALSE;
  if (!gst_facerec_model_path (model, self->engine->embedder->model_file, &path, error))
    return FALSE;
  self->aligner = self->engine->aligner->open (landmark_path, error);
  if (!self->aligner)
    return FALSE;
  self->embedder = self->engine->embedder->open (path, &options, error);
  if (!self->embedder)
    return FALSE;
  GST_OBJECT_LOCK (self);
  self->model_id = g_strdup (self->engine->embedder->model_id (self->embedder));
  GST_OBJECT_UNLOCK (self);
  tell_engine (self);
  return TRUE;
}

static void
gst_facerec_embed_close (GstFacerecAnalysis *analysis)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);

  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->model_id, g_free);
  GST_OBJECT_UNLOCK (self);
  if (self->aligner)
    self->engine->aligner->close (g_steal_pointer (&self->aligner));
  if (self->embedder)
    self->engine->embedder->close (g_steal_pointer (&self->embedder));
}

static void
gst_facerec_embed_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);

  gst_facerec_track_memory_clear (self->memory);
  self->granted = (GstFacerecEmbedGrant) { { 0, 0 }, 0 };
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

static gboolean
has_known_landmarks (gsize n_values)
{
  return n_values == 2 * 5 || n_values == 2 * 68;
}

/* The face's landmarks in pixels, its own or, when it has none that we can use, found now and written to it. */
static gboolean
find_landmarks (GstFacerecEmbed *self, const FacerecFrame *frame, GstFacerecMeta *face, const FacerecBox *box,
    FacerecLandmarks *landmarks, GError **error)
{
  gfloat relative[2 * FACEREC_MAX_LANDMARKS];
  gsize n_values, i;
  const gfloat *own = gst_facerec_meta_get_landmarks (face, &n_values);

  if (own && has_known_landmarks (n_values)) {
    landmarks->n = n_values / 2;
    for (i = 0; i < landmarks->n; i++) {
      landmarks->xy[2 * i] = box->x + own[2 * i] * box->width;
      landmarks->xy[2 * i + 1] = box->y + own[2 * i + 1] * box->height;
    }
    return TRUE;
  }
  if (!self->engine->aligner->landmarks (self->aligner, frame, box, landmarks, error))
    return FALSE;
  for (i = 0; i < landmarks->n; i++) {
    relative[2 * i] = (landmarks->xy[2 * i] - box->x) / box->width;
    relative[2 * i + 1] = (landmarks->xy[2 * i + 1] - box->y) / box->height;
  }
  gst_facerec_meta_set_landmarks (face, relative, 2 * landmarks->n);
  return TRUE;
}

/* Gives the face the embedding of its track that stands, if there is one. */
static gboolean
recall_track (GstFacerecEmbed *self, GstFacerecMeta *face)
{
  return gst_facerec_track_memory_recall (self->memory, face, self->engine->embedder->model_id (self->embedder));
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

/* Its landmarks and the chip. */
static gboolean
align_face (GstFacerecEmbed *self, const FacerecFrame *frame, GstFacerecMeta *face, const FacerecBox *box,
    FacerecLandmarks *landmarks, guint8 *chip, GError **error)
{
  return find_landmarks (self, frame, face, box, landmarks, error)
      && self->engine->aligner->chip (self->aligner, frame, landmarks, chip, error);
}

/* What the face's track asks for. */
static GstFacerecTrackAdvice
ask_track (GstFacerecEmbed *self, const Settings *settings, const GstFacerecMeta *face)
{
  const GstFacerecTrackTerms terms = {
    .interval = settings->stands_for,
    .min_size = settings->min_face_size,
    .min_quality = settings->min_quality,
  };

  return terms.interval > 0 ? gst_facerec_track_memory_advise (self->memory, face, &terms) : GST_FACEREC_TRACK_EMBED;
}

/* Appends the face and its chip to the batch when it is good enough; looking: and better than its track's embedding. */
static gboolean
prepare_face (GstFacerecEmbed *self, const FacerecFrame *frame, const Settings *settings, GstFacerecMeta *face,
    gboolean looking, GError **error)
{
  FacerecBox box = { face->x, face->y, face->width, face->height, face->score };
  FacerecLandmarks landmarks = { 0, };
  FacerecQuality quality;
  guint used = self->chips->len;
  g_autoptr (GError) local = NULL;
  guint8 *chip;

  if ((box.width + box.height) / 2 < settings->min_face_size) {
    refuse_face (self, face);
    return TRUE;
  }
  g_byte_array_set_size (self->chips, used + FACEREC_CHIP_BYTES);
  chip = self->chips->data + used;
  if (!align_face (self, frame, face, &box, &landmarks, chip, &local)) {
    g_byte_array_set_size (self->chips, used);
    /* Anybody may have made the box, or scaled it down to nothing: no reason to end the stream. */
    if (g_error_matches (local, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT)) {
      GST_DEBUG_OBJECT (self, "face %d is refused: %s", face->id, local->message);
      refuse_face (self, face);
      return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  facerec_quality_measure (&box, &landmarks, chip, &quality);
  if (looking && !gst_facerec_track_memory_is_better (self->memory, face, quality.overall)) {
    g_byte_array_set_size (self->chips, used);
    recall_track (self, face);
    return TRUE;
  }
  gst_facerec_meta_set_quality (face, quality.size, quality.sharpness, quality.pose);
  gst_facerec_meta_set_overall_quality (face, quality.overall);
  if (quality.overall < settings->min_quality) {
    g_byte_array_set_size (self->chips, used);
    refuse_face (self, face);
    return TRUE;
  }
  g_ptr_array_add (self->batch, face);
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

/* Collects the faces that are to be described, the other ones get the embedding of their track. */
static gboolean
prepare_faces (GstFacerecEmbed *self, const FacerecFrame *frame, const Settings *settings, GstBuffer *buffer,
    GError **error)
{
  GstFacerecTrackAdvice advice;
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    if (!lies_on_frame (face, frame)) {
      GST_LOG_OBJECT (self, "face %d belongs to a frame of another size", face->id);
      continue;
    }
    advice = ask_track (self, settings, face);
    if (advice == GST_FACEREC_TRACK_KEEP)
      recall_track (self, face);
    else if (!prepare_face (self, frame, settings, face, advice == GST_FACEREC_TRACK_LOOK, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
embed_batch (GstFacerecEmbed *self, const Settings *settings, GError **error)
{
  const FacerecEmbedderImpl *impl = self->engine->embedder;
  guint dimensions = impl->dimensions (self->embedder), i;

  g_array_set_size (self->embeddings, self->batch->len * dimensions);
  if (!impl->embed (self->embedder, self->chips->data, self->batch->len, settings->jitter,
          (gfloat *) self->embeddings->data, error))
    return FALSE;
  for (i = 0; i < self->batch->len; i++) {
    GstFacerecMeta *face = g_ptr_array_index (self->batch, i);

    gst_facerec_meta_set_embedding (face, &g_array_index (self->embeddings, gfloat, i * dimensions), dimensions,
        impl->model_id (self->embedder), 0);
    if (settings->reembed_interval > 0)
      gst_facerec_track_memory_store (self->memory, face);
  }
  return TRUE;
}

static void
mirror_faces (GstFacerecEmbed *self, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (!gst_facerec_analysis_get_roi_meta (GST_FACEREC_ANALYSIS (self)))
    return;
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    gst_facerec_buffer_mirror_face (buffer, face);
}

static gboolean
gst_facerec_embed_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecEmbed *self = GST_FACEREC_EMBED (analysis);
  GstClockTime stream_time, running_time;
  Settings settings;

  GST_OBJECT_LOCK (self);
  settings = self->settings;
  GST_OBJECT_UNLOCK (self);

  if (settings.reembed_interval == 0)
    gst_facerec_track_memory_clear (self->memory);
  gst_facerec_analysis_get_times (analysis, buffer, &stream_time, &running_time);
  gst_facerec_track_memory_begin_frame (self->memory, running_time, GST_BUFFER_DURATION (buffer));
  settings.stands_for = stands_for (self, settings.reembed_interval * GST_MSECOND);
  g_ptr_array_set_size (self->batch, 0);
  g_byte_array_set_size (self->chips, 0);
  gst_facerec_buffer_adopt_regions (buffer, frame->width, frame->height);
  if (!prepare_faces (self, frame, &settings, buffer, error))
    return FALSE;
  if (self->batch->len > 0 && !embed_batch (self, &settings, error))
    return FALSE;
  mirror_faces (self, buffer);
  tally->inferred = self->batch->len > 0;
  tally->n_faces = self->batch->len;
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
  g_ptr_array_unref (self->batch);
  g_byte_array_unref (self->chips);
  g_array_unref (self->embeddings);
  G_OBJECT_CLASS (gst_facerec_embed_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_MODEL,
      g_param_spec_string ("model", "Model", "Model file of the embedding; NULL: the default one", NULL, READY_FLAGS));
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
  self->batch = g_ptr_array_new ();
  self->chips = g_byte_array_new ();
  self->embeddings = g_array_new (FALSE, FALSE, sizeof (gfloat));
}
