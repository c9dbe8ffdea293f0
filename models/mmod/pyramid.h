/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"
#include "models/mmod/layout.h"
#include "models/pixels/scaling.h"

G_BEGIN_DECLS

/* Draws frames as tiled pyramids: the input of a network that finds faces of all sizes in one run. Levels are resized
 * bilinearly, each from the one before it, as dlib 19.24's input_rgb_image_pyramid does. Keeps memory for a few rows only. */
typedef struct _FacerecMmodPyramid FacerecMmodPyramid;

/* A pixel becomes (value 0..255 - mean[channel]) * scale; channels are red, green, blue. (transfer full) */
FacerecMmodPyramid *facerec_mmod_pyramid_new (const gfloat mean[3], gfloat scale);
void facerec_mmod_pyramid_free (FacerecMmodPyramid *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecMmodPyramid, facerec_mmod_pyramid_free)

/* layout: of the picture that scaling makes of frame. tile: 3 planes of layout->height rows of layout->width floats; only the
 * levels are written, what lies between them is the caller's to zero, once. */
void facerec_mmod_pyramid_draw (FacerecMmodPyramid *self, const FacerecFrame *frame, const FacerecScaling *scaling,
    const FacerecMmodLayout *layout, gfloat *tile);

G_END_DECLS
