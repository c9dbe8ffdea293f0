/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-facetrack
 *
 * Tells which face of a frame is which of the last one, and where faces are on frames that were not searched.
 * elements/facetrack.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! facetrack ! faceembed ! faceknn db=enc.bin ! facerecoverlay ! autovideosink
 * gst-launch-1.0 filesrc location=film.mp4 ! decodebin ! facerecdetect ! facetrack max-lost=500 predict-lost=0 ! fakesink
 * ]|
 */
#include "elements/facetrack.h"

#include <gst/facerec/facerec.h>

#include "elements/base/videoframe.h"
#include "elements/detect/trackerquery.h"
#include "elements/elements.h"
#include "elements/property.h"
#include "models/shotcut.h"
#include "models/tracker.h"

GST_DEBUG_CATEGORY_STATIC (facerectrack_debug);
#define GST_CAT_DEFAULT facerectrack_debug

enum {
  PROP_0,
  PROP_MAX_LOST,
  PROP_MAX_HIDDEN,
  PROP_PREDICT_LOST,
  PROP_MIN_OVERLAP,
  PROP_DETECT_CUTS,
};

#define DEFAULT_MAX_LOST 1500
#define DEFAULT_MAX_HIDDEN 10000
#define DEFAULT_PREDICT_LOST 250
#define DEFAULT_MIN_OVERLAP 0.3f
#define DEFAULT_DETECT_CUTS TRUE

/* What a predicted face is said to have been found by. */
#define DETECTOR_NAME "facetrack"
#define NONE G_MAXUINT
/* Stream time 0 to the tracker: there is time before it. */
#define TIME_ORIGIN (G_MAXUINT64 / 2)
/* Between frames that have neither timestamp nor duration. */
#define DEFAULT_DURATION (GST_SECOND / 30)

typedef struct {
  guint max_lost, max_hidden, predict_lost; /* ms */
  gfloat min_overlap;
  gboolean detect_cuts;
} Settings;

struct _GstFacerecTrack {
  GstFacerecAnalysis parent;

  /* Properties, under the object lock. */
  Settings settings;

  /* Streaming thread only. */
  FacerecTracker *tracker;
  FacerecShotCut *shot_cut;
  GstClockTime time; /* of the last frame, as the tracker counts it; GST_CLOCK_TIME_NONE: there was none */
  guint news_age;        /* box age of the youngest face of the last frame; NONE: there was no face */
  guint frames_of_shot;  /* frames since the last cut; NONE: there was none */
  GPtrArray *faces;  /* GstFacerecMeta of the frame, and the same as sightings */
  GArray *sightings;
};

G_DEFINE_TYPE (GstFacerecTrack, gst_facerec_track, GST_TYPE_FACEREC_ANALYSIS)
GST_ELEMENT_REGISTER_DEFINE (facetrack, "facetrack", GST_RANK_NONE, GST_TYPE_FACEREC_TRACK)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS)));

/* ---- life cycle ---- */

static void
gst_facerec_track_reset (GstFacerecAnalysis *analysis)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (analysis);

  facerec_tracker_clear (self->tracker);
  facerec_shot_cut_reset (self->shot_cut);
  self->time = GST_CLOCK_TIME_NONE;
  self->news_age = self->frames_of_shot = NONE;
}

/* Every run counts from 1. */
static gboolean
gst_facerec_track_open (GstFacerecAnalysis *analysis, GError **error)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (analysis);

  facerec_tracker_free (self->tracker);
  self->tracker = facerec_tracker_new ();
  gst_facerec_track_reset (analysis);
  return TRUE;
}

/* ---- one frame ---- */

/* Stream time as the tracker wants it: growing from frame to frame, also when the film runs backwards, and on frames before the
 * segment, which a decoder may send after a seek. Frames without a time follow on the last one. */
static GstClockTime
tracker_time (GstFacerecTrack *self, GstBuffer *buffer)
{
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  guint64 stream_time = 0;
  gint sign = 0;

  if (segment->format == GST_FORMAT_TIME && GST_BUFFER_PTS_IS_VALID (buffer))
    sign = gst_segment_to_stream_time_full (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer), &stream_time);
  if (sign != 0)
    self->time = (sign < 0) == (segment->rate < 0) ? TIME_ORIGIN + stream_time : TIME_ORIGIN - stream_time;
  else if (GST_CLOCK_TIME_IS_VALID (self->time))
    self->time += GST_BUFFER_DURATION_IS_VALID (buffer) ? GST_BUFFER_DURATION (buffer) : DEFAULT_DURATION;
  else
    self->time = TIME_ORIGIN;
  return self->time;
}

/* A box counted in a frame of another size is not where the face is. */
static gboolean
lies_on_frame (const GstFacerecMeta *face, const FacerecFrame *frame)
{
  return face->frame_width == (guint) frame->width && face->frame_height == (guint) frame->height && face->width > 0
      && face->height > 0;
}

/* How many frames ago the faces of this frame were sought, or FACEREC_TRACKER_CARRIED when it was known before. A result that is
 * carried from frame to frame ages by one with each, more where a queue has dropped some: one that has not aged is new. */
static guint
age_of_news (GstFacerecTrack *self, GstBuffer *buffer)
{
  const guint before = self->news_age;
  guint age = NONE, i;

  for (i = 0; i < self->faces->len; i++)
    age = MIN (age, gst_facerec_meta_get_box_age (g_ptr_array_index (self->faces, i)));
  self->news_age = age;
  if (self->faces->len == 0 || age == 0)
    return 0;
  return age <= before && !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP) ? age : FACEREC_TRACKER_CARRIED;
}

/* Collects the faces of the frame. Returns the age of what is new about them. */
static guint
collect_faces (GstFacerecTrack *self, const FacerecFrame *frame, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  g_ptr_array_set_size (self->faces, 0);
  gst_facerec_buffer_adopt_regions (buffer, frame->width, frame->height);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    if (lies_on_frame (face, frame))
      g_ptr_array_add (self->faces, face);
    else
      GST_LOG_OBJECT (self, "face %d belongs to a frame of another size", face->id);
  }
  return age_of_news (self, buffer);
}

/* Looks whether this is another shot. */
static void
watch_cuts (GstFacerecTrack *self, const FacerecFrame *frame, GstClockTime time)
{
  FacerecShot shot = facerec_shot_cut_look (self->shot_cut, frame, time);

  if (self->frames_of_shot != NONE)
    self->frames_of_shot++;
  if (shot == FACEREC_SHOT_CUT) {
    GST_DEBUG_OBJECT (self, "shot cut at %" GST_TIME_FORMAT, GST_TIME_ARGS (time - TIME_ORIGIN));
    facerec_tracker_set_aside (self->tracker);
    self->frames_of_shot = 0;
  } else if (shot == FACEREC_SHOT_BACK) {
    GST_DEBUG_OBJECT (self, "no cut but a flash, over at %" GST_TIME_FORMAT, GST_TIME_ARGS (time - TIME_ORIGIN));
    facerec_tracker_take_back (self->tracker);
    self->frames_of_shot = NONE;
  }
}

/* Removes faces of the shot before, carried over the cut or found on it so late. Returns whether there were any. */
static gboolean
remove_stale_faces (GstFacerecTrack *self, GstBuffer *buffer)
{
  guint kept = 0, n = self->faces->len, i;

  for (i = 0; i < n; i++) {
    GstFacerecMeta *face = g_ptr_array_index (self->faces, i);

    if (gst_facerec_meta_get_box_age (face) > self->frames_of_shot)
      gst_facerec_buffer_remove_face (buffer, face);
    else
      self->faces->pdata[kept++] = face;
  }
  g_ptr_array_set_size (self->faces, kept);
  return kept < n;
}

static void
describe_sightings (GstFacerecTrack *self)
{
  guint i;

  g_array_set_size (self->sightings, 0);
  for (i = 0; i < self->faces->len; i++) {
    const GstFacerecMeta *face = g_ptr_array_index (self->faces, i);
    FacerecSighting sighting = { { face->x, face->y, face->width, face->height, face->score }, NULL, 0 };
    gsize n_values;

    sighting.embedding = gst_facerec_meta_get_embedding (face, &n_values);
    sighting.n_values = (guint) n_values;
    g_array_append_val (self->sightings, sighting);
  }
}

static gboolean
is_to_be_shown (const FacerecTrack *track, const Settings *settings, const FacerecFrame *frame)
{
  gdouble x = track->box.x + 0.5 * track->box.width, y = track->box.y + 0.5 * track->box.height;

  return track->confirmed && x >= 0 && y >= 0 && x < frame->width && y < frame->height
      && (track->state == FACEREC_TRACK_PREDICTED || track->lost < settings->predict_lost * GST_MSECOND);
}

/* Writes the tracks to their faces. Returns how many faces have one. */
static guint
attach_tracks (GstFacerecTrack *self, const Settings *settings, const FacerecFrame *frame, GstBuffer *buffer)
{
  guint n_tracks, n_faces = 0, i;
  const FacerecTrack *tracks = facerec_tracker_get_tracks (self->tracker, &n_tracks);

  for (i = 0; i < n_tracks; i++) {
    const FacerecTrack *track = &tracks[i];
    const FacerecBox *box = &track->box;
    GstFacerecMeta *face;

    if (track->sighting != FACEREC_TRACKER_NONE)
      face = g_ptr_array_index (self->faces, track->sighting);
    else if (is_to_be_shown (track, settings, frame))
      face = gst_facerec_buffer_add_face (buffer, box->x, box->y, box->width, box->height, frame->width, frame->height,
          box->score, DETECTOR_NAME);
    else
      continue;

    gst_facerec_meta_set_track (face, track->id, track->age);
    if (track->state != FACEREC_TRACK_MEASURED) {
      face->x = box->x;
      face->y = box->y;
      gst_facerec_meta_set_box_age (face, track->unseen);
    }
    n_faces++;
  }
  return n_faces;
}

static void
mirror_faces (GstFacerecTrack *self, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (!gst_facerec_analysis_get_roi_meta (GST_FACEREC_ANALYSIS (self)))
    return;
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    gst_facerec_buffer_mirror_face (buffer, face);
}

static gboolean
gst_facerec_track_analyse (GstFacerecAnalysis *analysis, const FacerecFrame *frame, GstBuffer *buffer,
    GstFacerecTally *tally, GError **error)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (analysis);
  FacerecTrackerOptions options = facerec_tracker_defaults;
  GstClockTime time = tracker_time (self, buffer);
  guint age = collect_faces (self, frame, buffer);
  Settings settings;

  GST_OBJECT_LOCK (self);
  settings = self->settings;
  GST_OBJECT_UNLOCK (self);
  options.max_lost = settings.max_lost * GST_MSECOND;
  options.max_hidden = settings.max_hidden * GST_MSECOND;
  options.min_overlap = settings.min_overlap;

  if (settings.detect_cuts)
    watch_cuts (self, frame, time);
  else
    self->frames_of_shot = NONE;
  /* Nobody has yet sought on this shot. */
  if (remove_stale_faces (self, buffer) && self->faces->len == 0)
    age = FACEREC_TRACKER_CARRIED;
  describe_sightings (self);
  facerec_tracker_update (self->tracker, &options, time, (const FacerecSighting *) self->sightings->data,
      self->sightings->len, age);
  tally->n_faces = attach_tracks (self, &settings, frame, buffer);
  tally->inferred = TRUE;
  mirror_faces (self, buffer);
  return TRUE;
}

/* ---- queries ---- */

static gboolean
gst_facerec_track_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  return (direction == GST_PAD_SINK && gst_facerec_tracker_answer (query))
      || GST_BASE_TRANSFORM_CLASS (gst_facerec_track_parent_class)->query (trans, direction, query);
}

/* ---- object ---- */

static void
gst_facerec_track_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_MAX_LOST:
      self->settings.max_lost = g_value_get_uint (value);
      break;
    case PROP_MAX_HIDDEN:
      self->settings.max_hidden = g_value_get_uint (value);
      break;
    case PROP_PREDICT_LOST:
      self->settings.predict_lost = g_value_get_uint (value);
      break;
    case PROP_MIN_OVERLAP:
      self->settings.min_overlap = g_value_get_float (value);
      break;
    case PROP_DETECT_CUTS:
      self->settings.detect_cuts = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_track_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_MAX_LOST:
      g_value_set_uint (value, self->settings.max_lost);
      break;
    case PROP_MAX_HIDDEN:
      g_value_set_uint (value, self->settings.max_hidden);
      break;
    case PROP_PREDICT_LOST:
      g_value_set_uint (value, self->settings.predict_lost);
      break;
    case PROP_MIN_OVERLAP:
      g_value_set_float (value, self->settings.min_overlap);
      break;
    case PROP_DETECT_CUTS:
      g_value_set_boolean (value, self->settings.detect_cuts);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_facerec_track_finalize (GObject *object)
{
  GstFacerecTrack *self = GST_FACEREC_TRACK (object);

  facerec_tracker_free (self->tracker);
  facerec_shot_cut_free (self->shot_cut);
  g_ptr_array_unref (self->faces);
  g_array_unref (self->sightings);
  G_OBJECT_CLASS (gst_facerec_track_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_MAX_LOST,
      g_param_spec_uint ("max-lost", "Longest loss",
          "A track ends when its face has not been found for that long, ms of stream time", 0, 60000, DEFAULT_MAX_LOST,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MAX_HIDDEN,
      g_param_spec_uint ("max-hidden", "Longest hiding",
          "A track lives for up to that much longer, ms of stream time, while another face stands where its own is expected", 0,
          60000, DEFAULT_MAX_HIDDEN, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_PREDICT_LOST,
      g_param_spec_uint ("predict-lost", "Predict lost faces",
          "A face that is no longer found stays on the frames for that long, ms, where it is expected; 0: not at all", 0,
          60000, DEFAULT_PREDICT_LOST, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_MIN_OVERLAP,
      g_param_spec_float ("min-overlap", "Least overlap",
          "Intersection over union with the expected box from which on a face belongs to a track however it moved", 0.0f,
          1.0f, DEFAULT_MIN_OVERLAP, PLAYING_FLAGS | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, PROP_DETECT_CUTS,
      g_param_spec_boolean ("detect-cuts", "Detect cuts", "End all tracks at a shot cut", DEFAULT_DETECT_CUTS,
          PLAYING_FLAGS));
}

static void
gst_facerec_track_class_init (GstFacerecTrackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstFacerecAnalysisClass *analysis_class = GST_FACEREC_ANALYSIS_CLASS (klass);

  object_class->set_property = gst_facerec_track_set_property;
  object_class->get_property = gst_facerec_track_get_property;
  object_class->finalize = gst_facerec_track_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face tracker", "Filter/Analyzer/Video",
      "Tells which face of a frame is which of the last one", GST_FACEREC_AUTHOR);

  analysis_class->open = gst_facerec_track_open;
  analysis_class->analyse = gst_facerec_track_analyse;
  analysis_class->reset = gst_facerec_track_reset;
  GST_BASE_TRANSFORM_CLASS (klass)->query = gst_facerec_track_query;

  GST_DEBUG_CATEGORY_INIT (facerectrack_debug, "facerectrack", 0, "face tracker");
}

static void
gst_facerec_track_init (GstFacerecTrack *self)
{
  self->settings = (Settings) { DEFAULT_MAX_LOST, DEFAULT_MAX_HIDDEN, DEFAULT_PREDICT_LOST,
    DEFAULT_MIN_OVERLAP, DEFAULT_DETECT_CUTS };
  self->tracker = facerec_tracker_new ();
  self->shot_cut = facerec_shot_cut_new ();
  self->time = GST_CLOCK_TIME_NONE;
  self->faces = g_ptr_array_new ();
  self->sightings = g_array_new (FALSE, FALSE, sizeof (FacerecSighting));
}
