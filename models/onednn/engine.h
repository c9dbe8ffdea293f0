/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"

G_BEGIN_DECLS

/* The networks of dlib's model files on oneDNN: the same ids, results within 1e-3 (32 bits) or 1e-2 (bf16) of dlib's. Only
 * where facerec_onednn_usable (cpu.h) says so. */
extern const FacerecEmbedderImpl facerec_onednn_embedder;

/* The CNN face detector: the same faces at the same places (an overlap of 0.95 and more in 32 bits, 0.9 in bf16). Searches 9
 * million pixels at most; larger frames are halved. */
extern const FacerecDetectorImpl facerec_onednn_mmod;

G_END_DECLS
