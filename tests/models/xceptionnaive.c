/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xceptionnaive.h"

#include <math.h>

/* size x size places of channels numbers each. */
typedef struct {
  guint size, channels;
  gdouble *values; /* owned */
} Picture;

typedef struct {
  const FacerecTensors *weights;
  XceptionVariant variant;
} Network;

static Picture
new_picture (guint size, guint channels)
{
  return (Picture) { size, channels, g_new0 (gdouble, (gsize) size * size * channels) };
}

static gdouble *
place (const Picture *picture, gint y, gint x)
{
  return picture->values + ((gsize) y * picture->size + (gsize) x) * picture->channels;
}

static gboolean
is_inside (const Picture *picture, gint y, gint x)
{
  return y >= 0 && x >= 0 && y < (gint) picture->size && x < (gint) picture->size;
}

static const FacerecTensor *
tensor_of (const Network *network, const gchar *layer, const gchar *part)
{
  g_autofree gchar *name = g_strconcat (layer, "/", part, NULL);
  const FacerecTensor *tensor = facerec_tensors_find (network->weights, name);

  g_assert_nonnull (tensor);
  return tensor;
}

static void
replace (Picture *picture, Picture by)
{
  g_free (picture->values);
  *picture = by;
}

/* ---- layers ---- */

static void
relu (Picture *picture)
{
  for (gsize i = 0; i < (gsize) picture->size * picture->size * picture->channels; i++)
    picture->values[i] = MAX (picture->values[i], 0);
}

static void
norm (const Network *network, const gchar *layer, Picture *picture)
{
  g_autofree gchar *name = g_strconcat (layer, "_bn", NULL);
  const gfloat *gamma = tensor_of (network, name, "gamma")->values, *beta = tensor_of (network, name, "beta")->values;
  const gfloat *mean = tensor_of (network, name, "moving_mean")->values;
  const gfloat *variance = tensor_of (network, name, "moving_variance")->values;
  const gdouble epsilon = network->variant == XCEPTION_SMALL_EPSILON ? 1e-5 : 1e-3;

  for (gsize i = 0; i < (gsize) picture->size * picture->size; i++)
    for (guint c = 0; c < picture->channels; c++) {
      gdouble *value = &picture->values[i * picture->channels + c];

      *value = gamma[c] * (*value - mean[c]) / sqrt (variance[c] + epsilon) + beta[c];
    }
}

/* to[o] += value * row[o]. */
static void
accumulate (gdouble *restrict to, gdouble value, const gfloat *restrict row, guint n)
{
  for (guint o = 0; o < n; o++)
    to[o] += value * row[o];
}

/* Padding before the first place: 0 for valid convolutions and those of one place. */
static void
convolve (const Network *network, const gchar *layer, const gchar *part, guint size, guint stride, Picture *picture)
{
  const FacerecTensor *kernel = tensor_of (network, layer, part);
  const guint extent = kernel->dimensions[0], in = kernel->dimensions[2], out = kernel->dimensions[3];
  Picture result = new_picture (size, out);

  g_assert_cmpuint (in, ==, picture->channels);
  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      for (guint ky = 0; ky < extent; ky++)
        for (guint kx = 0; kx < extent; kx++)
          for (guint i = 0; i < in; i++)
            accumulate (place (&result, (gint) y, (gint) x),
                place (picture, (gint) (y * stride + ky), (gint) (x * stride + kx))[i],
                kernel->values + ((gsize) (ky * extent + kx) * in + i) * out, out);
  replace (picture, result);
}

static void
depthwise (const Network *network, const gchar *layer, Picture *picture)
{
  const gfloat *kernel = tensor_of (network, layer, "depthwise_kernel")->values;
  const gint size = (gint) picture->size;
  Picture result = new_picture (picture->size, picture->channels);

  for (gint y = 0; y < size; y++)
    for (gint x = 0; x < size; x++)
      for (gint ky = -1; ky <= 1; ky++)
        for (gint kx = -1; kx <= 1; kx++)
          for (guint c = 0; is_inside (picture, y + ky, x + kx) && c < picture->channels; c++)
            place (&result, y, x)[c] += place (picture, y + ky, x + kx)[c]
                * kernel[((ky + 1) * 3 + kx + 1) * (gint) picture->channels + (gint) c];
  replace (picture, result);
}

static void
separable (const Network *network, guint block, guint number, Picture *picture)
{
  g_autofree gchar *layer = g_strdup_printf ("block%u_sepconv%u", block, number);

  depthwise (network, layer, picture);
  convolve (network, layer, "pointwise_kernel", picture->size, 1, picture);
  norm (network, layer, picture);
}

static void
max_pool (const Network *network, Picture *picture)
{
  const guint size = (picture->size + 1) / 2;
  const gint before = network->variant == XCEPTION_SYMMETRIC_POOLS || picture->size % 2 == 1 ? 1 : 0;
  Picture result = new_picture (size, picture->channels);

  for (guint c = 0; c < picture->channels; c++)
    for (gint y = 0; y < (gint) size; y++)
      for (gint x = 0; x < (gint) size; x++) {
        gdouble most = -INFINITY;

        for (gint ky = 0; ky < 3; ky++)
          for (gint kx = 0; kx < 3; kx++)
            if (is_inside (picture, 2 * y - before + ky, 2 * x - before + kx))
              most = MAX (most, place (picture, 2 * y - before + ky, 2 * x - before + kx)[c]);
        place (&result, y, x)[c] = most;
      }
  replace (picture, result);
}

static Picture
copy (const Picture *picture)
{
  Picture result = *picture;

  result.values = g_memdup2 (picture->values, (gsize) picture->size * picture->size * picture->channels * sizeof (gdouble));
  return result;
}

static void
add (Picture *picture, Picture other)
{
  g_assert_cmpuint (picture->size, ==, other.size);
  g_assert_cmpuint (picture->channels, ==, other.channels);
  for (gsize i = 0; i < (gsize) picture->size * picture->size * picture->channels; i++)
    picture->values[i] += other.values[i];
  g_free (other.values);
}

/* ---- blocks ---- */

static void
first_block (const Network *network, Picture *picture)
{
  convolve (network, "block1_conv1", "kernel", (picture->size - 3) / 2 + 1, 2, picture);
  norm (network, "block1_conv1", picture);
  relu (picture);
  convolve (network, "block1_conv2", "kernel", picture->size - 2, 1, picture);
  norm (network, "block1_conv2", picture);
  relu (picture);
}

static void
narrowing_block (const Network *network, guint block, Picture *picture)
{
  g_autofree gchar *layer = g_strdup_printf ("block%u_residual", block);
  Picture residual = copy (picture);

  convolve (network, layer, "kernel", (residual.size + 1) / 2, 2, &residual);
  norm (network, layer, &residual);
  if (block > 2 && network->variant != XCEPTION_NO_LEADING_RELU)
    relu (picture);
  separable (network, block, 1, picture);
  relu (picture);
  separable (network, block, 2, picture);
  max_pool (network, picture);
  add (picture, residual);
}

static void
middle_block (const Network *network, guint block, Picture *picture)
{
  Picture residual = copy (picture);

  for (guint number = 1; number <= 3; number++) {
    if (number > 1 || network->variant != XCEPTION_NO_LEADING_RELU)
      relu (picture);
    separable (network, block, number, picture);
  }
  add (picture, residual);
}

static gdouble *
largest (const Picture *picture)
{
  gdouble *most = g_new (gdouble, picture->channels);

  for (guint c = 0; c < picture->channels; c++) {
    most[c] = -INFINITY;
    for (gsize i = 0; i < (gsize) picture->size * picture->size; i++)
      most[c] = MAX (most[c], picture->values[i * picture->channels + c]);
  }
  return most;
}

gdouble *
xception_naive (const FacerecTensors *weights, const gdouble *input, guint size, XceptionVariant variant)
{
  const Network network = { weights, variant };
  const Picture given = { size, 3, (gdouble *) input };
  Picture picture = copy (&given);
  gdouble *result;

  first_block (&network, &picture);
  for (guint block = 2; block <= 4; block++)
    narrowing_block (&network, block, &picture);
  for (guint block = 5; block <= 12; block++)
    middle_block (&network, block, &picture);
  narrowing_block (&network, 13, &picture);
  if (variant == XCEPTION_RELU_BEFORE_14)
    relu (&picture);
  separable (&network, 14, 1, &picture);
  relu (&picture);
  separable (&network, 14, 2, &picture);
  relu (&picture);
  result = largest (&picture);
  g_free (picture.values);
  return result;
}
