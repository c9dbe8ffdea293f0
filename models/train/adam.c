/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/adam.h"

#include <math.h>

/* As the authors advise. */
#define MEAN_MEMORY 0.9
#define SQUARE_MEMORY 0.999
#define EPSILON 1e-8

FacerecAdam *
facerec_adam_new (gsize n)
{
  FacerecAdam *self = g_new0 (FacerecAdam, 1);

  self->n = n;
  self->mean = g_new0 (gdouble, n);
  self->square = g_new0 (gdouble, n);
  return self;
}

void
facerec_adam_free (FacerecAdam *self)
{
  if (!self)
    return;
  g_free (self->mean);
  g_free (self->square);
  g_free (self);
}

void
facerec_adam_step (FacerecAdam *self, const FacerecAdamTerms *terms, const gdouble *gradient, gdouble *weights)
{
  gdouble of_mean, of_square;

  self->step++;
  of_mean = 1 - pow (MEAN_MEMORY, self->step);
  of_square = 1 - pow (SQUARE_MEMORY, self->step);
  for (gsize i = 0; i < self->n; i++) {
    self->mean[i] += (1 - MEAN_MEMORY) * (gradient[i] - self->mean[i]);
    self->square[i] += (1 - SQUARE_MEMORY) * (gradient[i] * gradient[i] - self->square[i]);
    weights[i] -= terms->rate * terms->decay * terms->decays[i] * (weights[i] - terms->anchor[i]);
    weights[i] -= terms->rate * (self->mean[i] / of_mean) / (sqrt (self->square[i] / of_square) + EPSILON);
  }
}
