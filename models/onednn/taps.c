/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/taps.h"

static guint
pad (guint channels, guint block)
{
  return (channels + block - 1) / block * block;
}

gboolean
facerec_taps_init (FacerecLayer *taps, const FacerecLayer *layer, guint block)
{
  const guint kernel_width = layer->window.kernel_width, n_rows = layer->channels_in * layer->window.kernel_height;
  const guint n_taps = layer->channels_out * kernel_width;

  if (layer->kind != FACEREC_LAYER_CONVOLUTION || layer->groups != 1 || layer->window.stride_x != 1 || layer->window.same
      || 2 * pad (n_taps, block) > kernel_width * pad (layer->channels_out, block))
    return FALSE;
  *taps = *layer;
  taps->bias = NULL;
  taps->channels_out = n_taps;
  taps->window.kernel_width = 1;
  taps->window.left = taps->window.right = 0;
  taps->weights = g_new (gfloat, (gsize) n_taps * n_rows);
  for (guint out = 0; out < layer->channels_out; out++)
    for (guint row = 0; row < n_rows; row++)
      for (guint k = 0; k < kernel_width; k++)
        taps->weights[(gsize) (out * kernel_width + k) * n_rows + row] =
            layer->weights[((gsize) out * n_rows + row) * kernel_width + k];
  return TRUE;
}

/* Adds one column of the filter to a row of the output. */
static void
add_column (const gfloat *found, guint block, gint n_found, gint shift, gfloat *row, gint n)
{
  const gint first = MAX (0, -shift), last = MIN (n, n_found - shift);

  for (gint x = first; x < last; x++)
    row[x] += found[(gsize) (x + shift) * block];
}

void
facerec_taps_add (const FacerecLayer *layer, const FacerecBlocks *found, const FacerecShape *shape, gfloat *planes)
{
  const FacerecWindow *window = &layer->window;
  gfloat *row = planes;

  for (guint n = 0; n < shape->batch; n++)
    for (guint out = 0; out < shape->channels; out++)
      for (guint y = 0; y < shape->height; y++, row += shape->width) {
        for (guint x = 0; x < shape->width; x++)
          row[x] = layer->bias ? layer->bias[out] : 0;
        for (guint k = 0; k < window->kernel_width; k++) {
          const guint tap = out * window->kernel_width + k;
          const gfloat *taps = (const gfloat *) facerec_blocks_row (found, n, tap / found->block, y) + tap % found->block;

          add_column (taps, found->block, (gint) found->shape.width, (gint) k - (gint) window->left, row,
              (gint) shape->width);
        }
      }
}
