/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/enroll/facechoice.h"

#include <math.h>

GstFacerecFaceSample *
gst_facerec_face_sample_new (const GstFacerecMeta *face, GstClockTime stream_time)
{
  GstFacerecFaceSample *self = g_new0 (GstFacerecFaceSample, 1);
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

  self->values = g_memdup2 (values, n_values * sizeof *values);
  self->n_values = (guint) n_values;
  self->quality = gst_facerec_meta_get_overall_quality (face);
  gst_facerec_meta_get_box (face, &self->x, &self->y, &self->width, &self->height);
  self->stream_time = stream_time;
  return self;
}

void
gst_facerec_face_sample_free (GstFacerecFaceSample *self)
{
  if (!self)
    return;
  g_free (self->values);
  g_free (self);
}

gfloat
gst_facerec_face_sample_distance (const GstFacerecFaceSample *self, const GstFacerecFaceSample *other)
{
  gdouble sum = 0;
  guint i;

  if (self->n_values != other->n_values)
    return INFINITY;
  for (i = 0; i < self->n_values; i++) {
    gdouble difference = (gdouble) self->values[i] - other->values[i];

    sum += difference * difference;
  }
  return (gfloat) sqrt (sum);
}

/* ---- choosing ---- */

static gboolean
is_same_person (const GstFacerecFaceSample *a, const GstFacerecFaceSample *b)
{
  return gst_facerec_face_sample_distance (a, b) < GST_FACEREC_FACE_CHOICE_SAME_PERSON;
}

/* Faces of unknown quality come after all others. */
static gfloat
rank_of (const GstFacerecFaceSample *sample)
{
  return isnan (sample->quality) ? -1 : sample->quality;
}

/* Best first; of equally good ones the first seen stays first. */
static gint
compare_quality (gconstpointer a, gconstpointer b)
{
  gfloat first = rank_of (*(GstFacerecFaceSample *const *) a), second = rank_of (*(GstFacerecFaceSample *const *) b);

  return (first < second) - (first > second);
}

/* The best of those whom the most samples agree with: a good picture of a passer-by must not stand for the person. */
static GstFacerecFaceSample *
find_first (const GPtrArray *sorted, guint *n_strangers)
{
  GstFacerecFaceSample *first = NULL;
  guint most = 0, i, j;

  for (i = 0; i < sorted->len; i++) {
    guint n_same = 0;

    for (j = 0; j < sorted->len; j++)
      n_same += is_same_person (g_ptr_array_index (sorted, i), g_ptr_array_index (sorted, j));
    if (n_same > most) {
      most = n_same;
      first = g_ptr_array_index (sorted, i);
    }
  }
  *n_strangers = sorted->len - most;
  return first;
}

static gboolean
is_new (const GPtrArray *taken, const GstFacerecFaceSample *sample)
{
  guint i;

  for (i = 0; i < taken->len; i++)
    if (gst_facerec_face_sample_distance (g_ptr_array_index (taken, i), sample) < GST_FACEREC_FACE_CHOICE_DIFFERENT)
      return FALSE;
  return TRUE;
}

GPtrArray *
gst_facerec_face_choice (const GPtrArray *samples, guint max_faces, guint *n_strangers)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *taken = g_ptr_array_new ();
  GstFacerecFaceSample *first;
  guint i;

  for (i = 0; i < samples->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (samples, i));
  g_ptr_array_sort (sorted, compare_quality);
  first = find_first (sorted, n_strangers);
  if (first && max_faces > 0)
    g_ptr_array_add (taken, first);
  for (i = 0; i < sorted->len && taken->len > 0 && taken->len < max_faces; i++) {
    GstFacerecFaceSample *sample = g_ptr_array_index (sorted, i);

    if (is_same_person (first, sample) && is_new (taken, sample))
      g_ptr_array_add (taken, sample);
  }
  return taken;
}
