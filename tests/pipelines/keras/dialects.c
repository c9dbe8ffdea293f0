/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dialects.h"

#include <string.h>

/* Keras 1 counted: layers of each kind in the order of creation. A block's residual way was made before its other layers. */
static const gchar *const convolutions[] = { "block1_conv1", "block1_conv2", "block2_residual", "block3_residual",
  "block4_residual", "block13_residual" };
static const gchar *const separable[] = { "block2_sepconv1", "block2_sepconv2", "block3_sepconv1", "block3_sepconv2",
  "block4_sepconv1", "block4_sepconv2", "block5_sepconv1", "block5_sepconv2", "block5_sepconv3", "block6_sepconv1",
  "block6_sepconv2", "block6_sepconv3", "block7_sepconv1", "block7_sepconv2", "block7_sepconv3", "block8_sepconv1",
  "block8_sepconv2", "block8_sepconv3", "block9_sepconv1", "block9_sepconv2", "block9_sepconv3", "block10_sepconv1",
  "block10_sepconv2", "block10_sepconv3", "block11_sepconv1", "block11_sepconv2", "block11_sepconv3", "block12_sepconv1",
  "block12_sepconv2", "block12_sepconv3", "block13_sepconv1", "block13_sepconv2", "block14_sepconv1", "block14_sepconv2" };
static const gchar *const norms[] = { "block1_conv1", "block1_conv2", "block2_residual", "block2_sepconv1", "block2_sepconv2",
  "block3_residual", "block3_sepconv1", "block3_sepconv2", "block4_residual", "block4_sepconv1", "block4_sepconv2",
  "block5_sepconv1", "block5_sepconv2", "block5_sepconv3", "block6_sepconv1", "block6_sepconv2", "block6_sepconv3",
  "block7_sepconv1", "block7_sepconv2", "block7_sepconv3", "block8_sepconv1", "block8_sepconv2", "block8_sepconv3",
  "block9_sepconv1", "block9_sepconv2", "block9_sepconv3", "block10_sepconv1", "block10_sepconv2", "block10_sepconv3",
  "block11_sepconv1", "block11_sepconv2", "block11_sepconv3", "block12_sepconv1", "block12_sepconv2", "block12_sepconv3",
  "block13_residual", "block13_sepconv1", "block13_sepconv2", "block14_sepconv1", "block14_sepconv2" };

/* From 1; 0: it is not in the list. */
static guint
place_in (const gchar *const *list, guint n, const gchar *layer)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (list[i], layer) == 0)
      return i + 1;
  return 0;
}

static gchar *
official_path (const gchar *layer, const gchar *part)
{
  static const gchar *const parts[][2] = { { "gamma", "gamma" }, { "beta", "beta" }, { "moving_mean", "running_mean" },
    { "moving_variance", "running_std" } };
  g_autofree gchar *bare = g_str_has_suffix (layer, "_bn") ? g_strndup (layer, strlen (layer) - 3) : NULL;
  guint n = place_in (separable, G_N_ELEMENTS (separable), layer);

  if (n > 0)
    return g_strdup_printf ("/separableconvolution2d_%u/separableconvolution2d_%u_%s:0", n, n, part);
  n = place_in (convolutions, G_N_ELEMENTS (convolutions), layer);
  if (n > 0)
    return g_strdup_printf ("/convolution2d_%u/convolution2d_%u_W:0", n, n);
  n = place_in (norms, G_N_ELEMENTS (norms), bare);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i][0], part) == 0)
      return g_strdup_printf ("/batchnormalization_%u/batchnormalization_%u_%s:0", n, n, parts[i][1]);
  g_assert_not_reached ();
}

/* Keras gives the residual ways numbers, any. */
static gchar *
keras_two_layer (const gchar *layer)
{
  const gboolean is_norm = g_str_has_suffix (layer, "_bn");
  guint block = 0;

  if (!strstr (layer, "_residual"))
    return g_strdup (layer);
  block = (guint) g_ascii_strtoull (layer + strlen ("block"), NULL, 10);
  return g_strdup_printf (is_norm ? "batch_normalization_%u" : "conv2d_%u", block == 13 ? 8 : block + 3);
}

gchar *
keras_dialect_path (KerasDialect dialect, const gchar *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", 2);
  g_autofree gchar *layer = NULL;

  if (dialect == KERAS_OFFICIAL)
    return official_path (parts[0], parts[1]);
  layer = keras_two_layer (parts[0]);
  if (dialect == KERAS_TWO)
    return g_strdup_printf ("/%s/%s/%s:0", layer, layer, parts[1]);
  if (dialect == KERAS_NESTED)
    return g_strdup_printf ("/xception/%s/%s:0", layer, parts[1]);
  return g_strdup_printf ("/model_weights/%s/%s_1/%s:0", layer, layer, parts[1]);
}

void
keras_write_array (hid_t file, const gchar *path, guint n_dimensions, const guint *dimensions, const gfloat *values)
{
  const hid_t links = H5Pcreate (H5P_LINK_CREATE);
  hsize_t extents[8];
  hid_t space, dataset;

  for (guint i = 0; i < n_dimensions; i++)
    extents[i] = dimensions[i];
  H5Pset_create_intermediate_group (links, 1);
  space = H5Screate_simple ((int) n_dimensions, extents, NULL);
  dataset = H5Dcreate2 (file, path, H5T_IEEE_F32LE, space, links, H5P_DEFAULT, H5P_DEFAULT);
  g_assert_cmpint (dataset, >=, 0);
  if (values)
    g_assert_cmpint (H5Dwrite (dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), >=, 0);
  H5Dclose (dataset);
  H5Sclose (space);
  H5Pclose (links);
}

/* Kernels are inputs x outputs there. */
static void
write_head (hid_t file, KerasDialect dialect, const FacerecHead *head)
{
  const gchar *top = dialect == KERAS_SAVED ? "/model_weights" : "";

  for (guint i = 0; i < head->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (head, i);
    g_autofree gchar *name = i == 0 ? g_strdup ("dense") : g_strdup_printf ("dense_%u", i);
    g_autofree gchar *kernel = g_strdup_printf ("%s/%s/%s/kernel:0", top, name, name);
    g_autofree gchar *bias = g_strdup_printf ("%s/%s/%s/bias:0", top, name, name);
    g_autofree gfloat *turned = g_new (gfloat, (gsize) layer->inputs * layer->outputs);
    const guint shape[] = { layer->inputs, layer->outputs };

    for (guint o = 0; o < layer->outputs; o++)
      for (guint k = 0; k < layer->inputs; k++)
        turned[(gsize) k * layer->outputs + o] = layer->weights[(gsize) o * layer->inputs + k];
    keras_write_array (file, kernel, 2, shape, turned);
    keras_write_array (file, bias, 1, &shape[1], layer->bias);
  }
}

void
keras_write (const gchar *path, KerasDialect dialect, const FacerecTensors *tensors, const FacerecHead *head)
{
  const hid_t file = H5Fcreate (path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const guint one = 1;

  g_assert_cmpint (file, >=, 0);
  for (guint i = 0; i < facerec_tensors_get_size (tensors); i++) {
    const FacerecTensor *tensor = facerec_tensors_get (tensors, i);
    g_autofree gchar *place = keras_dialect_path (dialect, tensor->name);

    keras_write_array (file, place, tensor->n_dimensions, tensor->dimensions, tensor->values);
  }
  if (dialect == KERAS_SAVED)
    keras_write_array (file, "/optimizer_weights/training/Adam/block1_conv1/kernel/m:0", 1, &one, &(gfloat) { 3 });
  if (head)
    write_head (file, dialect, head);
  H5Fclose (file);
}
