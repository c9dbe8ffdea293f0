/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"

G_BEGIN_DECLS

/**
 * GstFacerecPublishLayout:
 * @GST_FACEREC_PUBLISH_JSONL: a line of JSON a frame
 * @GST_FACEREC_PUBLISH_CSV: a record of CSV a face
 * @GST_FACEREC_PUBLISH_WEBVTT: a cue of WebVTT a span
 *
 * How facepublish writes.
 */
typedef enum {
  GST_FACEREC_PUBLISH_JSONL,
  GST_FACEREC_PUBLISH_CSV,
  GST_FACEREC_PUBLISH_WEBVTT,
} GstFacerecPublishLayout;

#define GST_TYPE_FACEREC_PUBLISH_LAYOUT (gst_facerec_publish_layout_get_type ())
GType gst_facerec_publish_layout_get_type (void);

/**
 * GstFacerecPublishMode:
 * @GST_FACEREC_PUBLISH_EVERY_FRAME: every frame, also one without a face
 * @GST_FACEREC_PUBLISH_CHANGES: a frame on which somebody has come or gone, and the first one
 * @GST_FACEREC_PUBLISH_SPANS: no frame, but each stay of a person, when it is over
 *
 * What facepublish writes.
 */
typedef enum {
  GST_FACEREC_PUBLISH_EVERY_FRAME,
  GST_FACEREC_PUBLISH_CHANGES,
  GST_FACEREC_PUBLISH_SPANS,
} GstFacerecPublishMode;

#define GST_TYPE_FACEREC_PUBLISH_MODE (gst_facerec_publish_mode_get_type ())
GType gst_facerec_publish_mode_get_type (void);

#define GST_TYPE_FACEREC_PUBLISH (gst_facerec_publish_get_type ())
G_DECLARE_FINAL_TYPE (GstFacerecPublish, gst_facerec_publish, GST, FACEREC_PUBLISH, GstFacerecAnalysis)

G_END_DECLS
