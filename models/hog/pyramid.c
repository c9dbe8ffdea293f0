/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/pyramid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

/* How many levels dlib searches: it reckons with the corners of a rectangle, which is not quite what pictures measure. */
static guint
count_levels (const FacerecHogModel *model, gint width, gint height)
{
  const gdouble ratio = 5.0 / 6;
  glong left = 0, top = 0, right = width - 1, bottom = height - 1;
  guint n = 0;

  do {
    left = (glong) floor ((left - 0.3) * ratio + 0.5);
    top = (glong) floor ((top - 0.3) * ratio + 0.5);
    right = (glong) floor ((right - 0.3) * ratio + 0.5);
    bottom = (glong) floor ((bottom - 0.3) * ratio + 0.5);
    n++;
  } while (right - left + 1 >= model->smallest_level && bottom - top + 1 >= model->smallest_level);
  return n;
}

static gpointer
allocate (gsize size)
{
  return aligned_alloc (ALIGNMENT, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

/* The next level, out of the last one. */
static gboolean
add_level (FacerecHogPyramid *self, FacerecHogOrigin origin, gint width, gint height)
{
  const FacerecHogPicture *source = &self->levels[self->n_levels - 1].picture;
  FacerecHogLevel *level = &self->levels[self->n_levels];

  level->pixels = allocate ((gsize) width * (gsize) height);
  if (!level->pixels)
    return FALSE;
  self->n_levels++;
  level->origin = origin;
  level->picture = (FacerecHogPicture) { .width = width, .height = height, .data = level->pixels, .stride = width };
  return origin != FACEREC_HOG_RESAMPLED
      || facerec_hog_resampling_init (&level->how, source->width, source->height, width, height);
}

static gboolean
search_last (FacerecHogPyramid *self, guint depth)
{
  FacerecHogLevel *level = &self->levels[self->n_levels - 1];
  gsize size;

  level->depth = depth;
  facerec_hog_planes_measure (&level->planes, level->picture.width, level->picture.height);
  size = facerec_hog_planes_size (&level->planes);
  if (size == 0)
    return TRUE;
  level->planes.data = allocate (size);
  if (!level->planes.data)
    return FALSE;
  /* The columns of zeros at the sides are never written again. */
  memset (level->planes.data, 0, size);
  return TRUE;
}

/* The frame doubled or halved; FALSE without memory. */
static gboolean
add_scaled (FacerecHogPyramid *self)
{
  gint width = self->width, height = self->height;

  for (guint i = 0; i < self->scaling.doublings; i++) {
    facerec_scaling_double (&width, &height);
    if (!add_level (self, FACEREC_HOG_RESAMPLED, width, height))
      return FALSE;
  }
  for (guint i = 0; i < self->scaling.halvings; i++) {
    facerec_scaling_halve (&width, &height);
    if (!add_level (self, FACEREC_HOG_HALVED, width, height))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_searched (FacerecHogPyramid *self, guint n)
{
  if (!search_last (self, 0))
    return FALSE;
  for (guint depth = 1; depth < n; depth++) {
    const FacerecHogPicture *last = &self->levels[self->n_levels - 1].picture;

    if (!add_level (self, FACEREC_HOG_RESAMPLED, (gint) (5 * (gint64) last->width / 6), (gint) (5 * (gint64) last->height / 6))
        || !search_last (self, depth))
      return FALSE;
  }
  return TRUE;
}

gboolean
facerec_hog_pyramid_init (FacerecHogPyramid *self, const FacerecHogModel *model, gint width, gint height,
    const FacerecScaling *scaling)
{
  guint n;

  *self = (FacerecHogPyramid) { .width = width, .height = height, .scaling = *scaling };
  facerec_scaling_size (scaling, &width, &height);
  if (width == 0 || height == 0)
    return TRUE;
  n = count_levels (model, width, height);
  self->levels = g_new0 (FacerecHogLevel, 1 + scaling->doublings + scaling->halvings + n);
  self->n_levels = 1;
  self->levels[0].picture = (FacerecHogPicture) { .width = self->width, .height = self->height };
  if (add_scaled (self) && add_searched (self, n))
    return TRUE;
  facerec_hog_pyramid_clear (self);
  return FALSE;
}

void
facerec_hog_pyramid_clear (FacerecHogPyramid *self)
{
  for (guint i = 0; i < self->n_levels; i++) {
    free (self->levels[i].pixels);
    free (self->levels[i].planes.data);
    facerec_hog_resampling_clear (&self->levels[i].how);
  }
  g_free (self->levels);
  memset (self, 0, sizeof *self);
}

gsize
facerec_hog_pyramid_scratch (const FacerecHogPyramid *self, const FacerecHogModel *model)
{
  gsize most = 0;

  for (guint i = 0; i < self->n_levels; i++) {
    const FacerecHogLevel *level = &self->levels[i];
    const gint source_width = i ? self->levels[i - 1].picture.width : 0;
    const gsize sums =
        model->n_templates * facerec_hog_strip_rows (level->planes.rows) * FACEREC_HOG_STRIP * sizeof (gfloat);

    most = MAX (most, facerec_hog_resampling_scratch (source_width, level->picture.width));
    most = MAX (most, facerec_hog_extract_scratch (level->picture.width));
    most = MAX (most, sums + facerec_hog_strip_scratch (model));
  }
  return (most + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}
