/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xceptionweights.h"

#include <math.h>

#include "models/xception.h"

static guint32
next (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state;
}

static guint32
hash (const gchar *name, guint32 seed)
{
  guint32 value = 2166136261u;

  for (; *name; name++)
    value = (value ^ (guint8) *name) * 16777619u;
  return value ^ seed;
}

/* Values lie in low..low + range. */
static void
bounds_of (const FacerecTensor *tensor, gdouble *low, gdouble *range)
{
  gdouble fan_in = 1;

  for (guint i = 0; i + 1 < tensor->n_dimensions; i++)
    fan_in *= tensor->dimensions[i];
  if (g_str_has_suffix (tensor->name, "/gamma")) {
    *low = 0.8;
    *range = 0.4;
  } else if (g_str_has_suffix (tensor->name, "/moving_variance")) {
    *low = 0.5;
    *range = 1;
  } else if (tensor->n_dimensions == 1) {
    *low = -0.1;
    *range = 0.2;
  } else {
    *low = g_str_has_suffix (tensor->name, "/depthwise_kernel") ? -sqrt (3.0 / 9) : -sqrt (6 / fan_in);
    *range = -2 * *low;
  }
}

FacerecTensors *
xception_seeded_weights (guint32 seed)
{
  const FacerecTensor *layout = facerec_xception_layout ();
  FacerecTensors *tensors = facerec_tensors_new ();

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++) {
    g_autofree gfloat *values = g_new (gfloat, layout[i].n_values);
    guint32 state = hash (layout[i].name, seed);
    gdouble low, range;

    bounds_of (&layout[i], &low, &range);
    for (gsize k = 0; k < layout[i].n_values; k++)
      values[k] = (gfloat) (low + range * ((next (&state) >> 8) / 16777216.0));
    facerec_tensors_add (tensors, layout[i].name, layout[i].n_dimensions, layout[i].dimensions, values, NULL);
  }
  return tensors;
}

guint8 *
xception_seeded_picture (guint size)
{
  const gsize n = 3 * (gsize) size * size;
  guint8 *picture = g_new (guint8, n);
  guint32 state = size;

  for (gsize i = 0; i < n; i++)
    picture[i] = (guint8) (next (&state) >> 24);
  return picture;
}
