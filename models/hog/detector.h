/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"
#include "models/hog/kernels.h"

G_BEGIN_DECLS

/* dlib's frontal HOG face detector, computed here: the boxes of facerec_dlib_hog for the same luma, scores to about 1e-5, at
 * any number of threads. Needs dlib for the numbers of its templates only. Origin "dlib-hog". */
extern const FacerecDetectorImpl facerec_hog;

/* For tests: computes with kernels, which have to be usable, from now on. */
void facerec_hog_use_kernels (FacerecDetector *self, const FacerecHogKernels *kernels);

G_END_DECLS
