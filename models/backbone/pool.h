/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/facemodel.h"
#include "models/network.h"

G_BEGIN_DECLS

/* How many numbers pooling makes of an output of this shape. */
guint facerec_backbone_pooled (FacerecPooling pooling, const FacerecShape *shape);

/* The feature of one picture's output, C x H x W. */
void facerec_backbone_pool (FacerecPooling pooling, const FacerecShape *shape, const gfloat *output, gfloat *feature);

G_END_DECLS
