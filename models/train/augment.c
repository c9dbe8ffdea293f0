/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/augment.h"

#include <math.h>
#include <string.h>

#define SIDE FACEREC_CHIP_SIZE
#define BLURRED (1.0 / 3)

static gdouble
between (FacerecRandom *random, gdouble most)
{
  return (2 * facerec_random_uniform (random) - 1) * most;
}

void
facerec_augment_landmarks (FacerecRandom *random, const FacerecLandmarks *in, gfloat size, FacerecLandmarks *out)
{
  const gdouble angle = between (random, FACEREC_AUGMENT_DEGREES * G_PI / 180);
  const gdouble zoom = 1 + between (random, FACEREC_AUGMENT_ZOOM);
  const gdouble x_shift = size * between (random, FACEREC_AUGMENT_SHIFT);
  const gdouble y_shift = size * between (random, FACEREC_AUGMENT_SHIFT);
  const gdouble c = zoom * cos (angle), s = zoom * sin (angle);
  gdouble x_mean = 0, y_mean = 0;

  for (guint i = 0; i < in->n; i++) {
    x_mean += in->xy[2 * i] / in->n;
    y_mean += in->xy[2 * i + 1] / in->n;
  }
  out->n = in->n;
  for (guint i = 0; i < in->n; i++) {
    const gdouble x = in->xy[2 * i] - x_mean, y = in->xy[2 * i + 1] - y_mean;

    out->xy[2 * i] = (gfloat) (x_mean + x_shift + c * x - s * y);
    out->xy[2 * i + 1] = (gfloat) (y_mean + y_shift + s * x + c * y);
  }
}

static void
mirror (guint8 *chip)
{
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE / 2; x++)
      for (guint c = 0; c < 3; c++) {
        guint8 *left = chip + 3 * (y * SIDE + x) + c, *right = chip + 3 * (y * SIDE + SIDE - 1 - x) + c;
        const guint8 value = *left;

        *left = *right;
        *right = value;
      }
}

static void
light (FacerecRandom *random, guint8 *chip)
{
  const gdouble contrast = 1 + between (random, FACEREC_AUGMENT_CONTRAST);
  const gdouble brighter = 255 * between (random, FACEREC_AUGMENT_LIGHT);
  guint8 table[256];

  for (guint i = 0; i < 256; i++)
    table[i] = (guint8) CLAMP (127.5 + contrast * (i - 127.5) + brighter + 0.5, 0, 255);
  for (guint i = 0; i < FACEREC_CHIP_BYTES; i++)
    chip[i] = table[chip[i]];
}

/* By 1 2 1 along one direction; the border keeps its pixels. */
static void
blur_along (guint8 *chip, guint step, guint across)
{
  for (guint i = 0; i < SIDE; i++)
    for (guint c = 0; c < 3; c++) {
      guint8 *line = chip + i * across + c, before = line[0];

      for (guint j = 1; j + 1 < SIDE; j++) {
        const guint8 value = line[j * step];

        line[j * step] = (guint8) ((before + 2 * value + line[(j + 1) * step] + 2) / 4);
        before = value;
      }
    }
}

void
facerec_augment_chip (FacerecRandom *random, guint8 *chip)
{
  if (facerec_random_below (random, 2))
    mirror (chip);
  light (random, chip);
  if (facerec_random_uniform (random) >= BLURRED)
    return;
  for (guint i = facerec_random_below (random, 2) + 1; i > 0; i--) {
    blur_along (chip, 3, 3 * SIDE);
    blur_along (chip, 3 * SIDE, 3);
  }
}
