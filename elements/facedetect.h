/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/inference.h"

G_BEGIN_DECLS

/**
 * GstFacerecDetectDetector:
 * @GST_FACEREC_DETECT_AUTO: cnn for films where the CPU keeps up with it, else hog
 * @GST_FACEREC_DETECT_HOG: frontal faces by histograms of gradients; fast, on luma alone, no model file
 * @GST_FACEREC_DETECT_CNN: a small network; slower, finds turned and hidden faces too
 * @GST_FACEREC_DETECT_FAKE: bright blobs, for tests
 */
typedef enum {
  GST_FACEREC_DETECT_AUTO,
  GST_FACEREC_DETECT_HOG,
  GST_FACEREC_DETECT_CNN,
  GST_FACEREC_DETECT_FAKE,
} GstFacerecDetectDetector;

#define GST_TYPE_FACEREC_DETECT_DETECTOR (gst_facerec_detect_detector_get_type ())
GType gst_facerec_detect_detector_get_type (void);

/**
 * GstFacerecDetectLandmarks:
 *
 * How many landmarks the detector is to find on each face.
 */
typedef enum {
  GST_FACEREC_DETECT_LANDMARKS_NONE = 0,
  GST_FACEREC_DETECT_LANDMARKS_5 = 5,
  GST_FACEREC_DETECT_LANDMARKS_68 = 68,
} GstFacerecDetectLandmarks;

#define GST_TYPE_FACEREC_DETECT_LANDMARKS (gst_facerec_detect_landmarks_get_type ())
GType gst_facerec_detect_landmarks_get_type (void);

/**
 * GstFacerecDetectUpdates:
 * @GST_FACEREC_DETECT_UPDATES_NONE: never
 * @GST_FACEREC_DETECT_UPDATES_EVERY_FRAME: for every frame that was searched
 * @GST_FACEREC_DETECT_UPDATES_ON_CHANGE: when the number of faces has changed
 * @GST_FACEREC_DETECT_UPDATES_ON_FACE: for every frame that was searched and has a face
 *
 * When to post a `facedetect` message.
 */
typedef enum {
  GST_FACEREC_DETECT_UPDATES_NONE,
  GST_FACEREC_DETECT_UPDATES_EVERY_FRAME,
  GST_FACEREC_DETECT_UPDATES_ON_CHANGE,
  GST_FACEREC_DETECT_UPDATES_ON_FACE,
} GstFacerecDetectUpdates;

#define GST_TYPE_FACEREC_DETECT_UPDATES (gst_facerec_detect_updates_get_type ())
GType gst_facerec_detect_updates_get_type (void);

#define GST_TYPE_FACEREC_DETECT (gst_facerec_detect_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstFacerecDetect, gst_facerec_detect, GST, FACEREC_DETECT, GstFacerecInference)

struct _GstFacerecDetectClass {
  GstFacerecInferenceClass parent_class;
};

/* The same element under the name that no other plugin has. */
#define GST_TYPE_FACEREC_DETECT_ALIAS (gst_facerec_detect_alias_get_type ())
GType gst_facerec_detect_alias_get_type (void);

G_END_DECLS
