/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"

G_BEGIN_DECLS

/* How well a face can be compared. overall is the least of three shares, for the worst trait is what spoils a comparison:
 * size from 0 at 10 px to 1 at 80 px, sharpness (its logarithm) from 0 at 0.002 to 1 at 0.03, pose from 0 at 0.2 to 1 at
 * 0.7. 0.3 lets 99 % of news photos (LFW) pass and keeps out faces under 30 px, strong blur and profiles. */
typedef struct {
  gfloat size;      /* mean of the box's sides, px of the frame */
  gfloat sharpness; /* >= 0, higher is sharper: contrast-normalised Laplacian energy of the chip */
  gfloat pose;      /* 0 profile .. 1 frontal, from the landmarks' symmetry; 1 without landmarks */
  gfloat overall;   /* 0 unusable .. 1 good: what min-quality compares */
} FacerecQuality;

void facerec_quality_measure (const FacerecBox *box, const FacerecLandmarks *landmarks, const guint8 *chip,
    FacerecQuality *quality);

G_END_DECLS
