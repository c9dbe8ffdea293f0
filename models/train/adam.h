/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adam (Kingma and Ba, 2015) with decay apart from the gradient (Loshchilov and Hutter, 2019), here towards an anchor instead
 * of 0. Plain data, so that training can go on where it was killed. */
typedef struct {
  gsize n;           /* weights */
  guint64 step;      /* how many were taken */
  gdouble *mean, *square; /* n each: running means of the gradient and its square */
} FacerecAdam;

FacerecAdam *facerec_adam_new (gsize n);
void facerec_adam_free (FacerecAdam *self); /* NULL is fine */

typedef struct {
  gdouble rate;
  gdouble decay;          /* share of the way to the anchor that a step at rate 1 goes */
  const gdouble *anchor, *decays; /* n each; decays: decay of each weight is multiplied by it */
} FacerecAdamTerms;

/* One step down the gradient. */
void facerec_adam_step (FacerecAdam *self, const FacerecAdamTerms *terms, const gdouble *gradient, gdouble *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecAdam, facerec_adam_free)

G_END_DECLS
