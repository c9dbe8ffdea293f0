/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

#include "elements/base/framecopy.h"
#include "elements/detect/engine.h"
#include "elements/detect/zone.h"

G_BEGIN_DECLS

typedef struct {
  FacerecBox box;
  FacerecLandmarks landmarks;
} GstFacerecDetectFace;

/* The face on buffer, one of frames of that size, as found by detector. Borrowed. */
GstFacerecMeta *gst_facerec_detect_face_attach (const GstFacerecDetectFace *self, GstBuffer *buffer, guint frame_width,
    guint frame_height, const gchar *detector);

/* One search of a frame: all that it needs and what it has found, so that it can be done on any thread. */
typedef struct {
  /* To be filled in. */
  FacerecFrame frame; /* borrowed, or of copy */
  GstFacerecDetectZone zone;
  FacerecDetectOptions options;
  gboolean choose; /* whether the first frame of stream decides about the detector */
  GstFacerecDetectStream stream;

  /* What came out. */
  GArray *faces;         /* GstFacerecDetectFace, pixels of the frame */
  const gchar *detector; /* static: what has found them */

  GstFacerecFrameCopy copy; /* room for a frame that is searched when it has left */
  GArray *boxes;            /* FacerecBox, scratch */
} GstFacerecDetectSearch;

void gst_facerec_detect_search_init (GstFacerecDetectSearch *self);
void gst_facerec_detect_search_clear (GstFacerecDetectSearch *self);
/* Searches with the detector that engine has open; choose is not looked at. */
gboolean gst_facerec_detect_search_run (GstFacerecDetectSearch *self, const GstFacerecDetectEngine *engine, GError **error);

G_END_DECLS
