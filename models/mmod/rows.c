/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod/rows.h"

#include <string.h>

#include "models/clones.h"
#include "models/pixels/framecolor.h"
#include "models/pixels/halving.h"

#define N_KEPT 2 /* rows of the source that one of the doubled picture lies between */

typedef struct {
  GByteArray *memory;
  gint y; /* -1: none */
} Row;

/* What is read: the frame, or what was made of it. */
typedef struct {
  const FacerecFrame *frame; /* NULL: pixels */
  FacerecYuvToRgb to_rgb;
  const guint32 *pixels;
  gint width, height;
} Source;

struct _FacerecMmodRows {
  Source source;
  gboolean doubled;   /* the last doubling is done as rows are read */
  gint width, height; /* after it */
  GByteArray *pictures[2];
  Row rows[N_KEPT]; /* row y in place y % N_KEPT */
  GByteArray *out;
  GArray *columns, *weights; /* gint, gfloat: where each pixel of a doubled row lies */
};

FacerecMmodRows *
facerec_mmod_rows_new (void)
{
  FacerecMmodRows *self = g_new0 (FacerecMmodRows, 1);

  for (guint i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    self->pictures[i] = g_byte_array_new ();
  for (guint i = 0; i < N_KEPT; i++)
    self->rows[i] = (Row) { g_byte_array_new (), -1 };
  self->out = g_byte_array_new ();
  self->columns = g_array_new (FALSE, FALSE, sizeof (gint));
  self->weights = g_array_new (FALSE, FALSE, sizeof (gfloat));
  return self;
}

void
facerec_mmod_rows_free (FacerecMmodRows *self)
{
  if (!self)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    g_byte_array_unref (self->pictures[i]);
  for (guint i = 0; i < N_KEPT; i++)
    g_byte_array_unref (self->rows[i].memory);
  g_byte_array_unref (self->out);
  g_array_unref (self->columns);
  g_array_unref (self->weights);
  g_free (self);
}

/* Row y of source, converted into memory where it is not RGB already. */
static const guint32 *
source_row (const Source *source, gint y, guint32 *memory)
{
  if (!source->frame)
    return source->pixels + (gsize) y * (gsize) source->width;
  facerec_frame_row_rgbx (source->frame, &source->to_rgb, 0, y, source->width, memory);
  return memory;
}

/* ---- doubling ---- */

/* Between the rows above and below, weight of the latter 0..1. */
FACEREC_CLONES static void
double_row (const guint32 *restrict above, const guint32 *restrict below, gfloat weight_below,
    const gint *restrict columns, const gfloat *restrict weights, gint n, guint32 *restrict out)
{
  for (gint i = 0; i < n; i++) {
    const gint left = columns[i];
    const guint32 pixels[4] = { above[left], above[left + 1], below[left], below[left + 1] };
    const gfloat right = weights[i];
    const gfloat shares[4] = { (1 - weight_below) * (1 - right), (1 - weight_below) * right, weight_below * (1 - right),
      weight_below * right };
    guint32 pixel = 0;

    for (guint shift = 0; shift < 32; shift += 8) {
      const gfloat sum = shares[0] * (gint) ((pixels[0] >> shift) & 0xff) + shares[1] * (gint) ((pixels[1] >> shift) & 0xff)
          + shares[2] * (gint) ((pixels[2] >> shift) & 0xff) + shares[3] * (gint) ((pixels[3] >> shift) & 0xff);

      pixel |= (guint32) (gint) sum << shift;
    }
    out[i] = pixel;
  }
}

static const guint32 *
kept_row (FacerecMmodRows *self, gint y)
{
  Row *row = &self->rows[y % N_KEPT];
  guint32 *memory = (guint32 *) row->memory->data;

  if (row->y != y) {
    const guint32 *pixels = source_row (&self->source, y, memory);

    if (pixels != memory)
      memcpy (memory, pixels, sizeof *memory * (gsize) self->source.width);
    /* The neighbour to its right that the last pixel does not have. */
    memory[self->source.width] = memory[self->source.width - 1];
    row->y = y;
  }
  return memory;
}

static const guint32 *
read_doubled (FacerecMmodRows *self, gint y)
{
  const gdouble at = y * ((self->source.height - 1) / (gdouble) MAX (self->height - 1, 1));
  const gint top = MIN ((gint) at, self->source.height - 1), bottom = MIN (top + 1, self->source.height - 1);
  guint32 *out = (guint32 *) self->out->data;

  double_row (kept_row (self, top), kept_row (self, bottom), (gfloat) (at - top),
      (const gint *) self->columns->data, (const gfloat *) self->weights->data, self->width, out);
  return out;
}

static void
place_columns (FacerecMmodRows *self)
{
  const gdouble scale = (self->source.width - 1) / (gdouble) MAX (self->width - 1, 1);

  g_array_set_size (self->columns, (guint) self->width);
  g_array_set_size (self->weights, (guint) self->width);
  for (gint i = 0; i < self->width; i++) {
    const gint left = MIN ((gint) (i * scale), self->source.width - 1);

    g_array_index (self->columns, gint, i) = left;
    g_array_index (self->weights, gfloat, i) = (gfloat) (i * scale - left);
  }
}

/* ---- halving ---- */

static void
halve (FacerecMmodRows *self, guint n_halvings)
{
  const FacerecFrame *frame = self->source.frame;
  gint width = frame->width, height = frame->height;
  GByteArray *picture = self->pictures[0], *memory = self->pictures[1];

  facerec_halved_size (&width, &height, n_halvings);
  self->source.frame = NULL;
  self->source.width = width;
  self->source.height = height;
  if (width == 0)
    return;
  g_byte_array_set_size (picture, (guint) (sizeof (guint32) * (gsize) width * (gsize) height));
  g_byte_array_set_size (memory, (guint) facerec_halving_memory (frame->width, n_halvings));
  facerec_halve_part (frame, 0, 0, frame->width, frame->height, n_halvings, memory->data, (guint32 *) picture->data);
  self->source.pixels = (const guint32 *) picture->data;
}

/* ---- all of it ---- */

/* From now on rows are those of the source, or of it doubled. */
static void
start_step (FacerecMmodRows *self, gboolean doubled)
{
  const guint row_bytes = (guint) sizeof (guint32) * (2 * (guint) self->source.width + 2);

  self->doubled = doubled;
  self->width = self->source.width;
  self->height = self->source.height;
  if (doubled)
    facerec_scaling_double (&self->width, &self->height);
  g_byte_array_set_size (self->out, row_bytes);
  for (guint i = 0; i < N_KEPT; i++) {
    g_byte_array_set_size (self->rows[i].memory, row_bytes);
    self->rows[i].y = -1;
  }
  if (doubled)
    place_columns (self);
}

/* The doubled picture becomes the source of the next step. */
static void
keep_picture (FacerecMmodRows *self, GByteArray *picture)
{
  const gsize width = (gsize) self->width;
  guint32 *pixels;

  g_byte_array_set_size (picture, (guint) (sizeof *pixels * width * (gsize) self->height));
  pixels = (guint32 *) picture->data;
  for (gint y = 0; y < self->height; y++)
    memcpy (pixels + (gsize) y * width, facerec_mmod_rows_read (self, y), sizeof *pixels * width);
  self->source.frame = NULL;
  self->source.pixels = pixels;
  self->source.width = self->width;
  self->source.height = self->height;
}

void
facerec_mmod_rows_start (FacerecMmodRows *self, const FacerecFrame *frame, const FacerecScaling *scaling)
{
  self->source = (Source) { .frame = frame, .width = frame->width, .height = frame->height };
  facerec_yuv_to_rgb_init (&self->source.to_rgb, frame);
  if (scaling->halvings > 0)
    halve (self, MIN (scaling->halvings, FACEREC_HALVINGS_MAX));
  start_step (self, scaling->doublings > 0);
  for (guint i = 1; i < scaling->doublings; i++) {
    keep_picture (self, self->pictures[i % 2]);
    start_step (self, TRUE);
  }
}

const guint32 *
facerec_mmod_rows_read (FacerecMmodRows *self, gint y)
{
  return self->doubled ? read_doubled (self, y) : source_row (&self->source, y, (guint32 *) self->out->data);
}
