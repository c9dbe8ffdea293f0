/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod/layout.h"

#include <math.h>

#define RATE (5.0 / 6.0)
#define OFFSET 0.3 /* how far a level's pixels are shifted against those of the level above, px of the latter */
#define LOWEST_LEVEL 5

/* The sizes of all levels, places not yet known. */
static void
size_levels (FacerecMmodLayout *self, gint width, gint height)
{
  do {
    self->levels[self->n_levels++] = (FacerecMmodLevel) { 0, 0, width, height };
    width = (gint) floor (RATE * width);
    height = (gint) floor (RATE * height);
  } while (width > 0 && height >= LOWEST_LEVEL && self->n_levels < FACEREC_MMOD_MAX_LEVELS);
}

/* How far down the first column goes: to where the next level fits beside the one above it and half of what is left after
 * the picture itself has been placed. dlib computes this without signs, so that room that is missing counts as room;
 * that decides the arrangement of small pictures. */
static gint
column_height (const FacerecMmodLayout *self, gint padding)
{
  const gsize first_width = (gsize) self->levels[0].width, first_height = (gsize) self->levels[0].height;
  gsize total = 0, height = 0, width_above = 0;

  for (guint i = 0; i < self->n_levels; i++)
    total += (gsize) (self->levels[i].height + padding);
  total -= 2 * (gsize) padding;
  for (guint i = 0; i < self->n_levels; i++) {
    if ((gsize) self->levels[i].width <= first_width - width_above - (gsize) padding
        && (height - first_height) * 2 >= total - first_height)
      break;
    height += (gsize) (self->levels[i].height + padding);
    width_above = (gsize) self->levels[i].width;
  }
  return (gint) height - padding;
}

static gboolean
overlap (const FacerecMmodLevel *a, const FacerecMmodLevel *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

void
facerec_mmod_layout_init (FacerecMmodLayout *self, gint width, gint height, gint padding, gint border)
{
  gint column, y = border;
  guint i = 0;

  self->width = self->height = 0;
  self->n_levels = 0;
  if (width <= 0 || height <= 0)
    return;
  size_levels (self, width, height);
  column = column_height (self, padding);
  self->width = width + 2 * border;
  self->height = column + 2 * border;

  for (; i < self->n_levels && y < column + border; i++) {
    self->levels[i].x = border;
    self->levels[i].y = y;
    y += self->levels[i].height + padding;
  }
  y -= padding;
  for (; i < self->n_levels; i++) {
    FacerecMmodLevel *level = &self->levels[i];

    level->x = border + width - level->width;
    level->y = y - level->height;
    /* Nothing is drawn over the picture itself. */
    if (overlap (level, &self->levels[0]))
      break;
    y -= level->height + padding;
  }
  self->n_levels = i;
}

guint
facerec_mmod_layout_nearest (const FacerecMmodLayout *self, gint x, gint y)
{
  guint nearest = 0;
  gdouble least = G_MAXDOUBLE;

  for (guint i = 0; i < self->n_levels; i++) {
    const FacerecMmodLevel *level = &self->levels[i];
    const gdouble dx = x - CLAMP (x, level->x, level->x + level->width - 1);
    const gdouble dy = y - CLAMP (y, level->y, level->y + level->height - 1);
    const gdouble distance = dx * dx + dy * dy;

    if (distance < least) {
      least = distance;
      nearest = i;
    }
    if (distance == 0)
      break;
  }
  return nearest;
}

void
facerec_mmod_layout_to_picture (guint level, gdouble *x, gdouble *y)
{
  for (guint i = 0; i < level; i++) {
    *x = *x * (6.0 / 5.0) + OFFSET;
    *y = *y * (6.0 / 5.0) + OFFSET;
  }
}
