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

/* The stream as far as the choice of a detector depends on it. */
typedef struct {
  gint width, height;          /* px */
  gdouble searches_per_second; /* 0: stills */
  FacerecDetectOptions options;
} GstFacerecDetectStream;

/* The detector and the aligner that facedetect has open. All zero: none. */
typedef struct {
  GstFacerecDetectConfig config; /* what it was opened with */
  const FacerecEngine *engine;
  const FacerecDetectorImpl *detector_impl;
  FacerecDetector *detector;
  FacerecAligner *aligner; /* NULL when no landmarks are wanted */
  gboolean may_choose;     /* detector=auto, and no choice has failed yet */
} GstFacerecDetectEngine;

/* Opens what config asks for; what cannot be, such as a model for a detector that needs none, is refused. On failure, too,
 * self is to be closed. */
gboolean gst_facerec_detect_engine_open (GstFacerecDetectEngine *self, const GstFacerecDetectConfig *config,
    GError **error);
/* With detector=auto: the detector that suits the stream (models/detectorchoice.h) takes the place of the open one; nothing
 * otherwise. reason (out, transfer full): why, NULL when there was no choice. On failure the open one stays, and is not
 * asked to go again. */
gboolean gst_facerec_detect_engine_choose (GstFacerecDetectEngine *self, const GstFacerecDetectStream *stream,
    gchar **reason, GError **error);
void gst_facerec_detect_engine_close (GstFacerecDetectEngine *self);

/* "hog", "cnn" or "fake": what an open one is. */
const gchar *gst_facerec_detect_engine_name (const GstFacerecDetectEngine *self);

/* "cnn (dlib-mmod) of engine onednn: AVX-512 with bf16, bf16, 2 threads". Of an open one. (transfer full) */
gchar *gst_facerec_detect_engine_describe (const GstFacerecDetectEngine *self);

G_END_DECLS
