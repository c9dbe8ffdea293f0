/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod/pyramid.h"

#include "models/clones.h"
#include "models/mmod/rows.h"

#define CHANNELS 3

/* Where they are in the four bytes of a pixel read as one number. */
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define RED_SHIFT 0
#define GREEN_SHIFT 8
#define BLUE_SHIFT 16
#else
#define RED_SHIFT 24
#define GREEN_SHIFT 16
#define BLUE_SHIFT 8
#endif

struct _FacerecMmodPyramid {
  gfloat mean[CHANNELS], scale;
  FacerecMmodRows *rows;
  GArray *columns, *weights; /* gint, gfloat: where each pixel of a level's row lies in the level above */
  GArray *blend;             /* gfloat: a row between two of the level above */
};

FacerecMmodPyramid *
facerec_mmod_pyramid_new (const gfloat mean[3], gfloat scale)
{
  FacerecMmodPyramid *self = g_new0 (FacerecMmodPyramid, 1);

  for (guint c = 0; c < CHANNELS; c++)
    self->mean[c] = mean[c];
  self->scale = scale;
  self->rows = facerec_mmod_rows_new ();
  self->columns = g_array_new (FALSE, FALSE, sizeof (gint));
  self->weights = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->blend = g_array_new (FALSE, FALSE, sizeof (gfloat));
  return self;
}

void
facerec_mmod_pyramid_free (FacerecMmodPyramid *self)
{
  if (!self)
    return;
  facerec_mmod_rows_free (self->rows);
  g_array_unref (self->columns);
  g_array_unref (self->weights);
  g_array_unref (self->blend);
  g_free (self);
}

/* The corner of a level in one of the tile's planes. */
static gfloat *
level_plane (const FacerecMmodLayout *layout, guint level, guint channel, gfloat *tile)
{
  const FacerecMmodLevel *place = &layout->levels[level];

  return tile + ((gsize) channel * (gsize) layout->height + (gsize) place->y) * (gsize) layout->width + place->x;
}

/* ---- the picture itself ---- */

FACEREC_CLONES static void
normalize_row (const guint32 *restrict pixels, gint n, const gfloat *restrict mean, gfloat scale, gfloat *restrict red,
    gfloat *restrict green, gfloat *restrict blue)
{
  for (gint i = 0; i < n; i++) {
    red[i] = ((gint) (pixels[i] >> RED_SHIFT & 0xff) - mean[0]) * scale;
    green[i] = ((gint) (pixels[i] >> GREEN_SHIFT & 0xff) - mean[1]) * scale;
    blue[i] = ((gint) (pixels[i] >> BLUE_SHIFT & 0xff) - mean[2]) * scale;
  }
}

static void
draw_picture (FacerecMmodPyramid *self, const FacerecMmodLayout *layout, gfloat *tile)
{
  for (gint y = 0; y < layout->levels[0].height; y++) {
    const gsize offset = (gsize) y * (gsize) layout->width;

    normalize_row (facerec_mmod_rows_read (self->rows, y), layout->levels[0].width, self->mean, self->scale,
        level_plane (layout, 0, 0, tile) + offset, level_plane (layout, 0, 1, tile) + offset,
        level_plane (layout, 0, 2, tile) + offset);
  }
}

/* ---- the levels below it ---- */

FACEREC_CLONES static void
blend_rows (const gfloat *restrict above, const gfloat *restrict below, gfloat weight_below, gint n, gfloat *restrict out)
{
  for (gint i = 0; i < n; i++)
    out[i] = (1 - weight_below) * above[i] + weight_below * below[i];
}

FACEREC_CLONES static void
shrink_row (const gfloat *restrict row, const gint *restrict columns, const gfloat *restrict weights, gint n,
    gfloat *restrict out)
{
  for (gint i = 0; i < n; i++)
    out[i] = (1 - weights[i]) * row[columns[i]] + weights[i] * row[columns[i] + 1];
}

static void
place_columns (FacerecMmodPyramid *self, gint width_above, gint width)
{
  const gdouble scale = (width_above - 1) / (gdouble) MAX (width - 1, 1);

  g_array_set_size (self->columns, (guint) width);
  g_array_set_size (self->weights, (guint) width);
  g_array_set_size (self->blend, (guint) width_above + 1);
  for (gint i = 0; i < width; i++) {
    const gint left = MIN ((gint) (i * scale), width_above - 1);

    g_array_index (self->columns, gint, i) = left;
    g_array_index (self->weights, gfloat, i) = (gfloat) (i * scale - left);
  }
}

static void
draw_level (FacerecMmodPyramid *self, const FacerecMmodLayout *layout, guint level, gfloat *tile)
{
  const FacerecMmodLevel *from = &layout->levels[level - 1], *to = &layout->levels[level];
  const gdouble scale = (from->height - 1) / (gdouble) MAX (to->height - 1, 1);
  gfloat *blend;

  place_columns (self, from->width, to->width);
  blend = (gfloat *) self->blend->data;
  for (guint c = 0; c < CHANNELS; c++) {
    const gfloat *above = level_plane (layout, level - 1, c, tile);
    gfloat *out = level_plane (layout, level, c, tile);

    for (gint y = 0; y < to->height; y++, out += layout->width) {
      const gint top = MIN ((gint) (y * scale), from->height - 1), bottom = MIN (top + 1, from->height - 1);

      blend_rows (above + (gsize) top * (gsize) layout->width, above + (gsize) bottom * (gsize) layout->width,
          (gfloat) (y * scale - top), from->width, blend);
      /* The neighbour to its right that the last pixel does not have. */
      blend[from->width] = blend[from->width - 1];
      shrink_row (blend, (const gint *) self->columns->data, (const gfloat *) self->weights->data, to->width, out);
    }
  }
}

void
facerec_mmod_pyramid_draw (FacerecMmodPyramid *self, const FacerecFrame *frame, const FacerecScaling *scaling,
    const FacerecMmodLayout *layout, gfloat *tile)
{
  if (layout->n_levels == 0)
    return;
  facerec_mmod_rows_start (self->rows, frame, scaling);
  draw_picture (self, layout, tile);
  for (guint level = 1; level < layout->n_levels; level++)
    draw_level (self, layout, level, tile);
}
