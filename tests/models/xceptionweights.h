/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/tensors.h"

/* Xception with made-up weights that anybody can make again (xception-golden.mjs does): each tensor from a linear
 * congruential generator (a 1664525, c 1013904223, 32 bits, upper 24 bits used) that starts at FNV-1a of its name
 * exclusive-or seed. Kernels are uniform within +-sqrt (6 / fan in), depthwise ones within +-sqrt (3 / 9), gamma
 * within 0.8..1.2, beta and mean within +-0.1, variance within 0.5..1.5. (transfer full) */
FacerecTensors *xception_seeded_weights (guint32 seed);

/* A picture of size x size RGB bytes: the upper 8 bits of the generator that starts at size. (transfer full) */
guint8 *xception_seeded_picture (guint size);
