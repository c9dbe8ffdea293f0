/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"
#include "models/tensors.h"

G_BEGIN_DECLS

/* Xception without its top, as keras-applications has it (xception.py; F. Chollet, "Xception: Deep Learning with
 * Depthwise Separable Convolutions", 2017): which tensors it has, and the network that they make.
 *
 * Tensors are named and laid out as Keras does: "block1_conv1/kernel" height x width x in x out,
 * "block2_sepconv1/depthwise_kernel" 3 x 3 x channels x 1 and "block2_sepconv1/pointwise_kernel" 1 x 1 x in x out,
 * "block1_conv1_bn/gamma", "/beta", "/moving_mean", "/moving_variance". The four convolutions beside the blocks,
 * which Keras leaves without a name, are "block2_residual/kernel" and "block2_residual_bn/...", also 3, 4 and 13. */

#define FACEREC_XCEPTION_N_TENSORS 234
#define FACEREC_XCEPTION_CHANNELS 2048 /* of the last layer: length of a feature pooled by max or average */
#define FACEREC_XCEPTION_MIN_SIZE 71   /* px; Keras' own bound */
#define FACEREC_XCEPTION_MAX_SIZE 1024
#define FACEREC_XCEPTION_EPSILON 1e-3  /* of its batch norms */

/* The tensors, without values, in the order of the layers: FACEREC_XCEPTION_N_TENSORS elements. Never freed. */
const FacerecTensor *facerec_xception_layout (void);

/* Whether tensors are those of the layout, no more and no fewer, with no variance below 0. FACEREC_ERROR_READ names
 * the first that is not. */
gboolean facerec_xception_check (const FacerecTensors *tensors, GError **error);

/* The layers up to the last relu, batch norms folded into the convolutions before them; pictures are RGB, pixel /
 * 127.5 - 1. Errors as of check. (transfer full) */
FacerecNetwork *facerec_xception_network (const FacerecTensors *tensors, GError **error);

G_END_DECLS
