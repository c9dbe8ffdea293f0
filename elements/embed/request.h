/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What somebody behind faceembed asks it for: embeddings of tracks oftener than they are due, for a while. It travels
 * upstream as a custom event called `facerec-embed-often` with the fields `interval` and `duration` (guint64, ns of running
 * time): for that long from the next frame on, the embedding of a track stands for no longer than interval. A later request
 * takes the place of an earlier one; a duration of 0 ends it. */
typedef struct {
  GstClockTime interval; /* > 0 */
  GstClockTime duration;
} GstFacerecEmbedRequest;

/* (transfer full) */
GstEvent *gst_facerec_embed_request_to_event (const GstFacerecEmbedRequest *request);
/* FALSE, with request untouched: another event, or one with impossible fields. */
gboolean gst_facerec_embed_request_from_event (GstEvent *event, GstFacerecEmbedRequest *request);

/* A request that is being followed. All zeros: none. */
typedef struct {
  GstFacerecEmbedRequest request;
  GstClockTime since;
} GstFacerecEmbedGrant;

/* For how long an embedding stands on the frame at now that would stand for interval; 0 stays 0. A time that has gone back
 * ends the request. */
GstClockTime gst_facerec_embed_grant_shorten (GstFacerecEmbedGrant *grant, GstClockTime now, GstClockTime interval);

G_END_DECLS
