/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/network.h"

#include "models/error.h"

/* Floats in one tensor: what an index of 32 bits and a size in bytes still hold. */
#define MAX_ELEMENTS ((guint64) G_MAXINT32 / sizeof (gfloat) * 4)

static void
layer_clear (gpointer data)
{
  FacerecLayer *layer = data;

  g_free (layer->weights);
  g_free (layer->bias);
}

FacerecNetwork *
facerec_network_new (guint input_channels)
{
  FacerecNetwork *network = g_new0 (FacerecNetwork, 1);

  network->input_channels = input_channels;
  network->input_scale = 1;
  network->layers = g_array_new (FALSE, TRUE, sizeof (FacerecLayer));
  g_array_set_clear_func (network->layers, layer_clear);
  return network;
}

void
facerec_network_free (FacerecNetwork *network)
{
  if (!network)
    return;
  g_array_unref (network->layers);
  g_free (network);
}

/* ---- adding ---- */

static guint
add (FacerecNetwork *network, const FacerecLayer *layer)
{
  g_array_append_vals (network->layers, layer, 1);
  return network->layers->len - 1;
}

static gfloat *
copy_floats (const gfloat *values, gsize n)
{
  return g_memdup2 (values, n * sizeof *values);
}

guint
facerec_network_add_convolution (FacerecNetwork *network, gint source, const FacerecWindow *window, guint channels_in,
    guint channels_out, guint groups, const gfloat *weights, const gfloat *bias)
{
  const gsize n = (gsize) channels_out * (channels_in / MAX (groups, 1)) * window->kernel_height * window->kernel_width;
  const FacerecLayer layer = { .kind = FACEREC_LAYER_CONVOLUTION, .source = source, .window = *window,
    .channels_in = channels_in, .channels_out = channels_out, .groups = groups, .weights = copy_floats (weights, n),
    .bias = copy_floats (bias, channels_out) };

  return add (network, &layer);
}

guint
facerec_network_add_dense (FacerecNetwork *network, gint source, guint channels_in, guint channels_out,
    const gfloat *weights, const gfloat *bias)
{
  const FacerecLayer layer = { .kind = FACEREC_LAYER_DENSE, .source = source, .channels_in = channels_in,
    .channels_out = channels_out, .groups = 1, .weights = copy_floats (weights, (gsize) channels_in * channels_out),
    .bias = copy_floats (bias, channels_out) };

  return add (network, &layer);
}

guint
facerec_network_add_pool (FacerecNetwork *network, FacerecLayerKind kind, gint source, const FacerecWindow *window)
{
  const FacerecLayer layer = { .kind = kind, .source = source, .window = *window };

  return add (network, &layer);
}

guint
facerec_network_add_sum (FacerecNetwork *network, gint source, gint other)
{
  const FacerecLayer layer = { .kind = FACEREC_LAYER_SUM, .source = source, .other = other };

  return add (network, &layer);
}

guint
facerec_network_add_plain (FacerecNetwork *network, FacerecLayerKind kind, gint source)
{
  const FacerecLayer layer = { .kind = kind, .source = source };

  return add (network, &layer);
}

/* ---- shapes ---- */

/* Zeros before and behind, together, that an extent needs for a window at every stride. */
static guint
same_padding (guint extent, guint kernel, guint stride)
{
  const guint places = (extent + stride - 1) / stride;
  const guint64 covered = (guint64) (places - 1) * stride + kernel;

  return covered > extent ? (guint) (covered - extent) : 0;
}

FacerecWindow
facerec_window_resolve (const FacerecWindow *window, guint height, guint width)
{
  FacerecWindow resolved = *window;
  guint rows, columns;

  if (!window->same || height == 0 || width == 0)
    return resolved;
  rows = same_padding (height, window->kernel_height, window->stride_y);
  columns = same_padding (width, window->kernel_width, window->stride_x);
  resolved.same = FALSE;
  resolved.top = rows / 2;
  resolved.bottom = rows - resolved.top;
  resolved.left = columns / 2;
  resolved.right = columns - resolved.left;
  return resolved;
}

static gboolean
slide (const FacerecWindow *window, const FacerecShape *source, FacerecShape *shape)
{
  FacerecWindow w;

  if (window->kernel_height == 0 || window->kernel_width == 0 || window->stride_y == 0 || window->stride_x == 0)
    return FALSE;
  w = facerec_window_resolve (window, source->height, source->width);
  if ((guint64) source->height + w.top + w.bottom < w.kernel_height
      || (guint64) source->width + w.left + w.right < w.kernel_width)
    return FALSE;
  shape->height = 1 + (source->height + w.top + w.bottom - w.kernel_height) / w.stride_y;
  shape->width = 1 + (source->width + w.left + w.right - w.kernel_width) / w.stride_x;
  return TRUE;
}

/* shape comes as the source's and leaves as the layer's. */
static gboolean
layer_shape (const FacerecLayer *layer, const FacerecShape *other, FacerecShape *shape)
{
  const FacerecShape source = *shape;

  switch (layer->kind) {
    case FACEREC_LAYER_RELU:
      return TRUE;
    case FACEREC_LAYER_MAX_POOL:
    case FACEREC_LAYER_AVERAGE_POOL:
      return slide (&layer->window, &source, shape);
    case FACEREC_LAYER_CONVOLUTION:
      if (layer->channels_in != source.channels || layer->channels_out == 0 || layer->groups == 0
          || layer->channels_in % layer->groups != 0 || layer->channels_out % layer->groups != 0)
        return FALSE;
      shape->channels = layer->channels_out;
      return slide (&layer->window, &source, shape);
    case FACEREC_LAYER_SUM:
      shape->channels = MAX (source.channels, other->channels);
      shape->height = MAX (source.height, other->height);
      shape->width = MAX (source.width, other->width);
      return TRUE;
    case FACEREC_LAYER_AVERAGE:
      shape->height = shape->width = 1;
      return TRUE;
    case FACEREC_LAYER_DENSE:
      *shape = (FacerecShape) { source.batch, layer->channels_out, 1, 1 };
      return layer->channels_out > 0
          && (guint64) source.channels * source.height * source.width == layer->channels_in;
  }
  return FALSE;
}

static gboolean
is_addressable (const FacerecShape *shape)
{
  guint64 n = shape->batch;
  const guint extents[] = { shape->channels, shape->height, shape->width };

  for (guint i = 0; i < G_N_ELEMENTS (extents); i++) {
    if (extents[i] == 0 || n > MAX_ELEMENTS / extents[i])
      return FALSE;
    n *= extents[i];
  }
  return n > 0;
}

static gboolean
is_earlier (gint source, guint index)
{
  return source >= FACEREC_NETWORK_INPUT && source < (gint) index;
}

gboolean
facerec_network_shapes (const FacerecNetwork *network, guint batch, guint height, guint width, FacerecShape *shapes,
    GError **error)
{
  const FacerecShape input = { batch, network->input_channels, height, width };

  if (!is_addressable (&input)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "no network takes %u pictures of %ux%u", batch, width,
        height);
    return FALSE;
  }
  for (guint i = 0; i < network->layers->len; i++) {
    const FacerecLayer *layer = facerec_network_layer (network, i);
    const gint other = layer->kind == FACEREC_LAYER_SUM ? layer->other : layer->source;

    if (is_earlier (layer->source, i) && is_earlier (other, i)) {
      shapes[i] = layer->source < 0 ? input : shapes[layer->source];
      if (layer_shape (layer, other < 0 ? &input : &shapes[other], &shapes[i]) && is_addressable (&shapes[i]))
        continue;
    }
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "layer %u of the network does not take pictures of %ux%u", i,
        width, height);
    return FALSE;
  }
  return TRUE;
}
