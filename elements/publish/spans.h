/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "models/timeline.h"

G_BEGIN_DECLS

/* Faces of one frame after the other in, spans out as soon as they are known to have ended: GST_FACEREC_PUBLISH_LOST and
 * the timeline's bridge after the person was seen last, looked at once a second of stream time.
 *
 * ordered: spans come by their beginning, as subtitles must. Somebody who stays would then keep back all who came later:
 * after GST_FACEREC_PUBLISH_LONGEST all spans are cut, and go on as new ones. Without it they come as they end.
 *
 * The same frames give the same spans. For one thread. */
typedef struct _GstFacerecPublishSpans GstFacerecPublishSpans;

#define GST_FACEREC_PUBLISH_LOST (1500 * GST_MSECOND)
#define GST_FACEREC_PUBLISH_LONGEST (60 * GST_SECOND)

typedef void (*GstFacerecPublishSpanFunc) (const FacerecTimelineSpan *span, gpointer user_data);

GstFacerecPublishSpans *gst_facerec_publish_spans_new (gboolean ordered, GstFacerecPublishSpanFunc func,
    gpointer user_data);
void gst_facerec_publish_spans_free (GstFacerecPublishSpans *self); /* NULL is fine; tells nothing */
/* buffer: with the faces of frame number. stream_time, duration: where it is and how long it stands;
 * GST_CLOCK_TIME_NONE: it follows on the last one, for 1/30 s. A time before the last one ends all spans. */
void gst_facerec_publish_spans_add (GstFacerecPublishSpans *self, GstBuffer *buffer, guint64 number,
    GstClockTime stream_time, GstClockTime duration);
/* All spans have ended, and later frames are another film. */
void gst_facerec_publish_spans_end (GstFacerecPublishSpans *self);

G_END_DECLS
