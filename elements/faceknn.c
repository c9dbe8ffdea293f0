/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-faceknn
 *
 * Names every described face by its nearest enrolled neighbours. elements/faceknn.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! faceembed ! faceknn db=enc.bin ! facerecoverlay ! autovideosink
 * gst-launch-1.0 -m filesrc location=film.mp4 ! decodebin ! facerecdetect ! faceembed ! faceknn db=enc.bin ! fakesink
 * ]|
 */
#include "elements/faceknn.h"

#include <gst/facerec/facerec.h>
#include <math.h>

#include "elements/elements.h"
#include "elements/gallerywatch.h"
#include "elements/presence.h"
#include "elements/property.h"
#include "models/gallery.h"
#include "models/identity.h"

GST_DEBUG_CATEGORY_STATIC (facerecknn_debug);
#define GST_CAT_DEFAULT facerecknn_debug

G_STATIC_ASSERT ((gint) GST_FACEREC_REASON_UNDECIDED == (gint) FACEREC_REASON_UNDECIDED);

enum {
  PROP_0,
  PROP_DB,
  PROP_K,
  PROP_DISTANCE_THRESHOLD,
  PROP_MARGIN,
  PROP_UNKNOWN_LABEL,
  PROP_THREADS,
};

#define DEFAULT_UNKNOWN_LABEL "Unknown"

static const FacerecIdentityRule default_rule = FACEREC_IDENTITY_RULE_INIT;

struct _GstFacerecKnn {
  GstFacerecAnalysis parent;

  /* Under the object lock. */
  gchar *db, *unknown_label;
  guint threads;
  FacerecIdentityRule rule;
  FacerecEncodings *encodings;
  gchar *encodings_path; /* where they were read, which db may no longer be */
  gchar *stream_model_id; /* of the embeddings that come; NULL before the first */
  GstFacerecGalleryWatch *watch; /* from open to close */

  FacerecWorkers *workers; /* from open to close, unchanged */

  /* Streaming thread only. */
  GstFacerecPresence *presence;
  GPtrArray *batch;  /* faces of one frame that have an embedding */
  GArray *queries;   /* their embeddings in one piece */
  GArray *results;
};

/* What holds for one frame. */
typedef struct {
  FacerecIdentityRule rule;
  FacerecEncodings *encodings; /* a reference */
  gchar *path, *unknown_label;
  gboolean roi_meta;
} Settings;

G_DEFINE_TYPE (GstFacerecKnn, gst_facerec_knn, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (faceknn, "faceknn", GST_RANK_NONE, GST_TYPE_FACEREC_KNN)

/* It reads metadata only: any format, in any memory. */
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));

/* ---- gallery ---- */

static void
tell_gallery (GstFacerecKnn *self, const gchar *status, const gchar *path, FacerecEncodings *encodings,
    const GError *error)
{
  GstStructure *structure = gst_structure_new ("face-db", "status", G_TYPE_STRING, status, "people", G_TYPE_UINT,
      encodings ? facerec_encodings_get_n_people (encodings) : 0, "faces", G_TYPE_UINT,
      encodings ? facerec_encodings_get_n_faces (encodings) : 0, "path", G_TYPE_STRING, path, "error", G_TYPE_STRING,
      error ? error->message : NULL, NULL);

  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

static FacerecEncodings *
ref_encodings (GstFacerecKnn *self)
{
  FacerecEncodings *encodings;

  GST_OBJECT_LOCK (self);
  encodings = self->encodings ? facerec_encodings_ref (self->encodings) : NULL;
  GST_OBJECT_UNLOCK (self);
  return encodings;
}

/* Puts new encodings in the place of the old, unless they cannot be compared with what the stream brings. */
static gboolean
swap_encodings (GstFacerecKnn *self, FacerecEncodings *encodings, const gchar *path, GError **error)
{
  const gchar *model_id = facerec_encodings_get_model_id (encodings);
  g_autofree gchar *stream_model_id = NULL;
  FacerecEncodings *old = NULL;

  GST_OBJECT_LOCK (self);
  if (!self->stream_model_id || g_str_equal (self->stream_model_id, model_id)) {
    old = self->encodings;
    self->encodings = facerec_encodings_ref (encodings);
    g_free (self->encodings_path);
    self->encodings_path = g_strdup (path);
  } else {
    stream_model_id = g_strdup (self->stream_model_id);
  }
  GST_OBJECT_UNLOCK (self);

  facerec_encodings_unref (old);
  if (!stream_model_id)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
      "gallery %s was made with model \"%s\", the faces of the stream are described by \"%s\"", path, model_id,
      stream_model_id);
  return FALSE;
}

/* The file has changed, or another one was set. Thread of the watch. */
static void
on_gallery_changed (const gchar *path, FacerecEncodings *encodings, const GError *error, gpointer user_data)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (user_data);
  g_autoptr (GError) mismatch = NULL;
  g_autoptr (FacerecEncodings) kept = NULL;
  const GError *reason = error;

  if (encodings && swap_encodings (self, encodings, path, &mismatch)) {
    GST_INFO_OBJECT (self, "gallery %s read again: %u faces", path, facerec_encodings_get_n_faces (encodings));
    tell_gallery (self, "loaded", path, encodings, NULL);
    return;
  }
  if (mismatch)
    reason = mismatch;
  kept = ref_encodings (self);
  gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_WARNING, reason);
  tell_gallery (self, "kept", path, kept, reason);
}

static gboolean
gst_facerec_knn_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);
  g_autofree gchar *db = NULL;
  g_autoptr (FacerecEncodings) encodings = NULL;
  GstFacerecGalleryWatch *watch;
  FacerecWorkers *workers;
  guint64 stamp;

  GST_OBJECT_LOCK (self);
  db = g_strdup (self->db);
  workers = facerec_workers_new (self->threads);
  GST_OBJECT_UNLOCK (self);

  stamp = db && *db ? facerec_gallery_stamp (db) : 0;
  encodings = gst_facerec_gallery_read (db, NULL, FALSE, workers, error);
  if (!encodings) {
    facerec_workers_free (workers);
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  self->workers = workers;
  self->encodings = facerec_encodings_ref (encodings);
  self->encodings_path = g_strdup (db);
  GST_OBJECT_UNLOCK (self);
  tell_gallery (self, "loaded", db, encodings, NULL);

  /* From here on the watch may put others in their place. */
  watch = gst_facerec_gallery_watch_new (db, stamp, encodings, on_gallery_changed, self);
  GST_OBJECT_LOCK (self);
  self->watch = watch;
  /* Set by somebody while it was being read. */
  if (g_strcmp0 (db, self->db) != 0)
    gst_facerec_gallery_watch_set_path (watch, self->db);
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

static void
gst_facerec_knn_close (GstFacerecAnalysis *analysis)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);
  GstFacerecGalleryWatch *watch;

  GST_OBJECT_LOCK (self);
  watch = g_steal_pointer (&self->watch);
  GST_OBJECT_UNLOCK (self);
  gst_facerec_gallery_watch_free (watch);

  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->workers, facerec_workers_free);
  g_clear_pointer (&self->encodings, facerec_encodings_unref);
  g_clear_pointer (&self->encodings_path, g_free);
  g_clear_pointer (&self->stream_model_id, g_free);
  GST_OBJECT_UNLOCK (self);
}

/* ---- messages ---- */

static void
on_presence_changed (gboolean came, const GstFacerecSighting *sighting, gpointer user_data)
{
  GstStructure *structure = gst_structure_new (came ? "face-identified" : "face-lost", "label", G_TYPE_STRING,
      sighting->label, "known", G_TYPE_BOOLEAN, sighting->known, "roi-id", G_TYPE_INT, sighting->roi_id, "track-id",
      G_TYPE_UINT64, sighting->track_id, "distance", G_TYPE_DOUBLE, (gdouble) sighting->distance, "score",
      G_TYPE_DOUBLE, (gdouble) sighting->score, "confidence", G_TYPE_DOUBLE, sighting->confidence, "stream-time",
      G_TYPE_UINT64, sighting->stream_time, "running-time", G_TYPE_UINT64, sighting->running_time, NULL);

  gst_element_post_message (user_data, gst_message_new_element (GST_OBJECT (user_data), structure));
}

static void
gst_facerec_knn_reset (GstFacerecAnalysis *analysis)
{
  gst_facerec_presence_clear (GST_FACEREC_KNN (analysis)->presence);
}

/* ---- one frame ---- */

static void
snapshot (GstFacerecKnn *self, Settings *settings)
{
  settings->roi_meta = gst_facerec_analysis_get_roi_meta (GST_FACEREC_ANALYSIS (self));
  GST_OBJECT_LOCK (self);
  settings->rule = self->rule;
  settings->encodings = facerec_encodings_ref (self->encodings);
  settings->path = g_strdup (self->encodings_path);
  settings->unknown_label = g_strdup (self->unknown_label ? self->unknown_label : DEFAULT_UNKNOWN_LABEL);
  GST_OBJECT_UNLOCK (self);
}

static void
settings_clear (Settings *settings)
{
  facerec_encodings_unref (settings->encodings);
  g_free (settings->path);
  g_free (settings->unknown_label);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, settings_clear)

static void
remember_model (GstFacerecKnn *self, const gchar *model_id)
{
  GST_OBJECT_LOCK (self);
  if (g_strcmp0 (self->stream_model_id, model_id) != 0) {
    g_free (self->stream_model_id);
    self->stream_model_id = g_strdup (model_id);
  }
  GST_OBJECT_UNLOCK (self);
}

static gboolean
check_model (const Settings *settings, const gchar *model_id, gsize dimensions, GError **error)
{
  const FacerecEncodings *encodings = settings->encodings;

  if (g_strcmp0 (model_id, facerec_encodings_get_model_id (encodings)) == 0
      && dimensions == facerec_encodings_get_dimensions (encodings))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
      "the faces are described by model \"%s\" (%" G_GSIZE_FORMAT " numbers), gallery %s was made with \"%s\" (%u): "
      "enrol again with the model of faceembed", model_id ? model_id : "?", dimensions, settings->path,
      facerec_encodings_get_model_id (encodings), facerec_encodings_get_dimensions (encodings));
  return FALSE;
}

/* Collects the faces that somebody has described and, as the refused ones have their answer already, nobody has judged. */
static gboolean
collect_queries (GstFacerecKnn *self, GstBuffer *buffer, const Settings *settings, GError **error)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  g_ptr_array_set_size (self->batch, 0);
  g_array_set_size (self->queries, 0);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    gsize dimensions;
    const gfloat *embedding = gst_facerec_meta_get_embedding (face, &dimensions);
    const gchar *model_id = gst_facerec_meta_get_embedding_model (face);

    if (!embedding)
      continue;
    if (!check_model (settings, model_id, dimensions, error))
      return FALSE;
    if (self->batch->len == 0)
      remember_model (self, model_id);
    g_array_append_vals (self->queries, embedding, dimensions);
    g_ptr_array_add (self->batch, face);
  }
  return TRUE;
}

/* Nothing to compare with is NaN in metadata. */
static gfloat
finite_or_nan (gfloat value)
{
  return isfinite (value) ? value : NAN;
}

static void
set_identity (GstFacerecMeta *face, const FacerecIdentityResult *result, gfloat margin)
{
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (result->label, (GstFacerecReason) result->reason,
      finite_or_nan (result->score), finite_or_nan (result->distance), result->votes, result->k);
  guint i;

  gst_facerec_identity_set_rule (identity, result->distance_threshold, margin);
  for (i = 0; i < result->n_candidates; i++)
    gst_facerec_identity_add_candidate (identity, result->candidates[i].label, result->candidates[i].distance);
  gst_facerec_meta_set_identity (face, identity);
}

/* The mirror knows one word for strangers; the user may want another. */
static void
label_stranger (GstBuffer *buffer, const GstFacerecMeta *face, const gchar *unknown_label)
{
  GstVideoRegionOfInterestMeta *region = gst_buffer_get_video_region_of_interest_meta_id (buffer, face->id);
  GstStructure *param = region ? gst_video_region_of_interest_meta_get_param (region, "face_id") : NULL;

  if (param)
    gst_structure_set (param, "label", G_TYPE_STRING, unknown_label, NULL);
}

static void
mirror_face (GstBuffer *buffer, const GstFacerecMeta *face, const Settings *settings)
{
  if (!settings->roi_meta)
    return;
  gst_facerec_buffer_mirror_face (buffer, face);
  if (!gst_facerec_meta_get_label (face) && gst_facerec_meta_get_identity (face))
    label_stranger (buffer, face, settings->unknown_label);
}

static void
see_face (GstFacerecKnn *self, GstBuffer *buffer, const GstFacerecMeta *face, const Settings *settings)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  const gchar *label = gst_facerec_identity_get_label (identity);
  GstFacerecSighting sighting = {
    .label = label ? label : settings->unknown_label,
    .known = label != NULL,
    .roi_id = face->id,
    .track_id = gst_facerec_meta_get_track_id (face),
    .distance = gst_facerec_identity_get_distance (identity),
    .score = gst_facerec_identity_get_score (identity),
    .confidence = gst_facerec_identity_get_confidence (identity),
  };

  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &sighting.stream_time, &sighting.running_time);
  gst_facerec_presence_see (self->presence, &sighting);
}

/* Faces with a reason from faceembed are mirrored once more, for the user's word for strangers. */
static void
publish_faces (GstFacerecKnn *self, GstBuffer *buffer, const Settings *settings)
{
  GstClockTime stream_time, running_time;
  gpointer state = NULL;
  GstFacerecMeta *face;
  guint i;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    mirror_face (buffer, face, settings);
  for (i = 0; i < self->batch->len; i++)
    see_face (self, buffer, g_ptr_array_index (self->batch, i), settings);
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  gst_facerec_presence_advance (self->presence, stream_time);
}

static gboolean
gst_facerec_knn_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);
  g_auto (Settings) settings = { .encodings = NULL };
  guint i;

  snapshot (self, &settings);
  if (!collect_queries (self, buffer, &settings, error))
    return FALSE;
  g_array_set_size (self->results, self->batch->len);
  if (self->batch->len > 0)
    facerec_identify (settings.encodings, self->workers, (const gfloat *) self->queries->data, self->batch->len,
        &settings.rule, (FacerecIdentityResult *) self->results->data);
  for (i = 0; i < self->batch->len; i++)
    set_identity (g_ptr_array_index (self->batch, i), &g_array_index (self->results, FacerecIdentityResult, i),
        settings.rule.margin);
  publish_faces (self, buffer, &settings);
  tally->inferred = self->batch->len > 0;
  tally->n_faces = self->batch->len;
  return TRUE;
}

/* ---- object ---- */

static void
gst_facerec_knn_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_DB:
      gst_facerec_property_set_string (&self->db, value);
      if (self->watch)
        gst_facerec_gallery_watch_set_path (self->watch, self->db);
      break;
    case PROP_K:
      self->rule.k = g_value_get_uint (value);
      break;
    case PROP_DISTANCE_THRESHOLD:
      self->rule.distance_threshold = g_value_get_float (value);
      break;
    case PROP_MARGIN:
      self->rule.margin = g_value_get_float (value);
      break;
    case PROP_THREADS:
      self->threads = g_value_get_uint (value);
      break;
    case PROP_UNKNOWN_LABEL:
      gst_facerec_property_set_string (&self->unknown_label, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_knn_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_DB:
      g_value_set_string (value, self->db);
      break;
    case PROP_K:
      g_value_set_uint (value, self->rule.k);
      break;
    case PROP_DISTANCE_THRESHOLD:
      g_value_set_float (value, self->rule.distance_threshold);
      break;
    case PROP_MARGIN:
      g_value_set_float (value, self->rule.margin);
      break;
    case PROP_THREADS:
      g_value_set_uint (value, self->threads);
      break;
    case PROP_UNKNOWN_LABEL:
      g_value_set_string (value, self->unknown_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_knn_finalize (GObject *object)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (object);

  g_free (self->db);
  g_free (self->unknown_label);
  gst_facerec_presence_free (self->presence);
  g_ptr_array_unref (self->batch);
  g_array_unref (self->queries);
  g_array_unref (self->results);
  G_OBJECT_CLASS (gst_facerec_knn_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_DB,
      g_param_spec_string ("db", "Gallery",
          "File of enrolled people, made by gst-facerec enroll; read again when it changes or another one is set", NULL,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_K,
      g_param_spec_uint ("k", "Neighbours", "How many nearest enrolled faces vote for the name", 1, 1000, default_rule.k,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_DISTANCE_THRESHOLD,
      g_param_spec_float ("distance-threshold", "Distance threshold",
          "Nobody is named at a greater Euclidean distance than this", 0.0f, 100.0f, default_rule.distance_threshold,
          PLAYING_FLAGS | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, PROP_MARGIN,
      g_param_spec_float ("margin", "Margin",
          "By how much everybody else must be farther at the distance threshold; nearer faces need less; 0: none",
          0.0f, 100.0f, default_rule.margin,
          PLAYING_FLAGS | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, PROP_UNKNOWN_LABEL,
      g_param_spec_string ("unknown-label", "Unknown label",
          "What a stranger is called in messages, regions of interest and by the overlay", DEFAULT_UNKNOWN_LABEL,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_THREADS,
      g_param_spec_uint ("threads", "Threads",
          "Threads that read and search a large gallery, the streaming thread included; 0: one per core", 0, 256, 0,
          READY_FLAGS));
}

static void
gst_facerec_knn_class_init (GstFacerecKnnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_knn_set_property;
  object_class->get_property = gst_facerec_knn_get_property;
  object_class->finalize = gst_facerec_knn_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face identifier", "Filter/Analyzer/Video",
      "Names each described face by its nearest enrolled neighbours", GST_FACEREC_AUTHOR);

  analysis_class->needs_no_pixels = TRUE;
  analysis_class->open = gst_facerec_knn_open;
  analysis_class->analyse = gst_facerec_knn_analyse;
  analysis_class->reset = gst_facerec_knn_reset;
  analysis_class->close = gst_facerec_knn_close;

  GST_DEBUG_CATEGORY_INIT (facerecknn_debug, "facerecknn", 0, "face identifier");
}

static void
gst_facerec_knn_init (GstFacerecKnn *self)
{
  self->unknown_label = g_strdup (DEFAULT_UNKNOWN_LABEL);
  self->rule = default_rule;
  self->presence = gst_facerec_presence_new (on_presence_changed, self);
  self->batch = g_ptr_array_new ();
  self->queries = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->results = g_array_new (FALSE, FALSE, sizeof (FacerecIdentityResult));
}
