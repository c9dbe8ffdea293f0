/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/tracker/motion.h"

#include <math.h>

/* Of an axis, in sizes of the face: how fast it usually goes per second, for how many seconds it keeps that up, and how far off
 * detectors put it. */
typedef struct {
  gdouble speed, memory, noise;
} Kind;

/* A speed is kept for 1.5 s: news that come 4, 8, 12 frames late then fit by 0.85, 0.76, 0.65 (IoU) in scenes of people who walk,
 * where 0.7 s gives 0.84, 0.74, 0.61; 2 s would mix up one who stops behind another. */
static const Kind place = { 1.0, 1.5, 0.06 }, scale = { 0.2, 0.3, 0.1 };

/* Sizes that a double and our squares of it hold with ease. */
#define MIN_LOG_SIZE (-7.0)
#define MAX_LOG_SIZE 14.0

static gdouble
log_size (const FacerecBox *box)
{
  return CLAMP (0.5 * (log (box->width) + log (box->height)), MIN_LOG_SIZE, MAX_LOG_SIZE);
}

static gdouble
side (const FacerecMotion *self)
{
  return exp (self->size.value);
}

/* ---- one axis; unit is the size of the face in what the axis counts ---- */

static void
axis_start (FacerecMotionAxis *axis, gdouble value, const Kind *kind, gdouble unit)
{
  axis->value = value;
  axis->speed = 0;
  axis->value_variance = kind->noise * kind->noise * unit * unit;
  axis->covariance = 0;
  axis->speed_variance = kind->speed * kind->speed * unit * unit;
}

/* The speed v follows dv = -v / memory dt + noise, with the stationary variance speed^2. */
static void
axis_predict (FacerecMotionAxis *axis, gdouble seconds, const Kind *kind, gdouble unit)
{
  gdouble fade = exp (-seconds / kind->memory), reach = kind->memory * (1 - fade);
  gdouble drive = 2 * kind->speed * kind->speed * unit * unit * kind->memory;
  gdouble grown = seconds - 2 * reach + 0.5 * kind->memory * (1 - fade * fade);

  axis->value += reach * axis->speed;
  axis->speed *= fade;
  axis->value_variance += 2 * reach * axis->covariance + reach * reach * axis->speed_variance + drive * MAX (grown, 0);
  axis->covariance = fade * (axis->covariance + reach * axis->speed_variance)
      + 0.5 * drive * (1 - fade) * (1 - fade);
  axis->speed_variance = fade * fade * axis->speed_variance + 0.5 * drive / kind->memory * (1 - fade * fade);
}

static gdouble
innovation_variance (const FacerecMotionAxis *axis, const Kind *kind, gdouble unit)
{
  return axis->value_variance + kind->noise * kind->noise * unit * unit;
}

static void
axis_correct (FacerecMotionAxis *axis, gdouble seen, const Kind *kind, gdouble unit)
{
  gdouble total = innovation_variance (axis, kind, unit), surprise = seen - axis->value;
  gdouble value_gain = axis->value_variance / total, speed_gain = axis->covariance / total;

  axis->value += value_gain * surprise;
  axis->speed += speed_gain * surprise;
  axis->speed_variance -= speed_gain * axis->covariance;
  axis->covariance *= 1 - value_gain;
  axis->value_variance *= 1 - value_gain;
}

static gdouble
axis_distance (const FacerecMotionAxis *axis, gdouble seen, const Kind *kind, gdouble unit)
{
  gdouble surprise = seen - axis->value;

  return surprise * surprise / innovation_variance (axis, kind, unit);
}

/* ---- the box ---- */

static gboolean
moves (const FacerecMotionAxis *axis)
{
  return axis->speed * axis->speed > axis->speed_variance;
}

static void
remember (FacerecMotion *self, const FacerecBox *box)
{
  self->seen = *box;
  self->seen_x = self->x.value;
  self->seen_y = self->y.value;
  self->moves_x = moves (&self->x);
  self->moves_y = moves (&self->y);
}

void
facerec_motion_start (FacerecMotion *self, const FacerecBox *box)
{
  gdouble unit;

  axis_start (&self->size, log_size (box), &scale, 1);
  unit = side (self);
  axis_start (&self->x, box->x + 0.5 * box->width, &place, unit);
  axis_start (&self->y, box->y + 0.5 * box->height, &place, unit);
  remember (self, box);
}

void
facerec_motion_predict (FacerecMotion *self, gdouble seconds)
{
  gdouble unit = side (self);

  axis_predict (&self->x, seconds, &place, unit);
  axis_predict (&self->y, seconds, &place, unit);
  axis_predict (&self->size, seconds, &scale, 1);
  self->size.value = CLAMP (self->size.value, MIN_LOG_SIZE, MAX_LOG_SIZE);
}

void
facerec_motion_correct (FacerecMotion *self, const FacerecBox *box)
{
  gdouble unit = side (self);

  axis_correct (&self->x, box->x + 0.5 * box->width, &place, unit);
  axis_correct (&self->y, box->y + 0.5 * box->height, &place, unit);
  axis_correct (&self->size, log_size (box), &scale, 1);
  remember (self, box);
}

void
facerec_motion_get_box (const FacerecMotion *self, FacerecBox *box)
{
  *box = self->seen;
  if (self->moves_x)
    box->x += (gfloat) (self->x.value - self->seen_x);
  if (self->moves_y)
    box->y += (gfloat) (self->y.value - self->seen_y);
}

gdouble
facerec_motion_distance (const FacerecMotion *self, const FacerecBox *box)
{
  gdouble unit = side (self);

  return axis_distance (&self->x, box->x + 0.5 * box->width, &place, unit)
      + axis_distance (&self->y, box->y + 0.5 * box->height, &place, unit)
      + axis_distance (&self->size, log_size (box), &scale, 1);
}

gdouble
facerec_motion_spread (const FacerecMotion *self)
{
  gdouble unit = side (self);

  return log (innovation_variance (&self->x, &place, unit) / (unit * unit))
      + log (innovation_variance (&self->y, &place, unit) / (unit * unit))
      + log (innovation_variance (&self->size, &scale, 1));
}

gdouble
facerec_motion_reach (const FacerecMotion *self, gdouble distance)
{
  return sqrt (distance * innovation_variance (&self->x, &place, side (self)));
}
