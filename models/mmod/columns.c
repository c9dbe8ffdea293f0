/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod/columns.h"

#include <string.h>

#include "models/clones.h"

static gboolean
can_be_split (const FacerecLayer *layer)
{
  const FacerecWindow *window = &layer->window;

  return layer->kind == FACEREC_LAYER_CONVOLUTION && layer->channels_out == 1 && layer->groups == 1 && !window->same
      && window->stride_x == 1 && window->stride_y == 1 && window->left + window->right + 1 == window->kernel_width;
}

/* Column x of a kernel of channels x height x width becomes the kernel x of channels x height x 1. */
static gfloat *
split_weights (const FacerecLayer *layer)
{
  const guint width = layer->window.kernel_width, n_rows = layer->channels_in * layer->window.kernel_height;
  gfloat *columns = g_new (gfloat, (gsize) n_rows * width);

  for (guint x = 0; x < width; x++)
    for (guint row = 0; row < n_rows; row++)
      columns[(gsize) x * n_rows + row] = layer->weights[(gsize) row * width + x];
  return columns;
}

static void
add_columns (FacerecNetwork *network, const FacerecLayer *layer)
{
  const guint n_columns = layer->window.kernel_width;
  g_autofree gfloat *weights = split_weights (layer);
  g_autofree gfloat *bias = g_new0 (gfloat, n_columns);
  FacerecWindow window = layer->window;

  if (layer->bias)
    bias[window.left] = layer->bias[0]; /* the one column that is never cut off */
  window.kernel_width = 1;
  window.left = window.right = 0;
  facerec_network_add_convolution (network, layer->source, &window, layer->channels_in, n_columns, 1, weights, bias);
}

FacerecNetwork *
facerec_mmod_split_columns (const FacerecNetwork *network)
{
  const guint last = network->layers->len - 1;
  g_autoptr (FacerecNetwork) split = NULL;

  if (!can_be_split (facerec_network_layer (network, last)))
    return NULL;
  split = facerec_network_new (network->input_channels);
  memcpy (split->input_mean, network->input_mean, sizeof split->input_mean);
  split->input_scale = network->input_scale;
  for (guint i = 0; i < last; i++) {
    const FacerecLayer *layer = facerec_network_layer (network, i);

    if (layer->kind == FACEREC_LAYER_CONVOLUTION)
      facerec_network_add_convolution (split, layer->source, &layer->window, layer->channels_in, layer->channels_out,
          layer->groups, layer->weights, layer->bias);
    else if (layer->kind == FACEREC_LAYER_RELU)
      facerec_network_add_plain (split, FACEREC_LAYER_RELU, layer->source);
    else
      return NULL;
  }
  add_columns (split, facerec_network_layer (network, last));
  return g_steal_pointer (&split);
}

FACEREC_CLONES static void
add_row (const gfloat *restrict column, gint n, gfloat *restrict map)
{
  for (gint i = 0; i < n; i++)
    map[i] += column[i];
}

void
facerec_mmod_join_columns (const gfloat *columns, gint n_columns, gint width, gint height, gint left, gfloat *map)
{
  const gsize plane = (gsize) width * (gsize) height;

  memset (map, 0, sizeof *map * plane);
  for (gint y = 0; y < height; y++)
    for (gint column = 0; column < n_columns; column++) {
      /* Where the column is looked at from: it lies move places to the right of the window's middle. */
      const gint move = column - left, from = MAX (0, -move), to = MIN (width, width - move);

      if (from < to)
        add_row (columns + (gsize) column * plane + (gsize) y * (gsize) width + from + move, to - from,
            map + (gsize) y * (gsize) width + from);
    }
}
