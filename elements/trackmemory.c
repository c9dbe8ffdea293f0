/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/trackmemory.h"

/* One step of an image pyramid (1.2) is the jitter of a detector, not growth. */
#define GROWTH 1.25f
/* By this much quality varies from frame to frame of a face that keeps still. */
#define BETTER 0.1f
/* Measuring the quality costs landmarks and a chip; a face does not get better within a frame or two. */
#define LOOKS_PER_INTERVAL 4
#define FORGET_AFTER (5 * GST_SECOND)
#define SWEEP_EVERY GST_SECOND
#define MAX_TRACKS 4096
/* Between frames that have neither timestamp nor duration. */
#define DEFAULT_DURATION (GST_SECOND / 30)

typedef struct {
  guint64 id;
  guint age; /* of the track, when it was seen last: a lower one is another track */
  guint64 seen_frame; /* when that was */
  guint box_age;      /* then */
  gboolean measured;  /* the box of that frame was new */
  GstClockTime seen, embedded;
  GstClockTime looked; /* when the face was measured last, or embedded */
  GstClockTime due;    /* when embedding it again was tried last; it may have been too poor */
  guint64 embedded_frame;
  gfloat largest; /* side, px, that was tried */
  gfloat size, sharpness, pose, overall;
  gsize n_values;
  gfloat *values;
} Track;

struct _GstFacerecTrackMemory {
  GHashTable *tracks; /* Track by its id */
  guint64 frame;
  GstClockTime time, swept;
};

static void
track_free (gpointer data)
{
  Track *track = data;

  g_free (track->values);
  g_free (track);
}

GstFacerecTrackMemory *
gst_facerec_track_memory_new (void)
{
  GstFacerecTrackMemory *self = g_new0 (GstFacerecTrackMemory, 1);

  self->tracks = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, track_free);
  return self;
}

void
gst_facerec_track_memory_free (GstFacerecTrackMemory *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->tracks);
  g_free (self);
}

void
gst_facerec_track_memory_clear (GstFacerecTrackMemory *self)
{
  g_hash_table_remove_all (self->tracks);
  self->time = self->swept = 0;
}

guint
gst_facerec_track_memory_count (const GstFacerecTrackMemory *self)
{
  return g_hash_table_size (self->tracks);
}

/* ---- time ---- */

/* A time that has gone back is long ago, too: nothing older is of use. */
static gboolean
has_passed (const GstFacerecTrackMemory *self, GstClockTime since, GstClockTime interval)
{
  return self->time < since || self->time - since >= interval;
}

static void
forget_unseen (GstFacerecTrackMemory *self, GstClockTime interval)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tracks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (has_passed (self, ((Track *) value)->seen, interval))
      g_hash_table_iter_remove (&iter);
  self->swept = self->time;
}

void
gst_facerec_track_memory_begin_frame (GstFacerecTrackMemory *self, GstClockTime running_time, GstClockTime duration)
{
  if (GST_CLOCK_TIME_IS_VALID (running_time))
    self->time = running_time;
  else
    self->time += GST_CLOCK_TIME_IS_VALID (duration) ? duration : DEFAULT_DURATION;
  self->frame++;
  if (has_passed (self, self->swept, SWEEP_EVERY))
    forget_unseen (self, FORGET_AFTER);
}

GstClockTime
gst_facerec_track_memory_get_time (const GstFacerecTrackMemory *self)
{
  return self->time;
}

/* ---- tracks ---- */

static gfloat
side_of (const GstFacerecMeta *face)
{
  return (face->width + face->height) / 2;
}

static Track *
find_track (GstFacerecTrackMemory *self, const GstFacerecMeta *face)
{
  guint64 id = gst_facerec_meta_get_track_id (face);

  return id == GST_FACEREC_NO_TRACK ? NULL : g_hash_table_lookup (self->tracks, &id);
}

/* What is remembered of the face's track, unless that has ended, as by the age of one that begins anew, or by time. */
static Track *
see_track (GstFacerecTrackMemory *self, const GstFacerecMeta *face)
{
  Track *track = find_track (self, face);
  guint age = gst_facerec_meta_get_track_age (face), box_age = gst_facerec_meta_get_box_age (face);

  if (!track)
    return NULL;
  if (age < track->age || has_passed (self, track->seen, FORGET_AFTER)) {
    g_hash_table_remove (self->tracks, &track->id);
    return NULL;
  }
  track->age = age;
  track->seen = self->time;
  if (track->seen_frame != self->frame) {
    track->measured = box_age <= track->box_age;
    track->box_age = box_age;
    track->seen_frame = self->frame;
  }
  return track;
}

static GstFacerecTrackAdvice
try_again (const GstFacerecTrackMemory *self, GstClockTime *last, const GstFacerecTrackTerms *terms,
    GstFacerecTrackAdvice advice)
{
  if (!has_passed (self, *last, terms->interval / LOOKS_PER_INTERVAL))
    return GST_FACEREC_TRACK_KEEP;
  *last = self->time;
  return advice;
}

GstFacerecTrackAdvice
gst_facerec_track_memory_advise (GstFacerecTrackMemory *self, const GstFacerecMeta *face,
    const GstFacerecTrackTerms *terms)
{
  Track *track = see_track (self, face);
  gfloat side = side_of (face);

  if (!track)
    return GST_FACEREC_TRACK_EMBED;
  if (track->overall < terms->min_quality || track->size < terms->min_size) {
    /* The terms have become stricter. */
    g_hash_table_remove (self->tracks, &track->id);
    return GST_FACEREC_TRACK_EMBED;
  }
  if (gst_facerec_meta_get_box_age (face) > 0 && !(terms->late && track->measured))
    return GST_FACEREC_TRACK_KEEP;
  if (side >= GROWTH * track->largest) {
    track->largest = side;
    return GST_FACEREC_TRACK_EMBED;
  }
  return has_passed (self, track->embedded, terms->interval)
      ? try_again (self, &track->due, terms, GST_FACEREC_TRACK_EMBED)
      : try_again (self, &track->looked, terms, GST_FACEREC_TRACK_LOOK);
}

gboolean
gst_facerec_track_memory_is_better (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gfloat overall)
{
  const Track *track = find_track (self, face);

  return !track || overall >= track->overall + BETTER;
}

gboolean
gst_facerec_track_memory_recall (GstFacerecTrackMemory *self, GstFacerecMeta *face, const gchar *model_id)
{
  const Track *track = see_track (self, face);

  if (!track)
    return FALSE;
  gst_facerec_meta_set_embedding (face, track->values, track->n_values, model_id,
      (guint) MIN (self->frame - track->embedded_frame, G_MAXUINT));
  gst_facerec_meta_set_quality (face, track->size, track->sharpness, track->pose);
  gst_facerec_meta_set_overall_quality (face, track->overall);
  return TRUE;
}

static Track *
add_track (GstFacerecTrackMemory *self, guint64 id)
{
  Track *track;

  /* One frame with more faces than that is not remembered as a whole. */
  if (g_hash_table_size (self->tracks) >= MAX_TRACKS)
    forget_unseen (self, 1);
  if (g_hash_table_size (self->tracks) >= MAX_TRACKS)
    return NULL;
  track = g_new0 (Track, 1);
  track->id = id;
  g_hash_table_insert (self->tracks, &track->id, track);
  return track;
}

void
gst_facerec_track_memory_describe (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gboolean late,
    GstFacerecTrackPicture *picture)
{
  picture->track = gst_facerec_meta_get_track_id (face);
  picture->age = gst_facerec_meta_get_track_age (face);
  picture->guessed = !late && gst_facerec_meta_get_box_age (face) > 0;
  picture->frame = self->frame;
  picture->time = self->time;
  picture->side = side_of (face);
  gst_facerec_meta_get_quality (face, &picture->size, &picture->sharpness, &picture->pose);
  picture->overall = gst_facerec_meta_get_overall_quality (face);
}

void
gst_facerec_track_memory_store (GstFacerecTrackMemory *self, const GstFacerecTrackPicture *picture, const gfloat *values,
    gsize n_values)
{
  Track *track;

  if (picture->track == GST_FACEREC_NO_TRACK || picture->guessed)
    return;
  track = g_hash_table_lookup (self->tracks, &picture->track);
  if (track && picture->frame < self->frame && track->age < picture->age)
    return;
  if (!track) {
    track = add_track (self, picture->track);
    if (!track)
      return;
    track->age = picture->age;
    track->seen = picture->time;
  }
  track->looked = track->due = track->embedded = picture->time;
  track->embedded_frame = picture->frame;
  track->largest = picture->side;
  track->size = picture->size;
  track->sharpness = picture->sharpness;
  track->pose = picture->pose;
  track->overall = picture->overall;
  g_free (track->values);
  track->values = g_memdup2 (values, n_values * sizeof *values);
  track->n_values = n_values;
}
