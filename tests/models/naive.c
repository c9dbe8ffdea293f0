/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "naive.h"

typedef struct {
  FacerecShape shape;
  gdouble *values;
} Tensor;

static gsize
index_of (const FacerecShape *shape, guint n, guint c, guint y, guint x)
{
  return (((gsize) n * shape->channels + c) * shape->height + y) * shape->width + x;
}

/* 0 outside. */
static gdouble
at (const Tensor *tensor, guint n, guint c, gint y, gint x)
{
  const FacerecShape *shape = &tensor->shape;

  if (c >= shape->channels || y < 0 || x < 0 || (guint) y >= shape->height || (guint) x >= shape->width)
    return 0;
  return tensor->values[index_of (shape, n, c, (guint) y, (guint) x)];
}

static gdouble
convolve (const FacerecLayer *layer, const FacerecWindow *window, const Tensor *source, guint n, guint out, gint y, gint x)
{
  const guint per_group = layer->channels_in / layer->groups;
  const guint first = out / (layer->channels_out / layer->groups) * per_group;
  gdouble sum = layer->bias ? layer->bias[out] : 0;

  for (guint c = 0; c < per_group; c++)
    for (guint ky = 0; ky < window->kernel_height; ky++)
      for (guint kx = 0; kx < window->kernel_width; kx++)
        sum += (gdouble) layer->weights[((out * per_group + c) * window->kernel_height + ky) * window->kernel_width + kx]
            * at (source, n, first + c, y + (gint) ky, x + (gint) kx);
  return sum;
}

static gdouble
pool (const FacerecLayer *layer, const FacerecWindow *window, const Tensor *source, guint n, guint c, gint y, gint x)
{
  gdouble sum = 0, most = -G_MAXDOUBLE;
  guint count = 0;

  for (gint i = MAX (y, 0); i < MIN (y + (gint) window->kernel_height, (gint) source->shape.height); i++)
    for (gint j = MAX (x, 0); j < MIN (x + (gint) window->kernel_width, (gint) source->shape.width); j++) {
      const gdouble value = at (source, n, c, i, j);

      sum += value;
      most = MAX (most, value);
      count++;
    }
  return layer->kind == FACEREC_LAYER_MAX_POOL ? most : sum / count;
}

static gdouble
multiply (const FacerecLayer *layer, const Tensor *source, guint n, guint out)
{
  gdouble sum = layer->bias ? layer->bias[out] : 0;

  for (guint i = 0; i < layer->channels_in; i++)
    sum += (gdouble) layer->weights[(gsize) out * layer->channels_in + i] * source->values[(gsize) n * layer->channels_in + i];
  return sum;
}

static gdouble
average (const Tensor *source, guint n, guint c)
{
  gdouble sum = 0;

  for (guint y = 0; y < source->shape.height; y++)
    for (guint x = 0; x < source->shape.width; x++)
      sum += at (source, n, c, (gint) y, (gint) x);
  return sum / source->shape.height / source->shape.width;
}

static gdouble
compute (const FacerecLayer *layer, const Tensor *source, const Tensor *other, guint n, guint c, guint y, guint x)
{
  const FacerecWindow window = facerec_window_resolve (&layer->window, source->shape.height, source->shape.width);
  const gint top = (gint) (y * window.stride_y) - (gint) window.top;
  const gint left = (gint) (x * window.stride_x) - (gint) window.left;

  switch (layer->kind) {
    case FACEREC_LAYER_CONVOLUTION:
      return convolve (layer, &window, source, n, c, top, left);
    case FACEREC_LAYER_RELU:
      return MAX (at (source, n, c, (gint) y, (gint) x), 0);
    case FACEREC_LAYER_SUM:
      return at (source, n, c, (gint) y, (gint) x) + at (other, n, c, (gint) y, (gint) x);
    case FACEREC_LAYER_MAX_POOL:
    case FACEREC_LAYER_AVERAGE_POOL:
      return pool (layer, &window, source, n, c, top, left);
    case FACEREC_LAYER_AVERAGE:
      return average (source, n, c);
    case FACEREC_LAYER_DENSE:
      return multiply (layer, source, n, c);
  }
  g_assert_not_reached ();
}

static void
fill (Tensor *tensor, const FacerecLayer *layer, const Tensor *source, const Tensor *other)
{
  const FacerecShape *shape = &tensor->shape;

  tensor->values = g_new (gdouble, (gsize) shape->batch * shape->channels * shape->height * shape->width);
  for (guint n = 0; n < shape->batch; n++)
    for (guint c = 0; c < shape->channels; c++)
      for (guint y = 0; y < shape->height; y++)
        for (guint x = 0; x < shape->width; x++)
          tensor->values[index_of (shape, n, c, y, x)] = compute (layer, source, other, n, c, y, x);
}

gdouble *
naive_run (const FacerecNetwork *network, const gdouble *picture, guint batch, guint height, guint width, FacerecShape *shape)
{
  const guint n_layers = network->layers->len;
  const Tensor input = { { batch, network->input_channels, height, width }, (gdouble *) picture };
  g_autofree Tensor *tensors = g_new0 (Tensor, n_layers);
  g_autofree FacerecShape *shapes = g_new (FacerecShape, n_layers);
  GError *error = NULL;

  facerec_network_shapes (network, batch, height, width, shapes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_layers; i++) {
    const FacerecLayer *layer = facerec_network_layer (network, i);

    tensors[i].shape = shapes[i];
    fill (&tensors[i], layer, layer->source < 0 ? &input : &tensors[layer->source],
        layer->other < 0 ? &input : &tensors[layer->other]);
  }
  for (guint i = 0; i + 1 < n_layers; i++)
    g_free (tensors[i].values);
  *shape = shapes[n_layers - 1];
  return tensors[n_layers - 1].values;
}
