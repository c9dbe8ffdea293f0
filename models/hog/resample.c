/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns are stepped through four at a time, and the rounding of the additions is part of where they fall. */
static gint
place_in_fours (FacerecHogResampling *self, gdouble scale)
{
  const gfloat step = (gfloat) (4 * scale);
  const gdouble before = -4 * scale;
  gfloat x[4] = { (gfloat) before, (gfloat) (before + scale), (gfloat) (before + 2 * scale), (gfloat) (before + 3 * scale) };
  gint column = 0;

  for (; column + 4 <= self->width; column += 4) {
    for (gint i = 0; i < 4; i++)
      x[i] += step;
    if ((gint) x[3] + 1 >= self->source_width)
      break;
    for (gint i = 0; i < 4; i++) {
      self->left[column + i] = (gint) x[i];
      self->across[column + i] = x[i] - (gfloat) (gint) x[i];
    }
  }
  return column;
}

static void
place_columns (FacerecHogResampling *self)
{
  const gdouble scale = (self->source_width - 1) / (gdouble) MAX (self->width - 1, 1);
  gdouble x;

  self->n_single = place_in_fours (self, scale);
  x = -scale + self->n_single * scale;
  for (gint column = self->n_single; column < self->width; column++) {
    x += scale;
    self->left[column] = CLAMP ((gint) floor (x), 0, self->source_width - 1);
    self->across[column] = (gfloat) (x - self->left[column]);
  }
}

/* As far as 16 pixels from a group's first on hold the whole group and do not reach beyond the row. */
static void
group_columns (FacerecHogResampling *self)
{
  for (gint first = 0; first + FACEREC_HOG_GROUP <= self->n_single; first += FACEREC_HOG_GROUP) {
    const gint32 *left = self->left + first;

    if (left[FACEREC_HOG_GROUP - 1] + 1 - left[0] >= 16 || left[0] + 16 > self->source_width)
      return;
    for (gint i = 0; i < FACEREC_HOG_GROUP; i++) {
      self->shuffle[2 * (first + i)] = (guint8) (left[i] - left[0]);
      self->shuffle[2 * (first + i) + 1] = (guint8) (left[i] - left[0] + 1);
    }
    self->n_grouped = first + FACEREC_HOG_GROUP;
  }
}

static void
place_rows (FacerecHogResampling *self)
{
  const gdouble scale = (self->source_height - 1) / (gdouble) MAX (self->height - 1, 1);
  gdouble y = -scale;

  for (gint row = 0; row < self->height; row++) {
    y += scale;
    self->top[row] = CLAMP ((gint) floor (y), 0, self->source_height - 1);
    self->down[row] = y - self->top[row];
  }
}

gboolean
facerec_hog_resampling_init (FacerecHogResampling *self, gint source_width, gint source_height, gint width, gint height)
{
  *self = (FacerecHogResampling) {
    .source_width = source_width,
    .source_height = source_height,
    .width = width,
    .height = height,
    .left = malloc ((gsize) width * sizeof *self->left),
    .across = malloc ((gsize) width * sizeof *self->across),
    .shuffle = malloc (2 * (gsize) width),
    .top = malloc ((gsize) height * sizeof *self->top),
    .down = malloc ((gsize) height * sizeof *self->down),
  };
  if (!self->left || !self->across || !self->shuffle || !self->top || !self->down) {
    facerec_hog_resampling_clear (self);
    return FALSE;
  }
  place_columns (self);
  group_columns (self);
  place_rows (self);
  return TRUE;
}

void
facerec_hog_resampling_clear (FacerecHogResampling *self)
{
  free (self->left);
  free (self->across);
  free (self->shuffle);
  free (self->top);
  free (self->down);
  memset (self, 0, sizeof *self);
}

gsize
facerec_hog_resampling_scratch (gint source_width, gint width)
{
  /* Two rows of pairs, or five rows of sums and one being read; each part is kept on its own cache lines. */
  return 5 * (2 * (gsize) width + 64) + (gsize) source_width + 128;
}
