/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/enroll/facechoice.h"

#include <math.h>

#include "models/facechoice.h"

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

static gfloat
distance_between (guint a, guint b, gpointer samples)
{
  return gst_facerec_face_sample_distance (g_ptr_array_index ((GPtrArray *) samples, a),
      g_ptr_array_index ((GPtrArray *) samples, b));
}

GPtrArray *
gst_facerec_face_choice (const GPtrArray *samples, guint max_faces, guint *n_strangers)
{
  const FacerecFaceChoiceRule rule = { GST_FACEREC_FACE_CHOICE_SAME_PERSON, GST_FACEREC_FACE_CHOICE_DIFFERENT,
    MIN (max_faces, samples->len) };
  g_autofree guint *numbers = g_new (guint, rule.max_faces);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *taken = g_ptr_array_new ();
  guint n, i;

  for (i = 0; i < samples->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (samples, i));
  g_ptr_array_sort (sorted, compare_quality);
  n = facerec_face_choice (sorted->len, distance_between, sorted, &rule, numbers, n_strangers);
  for (i = 0; i < n; i++)
    g_ptr_array_add (taken, g_ptr_array_index (sorted, numbers[i]));
  return taken;
}
