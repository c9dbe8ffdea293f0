/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-faceenroll
 *
 * Adds the person in view to the gallery, from a running pipeline. elements/faceenroll.md tells more.
 *
 * |[
 * gst-launch-1.0 -m v4l2src ! facerecdetect ! facetrack ! faceembed ! faceenroll db=enc.bin identity=anna ! fakesink
 * gst-launch-1.0 v4l2src ! facerecdetect ! facetrack ! faceembed ! faceenroll db=enc.bin ! faceknn db=enc.bin ! fakesink
 * ]|
 */
#include "elements/faceenroll.h"

#include <glib/gstdio.h>
#include <gst/facerec/facerec.h>
#include <sys/stat.h>

#include "elements/base/messagetext.h"
#include "elements/elements.h"
#include "elements/embed/request.h"
#include "elements/enroll/collection.h"
#include "elements/enroll/streamsource.h"
#include "elements/enroll/writer.h"
#include "elements/property.h"
#include "models/gallery.h"

GST_DEBUG_CATEGORY_STATIC (facerecenroll_debug);
#define GST_CAT_DEFAULT facerecenroll_debug

enum {
  PROP_0,
  PROP_DB,
  PROP_IDENTITY,
  PROP_NOT_THIS_PERSON,
  PROP_TRACK_ID,
  PROP_MAX_FACES,
  PROP_MIN_QUALITY,
  PROP_WINDOW,
  PROP_TIMEOUT,
};

#define DEFAULT_NOT_THIS_PERSON FALSE
#define DEFAULT_TRACK_ID GST_FACEREC_NO_TRACK
#define DEFAULT_MAX_FACES 5
/* That of gst-facerec enroll, which says why. */
#define DEFAULT_MIN_QUALITY 0.35f
#define DEFAULT_WINDOW 800
#define DEFAULT_TIMEOUT 10000
/* Between the embeddings of a track that are asked for: a head hardly turns in less. Not quite three frames of 30 a second, of
 * which facedetect searches every third. */
#define EMBED_INTERVAL (95 * GST_MSECOND)
/* How long they are asked for at a time. After the last one, too, they are of use: for naming the face from the gallery that
 * has changed. */
#define EMBED_DURATION (2 * GST_SECOND)
/* Between frames that have neither timestamp nor duration. */
#define DEFAULT_DURATION (GST_SECOND / 30)

typedef struct {
  gchar *db, *identity;
  gboolean negative;
  guint64 track_id;
  guint max_faces;
  gfloat min_quality;
  guint window, timeout; /* ms */
  guint serial;          /* one more whenever identity is set */
} Settings;

struct _GstFacerecEnroll {
  GstFacerecAnalysis parent;

  /* Properties, under the object lock. */
  Settings settings;

  GstFacerecEnrolWriter *writer; /* from open to close */

  /* Streaming thread only. */
  Settings wanted; /* what is being done; its serial: what was begun last */
  GstFacerecEnrolCollection *collection; /* NULL: nothing is collected */
  GstClockTime time;  /* of the last frame */
  GstClockTime asked; /* when embeddings were asked for last; GST_CLOCK_TIME_NONE: not yet */
};

G_DEFINE_TYPE (GstFacerecEnroll, gst_facerec_enroll, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (faceenroll, "faceenroll", GST_RANK_NONE, GST_TYPE_FACEREC_ENROLL)

/* It reads metadata only: any format, in any memory. */
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("video/x-raw(ANY)"));

/* ---- messages ---- */

static const gchar *
kind_of (gboolean negative)
{
  return negative ? "negative" : "person";
}

static void
tell_enrolled (GstFacerecEnroll *self, const GstFacerecEnrolJob *job, const GstFacerecEnrolOutcome *outcome)
{
  const GstFacerecFaceSample *best = g_ptr_array_index (job->samples, 0);
  GstStructure *structure = gst_structure_new ("face-enrolled", "identity", G_TYPE_STRING, job->identity, "kind",
      G_TYPE_STRING, kind_of (job->negative), "faces", G_TYPE_UINT, outcome->n_stored, "quality", G_TYPE_DOUBLE,
      (gdouble) best->quality, "known-as", G_TYPE_STRING, outcome->known_as, "track-id", G_TYPE_UINT64, job->track_id, NULL);

  gst_facerec_message_set_text (structure, "db", job->shown_db);
  GST_INFO_OBJECT (self, "%u faces: %" GST_PTR_FORMAT, outcome->n_stored, structure);
  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

/* Also as a warning, for people at a terminal. */
static void
tell_refused (GstFacerecEnroll *self, const gchar *db, const gchar *identity, gboolean negative, guint64 track_id,
    const gchar *reason, const GError *error)
{
  g_autofree gchar *shown_db = db ? facerec_gallery_display_name (db) : NULL;
  GstStructure *structure = gst_structure_new ("face-not-enrolled", "kind", G_TYPE_STRING, kind_of (negative),
      "reason", G_TYPE_STRING, reason, "track-id", G_TYPE_UINT64, track_id, NULL);

  gst_facerec_message_set_text (structure, "identity", identity);
  gst_facerec_message_set_text (structure, "text", error->message);
  gst_facerec_message_set_text (structure, "db", shown_db);
  gst_facerec_analysis_post_error (GST_FACEREC_ANALYSIS (self), GST_MESSAGE_WARNING, error);
  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (GST_OBJECT (self), structure));
}

/* Thread of the writer. */
static void
on_written (const GstFacerecEnrolJob *job, const GstFacerecEnrolOutcome *outcome, gpointer user_data)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (user_data);

  if (outcome->reason)
    tell_refused (self, job->db, job->identity, job->negative, job->track_id, outcome->reason, outcome->error);
  else
    tell_enrolled (self, job, outcome);
}

/* ---- a collection from its beginning to its end ---- */

static void
settings_clear (Settings *settings)
{
  g_clear_pointer (&settings->db, g_free);
  g_clear_pointer (&settings->identity, g_free);
}

static void G_GNUC_PRINTF (3, 4)
refuse (GstFacerecEnroll *self, const gchar *reason, const gchar *format, ...)
{
  guint64 track_id = self->collection ? gst_facerec_enrol_collection_get_track (self->collection) : self->wanted.track_id;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  error = g_error_new_valist (FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, format, arguments);
  va_end (arguments);
  g_clear_pointer (&self->collection, gst_facerec_enrol_collection_free);
  tell_refused (self, self->wanted.db, self->wanted.identity, self->wanted.negative, track_id, reason, error);
}

/* Hands what was collected to the writer. */
static void
enrol (GstFacerecEnroll *self)
{
  g_autoptr (GstFacerecEnrolJob) job = g_new0 (GstFacerecEnrolJob, 1);

  job->samples = gst_facerec_enrol_collection_choose (self->collection, self->wanted.max_faces);
  if (!job->samples) {
    refuse (self, "many-faces", "the faces taken as \"%s\" are of several people; nobody was enrolled: let one person alone "
        "into the picture, or put facetrack before faceembed", self->wanted.identity);
    return;
  }
  job->db = g_strdup (self->wanted.db);
  job->shown_db = facerec_gallery_display_name (job->db);
  job->identity = g_strdup (self->wanted.identity);
  job->negative = self->wanted.negative;
  job->track_id = gst_facerec_enrol_collection_get_track (self->collection);
  job->model_id = g_strdup (gst_facerec_enrol_collection_get_model (self->collection));
  job->source = gst_facerec_stream_source (GST_BASE_TRANSFORM_SINK_PAD (self));
  g_clear_pointer (&self->collection, gst_facerec_enrol_collection_free);
  gst_facerec_enrol_writer_push (self->writer, g_steal_pointer (&job));
}

static void
conclude (GstFacerecEnroll *self, GstFacerecEnrolState state)
{
  const gchar *identity = self->wanted.identity;

  switch (state) {
    case GST_FACEREC_ENROL_READY:
      enrol (self);
      break;
    case GST_FACEREC_ENROL_NO_FACE:
      refuse (self, "no-face", "no face was found; \"%s\" is not enrolled", identity);
      break;
    case GST_FACEREC_ENROL_NO_EMBEDDING:
      refuse (self, "no-embedding", "no face has an embedding: put faceembed in front of faceenroll; \"%s\" is not enrolled",
          identity);
      break;
    case GST_FACEREC_ENROL_LOW_QUALITY:
      refuse (self, "low-quality", "no face was good enough; \"%s\" is not enrolled: come nearer, face the camera, get more "
          "light, or lower min-quality", identity);
      break;
    case GST_FACEREC_ENROL_MANY_FACES:
      refuse (self, "many-faces", "several people are in view; \"%s\" is not enrolled: let one alone into the picture, or "
          "tell by track-id who it is", identity);
      break;
    case GST_FACEREC_ENROL_WAITING:
      break;
  }
}

/* Again and again while faces are awaited, so that whoever was asked does not go on for ever when nobody does any more. */
static void
ask_for_embeddings (GstFacerecEnroll *self)
{
  const GstFacerecEmbedRequest request = { EMBED_INTERVAL, EMBED_DURATION };

  if (GST_CLOCK_TIME_IS_VALID (self->asked) && self->time >= self->asked && self->time - self->asked < EMBED_DURATION / 2)
    return;
  self->asked = self->time;
  gst_pad_push_event (GST_BASE_TRANSFORM_SINK_PAD (self), gst_facerec_embed_request_to_event (&request));
}

/* Begins what the properties ask for. */
static void
begin (GstFacerecEnroll *self)
{
  const Settings *wanted = &self->wanted;
  const GstFacerecEnrolTerms terms = { wanted->track_id, wanted->min_quality, wanted->window * GST_MSECOND,
    wanted->timeout * GST_MSECOND };
  g_autoptr (GError) error = NULL;

  if (!facerec_gallery_check_name (wanted->identity, &error))
    refuse (self, "gallery", "%s", error->message);
  else if (!wanted->db || !*wanted->db)
    refuse (self, "gallery", "no gallery is set: property \"db\" wants the file that \"%s\" is to be enrolled in",
        wanted->identity);
  else
    self->collection = gst_facerec_enrol_collection_new (&terms);
}

/* Looks whether identity has been set since the last frame. */
static void
follow_properties (GstFacerecEnroll *self)
{
  Settings settings = { .db = NULL };

  GST_OBJECT_LOCK (self);
  if (self->settings.serial != self->wanted.serial) {
    settings = self->settings;
    settings.db = g_strdup (settings.db);
    settings.identity = g_strdup (settings.identity);
  }
  GST_OBJECT_UNLOCK (self);
  if (settings.serial == 0)
    return;
  if (self->collection)
    refuse (self, "cancelled", "identity was set again; \"%s\" is not enrolled", self->wanted.identity);
  settings_clear (&self->wanted);
  self->wanted = settings;
  if (settings.identity && *settings.identity)
    begin (self);
}

/* ---- stream ---- */

/* Running time, going on where frames have none. */
static void
follow_time (GstFacerecEnroll *self, GstBuffer *buffer, GstClockTime *stream_time)
{
  GstClockTime running_time;

  gst_facerec_analysis_get_times (GST_FACEREC_ANALYSIS (self), buffer, stream_time, &running_time);
  if (GST_CLOCK_TIME_IS_VALID (running_time))
    self->time = running_time;
  else
    self->time += GST_BUFFER_DURATION_IS_VALID (buffer) ? GST_BUFFER_DURATION (buffer) : DEFAULT_DURATION;
}

static gboolean
gst_facerec_enroll_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (analysis);
  GstFacerecEnrolState state;
  GstClockTime stream_time;

  follow_time (self, buffer, &stream_time);
  follow_properties (self);
  if (!self->collection)
    return TRUE;
  ask_for_embeddings (self);
  tally->inferred = TRUE;
  tally->n_faces = gst_facerec_enrol_collection_count (self->collection);
  state = gst_facerec_enrol_collection_see (self->collection, buffer, self->time, stream_time);
  tally->n_faces = gst_facerec_enrol_collection_count (self->collection) - tally->n_faces;
  conclude (self, state);
  return TRUE;
}

/* What was taken before an interruption is enrolled; with nothing taken yet the waiting goes on. */
static void
gst_facerec_enroll_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (analysis);

  self->time = 0;
  self->asked = GST_CLOCK_TIME_NONE;
  if (!self->collection)
    return;
  if (gst_facerec_enrol_collection_count (self->collection) > 0)
    enrol (self);
  else
    gst_facerec_enrol_collection_restart (self->collection);
}

/* What a short film shows is in the gallery before its end is told. */
static gboolean
gst_facerec_enroll_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (trans);

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    if (self->collection)
      conclude (self, gst_facerec_enrol_collection_end (self->collection));
    gst_facerec_enrol_writer_drain (self->writer);
  }
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_enroll_parent_class)->sink_event (trans, event);
}

/* ---- life cycle ---- */

/* What can be known to be wrong before the first frame fails the start. */
static gboolean
check_gallery (const gchar *db, const gchar *identity, GError **error)
{
  g_autoptr (FacerecGallery) gallery = NULL;
  g_autoptr (GError) local = NULL;
  GStatBuf st;

  if (!db || !*db) {
    if (!identity || !*identity)
      return TRUE;
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "no gallery is set: property \"db\" wants the file that \"%s\" is to be enrolled in", identity);
    return FALSE;
  }
  /* An empty file becomes a gallery with the first face. */
  if (g_stat (db, &st) == 0 && S_ISREG (st.st_mode) && st.st_size == 0)
    return TRUE;
  gallery = facerec_gallery_open (db, FACEREC_GALLERY_READ, NULL, 0, &local);
  if (gallery || g_error_matches (local, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
gst_facerec_enroll_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (analysis);
  g_autofree gchar *db = NULL, *identity = NULL;

  GST_OBJECT_LOCK (self);
  db = g_strdup (self->settings.db);
  identity = g_strdup (self->settings.identity);
  GST_OBJECT_UNLOCK (self);

  if (!check_gallery (db, identity, error))
    return FALSE;
  self->wanted.serial = 0;
  self->asked = GST_CLOCK_TIME_NONE;
  self->writer = gst_facerec_enrol_writer_new (on_written, self);
  return TRUE;
}

static void
gst_facerec_enroll_close (GstFacerecAnalysis *analysis)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (analysis);

  g_clear_pointer (&self->collection, gst_facerec_enrol_collection_free);
  g_clear_pointer (&self->writer, gst_facerec_enrol_writer_free);
  settings_clear (&self->wanted);
}

/* ---- object ---- */

static void
gst_facerec_enroll_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (object);
  Settings *settings = &self->settings;

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_DB:
      gst_facerec_property_set_string (&settings->db, value);
      break;
    case PROP_IDENTITY:
      gst_facerec_property_set_string (&settings->identity, value);
      settings->serial++;
      break;
    case PROP_NOT_THIS_PERSON:
      settings->negative = g_value_get_boolean (value);
      break;
    case PROP_TRACK_ID:
      settings->track_id = g_value_get_uint64 (value);
      break;
    case PROP_MAX_FACES:
      settings->max_faces = g_value_get_uint (value);
      break;
    case PROP_MIN_QUALITY:
      settings->min_quality = g_value_get_float (value);
      break;
    case PROP_WINDOW:
      settings->window = g_value_get_uint (value);
      break;
    case PROP_TIMEOUT:
      settings->timeout = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_enroll_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (object);
  const Settings *settings = &self->settings;

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_DB:
      g_value_set_string (value, settings->db);
      break;
    case PROP_IDENTITY:
      g_value_set_string (value, settings->identity);
      break;
    case PROP_NOT_THIS_PERSON:
      g_value_set_boolean (value, settings->negative);
      break;
    case PROP_TRACK_ID:
      g_value_set_uint64 (value, settings->track_id);
      break;
    case PROP_MAX_FACES:
      g_value_set_uint (value, settings->max_faces);
      break;
    case PROP_MIN_QUALITY:
      g_value_set_float (value, settings->min_quality);
      break;
    case PROP_WINDOW:
      g_value_set_uint (value, settings->window);
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, settings->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_enroll_finalize (GObject *object)
{
  GstFacerecEnroll *self = GST_FACEREC_ENROLL (object);

  settings_clear (&self->settings);
  settings_clear (&self->wanted);
  G_OBJECT_CLASS (gst_facerec_enroll_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_DB,
      g_param_spec_string ("db", "Gallery",
          "File that people are enrolled in, or postgresql://… of a server; made when it does not exist", NULL,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_IDENTITY,
      g_param_spec_string ("identity", "Identity",
          "Name of the person in view; setting it, also to what it is, begins an enrolment with the next frame; empty: none",
          NULL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_NOT_THIS_PERSON,
      g_param_spec_boolean ("not-this-person", "Not this person",
          "The person in view is not identity but was mistaken for them: keep the faces as samples against that name",
          DEFAULT_NOT_THIS_PERSON, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_TRACK_ID,
      g_param_spec_uint64 ("track-id", "Track",
          "Whose faces to take, where several people are in view; all ones: of the only one", 0, G_MAXUINT64,
          DEFAULT_TRACK_ID, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MAX_FACES,
      g_param_spec_uint ("max-faces", "Most faces", "How many faces of different looks an enrolment stores at most", 1, 100,
          DEFAULT_MAX_FACES, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MIN_QUALITY,
      g_param_spec_float ("min-quality", "Lowest quality", "Poorer faces are not taken, from 0 unusable to 1 good", 0.0f,
          1.0f, DEFAULT_MIN_QUALITY, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_WINDOW,
      g_param_spec_uint ("window", "Window", "How long faces are collected from the first one on, ms of running time", 0,
          60000, DEFAULT_WINDOW, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_TIMEOUT,
      g_param_spec_uint ("timeout", "Timeout",
          "How long to wait for the first good face, ms of running time; 0: for ever", 0, 3600000, DEFAULT_TIMEOUT,
          PLAYING_FLAGS));
}

static void
gst_facerec_enroll_class_init (GstFacerecEnrollClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_enroll_set_property;
  object_class->get_property = gst_facerec_enroll_get_property;
  object_class->finalize = gst_facerec_enroll_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face enroller", "Filter/Analyzer/Video",
      "Adds the person in view to the gallery", GST_FACEREC_AUTHOR);

  trans_class->sink_event = gst_facerec_enroll_sink_event;
  analysis_class->needs_no_pixels = TRUE;
  analysis_class->open = gst_facerec_enroll_open;
  analysis_class->analyse = gst_facerec_enroll_analyse;
  analysis_class->reset = gst_facerec_enroll_reset;
  analysis_class->close = gst_facerec_enroll_close;

  GST_DEBUG_CATEGORY_INIT (facerecenroll_debug, "facerecenroll", 0, "face enroller");
}

static void
gst_facerec_enroll_init (GstFacerecEnroll *self)
{
  self->settings = (Settings) { .negative = DEFAULT_NOT_THIS_PERSON, .track_id = DEFAULT_TRACK_ID,
    .max_faces = DEFAULT_MAX_FACES, .min_quality = DEFAULT_MIN_QUALITY, .window = DEFAULT_WINDOW,
    .timeout = DEFAULT_TIMEOUT };
  self->asked = GST_CLOCK_TIME_NONE;
}
