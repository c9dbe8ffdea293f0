/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "models/frame.h"

G_BEGIN_DECLS

/* A frame of our own, for work that outlasts the sender's: buffers of a pool that are kept would stop a camera. Its memory
 * is used again for the next frame of the same format. All zeros to begin with. */
typedef struct {
  GstBuffer *buffer; /* owned */
  GstVideoFrame video;
} GstFacerecFrameCopy;

/* Copies video. frame (out) describes the copy; valid until the next call. FALSE: there is no memory for it. */
gboolean gst_facerec_frame_copy_take (GstFacerecFrameCopy *self, const GstVideoFrame *video, FacerecFrame *frame);
/* Frees the memory; it can be used again. */
void gst_facerec_frame_copy_clear (GstFacerecFrameCopy *self);

G_END_DECLS
