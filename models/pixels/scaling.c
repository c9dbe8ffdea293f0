/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/scaling.h"

#include <math.h>

#include "models/pixels/halving.h"

/* What the 5x5 filter loses at each side, in pixels of the larger picture. */
#define OFFSET_X 1.25
#define OFFSET_Y 0.75

void
facerec_scaling_init (FacerecScaling *self, gint width, gint height, gint min_face_size, gdouble max_pixels,
    gboolean halve_to_fit)
{
  gdouble pixels = (gdouble) width * height;

  self->doublings = self->halvings = 0;
  for (gint size = FACEREC_NATIVE_FACE_SIZE; size > min_face_size && 4 * pixels <= max_pixels; size /= 2) {
    self->doublings++;
    pixels *= 4;
  }
  for (gdouble size = 2.0 * FACEREC_NATIVE_FACE_SIZE; size <= min_face_size; size *= 2) {
    self->halvings++;
    pixels /= 4;
  }
  for (; halve_to_fit && pixels > max_pixels; pixels /= 4)
    self->halvings++;
}

void
facerec_scaling_double (gint *width, gint *height)
{
  *width = 2 * *width + 2;
  *height = 2 * *height + 1;
}

void
facerec_scaling_halve (gint *width, gint *height)
{
  facerec_halved_size (width, height, 1);
}

void
facerec_scaling_size (const FacerecScaling *self, gint *width, gint *height)
{
  for (guint i = 0; i < self->doublings; i++)
    facerec_scaling_double (width, height);
  for (guint i = 0; i < self->halvings; i++)
    facerec_scaling_halve (width, height);
}

static gint
map (const FacerecScaling *self, gint position, gdouble offset)
{
  gdouble mapped = position;

  for (guint i = 0; i < self->doublings; i++)
    mapped = mapped / 2 - offset;
  for (guint i = 0; i < self->halvings; i++)
    mapped = (mapped + offset) * 2;
  return (gint) floor (mapped + 0.5);
}

FacerecRectangle
facerec_scaling_to_frame (const FacerecScaling *self, const FacerecRectangle *found)
{
  const FacerecRectangle mapped = { map (self, found->left, OFFSET_X), map (self, found->top, OFFSET_Y),
    map (self, found->right, OFFSET_X), map (self, found->bottom, OFFSET_Y) };

  return mapped;
}

gboolean
facerec_scaling_wants (gint min_face_size, gfloat width, gfloat height)
{
  return min_face_size <= FACEREC_NATIVE_FACE_SIZE || MIN (width, height) >= 0.9f * min_face_size;
}
