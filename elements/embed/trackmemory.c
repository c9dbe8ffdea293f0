/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/trackmemory.h"

#include <math.h>

#include "elements/base/tracktable.h"

/* One step of an image pyramid (1.2) is the jitter of a detector, not growth. */
#define GROWTH 1.25f
/* By this much quality varies from frame to frame of a face that keeps still. */
#define BETTER 0.1f
/* Measuring the quality costs landmarks and a chip; a face does not get better within a frame or two. */
#define LOOKS_PER_INTERVAL 4
/* Until the next one of a track that is new, or that shows somebody else: another picture than the last one, and faceknn has
 * made up its mind within a second. */
#define SOON (300 * GST_MSECOND)
/* Pictures of one person are nearer, with dlib's network: on single-person film all but a few of ten thousand. */
#define SAME_DISTANCE 0.6f
/* How many more are computed soon when a track shows somebody else: as many as turn faceknn. */
#define HURRY_AGAIN 2

typedef struct {
  GstFacerecTrackEntry entry;
  guint64 seen_frame; /* when it was seen last */
  guint box_age;      /* then */
  gboolean measured;  /* the box of that frame was new */
  GstClockTime embedded;
  GstClockTime looked; /* when the face was measured last, or embedded */
  GstClockTime due;    /* when embedding it again was tried last; it may have been too poor */
  guint64 embedded_frame;
  guint n_embeddings, hurry; /* computed, and how many more are wanted soon */
  gfloat largest; /* side, px, that was tried */
  gfloat size, sharpness, pose, overall;
  gsize n_values;
  gfloat *values;
} Track;

struct _GstFacerecTrackMemory {
  GstFacerecTrackTable *tracks; /* of Track */
};

static void
track_clear (gpointer data)
{
  g_free (((Track *) data)->values);
}

GstFacerecTrackMemory *
gst_facerec_track_memory_new (void)
{
  GstFacerecTrackMemory *self = g_new0 (GstFacerecTrackMemory, 1);

  self->tracks = gst_facerec_track_table_new (sizeof (Track), track_clear);
  return self;
}

void
gst_facerec_track_memory_free (GstFacerecTrackMemory *self)
{
  if (!self)
    return;
  gst_facerec_track_table_free (self->tracks);
  g_free (self);
}

void
gst_facerec_track_memory_clear (GstFacerecTrackMemory *self)
{
  gst_facerec_track_table_clear (self->tracks);
}

guint
gst_facerec_track_memory_count (const GstFacerecTrackMemory *self)
{
  return gst_facerec_track_table_count (self->tracks);
}

void
gst_facerec_track_memory_begin_frame (GstFacerecTrackMemory *self, GstClockTime running_time, GstClockTime duration)
{
  gst_facerec_track_table_begin_frame (self->tracks, running_time, duration);
}

GstClockTime
gst_facerec_track_memory_get_time (const GstFacerecTrackMemory *self)
{
  return gst_facerec_track_table_get_time (self->tracks);
}

static gfloat
side_of (const GstFacerecMeta *face)
{
  return (face->width + face->height) / 2;
}

static gboolean
has_passed (const GstFacerecTrackMemory *self, GstClockTime since, GstClockTime interval)
{
  return gst_facerec_track_table_has_passed (self->tracks, since, interval);
}

static GstFacerecTrackAdvice
try_again (const GstFacerecTrackMemory *self, GstClockTime *last, GstClockTime interval, GstFacerecTrackAdvice advice)
{
  if (!has_passed (self, *last, interval))
    return GST_FACEREC_TRACK_KEEP;
  *last = gst_facerec_track_table_get_time (self->tracks);
  return advice;
}

static Track *
see_track (GstFacerecTrackMemory *self, const GstFacerecMeta *face)
{
  const guint64 frame = gst_facerec_track_table_get_frame (self->tracks);
  const guint box_age = gst_facerec_meta_get_box_age (face);
  Track *track = gst_facerec_track_table_see (self->tracks, gst_facerec_meta_get_track_id (face),
      gst_facerec_meta_get_track_age (face));

  if (track && track->seen_frame != frame) {
    track->measured = box_age <= track->box_age;
    track->box_age = box_age;
    track->seen_frame = frame;
  }
  return track;
}

GstFacerecTrackAdvice
gst_facerec_track_memory_advise (GstFacerecTrackMemory *self, const GstFacerecMeta *face,
    const GstFacerecTrackTerms *terms)
{
  const GstClockTime look = terms->interval / LOOKS_PER_INTERVAL, soon = MIN (SOON, terms->interval);
  Track *track = see_track (self, face);
  gfloat side = side_of (face);

  if (!track)
    return GST_FACEREC_TRACK_EMBED;
  if (track->overall < terms->min_quality || track->size < terms->min_size) {
    /* The terms have become stricter. */
    gst_facerec_track_table_remove (self->tracks, track);
    return GST_FACEREC_TRACK_EMBED;
  }
  if (gst_facerec_meta_get_box_age (face) > 0 && !(terms->late && track->measured))
    return GST_FACEREC_TRACK_KEEP;
  if (side >= GROWTH * track->largest) {
    track->largest = side;
    return GST_FACEREC_TRACK_EMBED;
  }
  if (has_passed (self, track->embedded, track->hurry > 0 ? soon : terms->interval))
    return try_again (self, &track->due, MIN (look, soon), GST_FACEREC_TRACK_EMBED);
  return try_again (self, &track->looked, look, GST_FACEREC_TRACK_LOOK);
}

gboolean
gst_facerec_track_memory_is_better (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gfloat overall)
{
  const Track *track = gst_facerec_track_table_find (self->tracks, gst_facerec_meta_get_track_id (face));

  return !track || overall >= track->overall + BETTER;
}

gboolean
gst_facerec_track_memory_recall (GstFacerecTrackMemory *self, GstFacerecMeta *face, const gchar *model_id)
{
  const Track *track = see_track (self, face);

  if (!track)
    return FALSE;
  gst_facerec_meta_set_embedding (face, track->values, track->n_values, model_id,
      (guint) MIN (gst_facerec_track_table_get_frame (self->tracks) - track->embedded_frame, G_MAXUINT));
  gst_facerec_meta_set_quality (face, track->size, track->sharpness, track->pose);
  gst_facerec_meta_set_overall_quality (face, track->overall);
  return TRUE;
}

/* Whether the values may well be of somebody else than the track's. */
static gboolean
shows_another (const Track *track, const gfloat *values, gsize n_values)
{
  gfloat sum = 0;
  gsize i;

  if (track->n_values != n_values)
    return FALSE;
  for (i = 0; i < n_values; i++)
    sum += (values[i] - track->values[i]) * (values[i] - track->values[i]);
  return sqrtf (sum) > SAME_DISTANCE;
}

/* Whether more embeddings are wanted soon once the track has this one, too. */
static void
count_embedding (Track *track, const gfloat *values, gsize n_values)
{
  gboolean another = shows_another (track, values, n_values);

  if (track->n_embeddings++ == 0)
    track->hurry = 1;
  else if (track->hurry == 0)
    track->hurry = another ? HURRY_AGAIN : 0;
  else
    track->hurry = track->n_embeddings == 2 && another ? 1 : track->hurry - 1;
}

void
gst_facerec_track_memory_describe (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gboolean late,
    GstFacerecTrackPicture *picture)
{
  picture->track = gst_facerec_meta_get_track_id (face);
  picture->age = gst_facerec_meta_get_track_age (face);
  picture->guessed = !late && gst_facerec_meta_get_box_age (face) > 0;
  picture->frame = gst_facerec_track_table_get_frame (self->tracks);
  picture->time = gst_facerec_track_table_get_time (self->tracks);
  picture->side = side_of (face);
  gst_facerec_meta_get_quality (face, &picture->size, &picture->sharpness, &picture->pose);
  picture->overall = gst_facerec_meta_get_overall_quality (face);
}

void
gst_facerec_track_memory_store (GstFacerecTrackMemory *self, const GstFacerecTrackPicture *picture, const gfloat *values,
    gsize n_values)
{
  Track *track;

  if (picture->guessed)
    return;
  track = gst_facerec_track_table_find (self->tracks, picture->track);
  if (track && picture->frame < gst_facerec_track_table_get_frame (self->tracks) && track->entry.age < picture->age)
    return;
  if (!track) {
    track = gst_facerec_track_table_add (self->tracks, picture->track, picture->age);
    if (!track)
      return;
    track->entry.seen = picture->time;
  }
  count_embedding (track, values, n_values);
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
