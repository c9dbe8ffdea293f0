/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/enroll/collection.h"

#include <string.h>

#include "elements/embed/trace.h"

/* Boxes that share this much of their union are of one face, as when a track has been lost and found under a new number. */
#define SAME_FACE_OVERLAP 0.3f
/* More than anybody chooses from; a window of a minute without a track would bring more. */
#define MAX_SAMPLES 256

struct _GstFacerecEnrolCollection {
  GstFacerecEnrolTerms terms;
  GPtrArray *samples;
  gchar *model_id;
  guint64 track_id; /* whose faces are taken; GST_FACEREC_NO_TRACK: not known yet, or there are no tracks */
  guint n_frames;
  GstClockTime started, first; /* GST_CLOCK_TIME_NONE: not yet */
  gboolean saw_face;
  gboolean saw_traces; /* of faceembed, on one of the faces */
};

GstFacerecEnrolCollection *
gst_facerec_enrol_collection_new (const GstFacerecEnrolTerms *terms)
{
  GstFacerecEnrolCollection *self = g_new0 (GstFacerecEnrolCollection, 1);

  self->terms = *terms;
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_facerec_face_sample_free);
  gst_facerec_enrol_collection_restart (self);
  return self;
}

void
gst_facerec_enrol_collection_free (GstFacerecEnrolCollection *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->samples);
  g_free (self->model_id);
  g_free (self);
}

void
gst_facerec_enrol_collection_restart (GstFacerecEnrolCollection *self)
{
  g_ptr_array_set_size (self->samples, 0);
  g_clear_pointer (&self->model_id, g_free);
  self->track_id = self->terms.track_id;
  self->n_frames = 0;
  self->started = self->first = GST_CLOCK_TIME_NONE;
  self->saw_face = self->saw_traces = FALSE;
}

/* ---- whose face ---- */

/* Intersection over union. */
static gfloat
overlap (const GstFacerecMeta *a, const GstFacerecMeta *b)
{
  gfloat width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  gfloat height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);
  gfloat shared = MAX (width, 0) * MAX (height, 0);

  return shared / (a->width * a->height + b->width * b->height - shared);
}

static GstFacerecMeta *
find_track (GstBuffer *buffer, guint64 track_id)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (gst_facerec_meta_get_track_id (face) == track_id)
      return face;
  return NULL;
}

/* Of a face found twice, the one that is described. */
static GstFacerecMeta *
find_any (GstBuffer *buffer)
{
  GstFacerecMeta *any = NULL, *face;
  gpointer state = NULL;
  gsize n_values;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    if (gst_facerec_meta_get_embedding (face, &n_values))
      return face;
    any = any ? any : face;
  }
  return any;
}

static gboolean
is_alone (GstBuffer *buffer, const GstFacerecMeta *person)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (face != person && overlap (face, person) < SAME_FACE_OVERLAP)
      return FALSE;
  return TRUE;
}

/* The person's face on the frame, NULL: it is not there. */
static GstFacerecMeta *
find_person (const GstFacerecEnrolCollection *self, GstBuffer *buffer)
{
  return self->track_id != GST_FACEREC_NO_TRACK ? find_track (buffer, self->track_id) : find_any (buffer);
}

/* ---- taking ---- */

static gboolean
is_fresh (const GstFacerecEnrolCollection *self, const GstFacerecMeta *face)
{
  const GstFacerecFaceSample *last;
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

  if (!values || gst_facerec_meta_get_embedding_age (face) >= self->n_frames)
    return FALSE;
  if (gst_facerec_meta_get_track_id (face) == GST_FACEREC_NO_TRACK && gst_facerec_meta_get_box_age (face) > 0)
    return FALSE;
  if (self->samples->len == 0)
    return TRUE;
  last = g_ptr_array_index (self->samples, self->samples->len - 1);
  return g_strcmp0 (gst_facerec_meta_get_embedding_model (face), self->model_id) == 0 && last->n_values == n_values
      && memcmp (last->values, values, n_values * sizeof *values) != 0;
}

static void
take (GstFacerecEnrolCollection *self, const GstFacerecMeta *face, GstClockTime time, GstClockTime stream_time)
{
  if (self->samples->len == 0) {
    self->first = time;
    self->track_id = gst_facerec_meta_get_track_id (face);
    self->model_id = g_strdup (gst_facerec_meta_get_embedding_model (face));
  }
  g_ptr_array_add (self->samples, gst_facerec_face_sample_new (face, stream_time));
}

static gboolean
has_passed (GstClockTime since, GstClockTime now, GstClockTime span)
{
  return GST_CLOCK_TIME_IS_VALID (since) && now >= since && now - since >= span;
}

GstFacerecEnrolState
gst_facerec_enrol_collection_see (GstFacerecEnrolCollection *self, GstBuffer *buffer, GstClockTime time,
    GstClockTime stream_time)
{
  GstFacerecMeta *face = find_person (self, buffer);

  self->n_frames++;
  if (!GST_CLOCK_TIME_IS_VALID (self->started))
    self->started = time;
  if (face) {
    if (self->terms.track_id == GST_FACEREC_NO_TRACK && !is_alone (buffer, face))
      return GST_FACEREC_ENROL_MANY_FACES;
    self->saw_face = TRUE;
    self->saw_traces |= gst_facerec_embed_has_traces (face);
    if (is_fresh (self, face) && self->samples->len < MAX_SAMPLES
        && !(gst_facerec_meta_get_overall_quality (face) < self->terms.min_quality))
      take (self, face, time, stream_time);
  }
  if (has_passed (self->first, time, self->terms.window))
    return GST_FACEREC_ENROL_READY;
  if (self->samples->len == 0 && self->terms.timeout > 0 && has_passed (self->started, time, self->terms.timeout))
    return gst_facerec_enrol_collection_end (self);
  return GST_FACEREC_ENROL_WAITING;
}

GstFacerecEnrolState
gst_facerec_enrol_collection_end (const GstFacerecEnrolCollection *self)
{
  if (self->samples->len > 0)
    return GST_FACEREC_ENROL_READY;
  if (!self->saw_face)
    return GST_FACEREC_ENROL_NO_FACE;
  return self->saw_traces ? GST_FACEREC_ENROL_LOW_QUALITY : GST_FACEREC_ENROL_NO_EMBEDDING;
}

/* ---- what was taken ---- */

guint
gst_facerec_enrol_collection_count (const GstFacerecEnrolCollection *self)
{
  return self->samples->len;
}

guint64
gst_facerec_enrol_collection_get_track (const GstFacerecEnrolCollection *self)
{
  return self->track_id;
}

const gchar *
gst_facerec_enrol_collection_get_model (const GstFacerecEnrolCollection *self)
{
  return self->model_id;
}

GPtrArray *
gst_facerec_enrol_collection_choose (GstFacerecEnrolCollection *self, guint max_faces)
{
  gboolean tracked = self->track_id != GST_FACEREC_NO_TRACK;
  guint n_strangers, i, place;
  g_autoptr (GPtrArray) taken = gst_facerec_face_choice (self->samples, max_faces, &n_strangers);
  GPtrArray *chosen;

  if (tracked ? 2 * n_strangers >= self->samples->len : n_strangers > 0)
    return NULL;
  chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_facerec_face_sample_free);
  for (i = 0; i < taken->len; i++)
    if (g_ptr_array_find (self->samples, g_ptr_array_index (taken, i), &place))
      g_ptr_array_add (chosen, g_ptr_array_steal_index (self->samples, place));
  return chosen;
}
