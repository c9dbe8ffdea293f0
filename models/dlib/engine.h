/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"

G_BEGIN_DECLS

/* What dlib does for us, as plain C. Only the files of this folder include dlib. */
extern const FacerecDetectorImpl facerec_dlib_hog;
extern const FacerecDetectorImpl facerec_dlib_mmod;
extern const FacerecAlignerImpl facerec_dlib_aligner;
extern const FacerecEmbedderImpl facerec_dlib_embedder;

G_END_DECLS
