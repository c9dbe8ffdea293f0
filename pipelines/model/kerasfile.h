/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/tensors.h"

G_BEGIN_DECLS

/* The weights in a file that Keras 1 or 2 wrote with HDF5 (save_weights, save): every array of floats below
 * /model_weights where there is such a group, else in the file, without /optimizer_weights. A tensor's name is its
 * path below that, "dense/dense/kernel:0". Links out of the file are not followed. FACEREC_ERROR_NOT_FOUND, _OPEN,
 * and _READ with path and reason: no HDF5, a file of Keras 3, numbers that are no floats, kept elsewhere, NaN, too
 * many, truncated. (transfer full) */
FacerecTensors *keras_file_read (const gchar *path, GError **error);

G_END_DECLS
