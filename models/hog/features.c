/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Histograms of cells into features: each bin normalised by the energy of the four squares of 2x2 cells that the cell is in,
 * cut off at 0.2, and added up over the four (Felzenszwalb et al. 2010, with dlib's constants). */
#include "models/hog/variant.h"

#include <math.h>
#include <string.h>

#define RUN 64 /* cells that are worked on at a time */
#define HALF (FACEREC_HOG_BINS / 2)
#define SQUARES 4

typedef struct {
  gfloat limit[SQUARES][RUN]; /* a bin counts up to this, ... */
  gfloat scale[SQUARES][RUN]; /* times this */
} Norms;

typedef struct {
  gfloat part[SQUARES][RUN];
} Texture;

void
FACEREC_HOG_NAME (facerec_hog_energies) (const FacerecHogRow *row, gsize stride, gint n, gfloat *restrict energy)
{
  memset (energy, 0, (gsize) n * sizeof *energy);
  for (guint bin = 0; bin < HALF; bin++) {
    const gfloat *one = row + bin * stride + 1, *other = one + HALF * stride;

    for (gint i = 0; i < n; i++)
      energy[i] += (one[i] + other[i]) * (one[i] + other[i]);
  }
}

/* a, b: two rows of cells, the upper left of a square first. */
static void
norms_of_square (const gfloat *restrict a, const gfloat *restrict b, gint n, gfloat *restrict limit, gfloat *restrict scale)
{
  for (gint i = 0; i < n; i++) {
    limit[i] = 0.2f * sqrtf (a[i] + a[i + 1] + b[i] + b[i + 1] + 0.0001f);
    scale[i] = 0.1f / limit[i];
  }
}

static inline gfloat
least (gfloat a, gfloat b)
{
  return a < b ? a : b;
}

/* One feature of n cells. The parts of the four squares are added to texture, unless that is NULL. */
static inline __attribute__ ((always_inline)) void
normalise (const gfloat *restrict bin, const Norms *restrict norms, gint n, gfloat *restrict out, Texture *restrict texture)
{
  for (gint i = 0; i < n; i++) {
    const gfloat a = least (bin[i], norms->limit[0][i]) * norms->scale[0][i];
    const gfloat b = least (bin[i], norms->limit[1][i]) * norms->scale[1][i];
    const gfloat c = least (bin[i], norms->limit[2][i]) * norms->scale[2][i];
    const gfloat d = least (bin[i], norms->limit[3][i]) * norms->scale[3][i];

    out[i] = (a + c) + (b + d);
    if (texture) {
      texture->part[0][i] += a;
      texture->part[1][i] += b;
      texture->part[2][i] += c;
      texture->part[3][i] += d;
    }
  }
}

static void
add_bins (const gfloat *restrict one, const gfloat *restrict other, gint n, gfloat *restrict both)
{
  for (gint i = 0; i < n; i++)
    both[i] = one[i] + other[i];
}

static void
scale_texture (const gfloat *restrict part, gint n, gfloat *restrict out)
{
  for (gint i = 0; i < n; i++)
    out[i] = 2 * 0.2357f * part[i];
}

static void
features_of_run (const FacerecHogRow *row, gsize stride, const Norms *norms, gint n, gfloat *out, gsize plane)
{
  gfloat both[RUN];
  Texture texture;

  memset (&texture, 0, sizeof texture);
  for (guint bin = 0; bin < FACEREC_HOG_BINS; bin++)
    normalise (row + bin * stride, norms, n, out + bin * plane, &texture);
  for (guint bin = 0; bin < HALF; bin++) {
    add_bins (row + bin * stride, row + (bin + HALF) * stride, n, both);
    normalise (both, norms, n, out + (FACEREC_HOG_BINS + bin) * plane, NULL);
  }
  for (guint square = 0; square < SQUARES; square++)
    scale_texture (texture.part[square], n, out + (FACEREC_HOG_BINS + HALF + square) * plane);
}

void
FACEREC_HOG_NAME (facerec_hog_features) (const FacerecHogRow *row, gsize stride, const gfloat *const energy[3],
    const FacerecHogPlanes *planes, gint y)
{
  const gsize plane = (gsize) planes->rows * planes->stride;
  gfloat *out = planes->data + (gsize) y * planes->stride + FACEREC_HOG_LEFT;
  Norms norms;

  for (gint x = 0; x < planes->columns; x += RUN) {
    const gint n = MIN (RUN, planes->columns - x);

    /* The cell itself is column x + 1 of the cells. In dlib's order: lower right, upper right, lower left, upper left. */
    norms_of_square (energy[1] + x + 1, energy[2] + x + 1, n, norms.limit[0], norms.scale[0]);
    norms_of_square (energy[0] + x + 1, energy[1] + x + 1, n, norms.limit[1], norms.scale[1]);
    norms_of_square (energy[1] + x, energy[2] + x, n, norms.limit[2], norms.scale[2]);
    norms_of_square (energy[0] + x, energy[1] + x, n, norms.limit[3], norms.scale[3]);
    features_of_run (row + x + 2, stride, &norms, n, out + x, plane);
  }
}
