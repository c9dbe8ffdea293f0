/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/model/kerasnames.h"

#include <stdlib.h>
#include <string.h>

#include "models/xception.h"

#define N_CONVOLUTIONS 6
#define N_SEPARABLE 34
#define N_NORMS 40

/* A layer of each kind in the order in which Keras 1 made, and numbered, them: of a block the residual way first. */
typedef struct {
  gchar *convolutions[N_CONVOLUTIONS], *separable[N_SEPARABLE], *norms[N_NORMS];
} Creation;

static void
number_separable (Creation *creation, guint block, guint n, guint *separable, guint *norms)
{
  for (guint i = 1; i <= n; i++) {
    creation->separable[(*separable)++] = g_strdup_printf ("block%u_sepconv%u", block, i);
    creation->norms[(*norms)++] = g_strdup_printf ("block%u_sepconv%u_bn", block, i);
  }
}

static const Creation *
get_creation (void)
{
  static Creation creation;
  static gsize once;

  if (g_once_init_enter (&once)) {
    guint convolutions = 2, separable = 0, norms = 2;

    for (guint i = 0; i < 2; i++) {
      creation.convolutions[i] = g_strdup_printf ("block1_conv%u", i + 1);
      creation.norms[i] = g_strdup_printf ("block1_conv%u_bn", i + 1);
    }
    for (guint block = 2; block <= 14; block++) {
      const gboolean has_residual = block <= 4 || block == 13;

      if (has_residual) {
        creation.convolutions[convolutions++] = g_strdup_printf ("block%u_residual", block);
        creation.norms[norms++] = g_strdup_printf ("block%u_residual_bn", block);
      }
      number_separable (&creation, block, has_residual || block == 14 ? 2 : 3, &separable, &norms);
    }
    g_assert (convolutions == N_CONVOLUTIONS && separable == N_SEPARABLE && norms == N_NORMS);
    g_once_init_leave (&once, 1);
  }
  return &creation;
}

static gboolean
is_layer (const gchar *layer)
{
  const Creation *creation = get_creation ();

  for (guint i = 0; i < N_CONVOLUTIONS; i++)
    if (strcmp (creation->convolutions[i], layer) == 0)
      return TRUE;
  for (guint i = 0; i < N_SEPARABLE; i++)
    if (strcmp (creation->separable[i], layer) == 0)
      return TRUE;
  for (guint i = 0; i < N_NORMS; i++)
    if (strcmp (creation->norms[i], layer) == 0)
      return TRUE;
  return FALSE;
}

/* ---- Keras 1 ---- */

/* The number of "prefix_N_rest", and rest; 0 when text is no such thing. */
static guint
split_numbered (const gchar *text, const gchar *prefix, const gchar **rest)
{
  gchar *end = NULL;
  guint64 number;

  if (!g_str_has_prefix (text, prefix) || text[strlen (prefix)] != '_' || !g_ascii_isdigit (text[strlen (prefix) + 1]))
    return 0;
  number = g_ascii_strtoull (text + strlen (prefix) + 1, &end, 10);
  if (*end != '_' || number > N_NORMS)
    return 0;
  *rest = end + 1;
  return (guint) number;
}

/* "running_std" holds the variance. */
static const gchar *
part_of_norm (const gchar *old)
{
  static const gchar *const parts[][2] = { { "gamma", "gamma" }, { "beta", "beta" }, { "running_mean", "moving_mean" },
    { "running_std", "moving_variance" } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (old, parts[i][0]) == 0)
      return parts[i][1];
  return NULL;
}

/* "separableconvolution2d_3_depthwise_kernel" and the like. NULL: it is none of them. */
static gchar *
name_of_old (const gchar *leaf)
{
  const Creation *creation = get_creation ();
  const gchar *rest = NULL;
  guint number = split_numbered (leaf, "convolution2d", &rest);

  if (number > 0 && number <= N_CONVOLUTIONS && strcmp (rest, "W") == 0)
    return g_strdup_printf ("%s/kernel", creation->convolutions[number - 1]);
  number = split_numbered (leaf, "separableconvolution2d", &rest);
  if (number > 0 && number <= N_SEPARABLE && (strcmp (rest, "depthwise_kernel") == 0 || strcmp (rest, "pointwise_kernel") == 0))
    return g_strdup_printf ("%s/%s", creation->separable[number - 1], rest);
  number = split_numbered (leaf, "batchnormalization", &rest);
  if (number > 0 && part_of_norm (rest))
    return g_strdup_printf ("%s/%s", creation->norms[number - 1], part_of_norm (rest));
  return NULL;
}

/* ---- Keras 2 ---- */

/* A copy of layer without as many "_N" at its end as Keras adds to tell copies apart. */
static gchar *
strip_number (const gchar *layer)
{
  const gchar *last = strrchr (layer, '_');

  if (!last || last[1] == '\0' || strspn (last + 1, G_CSET_DIGITS) != strlen (last + 1))
    return g_strdup (layer);
  return g_strndup (layer, (gsize) (last - layer));
}

static gchar *
bare_layer (const gchar *layer)
{
  g_autofree gchar *once = strip_number (layer);

  return strip_number (once);
}

/* The residual way of this width; the widths are all different. */
static const gchar *
residual_of (guint channels)
{
  static const struct {
    guint channels;
    const gchar *layer;
  } residuals[] = { { 128, "block2_residual" }, { 256, "block3_residual" }, { 728, "block4_residual" },
    { 1024, "block13_residual" } };

  for (guint i = 0; i < G_N_ELEMENTS (residuals); i++)
    if (residuals[i].channels == channels)
      return residuals[i].layer;
  return NULL;
}

static gchar *
name_of_residual (const gchar *bare, const gchar *part, const FacerecTensor *array)
{
  const gchar *residual = residual_of (array->dimensions[array->n_dimensions - 1]);

  if (residual && strcmp (bare, "conv2d") == 0 && strcmp (part, "kernel") == 0 && array->n_dimensions == 4
      && array->dimensions[0] == 1 && array->dimensions[1] == 1)
    return g_strdup_printf ("%s/kernel", residual);
  if (residual && strcmp (bare, "batch_normalization") == 0 && array->n_dimensions == 1)
    return g_strdup_printf ("%s_bn/%s", residual, part);
  return NULL;
}

static gboolean
is_dense (const gchar *part, const FacerecTensor *array)
{
  return (strcmp (part, "kernel") == 0 && array->n_dimensions == 2) || (strcmp (part, "bias") == 0 && array->n_dimensions == 1);
}

/* layer is the last group of the path, "block2_sepconv1_1". */
static void
find_by_layer (const gchar *layer, const gchar *part, const FacerecTensor *array, KerasName *name)
{
  g_autofree gchar *stripped = strip_number (layer), *bare = bare_layer (layer);

  name->kind = KERAS_XCEPTION;
  if (is_layer (layer))
    name->name = g_strdup_printf ("%s/%s", layer, part);
  else if (is_layer (stripped))
    name->name = g_strdup_printf ("%s/%s", stripped, part);
  else
    name->name = name_of_residual (bare, part, array);
  if (name->name)
    return;
  name->kind = is_dense (part, array) ? KERAS_DENSE : KERAS_UNKNOWN;
  /* All groups: two models within one file may both have a "dense". */
  if (name->kind == KERAS_DENSE)
    name->name = g_path_get_dirname (array->name);
  name->is_bias = strcmp (part, "bias") == 0;
}

/* ---- both ---- */

void
keras_name_find (const FacerecTensor *array, KerasName *name)
{
  g_auto (GStrv) parts = g_strsplit (array->name, "/", -1);
  const guint n = g_strv_length (parts);
  gchar *leaf = parts[n - 1], *colon = strrchr (leaf, ':');

  *name = (KerasName) { KERAS_UNKNOWN, NULL, FALSE };
  if (colon && strspn (colon + 1, G_CSET_DIGITS) == strlen (colon + 1))
    *colon = '\0';
  name->name = name_of_old (leaf);
  if (name->name)
    name->kind = KERAS_XCEPTION;
  else if (n >= 2)
    find_by_layer (parts[n - 2], leaf, array, name);
}

void
keras_name_clear (KerasName *name)
{
  g_clear_pointer (&name->name, g_free);
}
