/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/onednn/blocked.h"

G_BEGIN_DECLS

/* A convolution of few channels as one of more channels and a single column, and a sum of what that finds (step.h). */

/* Whether layer is a convolution for which that is at most half the work, with blocks of so many channels. taps is it then:
 * channel o * kernel_width + k has column k of filter o, no bias. Its weights belong to the caller. */
gboolean facerec_taps_init (FacerecLayer *taps, const FacerecLayer *layer, guint block);

/* planes, batch x channels_out x height x width floats of this shape: layer's output, from what its taps found. */
void facerec_taps_add (const FacerecLayer *layer, const FacerecBlocks *found, const FacerecShape *shape, gfloat *planes);

G_END_DECLS
