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

#include "elements/elements.h"
#include "elements/embed/trace.h"
#include "elements/knn/answer.h"
#include "elements/knn/livegallery.h"
#include "elements/knn/presence.h"
#include "elements/knn/trackvotes.h"
#include "elements/property.h"
#include "models/identity.h"

GST_DEBUG_CATEGORY_STATIC (facerecknn_debug);
#define GST_CAT_DEFAULT facerecknn_debug

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
/* Frames with faces until somebody is told that nobody describes them. */
#define PATIENCE 100

static const FacerecIdentityRule default_rule = FACEREC_IDENTITY_RULE_INIT;

struct _GstFacerecKnn {
  GstFacerecAnalysis parent;

  GstFacerecLiveGallery *gallery; /* unchanged; has a lock of its own */

  /* Under the object lock. */
  gchar *unknown_label;
  guint threads;
  FacerecIdentityRule rule;

  FacerecWorkers *workers; /* from open to close, unchanged */

  /* Streaming thread only. */
  gchar *stream_id;
  GstFacerecPresence *presence;
  GstFacerecTrackVotes *votes;
  GArray *batch;     /* Query: faces of one frame that somebody has described */
  GPtrArray *voters; /* of the same faces, NULL without a track */
  GArray *queries;   /* embeddings to be compared in one piece */
  GArray *results;
  /* What tracks were judged by last, and how often that was another. */
  FacerecEncodings *judges;
  FacerecIdentityRule judged_by;
  guint edition;
  guint n_undescribed; /* frames with faces that nobody has described; PATIENCE: no matter any more */
};

/* What holds for one frame. */
typedef struct {
  FacerecIdentityRule rule;
  FacerecEncodings *encodings; /* a reference */
  gchar *unknown_label;
  gboolean roi_meta;
} Settings;

typedef struct {
  GstFacerecMeta *face;
  guint n; /* queries that are asked for it */
} Query;

G_DEFINE_TYPE (GstFacerecKnn, gst_facerec_knn, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (faceknn, "faceknn", GST_RANK_NONE, GST_TYPE_FACEREC_KNN)

/* It reads metadata only: any format, in any memory. */
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));

/* ---- from start to stop ---- */

static gboolean
gst_facerec_knn_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);

  GST_OBJECT_LOCK (self);
  self->workers = facerec_workers_new (self->threads);
  GST_OBJECT_UNLOCK (self);
  return gst_facerec_live_gallery_open (self->gallery, self->workers, error);
}

static void
gst_facerec_knn_close (GstFacerecAnalysis *analysis)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);

  gst_facerec_live_gallery_close (self->gallery);
  gst_facerec_track_votes_clear (self->votes, TRUE);
  g_clear_pointer (&self->judges, facerec_encodings_unref);
  g_clear_pointer (&self->workers, facerec_workers_free);
  g_clear_pointer (&self->stream_id, g_free);
  self->n_undescribed = 0;
}

static void
gst_facerec_knn_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);

  gst_facerec_presence_clear (self->presence);
  gst_facerec_track_votes_clear (self->votes, FALSE);
}

/* Strangers are those of a stream, whatever is done to it. */
static gboolean
gst_facerec_knn_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (trans);
  const gchar *stream_id;

  if (GST_EVENT_TYPE (event) == GST_EVENT_STREAM_START) {
    gst_event_parse_stream_start (event, &stream_id);
    if (g_strcmp0 (stream_id, self->stream_id) != 0) {
      g_free (self->stream_id);
      self->stream_id = g_strdup (stream_id);
      gst_facerec_track_votes_clear (self->votes, TRUE);
      self->n_undescribed = 0;
    }
  }
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_knn_parent_class)->sink_event (trans, event);
}

/* ---- messages ---- */

static void
on_presence_changed (gboolean came, const GstFacerecSighting *sighting, gpointer user_data)
{
  GstStructure *structure = gst_structure_new (came ? "face-identified" : "face-lost",
      "label", G_TYPE_STRING, sighting->label,
      "known", G_TYPE_BOOLEAN, sighting->known,
      "stranger", G_TYPE_STRING, sighting->stranger,
      "roi-id", G_TYPE_INT, sighting->roi_id,
      "track-id", G_TYPE_UINT64, sighting->track_id,
      "distance", G_TYPE_DOUBLE, (gdouble) sighting->distance,
      "score", G_TYPE_DOUBLE, (gdouble) sighting->score,
      "confidence", G_TYPE_DOUBLE, sighting->confidence,
      "stream-time", G_TYPE_UINT64, sighting->stream_time,
      "running-time", G_TYPE_UINT64, sighting->running_time, NULL);

  gst_element_post_message (user_data, gst_message_new_element (GST_OBJECT (user_data), structure));
}

/* Whoever has forgotten faceembed sees boxes without names, for no reason that can be seen. Told once a stream. */
static void
miss_embeddings (GstFacerecKnn *self, GstBuffer *buffer)
{
  gboolean any = FALSE;
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (self->n_undescribed == PATIENCE)
    return;
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    any = TRUE;
    if (gst_facerec_embed_has_traces (face)) {
      self->n_undescribed = PATIENCE;
      return;
    }
  }
  self->n_undescribed += any;
  if (self->n_undescribed == PATIENCE)
    GST_ELEMENT_WARNING (self, RESOURCE, SETTINGS, ("no face has an embedding: put faceembed before faceknn"),
        ("%u frames with faces, none of them described", self->n_undescribed));
}

/* ---- faces to be compared ---- */

static void
snapshot (GstFacerecKnn *self, Settings *settings)
{
  settings->roi_meta = gst_facerec_analysis_get_roi_meta (GST_FACEREC_ANALYSIS (self));
  settings->encodings = gst_facerec_live_gallery_ref_encodings (self->gallery);
  GST_OBJECT_LOCK (self);
  settings->rule = self->rule;
  settings->unknown_label = g_utf8_make_valid (self->unknown_label ? self->unknown_label : DEFAULT_UNKNOWN_LABEL, -1);
  GST_OBJECT_UNLOCK (self);
}

static void
settings_clear (Settings *settings)
{
  facerec_encodings_unref (settings->encodings);
  g_free (settings->unknown_label);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, settings_clear)

/* Tracks are judged anew where the gallery or the rule has changed. */
static void
choose_judges (GstFacerecKnn *self, const Settings *settings)
{
  const FacerecIdentityRule *rule = &settings->rule, *last = &self->judged_by;

  if (self->judges == settings->encodings && rule->k == last->k && rule->margin == last->margin
      && rule->distance_threshold == last->distance_threshold)
    return;
  facerec_encodings_unref (self->judges);
  self->judges = facerec_encodings_ref (settings->encodings);
  self->judged_by = *rule;
  self->edition++;
}

/* Collects the faces that somebody has described, and what of them has to be compared: of a track, what is new. Those that
 * faceembed has refused have their answer already. */
static gboolean
collect_queries (GstFacerecKnn *self, GstBuffer *buffer, const Settings *settings, GError **error)
{
  gpointer state = NULL;
  Query query;

  g_array_set_size (self->batch, 0);
  g_ptr_array_set_size (self->voters, 0);
  g_array_set_size (self->queries, 0);
  while ((query.face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    gsize dimensions;
    const gfloat *embedding = gst_facerec_meta_get_embedding (query.face, &dimensions);
    GstFacerecVoter *voter;

    if (embedding && !gst_facerec_live_gallery_check_model (self->gallery, settings->encodings,
            gst_facerec_meta_get_embedding_model (query.face), dimensions, error))
      return FALSE;
    voter = gst_facerec_track_votes_see (self->votes, query.face);
    if (!embedding && (!voter || gst_facerec_meta_get_identity (query.face)))
      continue;
    query.n = voter ? gst_facerec_voter_collect (voter, self->edition, self->queries) : 1;
    if (!voter)
      g_array_append_vals (self->queries, embedding, dimensions);
    g_array_append_val (self->batch, query);
    g_ptr_array_add (self->voters, voter);
  }
  return TRUE;
}

/* ---- names ---- */

/* Shared by the frames of a track between which nothing changes. */
static void
name_by_track (GstFacerecMeta *face, GstFacerecVoter *voter, gfloat margin)
{
  if (!gst_facerec_voter_get_identity (voter)) {
    g_autoptr (GstFacerecIdentity) identity = gst_facerec_answer_new (&gst_facerec_voter_get_verdict (voter)->result,
        margin, gst_facerec_voter_get_stranger (voter));

    gst_facerec_voter_set_identity (voter, identity);
  }
  gst_facerec_meta_set_identity (face, gst_facerec_voter_get_identity (voter));
}

static void
name_faces (GstFacerecKnn *self, const Settings *settings)
{
  const FacerecIdentityResult *result = (const FacerecIdentityResult *) self->results->data;
  guint i;

  for (i = 0; i < self->batch->len; i++) {
    const Query *query = &g_array_index (self->batch, Query, i);
    GstFacerecVoter *voter = g_ptr_array_index (self->voters, i);

    if (voter) {
      gst_facerec_voter_judge (voter, result);
    } else {
      g_autoptr (GstFacerecIdentity) identity = gst_facerec_answer_new (result, settings->rule.margin, 0);

      gst_facerec_meta_set_identity (query->face, identity);
    }
    result += query->n;
  }
  gst_facerec_track_votes_decide (self->votes, (GstFacerecVoter *const *) self->voters->pdata, self->voters->len);
  for (i = 0; i < self->batch->len; i++)
    if (g_ptr_array_index (self->voters, i))
      name_by_track (g_array_index (self->batch, Query, i).face, g_ptr_array_index (self->voters, i),
          settings->rule.margin);
}

/* Nobody is told of a track that has not settled. */
static void
see_face (GstFacerecKnn *self, GstBuffer *buffer, const GstFacerecMeta *face, const Settings *settings)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  const gchar *label = gst_facerec_identity_get_label (identity);
  GstFacerecSighting sighting = {
    .label = label ? label : settings->unknown_label,
    .known = label != NULL,
    .stranger = gst_facerec_identity_get_stranger (identity),
    .roi_id = face->id,
    .track_id = gst_facerec_meta_get_track_id (face),
    .distance = gst_facerec_identity_get_distance (identity),
    .score = gst_facerec_identity_get_score (identity),
    .confidence = gst_facerec_identity_get_confidence (identity),
  };

  if (gst_facerec_identity_get_reason (identity) == GST_FACEREC_REASON_UNDECIDED)
    return;
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

  while (settings->roi_meta && (face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    gst_facerec_answer_mirror (buffer, face, settings->unknown_label);
  for (i = 0; i < self->batch->len; i++)
    see_face (self, buffer, g_array_index (self->batch, Query, i).face, settings);
  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, &stream_time, &running_time);
  gst_facerec_presence_end_frame (self->presence, stream_time);
}

static gboolean
gst_facerec_knn_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecKnn *self = GST_FACEREC_KNN (analysis);
  g_auto (Settings) settings = { .encodings = NULL };
  GstClockTime stream_time, running_time;
  guint n_queries;

  miss_embeddings (self, buffer);
  snapshot (self, &settings);
  choose_judges (self, &settings);
  gst_facerec_analysis_get_times (analysis, buffer, &stream_time, &running_time);
  gst_facerec_track_votes_begin_frame (self->votes, running_time, GST_BUFFER_DURATION (buffer));
  if (!collect_queries (self, buffer, &settings, error))
    return FALSE;
  n_queries = self->queries->len / facerec_encodings_get_dimensions (settings.encodings);
  g_array_set_size (self->results, n_queries);
  if (n_queries > 0)
    facerec_identify (settings.encodings, self->workers, (const gfloat *) self->queries->data, n_queries, &settings.rule,
        (FacerecIdentityResult *) self->results->data);
  name_faces (self, &settings);
  publish_faces (self, buffer, &settings);
  tally->inferred = n_queries > 0;
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
      gst_facerec_live_gallery_set_path (self->gallery, g_value_get_string (value));
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
      g_value_take_string (value, gst_facerec_live_gallery_dup_path (self->gallery));
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

  gst_facerec_live_gallery_free (self->gallery);
  g_free (self->unknown_label);
  gst_facerec_presence_free (self->presence);
  gst_facerec_track_votes_free (self->votes);
  g_array_unref (self->batch);
  g_ptr_array_unref (self->voters);
  g_array_unref (self->queries);
  g_array_unref (self->results);
  G_OBJECT_CLASS (gst_facerec_knn_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_DB,
      g_param_spec_string ("db", "Gallery",
          "File of enrolled people, made by gst-facerec enroll, or postgresql://… of a server; read again when it changes or "
          "another one is set", NULL,
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

  GST_BASE_TRANSFORM_CLASS (klass)->sink_event = gst_facerec_knn_sink_event;

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
  self->gallery = gst_facerec_live_gallery_new (GST_FACEREC_ANALYSIS (self));
  self->votes = gst_facerec_track_votes_new ();
  self->batch = g_array_new (FALSE, FALSE, sizeof (Query));
  self->voters = g_ptr_array_new ();
  self->queries = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->results = g_array_new (FALSE, FALSE, sizeof (FacerecIdentityResult));
}
