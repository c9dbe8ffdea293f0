/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/quality.h"

#include <math.h>

/* Where the face itself is in a chip with padding 0.25; hair and background around it would blur the measure. */
#define FACE_FROM 30
#define FACE_TO (FACEREC_CHIP_SIZE - 30)

#define FACE_SIDE (FACE_TO - FACE_FROM)

/* Grey values of the face and of one pixel around it. */
typedef struct {
  gdouble at[FACE_SIDE + 2][FACE_SIDE + 2];
} Gray;

static void
gray_init (Gray *self, const guint8 *chip)
{
  for (gint y = 0; y < FACE_SIDE + 2; y++) {
    const guint8 *pixel = chip + 3 * ((FACE_FROM - 1 + y) * FACEREC_CHIP_SIZE + FACE_FROM - 1);

    for (gint x = 0; x < FACE_SIDE + 2; x++, pixel += 3)
      self->at[y][x] = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
  }
}

/* Energy of the Laplacian (Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy") over the variance of
 * the grey values, so that a flat light does not look like blur. */
static gfloat
measure_sharpness (const guint8 *chip)
{
  const gdouble n = FACE_SIDE * FACE_SIDE;
  gdouble sum = 0, squares = 0, energy = 0, variance;
  Gray gray;

  gray_init (&gray, chip);
  for (gint y = 1; y <= FACE_SIDE; y++)
    for (gint x = 1; x <= FACE_SIDE; x++) {
      const gdouble here = gray.at[y][x];
      const gdouble laplacian = gray.at[y][x - 1] + gray.at[y][x + 1] + gray.at[y - 1][x] + gray.at[y + 1][x] - 4 * here;

      sum += here;
      squares += here * here;
      energy += laplacian * laplacian;
    }
  variance = squares / n - (sum / n) * (sum / n);
  return variance > 1.0 ? (gfloat) (energy / n / variance) : 0.0f;
}

/* Eye corners and the point under the nose in dlib's order of 5 and of 68. */
static const guint points_of_5[5] = { 0, 1, 2, 3, 4 };
static const guint points_of_68[5] = { 45, 42, 36, 39, 33 };

/* How far the foot of the nose stands from the middle between the outer corners of the eyes, along the line through them
 * (0.5 of their distance and more: 0), times the root of the ratio of the seen widths of the eyes: turning the head moves
 * the first and shortens the far eye. After the symmetry measures of ISO/IEC 29794-5. */
static gfloat
measure_pose (const FacerecLandmarks *landmarks)
{
  const guint *points = landmarks->n == 68 ? points_of_68 : points_of_5;
  gdouble x[5], y[5], line_x, line_y, length, left, right, nose, offset, eyes;

  if (landmarks->n != 5 && landmarks->n != 68)
    return 1.0f; /* nothing known against it */
  for (guint i = 0; i < 5; i++) {
    x[i] = landmarks->xy[2 * points[i]];
    y[i] = landmarks->xy[2 * points[i] + 1];
  }
  line_x = x[0] - x[2];
  line_y = y[0] - y[2];
  length = hypot (line_x, line_y);
  if (!(length > 0) || !isfinite (length))
    return 0.0f;
  nose = ((x[4] - x[2]) * line_x + (y[4] - y[2]) * line_y) / (length * length);
  offset = fabs (nose - 0.5) / 0.5;
  if (!isfinite (offset))
    return 0.0f;
  left = hypot (x[2] - x[3], y[2] - y[3]);
  right = hypot (x[0] - x[1], y[0] - y[1]);
  eyes = MIN (left, right) / MAX (MAX (left, right), 1e-6);
  return (gfloat) CLAMP ((1.0 - offset) * sqrt (eyes), 0.0, 1.0);
}

/* 0 at and below low, 1 from high on. */
static gdouble
ramp (gdouble value, gdouble low, gdouble high)
{
  return CLAMP ((value - low) / (high - low), 0.0, 1.0);
}

/* The ends of the ramps come from 594 photos of LFW (median sharpness 0.036, 1 % below 0.009; pose 0.87, 1 % below 0.45),
 * the same blurred (sigma 3 px: 0.0025) and made small (20 px: 0.004). Sharpness counts by its logarithm: halving the
 * resolution divides it by about four wherever it starts. */
void
facerec_quality_measure (const FacerecBox *box, const FacerecLandmarks *landmarks, const guint8 *chip,
    FacerecQuality *quality)
{
  const gfloat size = (box->width + box->height) / 2, sharpness = measure_sharpness (chip),
               pose = measure_pose (landmarks);
  const gdouble worst = MIN (MIN (ramp (size, 10, 80), ramp (pose, 0.2, 0.7)),
      ramp (log (MAX (sharpness, 1e-6)), log (0.002), log (0.03)));

  *quality = (FacerecQuality) {
    .size = size,
    .sharpness = sharpness,
    .pose = pose,
    .overall = (gfloat) worst,
  };
}
