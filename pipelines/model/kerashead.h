/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/head.h"
#include "models/tensors.h"

G_BEGIN_DECLS

/* The fully connected layers of a Keras file, of which it tells neither order nor activation: put together as the
 * original system had them. One to three, each taking what the one before it gives, the first 2048 features or 2048 x
 * n x n flattened ones, the last giving 128 numbers; relu between them, length 1 at the end.
 *
 * arrays: 2 x as many as layers, each layer's kernel, inputs x outputs, before its bias or NULL. NULL: they are no
 * such head, which is no error. (transfer full) */
FacerecHead *keras_head_make (const GPtrArray *arrays);

G_END_DECLS
