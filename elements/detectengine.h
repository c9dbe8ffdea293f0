/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/facedetect.h"
#include "models/engine.h"

G_BEGIN_DECLS

/* What facedetect is told to work with; strings are NULL or "" where nothing is. */
typedef struct {
  GstFacerecDetectDetector detector;
  GstFacerecDetectLandmarks landmarks;
  FacerecEngineOptions options;
  gchar *engine, *model, *landmark_model; /* owned */
} GstFacerecDetectConfig;

void gst_facerec_detect_config_copy (const GstFacerecDetectConfig *from, GstFacerecDetectConfig *to);
void gst_facerec_detect_config_clear (GstFacerecDetectConfig *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstFacerecDetectConfig, gst_facerec_detect_config_clear)

/* The detector and the aligner that facedetect has open. All zero: none. */
typedef struct {
  const FacerecEngine *engine;
  const FacerecDetectorImpl *detector_impl;
  FacerecDetector *detector;
  FacerecAligner *aligner; /* NULL when no landmarks are wanted */
} GstFacerecDetectEngine;

/* Opens what config asks for; what cannot be, such as a model for a detector that needs none, is refused. On failure, too,
 * self is to be closed. */
gboolean gst_facerec_detect_engine_open (GstFacerecDetectEngine *self, const GstFacerecDetectConfig *config,
    GError **error);
void gst_facerec_detect_engine_close (GstFacerecDetectEngine *self);

/* "cnn (dlib-mmod) of engine onednn: AVX-512 with bf16, bf16, 2 threads". Of an open one. (transfer full) */
gchar *gst_facerec_detect_engine_describe (const GstFacerecDetectEngine *self);

G_END_DECLS
