/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/xception.h"

#include "models/error.h"
#include "models/xception/walk.h"

#include <math.h>
#include <string.h>

/* ---- the layout ---- */

typedef struct {
  FacerecTensor *tensors;
  guint n;
} Layout;

static void
list (Layout *layout, const gchar *layer, const gchar *part, guint n_dimensions, const guint *dimensions)
{
  FacerecTensor *tensor = &layout->tensors[layout->n++];

  g_assert (layout->n <= FACEREC_XCEPTION_N_TENSORS);
  tensor->name = g_strdup_printf ("%s/%s", layer, part);
  tensor->n_dimensions = n_dimensions;
  memcpy (tensor->dimensions, dimensions, n_dimensions * sizeof *dimensions);
  tensor->n_values = facerec_tensor_n_values (n_dimensions, dimensions);
}

static void
list_norm (Layout *layout, const gchar *layer, guint channels)
{
  static const gchar *const parts[] = { "gamma", "beta", "moving_mean", "moving_variance" };
  g_autofree gchar *norm = g_strconcat (layer, "_bn", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    list (layout, norm, parts[i], 1, &channels);
}

static void
list_convolution (gpointer user_data, const XceptionConvolution *c)
{
  const guint dimensions[] = { c->kernel, c->kernel, c->channels_in, c->channels_out };

  list (user_data, c->name, "kernel", 4, dimensions);
  list_norm (user_data, c->name, c->channels_out);
}

static void
list_separable (gpointer user_data, const gchar *name, guint channels_in, guint channels_out)
{
  const guint depthwise[] = { 3, 3, channels_in, 1 }, pointwise[] = { 1, 1, channels_in, channels_out };

  list (user_data, name, "depthwise_kernel", 4, depthwise);
  list (user_data, name, "pointwise_kernel", 4, pointwise);
  list_norm (user_data, name, channels_out);
}

const FacerecTensor *
facerec_xception_layout (void)
{
  static const XceptionVisitor visitor = { .convolution = list_convolution, .separable = list_separable };
  static FacerecTensor *tensors;
  static gsize once;

  if (g_once_init_enter (&once)) {
    Layout layout = { g_new0 (FacerecTensor, FACEREC_XCEPTION_N_TENSORS), 0 };

    xception_walk (&visitor, &layout);
    g_assert (layout.n == FACEREC_XCEPTION_N_TENSORS);
    tensors = layout.tensors;
    g_once_init_leave (&once, 1);
  }
  return tensors;
}

/* ---- checking ---- */

static gboolean
check_tensor (const FacerecTensor *wanted, const FacerecTensor *tensor, GError **error)
{
  if (!tensor) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "not Xception: tensor \"%s\" is missing", wanted->name);
    return FALSE;
  }
  if (tensor->n_dimensions != wanted->n_dimensions
      || memcmp (tensor->dimensions, wanted->dimensions, wanted->n_dimensions * sizeof wanted->dimensions[0]) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "not Xception: tensor \"%s\" has another shape", wanted->name);
    return FALSE;
  }
  for (gsize i = 0; g_str_has_suffix (wanted->name, "/moving_variance") && i < tensor->n_values; i++)
    if (tensor->values[i] < 0) {
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "tensor \"%s\" has a negative variance", wanted->name);
      return FALSE;
    }
  return TRUE;
}

gboolean
facerec_xception_check (const FacerecTensors *tensors, GError **error)
{
  const FacerecTensor *layout = facerec_xception_layout ();

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++)
    if (!check_tensor (&layout[i], tensors ? facerec_tensors_find (tensors, layout[i].name) : NULL, error))
      return FALSE;
  if (facerec_tensors_get_size (tensors) == FACEREC_XCEPTION_N_TENSORS)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "not Xception: it has %u tensors, not %d",
      facerec_tensors_get_size (tensors), FACEREC_XCEPTION_N_TENSORS);
  return FALSE;
}

/* ---- the network ---- */

typedef struct {
  const FacerecTensors *tensors;
  FacerecNetwork *network;
  gint current;  /* the layer that the next one takes */
  gint entrance; /* of the block */
  gint inner;    /* the end of the block's main way, while current is that of the residual */
} Builder;

static const gfloat *
values_of (const Builder *builder, const gchar *layer, const gchar *part)
{
  g_autofree gchar *name = g_strdup_printf ("%s/%s", layer, part);

  return facerec_tensors_find (builder->tensors, name)->values;
}

/* A convolution and the batch norm behind it. Keras has height x width x in x out, a network out x in x height x
 * width. */
static void
add_folded (Builder *builder, const gchar *layer, const gfloat *kernel, const FacerecWindow *window, guint in, guint out)
{
  const guint places = window->kernel_height * window->kernel_width;
  g_autofree gchar *norm = g_strconcat (layer, "_bn", NULL);
  const gfloat *gamma = values_of (builder, norm, "gamma"), *beta = values_of (builder, norm, "beta");
  const gfloat *mean = values_of (builder, norm, "moving_mean"), *variance = values_of (builder, norm, "moving_variance");
  g_autofree gfloat *weights = g_new (gfloat, (gsize) out * in * places), *bias = g_new (gfloat, out);

  for (guint o = 0; o < out; o++) {
    const gdouble scale = gamma[o] / sqrt (variance[o] + FACEREC_XCEPTION_EPSILON);

    bias[o] = (gfloat) (beta[o] - mean[o] * scale);
    for (guint i = 0; i < in; i++)
      for (guint p = 0; p < places; p++)
        weights[((gsize) o * in + i) * places + p] = (gfloat) (scale * kernel[((gsize) p * in + i) * out + o]);
  }
  builder->current = (gint) facerec_network_add_convolution (builder->network, builder->current, window, in, out, 1, weights,
      bias);
}

static void
build_convolution (gpointer user_data, const XceptionConvolution *c)
{
  Builder *builder = user_data;
  const FacerecWindow window = { c->kernel, c->kernel, c->stride, c->stride, .same = c->same };

  add_folded (builder, c->name, values_of (builder, c->name, "kernel"), &window, c->channels_in, c->channels_out);
}

static void
build_separable (gpointer user_data, const gchar *name, guint channels_in, guint channels_out)
{
  static const FacerecWindow around = { 3, 3, 1, 1, .same = TRUE }, point = { 1, 1, 1, 1, .same = TRUE };
  Builder *builder = user_data;
  const gfloat *kernel = values_of (builder, name, "depthwise_kernel");
  g_autofree gfloat *weights = g_new (gfloat, 9 * channels_in);

  for (guint c = 0; c < channels_in; c++)
    for (guint p = 0; p < 9; p++)
      weights[9 * c + p] = kernel[p * channels_in + c];
  builder->current = (gint) facerec_network_add_convolution (builder->network, builder->current, &around, channels_in,
      channels_in, channels_in, weights, NULL);
  add_folded (builder, name, values_of (builder, name, "pointwise_kernel"), &point, channels_in, channels_out);
}

static void
build_relu (gpointer user_data)
{
  Builder *builder = user_data;

  builder->current = (gint) facerec_network_add_plain (builder->network, FACEREC_LAYER_RELU, builder->current);
}

static void
build_pool (gpointer user_data)
{
  static const FacerecWindow window = { 3, 3, 2, 2, .same = TRUE };
  Builder *builder = user_data;

  builder->current = (gint) facerec_network_add_pool (builder->network, FACEREC_LAYER_MAX_POOL, builder->current, &window);
}

static void
build_enter (gpointer user_data)
{
  Builder *builder = user_data;

  builder->entrance = builder->current;
}

static void
build_turn (gpointer user_data)
{
  Builder *builder = user_data;

  builder->inner = builder->current;
  builder->current = builder->entrance;
}

static void
build_join (gpointer user_data)
{
  Builder *builder = user_data;

  builder->current = (gint) facerec_network_add_sum (builder->network, builder->inner, builder->current);
}

FacerecNetwork *
facerec_xception_network (const FacerecTensors *tensors, GError **error)
{
  static const XceptionVisitor visitor = { build_convolution, build_separable, build_relu, build_pool, build_enter,
    build_turn, build_join };
  Builder builder = { .tensors = tensors, .current = FACEREC_NETWORK_INPUT };

  if (!facerec_xception_check (tensors, error))
    return NULL;
  builder.network = facerec_network_new (3);
  for (guint c = 0; c < 3; c++)
    builder.network->input_mean[c] = 127.5f;
  builder.network->input_scale = 1 / 127.5f;
  xception_walk (&visitor, &builder);
  return builder.network;
}
