/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/tensors.h"

/* Xception written down once more, straight from keras-applications' definition, in double precision, batch norms
 * where they are, with nothing taken from models/ but the weights: what models/xception.c is compared with. And what
 * it is when one of the mistakes is made that others have made. */
typedef enum {
  XCEPTION_RIGHT,
  XCEPTION_SYMMETRIC_POOLS,   /* pools pad one row and column on each side, whatever the size */
  XCEPTION_NO_LEADING_RELU,   /* blocks 3 to 13 begin as block 2 does, without a relu */
  XCEPTION_RELU_BEFORE_14,    /* block 14 begins as the others do */
  XCEPTION_SMALL_EPSILON,     /* 1e-5 in the batch norms */
} XceptionVariant;

/* picture: size x size x 3, normalised. Returns the 2048 numbers of global max pooling. (transfer full) */
gdouble *xception_naive (const FacerecTensors *weights, const gdouble *picture, guint size, XceptionVariant variant);
