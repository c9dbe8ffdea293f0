/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"

G_BEGIN_DECLS

/* How well a face can be compared. */
typedef struct {
  gfloat size;      /* mean of the box's sides, px of the frame */
  gfloat sharpness; /* >= 0, higher is sharper: contrast-normalised Laplacian energy of the chip */
  gfloat pose;      /* 0 profile .. 1 frontal, from the landmarks' symmetry */
  gfloat overall;   /* 0 unusable .. 1 good: what min-quality compares */
} FacerecQuality;

void facerec_quality_measure (const FacerecBox *box, const FacerecLandmarks *landmarks, const guint8 *chip,
    FacerecQuality *quality);

G_END_DECLS
