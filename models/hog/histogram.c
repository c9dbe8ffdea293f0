/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Gradients into histograms of orientation, a cell having 8x8 pixels and a pixel's gradient being shared out bilinearly
 * among the four cells whose centres are around it (Felzenszwalb et al. 2010).
 *
 * All pixels of an 8x8 block between four centres go to the same four cells. So a block is added up on its own, four sums a
 * bin, and blocks are taken in turns, so that no addition waits for the one before. */
#include "models/hog/variant.h"

#include <math.h>
#include <string.h>

#define SIDE FACEREC_HOG_CELL
#define TILE 32            /* blocks that are worked on at a time: what they need stays in the nearest cache */
#define PIXELS (TILE * SIDE)

typedef gfloat Four __attribute__ ((vector_size (16))); /* upper left, upper right, lower left, lower right cell */

typedef struct {
  Four sums[FACEREC_HOG_BINS][TILE];
  gfloat length[SIDE][PIXELS];
  guint16 bin[SIDE][PIXELS]; /* of sums, in bytes from its start */
  gint16 across[PIXELS], down[PIXELS];
  guint8 lines[3][PIXELS + 2];
} Tile;

/* The steepness at which orientation k turns into k + 1 in the first quadrant, k = 0..3: where the products of the gradient
 * with the two directions (as dlib writes them, with four decimals) are equal. Each is the smallest fraction of numbers up to
 * 255 above that place, and since gradients are whole numbers up to 255, comparing with it decides exactly. */
static const gint16 STEEP_DOWN[4] = { 3, 41, 87, 11 };
static const gint16 STEEP_ACROSS[4] = { 17, 71, 73, 4 };

/* 1 when value is 0 or less, else 0; -1 when it is negative, else 0. Written without a comparison, of which GCC 12 adds up
 * the wrong result at -O3. */
#define NOT_POSITIVE(value) ((guint16) ((value) - 1) >> 15)
#define NEGATIVE(value) ((gint16) ((gint16) (value) >> 15))

static void
find_bins (const gint16 *restrict across, const gint16 *restrict down, gint n, guint16 *restrict bin)
{
  const gint16 bin_size = (gint16) sizeof ((Tile *) NULL)->sums[0];

  for (gint i = 0; i < n; i++) {
    const gint16 up = NEGATIVE (down[i]), left = NEGATIVE (across[i]);
    /* The lower half of the circle is the upper one turned round, and of a half one quarter is the other mirrored. */
    const gint16 mirrored = NEGATIVE ((across[i] ^ up) - up);
    const gint16 x = (gint16) ((across[i] ^ left) - left), y = (gint16) ((down[i] ^ up) - up);
    gint16 k = 0, bin_number;

    for (gint t = 0; t < 4; t++)
      k = (gint16) (k + NOT_POSITIVE (x * STEEP_DOWN[t] - y * STEEP_ACROSS[t]));
    bin_number = (gint16) ((k ^ mirrored) - mirrored - 9 * mirrored - 9 * up);
    bin_number = (gint16) (bin_number & ~NEGATIVE (FACEREC_HOG_BINS - 1 - bin_number));
    bin[i] = (guint16) (bin_number * bin_size);
  }
}

static void
measure (const guint8 *restrict above, const guint8 *restrict row, const guint8 *restrict below, gint n,
    gint16 *restrict across, gint16 *restrict down, gfloat *restrict length)
{
  for (gint i = 0; i < n; i++) {
    across[i] = (gint16) (row[i + 2] - row[i]);
    down[i] = (gint16) (below[i] - above[i]);
  }
  for (gint i = 0; i < n; i++)
    length[i] = sqrtf ((gfloat) (across[i] * across[i] + down[i] * down[i]));
}

/* Row y of pixels of the tile whose first pixel is x; the pixels from..to - 1 of it have a gradient. */
static void
gradient_row (Tile *tile, const FacerecHogPicture *picture, gint x, gint y, gint from, gint to, gint n, guint row)
{
  const gint first = from - x;

  if (from > x || to < x + n || from >= to) {
    memset (tile->length[row], 0, (gsize) n * sizeof tile->length[row][0]);
    memset (tile->bin[row], 0, (gsize) n * sizeof tile->bin[row][0]);
    if (from >= to)
      return;
  }
  measure (facerec_hog_picture_row (picture, from, y - 1, to - from, tile->lines[0]),
      facerec_hog_picture_row (picture, from - 1, y, to - from + 2, tile->lines[1]),
      facerec_hog_picture_row (picture, from, y + 1, to - from, tile->lines[2]), to - from, tile->across, tile->down,
      tile->length[row] + first);
  find_bins (tile->across, tile->down, to - from, tile->bin[row] + first);
}

/* The part of a pixel that the far cell of an axis gets is (2k + 1) / 16. */
static inline Four
shares (gint row, gint column)
{
  const gfloat lower = (gfloat) (2 * row + 1) / 16, upper = 1 - lower;
  const gfloat right = (gfloat) (2 * column + 1) / 16, left = 1 - right;

  return (Four) { upper * left, upper * right, lower * left, lower * right };
}

static void
add_up (Tile *tile, gint n_blocks)
{
  memset (tile->sums, 0, sizeof tile->sums);
  for (gint row = 0; row < SIDE; row++)
    for (gint column = 0; column < SIDE; column++) {
      const Four share = shares (row, column);
      const gfloat *length = tile->length[row] + column;
      const guint16 *bin = tile->bin[row] + column;
      guint8 *sums = (guint8 *) tile->sums;

#pragma GCC unroll 8
      for (gint block = 0; block < n_blocks; block++) {
        Four *sum = (Four *) (gpointer) (sums + bin[block * SIDE] + (gsize) block * sizeof (Four));

        *sum += share * length[block * SIDE];
      }
    }
}

static void
hand_out (const Tile *tile, gint n_blocks, gfloat *upper, gfloat *lower, gsize stride)
{
  for (guint bin = 0; bin < FACEREC_HOG_BINS; bin++) {
    const Four *sums = tile->sums[bin];
    gfloat *above = upper + bin * stride, *below = lower + bin * stride;

    above[0] += sums[0][0];
    below[0] += sums[0][2];
    for (gint i = 1; i < n_blocks; i++) {
      above[i] += sums[i][0] + sums[i - 1][1];
      below[i] += sums[i][2] + sums[i - 1][3];
    }
    above[n_blocks] += sums[n_blocks - 1][1];
    below[n_blocks] += sums[n_blocks - 1][3];
  }
}

void
FACEREC_HOG_NAME (facerec_hog_histograms) (const FacerecHogPicture *picture, gint visible_width, gint visible_height,
    gint block_row, gint n_cells, FacerecHogRow *upper, FacerecHogRow *lower, gsize stride)
{
  const gint top = block_row * SIDE + SIDE / 2;
  Tile tile;

  for (gint block = 0; block < n_cells + 1; block += TILE) {
    const gint n_blocks = MIN (TILE, n_cells + 1 - block);
    const gint x = block * SIDE - SIDE / 2, from = MAX (x, 1), to = MIN (x + n_blocks * SIDE, visible_width);

    for (gint row = 0; row < SIDE; row++) {
      const gboolean visible = top + row >= 1 && top + row < visible_height;

      gradient_row (&tile, picture, x, top + row, from, visible ? to : from, n_blocks * SIDE, (guint) row);
    }
    add_up (&tile, n_blocks);
    hand_out (&tile, n_blocks, upper + block, lower + block, stride);
  }
}
