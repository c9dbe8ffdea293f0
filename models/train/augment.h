/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"
#include "models/train/random.h"

G_BEGIN_DECLS

/* Variants of a face as another photo of it might show it. Turned, shifted and scaled it is by moving the landmarks before the
 * chip is cut out, so that the pixels are the photo's own and nothing at the border is made up. */

#define FACEREC_AUGMENT_DEGREES 10.0 /* to either side */
#define FACEREC_AUGMENT_SHIFT 0.05   /* of size, in each direction */
#define FACEREC_AUGMENT_ZOOM 0.10    /* larger or smaller */
#define FACEREC_AUGMENT_LIGHT 0.10   /* of full white, brighter or darker */
#define FACEREC_AUGMENT_CONTRAST 0.20

/* size: of the face, pixels. out may be in. */
void facerec_augment_landmarks (FacerecRandom *random, const FacerecLandmarks *in, gfloat size, FacerecLandmarks *out);
/* chip, FACEREC_CHIP_BYTES, in place: mirrored or not; light and contrast; one in three is blurred a little. */
void facerec_augment_chip (FacerecRandom *random, guint8 *chip);

G_END_DECLS
