/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hdf5.h>

#include "models/head.h"
#include "models/tensors.h"

/* Xception as different versions of Keras would have saved it, written with HDF5 from a list of its own, so that what reads it is
 * compared with something. */
typedef enum {
  KERAS_OFFICIAL, /* Keras 1, the published weights: /convolution2d_1/convolution2d_1_W:0 */
  KERAS_TWO,      /* save_weights: /block1_conv1/block1_conv1/kernel:0 */
  KERAS_NESTED,   /* a model within a model: /xception/block1_conv1/kernel:0 */
  KERAS_SAVED,    /* save: below /model_weights, names with _1 behind them, the optimizer's state beside them */
} KerasDialect;

/* Where the tensor of that name lies. (transfer full) */
gchar *keras_dialect_path (KerasDialect dialect, const gchar *name);

/* Writes an array of floats, and the groups that lead to it. */
void keras_write_array (hid_t file, const gchar *path, guint n_dimensions, const guint *dimensions, const gfloat *values);

/* Writes all tensors, and the head's layers as dense, dense_1, ... unless it is NULL. The file is closed. */
void keras_write (const gchar *path, KerasDialect dialect, const FacerecTensors *tensors, const FacerecHead *head);
