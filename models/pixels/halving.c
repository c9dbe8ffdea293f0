/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/halving.h"

#include <string.h>

#include "models/clones.h"
#include "models/pixels/framecolor.h"

#define N_TAPS 5

/* Four numbers of a pixel. */
typedef guint16 Sum4 __attribute__ ((vector_size (8), may_alias));
typedef guint8 Byte4 __attribute__ ((vector_size (4)));

/* The rows on their way into one halving. */
typedef struct {
  gint width;      /* of a row */
  gint row_bytes;  /* of a row in the ring */
  guint n_rows;    /* that have come */
  guint8 *ring;    /* the last five of them */
} Stage;

typedef struct {
  Stage stages[FACEREC_HALVINGS_MAX];
  guint n_stages;
  guint16 *sums; /* of one row, columns not yet filtered */
  guint32 *out;  /* next row of the result */
} Halving;

void
facerec_halved_size (gint *width, gint *height, guint n_halvings)
{
  for (guint i = 0; i < n_halvings; i++) {
    if (*width <= 8 || *height <= 8)
      *width = *height = 0;
    else {
      *width = (*width - 3) / 2;
      *height = (*height - 3) / 2;
    }
  }
}

static gint
row_bytes (gint width)
{
  return (4 * width + 15) & ~15;
}

gsize
facerec_halving_memory (gint width, guint n_halvings)
{
  gsize bytes = 2 * (gsize) row_bytes (width); /* the sums: 16 bits each */

  for (guint i = 0; i < n_halvings; i++, width = (width - 3) / 2)
    bytes += N_TAPS * (gsize) row_bytes (width);
  return bytes;
}

/* Five rows become one of n pixels. No sum exceeds 16 * 16 * 255. */
FACEREC_CLONES static void
filter (const guint8 *const *rows, gint width, gint n, guint16 *restrict sums, guint32 *restrict out)
{
  const guint8 *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];

  for (gint i = 0; i < 4 * width; i++)
    sums[i] = (guint16) (a[i] + 4 * b[i] + 6 * c[i] + 4 * d[i] + e[i]);
  for (gint i = 0; i < n; i++) {
    const Sum4 *p = (const Sum4 *) (sums + 8 * i);
    const Sum4 sum = (p[0] + p[4] + 4 * (p[1] + p[3]) + 6 * p[2]) >> 8;
    const Byte4 pixel = __builtin_convertvector (sum, Byte4);

    memcpy (out + i, &pixel, sizeof pixel);
  }
}

/* Where the next row of a stage goes; behind the last stage that is the result. */
static guint32 *
next_row (Halving *self, guint i)
{
  const Stage *stage = &self->stages[i];

  return i == self->n_stages ? self->out : (guint32 *) (stage->ring + stage->n_rows % N_TAPS * (gsize) stage->row_bytes);
}

/* The row that next_row() gave is there: hands on what becomes complete by it. */
static void
row_came (Halving *self, guint i)
{
  for (; i < self->n_stages; i++) {
    Stage *stage = &self->stages[i];
    const gint n = (stage->width - 3) / 2;
    const guint8 *rows[N_TAPS];

    stage->n_rows++;
    if (stage->n_rows < N_TAPS || stage->n_rows % 2 == 0)
      return;
    for (guint tap = 0; tap < N_TAPS; tap++)
      rows[tap] = stage->ring + (stage->n_rows + tap) % N_TAPS * (gsize) stage->row_bytes;
    filter (rows, stage->width, n, self->sums, next_row (self, i + 1));
    if (i + 1 == self->n_stages)
      self->out += n;
  }
}

void
facerec_halve_part (const FacerecFrame *frame, gint x, gint y, gint width, gint height, guint n_halvings,
    guint8 *memory, guint32 *out)
{
  Halving self = { .n_stages = n_halvings, .sums = (guint16 *) memory, .out = out };
  FacerecYuvToRgb to_rgb;
  gint stage_width = width;

  g_return_if_fail (n_halvings >= 1 && n_halvings <= FACEREC_HALVINGS_MAX);
  memory += 2 * (gsize) row_bytes (width);
  for (guint i = 0; i < n_halvings; i++, stage_width = (stage_width - 3) / 2) {
    self.stages[i] = (Stage) { .width = stage_width, .row_bytes = row_bytes (stage_width), .ring = memory };
    memory += N_TAPS * (gsize) row_bytes (stage_width);
  }
  facerec_yuv_to_rgb_init (&to_rgb, frame);
  for (gint row = 0; row < height; row++) {
    facerec_frame_row_rgbx (frame, &to_rgb, x, y + row, width, next_row (&self, 0));
    row_came (&self, 0);
  }
}
