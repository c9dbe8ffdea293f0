/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/backbone/pool.h"

guint
facerec_backbone_pooled (FacerecPooling pooling, const FacerecShape *shape)
{
  return pooling == FACEREC_POOLING_FLATTEN ? shape->channels * shape->height * shape->width : shape->channels;
}

static gfloat
largest (const gfloat *values, guint n)
{
  gfloat most = values[0];

  for (guint i = 1; i < n; i++)
    most = MAX (most, values[i]);
  return most;
}

static gfloat
mean (const gfloat *values, guint n)
{
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return (gfloat) (sum / n);
}

void
facerec_backbone_pool (FacerecPooling pooling, const FacerecShape *shape, const gfloat *output, gfloat *feature)
{
  const guint places = shape->height * shape->width;

  for (guint c = 0; c < shape->channels; c++, output += places) {
    if (pooling == FACEREC_POOLING_MAX)
      feature[c] = largest (output, places);
    else if (pooling == FACEREC_POOLING_AVERAGE)
      feature[c] = mean (output, places);
    else
      for (guint i = 0; i < places; i++)
        feature[(gsize) i * shape->channels + c] = output[i];
  }
}
