/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/model/kerashead.h"

#include "models/xception.h"

#define MAX_LAYERS 3
#define OUTPUTS 128

/* The layer that takes so many numbers and was not taken yet; the first of several. n_layers: there is none. */
static guint
find_layer (const GPtrArray *arrays, guint inputs, const gboolean *taken)
{
  const guint n_layers = arrays->len / 2;

  for (guint i = 0; i < n_layers; i++) {
    const FacerecTensor *kernel = g_ptr_array_index (arrays, 2 * i);

    if (!taken[i] && kernel && kernel->dimensions[0] == inputs)
      return i;
  }
  return n_layers;
}

static gboolean
is_feature (guint inputs)
{
  for (guint side = 1; side * side * FACEREC_XCEPTION_CHANNELS <= FACEREC_HEAD_MAX_WIDTH; side++)
    if (inputs == side * side * FACEREC_XCEPTION_CHANNELS)
      return TRUE;
  return FALSE;
}

static guint
find_features (const GPtrArray *arrays)
{
  for (guint i = 0; i < arrays->len / 2; i++) {
    const FacerecTensor *kernel = g_ptr_array_index (arrays, 2 * i);

    if (kernel && is_feature (kernel->dimensions[0]))
      return kernel->dimensions[0];
  }
  return 0;
}

/* Keras has inputs x outputs. */
static gboolean
add_layer (FacerecHead *head, const FacerecTensor *kernel, const FacerecTensor *bias, gboolean relu)
{
  const guint inputs = kernel->dimensions[0], outputs = kernel->dimensions[1];
  g_autofree gfloat *weights = g_new (gfloat, kernel->n_values);

  if (outputs > FACEREC_HEAD_MAX_WIDTH || (bias && bias->n_values != outputs))
    return FALSE;
  for (guint o = 0; o < outputs; o++)
    for (guint i = 0; i < inputs; i++)
      weights[(gsize) o * inputs + i] = kernel->values[(gsize) i * outputs + o];
  facerec_head_add_layer (head, outputs, weights, bias ? bias->values : NULL, relu);
  return TRUE;
}

FacerecHead *
keras_head_make (const GPtrArray *arrays)
{
  const guint n_layers = arrays->len / 2;
  gboolean taken[MAX_LAYERS] = { FALSE, };
  g_autoptr (FacerecHead) head = NULL;

  if (n_layers == 0 || n_layers > MAX_LAYERS || find_features (arrays) == 0)
    return NULL;
  head = facerec_head_new (find_features (arrays));
  for (guint i = 0; i < n_layers; i++) {
    const guint next = find_layer (arrays, facerec_head_dimensions (head), taken);

    if (next == n_layers
        || !add_layer (head, g_ptr_array_index (arrays, 2 * next), g_ptr_array_index (arrays, 2 * next + 1), i + 1 < n_layers))
      return NULL;
    taken[next] = TRUE;
  }
  return facerec_head_dimensions (head) == OUTPUTS ? g_steal_pointer (&head) : NULL;
}
