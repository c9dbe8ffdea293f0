/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/resize.h"

#include <math.h>

#define CHANNELS 3

/* What one place of the result takes: n pixels from first on. */
typedef struct {
  guint first, n;
  gfloat *weights; /* sum 1 */
} Span;

struct _FacerecResize {
  guint from, to;
  Span *spans;     /* to */
  gfloat *weights; /* of all spans */
};

static void
fill_span (Span *span, guint place, guint from, guint to)
{
  const gdouble ratio = (gdouble) from / to, reach = MAX (ratio, 1), centre = (place + 0.5) * ratio;
  const gint first = MAX ((gint) floor (centre - reach), 0), end = MIN ((gint) ceil (centre + reach), (gint) from);
  gdouble sum = 0;

  span->first = (guint) first;
  span->n = (guint) (end - first);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < span->n; i++) {
      const gdouble weight = MAX (1 - fabs (span->first + i + 0.5 - centre) / reach, 0);

      if (pass == 0)
        sum += weight;
      else
        span->weights[i] = (gfloat) (weight / sum);
    }
}

FacerecResize *
facerec_resize_new (guint from, guint to)
{
  FacerecResize *self = g_new0 (FacerecResize, 1);
  const gsize widest = 2 * (gsize) ceil (MAX ((gdouble) from / to, 1)) + 2;

  self->from = from;
  self->to = to;
  self->spans = g_new0 (Span, to);
  self->weights = g_new0 (gfloat, to * widest);
  for (guint i = 0; i < to; i++) {
    self->spans[i].weights = self->weights + i * widest;
    fill_span (&self->spans[i], i, from, to);
  }
  return self;
}

void
facerec_resize_free (FacerecResize *self)
{
  if (!self)
    return;
  g_free (self->spans);
  g_free (self->weights);
  g_free (self);
}

/* A row of the picture to to x CHANNELS numbers. */
static void
resize_row (const FacerecResize *self, const guint8 *row, gfloat *output)
{
  for (guint x = 0; x < self->to; x++) {
    const Span *span = &self->spans[x];
    gfloat sums[CHANNELS] = { 0, };

    for (guint i = 0; i < span->n; i++)
      for (guint c = 0; c < CHANNELS; c++)
        sums[c] += span->weights[i] * row[CHANNELS * (span->first + i) + c];
    for (guint c = 0; c < CHANNELS; c++)
      output[CHANNELS * x + c] = sums[c];
  }
}

static void
copy (const FacerecResize *self, const guint8 *picture, const gfloat *mean, gfloat scale, gfloat *planes)
{
  const gsize places = (gsize) self->to * self->to;

  for (gsize i = 0; i < places; i++)
    for (guint c = 0; c < CHANNELS; c++)
      planes[c * places + i] = (picture[CHANNELS * i + c] - mean[c]) * scale;
}

void
facerec_resize_run (const FacerecResize *self, const guint8 *picture, const gfloat *mean, gfloat scale, gfloat *planes)
{
  const gsize width = CHANNELS * (gsize) self->to, places = (gsize) self->to * self->to;
  g_autofree gfloat *rows = NULL;

  if (self->from == self->to) {
    copy (self, picture, mean, scale, planes);
    return;
  }
  rows = g_new (gfloat, self->from * width);
  for (guint y = 0; y < self->from; y++)
    resize_row (self, picture + (gsize) y * CHANNELS * self->from, rows + y * width);
  for (guint y = 0; y < self->to; y++) {
    const Span *span = &self->spans[y];

    for (guint x = 0; x < self->to; x++)
      for (guint c = 0; c < CHANNELS; c++) {
        gfloat sum = 0;

        for (guint i = 0; i < span->n; i++)
          sum += span->weights[i] * rows[(span->first + i) * width + CHANNELS * x + c];
        planes[c * places + (gsize) y * self->to + x] = (sum - mean[c]) * scale;
      }
  }
}
