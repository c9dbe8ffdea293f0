/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/facedetect.h"

G_BEGIN_DECLS

/* (transfer full): all faces of buffer as the message `facedetect` of OpenCV's element tells them, with an id and a confidence
 * added to each. Times may be GST_CLOCK_TIME_NONE. */
GstStructure *gst_facerec_detect_message_new (GstBuffer *buffer, GstClockTime stream_time, GstClockTime running_time);

/* Whether to post one, with faces_told faces in the last one. */
gboolean gst_facerec_detect_message_is_news (GstFacerecDetectUpdates updates, guint n_faces, guint faces_told);

G_END_DECLS
