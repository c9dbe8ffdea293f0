/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/blocked.h"

#include <string.h>

/* Only where facerec_onednn_usable said that there is AVX2. */
#if defined(__x86_64__)
#define VECTORISED __attribute__ ((target ("avx2")))
#else
#define VECTORISED
#endif

#define MAX_BLOCK 16

static guint
n_blocks (const FacerecBlocks *blocks)
{
  return (blocks->shape.channels + blocks->block - 1) / blocks->block;
}

/* Where a row of one block of channels begins, counted in numbers. */
static gsize
row_offset (const FacerecBlocks *blocks, guint n, guint block, guint y)
{
  return (((gsize) n * n_blocks (blocks) + block) * blocks->shape.height + y) * blocks->shape.width * blocks->block;
}

gconstpointer
facerec_blocks_row (const FacerecBlocks *blocks, guint n, guint block, guint y)
{
  return (const guint8 *) blocks->data
      + row_offset (blocks, n, block, y) * (blocks->bf16 ? sizeof (guint16) : sizeof (gfloat));
}

/* A row of blocks, or nothing where it lies behind the end. */
static gconstpointer
find_row (const FacerecBlocks *blocks, guint n, guint block, guint y, guint *length)
{
  if (block >= n_blocks (blocks) || y >= blocks->shape.height) {
    *length = 0;
    return blocks->data;
  }
  *length = blocks->shape.width * blocks->block;
  return facerec_blocks_row (blocks, n, block, y);
}

static inline gfloat
widen (guint16 half)
{
  const guint32 bits = (guint32) half << 16;
  gfloat value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* To the nearest, ties to even; nothing here is NaN. */
static inline guint16
narrow (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return (guint16) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

/* ---- sum ---- */

/* The first n numbers have both, then up to n_long only one has any, then there are zeros. */
VECTORISED static void
add_floats (const gfloat *a, const gfloat *b, const gfloat *longer, guint n, guint n_long, guint n_output, gfloat least,
    gfloat *output)
{
  guint i = 0;

  for (; i < n; i++) {
    const gfloat sum = a[i] + b[i];

    output[i] = sum > least ? sum : least;
  }
  for (; i < n_long; i++)
    output[i] = longer[i] > least ? longer[i] : least;
  memset (output + i, 0, (n_output - i) * sizeof *output);
}

VECTORISED static void
add_halves (const guint16 *a, const guint16 *b, const guint16 *longer, guint n, guint n_long, guint n_output, gfloat least,
    guint16 *output)
{
  guint i = 0;

  for (; i < n; i++) {
    const gfloat sum = widen (a[i]) + widen (b[i]);

    output[i] = narrow (sum > least ? sum : least);
  }
  for (; i < n_long; i++) {
    const gfloat value = widen (longer[i]);

    output[i] = narrow (value > least ? value : least);
  }
  memset (output + i, 0, (n_output - i) * sizeof *output);
}

void
facerec_blocks_add (const FacerecBlocks *a, const FacerecBlocks *b, gboolean relu, const FacerecBlocks *output)
{
  const gfloat least = relu ? 0 : -G_MAXFLOAT;
  const guint length = output->shape.width * output->block;

  for (guint n = 0; n < output->shape.batch; n++)
    for (guint block = 0; block < n_blocks (output); block++)
      for (guint y = 0; y < output->shape.height; y++) {
        guint n_a, n_b;
        gconstpointer row_a = find_row (a, n, block, y, &n_a), row_b = find_row (b, n, block, y, &n_b);
        gconstpointer longer = n_a > n_b ? row_a : row_b;
        const gsize offset = row_offset (output, n, block, y);

        if (output->bf16)
          add_halves (row_a, row_b, longer, MIN (n_a, n_b), MAX (n_a, n_b), length, least,
              (guint16 *) output->data + offset);
        else
          add_floats (row_a, row_b, longer, MIN (n_a, n_b), MAX (n_a, n_b), length, least,
              (gfloat *) output->data + offset);
      }
}

/* ---- average ---- */

VECTORISED static void
sum_floats (const gfloat *values, gsize n_places, guint block, gfloat *sums)
{
  for (gsize i = 0; i < n_places; i++)
    for (guint c = 0; c < block; c++)
      sums[c] += values[i * block + c];
}

VECTORISED static void
sum_halves (const guint16 *values, gsize n_places, guint block, gfloat *sums)
{
  for (gsize i = 0; i < n_places; i++)
    for (guint c = 0; c < block; c++)
      sums[c] += widen (values[i * block + c]);
}

void
facerec_blocks_average (const FacerecBlocks *source, const FacerecBlocks *output)
{
  const guint block = source->block;
  const gsize n_places = (gsize) source->shape.height * source->shape.width;

  for (gsize i = 0; i < (gsize) source->shape.batch * n_blocks (source); i++) {
    gfloat sums[MAX_BLOCK] = { 0, };

    if (source->bf16)
      sum_halves ((const guint16 *) source->data + i * n_places * block, n_places, block, sums);
    else
      sum_floats ((const gfloat *) source->data + i * n_places * block, n_places, block, sums);
    for (guint c = 0; c < block; c++) {
      const gfloat mean = sums[c] / (gfloat) n_places;

      if (output->bf16)
        ((guint16 *) output->data)[i * block + c] = narrow (mean);
      else
        ((gfloat *) output->data)[i * block + c] = mean;
    }
  }
}
