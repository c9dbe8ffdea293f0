/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/chip.h"

#include <string.h>

#include "models/clones.h"
#include "models/pixels/framecolor.h"
#include "models/pixels/halving.h"

#define SIDE FACEREC_CHIP_SIDE

/* A picture of RGBx pixels. */
typedef struct {
  const guint32 *pixels;
  gint width, height;
} Picture;

/* What one row of the chip is blended of: in arrays of one kind each, for vectors. */
typedef struct {
  gint at[SIDE];                   /* of the upper left of the four pixels around, -1 outside */
  gdouble right[SIDE], down[SIDE]; /* shares of the right and of the lower ones */
  guint32 pixels[4][SIDE];         /* upper left, upper right, lower left, lower right */
} Row;

/* Largest whole number that is not above value; value is not far from a picture. */
static inline gint
round_down (gdouble value)
{
  const gint whole = (gint) value;

  return whole - (whole > value);
}

FACEREC_CLONES static void
find_places (const Picture *picture, const FacerecChipPlan *plan, gint y_of_chip, Row *restrict row)
{
  const gdouble x_of_row = plan->turn[1] * y_of_chip, y_of_row = plan->turn[3] * y_of_chip;

  for (gint column = 0; column < SIDE; column++) {
    const gdouble x = plan->turn[0] * column + x_of_row + plan->shift[0];
    const gdouble y = plan->turn[2] * column + y_of_row + plan->shift[1];
    const gint left = round_down (x), top = round_down (y);
    const gboolean inside = (left >= 0) & (top >= 0) & (left + 1 < picture->width) & (top + 1 < picture->height);

    row->at[column] = inside ? top * picture->width + left : -1;
    row->right[column] = x - left;
    row->down[column] = y - top;
  }
}

static void
fetch_pixels (const Picture *picture, Row *row)
{
  for (gint column = 0; column < SIDE; column++) {
    /* Outside is black, and so is what is blended of nothing but black. */
    static const guint32 black[2] = { 0, 0 };
    const gboolean inside = row->at[column] >= 0;
    const guint32 *upper = inside ? picture->pixels + row->at[column] : black;
    const guint32 *lower = inside ? upper + picture->width : black;

    row->pixels[0][column] = upper[0];
    row->pixels[1][column] = upper[1];
    row->pixels[2][column] = lower[0];
    row->pixels[3][column] = lower[1];
  }
}

/* One of three colours; the bits below shift hold those before. */
static inline __attribute__ ((always_inline)) void
blend_color (const Row *row, const gint shift, guint32 *restrict out)
{
  for (gint column = 0; column < SIDE; column++) {
    const gdouble right = row->right[column], down = row->down[column];
    const gint upper_left = (gint) (row->pixels[0][column] >> shift & 255);
    const gint upper_right = (gint) (row->pixels[1][column] >> shift & 255);
    const gint lower_left = (gint) (row->pixels[2][column] >> shift & 255);
    const gint lower_right = (gint) (row->pixels[3][column] >> shift & 255);
    const gint blended = (gint) ((1 - down) * ((1 - right) * upper_left + right * upper_right)
        + down * ((1 - right) * lower_left + right * lower_right));

    out[column] |= (guint32) blended << shift;
  }
}

FACEREC_CLONES static void
blend_row (const Row *row, guint32 *restrict out)
{
  memset (out, 0, SIDE * sizeof out[0]);
  blend_color (row, G_BYTE_ORDER == G_LITTLE_ENDIAN ? 0 : 24, out);
  blend_color (row, G_BYTE_ORDER == G_LITTLE_ENDIAN ? 8 : 16, out);
  blend_color (row, G_BYTE_ORDER == G_LITTLE_ENDIAN ? 16 : 8, out);
}

/* The part of the frame, halved. */
static void
read_part (const FacerecFrame *frame, const FacerecChipPlan *plan, GByteArray *scratch, Picture *picture)
{
  const gsize memory = plan->n_halvings > 0 ? facerec_halving_memory (plan->width, plan->n_halvings) : 0;
  FacerecYuvToRgb to_rgb;
  guint32 *pixels;

  picture->width = plan->width;
  picture->height = plan->height;
  facerec_halved_size (&picture->width, &picture->height, plan->n_halvings);
  g_byte_array_set_size (scratch, (guint) (memory + 4 * (gsize) picture->width * (gsize) picture->height));
  picture->pixels = pixels = (guint32 *) (scratch->data + memory);
  if (picture->width == 0)
    return;
  if (plan->n_halvings > 0) {
    facerec_halve_part (frame, plan->x, plan->y, plan->width, plan->height, plan->n_halvings, scratch->data, pixels);
    return;
  }
  facerec_yuv_to_rgb_init (&to_rgb, frame);
  for (gint row = 0; row < plan->height; row++, pixels += plan->width)
    facerec_frame_row_rgbx (frame, &to_rgb, plan->x, plan->y + row, plan->width, pixels);
}

void
facerec_chip_cut (const FacerecFrame *frame, const FacerecChipPlan *plan, GByteArray *scratch, guint8 *chip)
{
  Picture picture;
  guint32 pixels[SIDE];
  Row row;

  read_part (frame, plan, scratch, &picture);
  for (gint y = 0; y < SIDE; y++) {
    find_places (&picture, plan, y, &row);
    fetch_pixels (&picture, &row);
    blend_row (&row, pixels);
    facerec_row_rgb_from_rgbx (pixels, SIDE, chip + y * SIDE * 3);
  }
}
