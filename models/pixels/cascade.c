/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/cascade.h"

#include "models/clones.h"

/* Outside of every picture, and a whole number still. */
#define FAR 1e9

/* Nearest whole number, halves up. A model of somebody's own may send landmarks anywhere. */
static inline gint
round_half_up (gdouble value)
{
  const gdouble bounded = value > -FAR ? MIN (value + 0.5, FAR) : -FAR; /* also when it is no number */
  const gint whole = (gint) bounded;

  return whole - (whole > bounded);
}

/* The pixel of each feature. Products and sums in dlib's order and precision. */
FACEREC_CLONES static void
place_features (const FacerecCascadeStage *self, const gfloat *shape, const gfloat *turn, const gdouble *to_frame,
    gint *restrict columns, gint *restrict rows)
{
  for (guint i = 0; i < self->n_features; i++) {
    const gfloat *landmark = shape + 2 * self->anchor[i];
    const gdouble x = turn[0] * self->dx[i] + turn[1] * self->dy[i] + landmark[0];
    const gdouble y = turn[2] * self->dx[i] + turn[3] * self->dy[i] + landmark[1];

    columns[i] = round_half_up (to_frame[0] * x + to_frame[1] * y + to_frame[2]);
    rows[i] = round_half_up (to_frame[3] * x + to_frame[4] * y + to_frame[5]);
  }
}

/* Samples of one place in planes of the same strides and steps. */
static inline gssize
offset_in (const FacerecPlane *plane, gint x, gint y)
{
  return (gssize) (y >> plane->shift_y) * plane->stride + (gssize) (x >> plane->shift_x) * plane->step;
}

static gboolean
are_alike (const FacerecPlane *a, const FacerecPlane *b)
{
  return a->stride == b->stride && a->step == b->step && a->shift_x == b->shift_x && a->shift_y == b->shift_y;
}

static inline gfloat
intensity (FacerecColorModel model, const FacerecPlane planes[3], gboolean alike, const FacerecYuvToRgb *to_rgb, gint x,
    gint y)
{
  const gssize first = offset_in (&planes[0], x, y);
  gssize second = first, third;
  gint red = planes[0].data[first], green, blue;

  if (model == FACEREC_COLOR_GRAY)
    return (gfloat) red;
  if (model == FACEREC_COLOR_YUV || !alike)
    second = offset_in (&planes[1], x, y);
  third = alike ? second : offset_in (&planes[2], x, y);
  green = planes[1].data[second];
  blue = planes[2].data[third];
  if (model == FACEREC_COLOR_YUV)
    facerec_yuv_to_rgb (to_rgb, red, green, blue, &red, &green, &blue);
  return (gfloat) ((guint) (red + green + blue) / 3);
}

static inline __attribute__ ((always_inline)) void
look_at (const FacerecFrame *frame, FacerecColorModel model, gboolean alike, const FacerecYuvToRgb *to_rgb, guint n,
    const gint *columns, const gint *rows, gfloat *restrict features)
{
  const FacerecPlane planes[3] = { frame->plane[0], frame->plane[1], frame->plane[2] };
  const guint width = (guint) frame->width, height = (guint) frame->height;

  for (guint i = 0; i < n; i++) {
    const gboolean inside = (guint) columns[i] < width && (guint) rows[i] < height;

    features[i] = inside ? intensity (model, planes, alike, to_rgb, columns[i], rows[i]) : 0.0f;
  }
}

void
facerec_cascade_look (const FacerecCascadeStage *self, const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb,
    const gfloat *shape, const gfloat turn[4], const gdouble to_frame[6], gfloat *features, gint *scratch)
{
  const guint n = self->n_features;
  const gint *columns = scratch, *rows = scratch + n;
  const FacerecPlane *planes = frame->plane;

  place_features (self, shape, turn, to_frame, scratch, scratch + n);
  /* The same loop for each kind of frame, so that the kind is asked once. */
  if (frame->model == FACEREC_COLOR_GRAY)
    look_at (frame, FACEREC_COLOR_GRAY, TRUE, to_rgb, n, columns, rows, features);
  else if (frame->model == FACEREC_COLOR_YUV && are_alike (&planes[1], &planes[2]))
    look_at (frame, FACEREC_COLOR_YUV, TRUE, to_rgb, n, columns, rows, features);
  else if (frame->model == FACEREC_COLOR_RGB && are_alike (&planes[0], &planes[1]) && are_alike (&planes[1], &planes[2]))
    look_at (frame, FACEREC_COLOR_RGB, TRUE, to_rgb, n, columns, rows, features);
  else
    look_at (frame, frame->model, FALSE, to_rgb, n, columns, rows, features);
}

/* The leaf that the features lead to. */
static inline __attribute__ ((always_inline)) guint
find_leaf (const FacerecSplit *splits, const guint n_splits, const gfloat *features)
{
  guint i = 0;

  while (i < n_splits)
    i = 2 * i + 2 - (features[splits[i].a] - features[splits[i].b] > splits[i].threshold);
  return i - n_splits;
}

void
facerec_cascade_move (const FacerecCascadeStage *self, const gfloat *features, gfloat *restrict shape)
{
  const FacerecSplit *splits = self->splits;
  const gfloat *leaves = self->leaves;

  for (guint t = 0; t < self->n_trees; t++) {
    const guint n_splits = self->n_splits[t];
    /* Trees of the published models have four levels. */
    const guint found = n_splits == 15 ? find_leaf (splits, 15, features) : find_leaf (splits, n_splits, features);
    const gfloat *leaf = leaves + (gsize) found * self->n_values;

    for (guint k = 0; k < self->n_values; k++)
      shape[k] += leaf[k];
    splits += n_splits;
    leaves += (gsize) (n_splits + 1) * self->n_values;
  }
}
