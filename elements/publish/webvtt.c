/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A span as a cue of WebVTT. */
#include "elements/publish/format.h"
#include "models/timelinetext.h"

static void
append_header (gboolean spans, GstFacerecJsonFlags flags, GString *text)
{
  g_string_append (text, FACEREC_TIMELINE_WEBVTT_HEADER);
}

static void
append_span (const GstFacerecPublishSpan *span, GString *text)
{
  facerec_timeline_append_webvtt (text, span->span, span->number);
}

/* Cues of a second run would begin at 0 again, and a cue must not begin before the one in front of it. */
const GstFacerecPublishFormat gst_facerec_publish_webvtt = {
  .record_end = NULL,
  .append_header = append_header,
  .append_span = append_span,
};
