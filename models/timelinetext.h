/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/timeline.h"

G_BEGIN_DECLS

/* Spans as other people's tools read them; pipelines/formats.md is the contract. All functions append one record. */

/* RFC 4180: CRLF, quotes where needed, an empty field for what is unknown. Times in seconds with 3 decimals. */
#define FACEREC_TIMELINE_CSV_HEADER \
  "version,person,stranger,from,to,confidence,frames,best_time,best_frame,best_track\r\n"
void facerec_timeline_append_csv (GString *text, const FacerecTimelineSpan *span);

/* WebVTT: number (from 1) is the cue's identifier; its text the name, a stranger's id, or "Unknown", escaped, on one
 * line. A span shorter than a millisecond is a millisecond long. */
#define FACEREC_TIMELINE_WEBVTT_HEADER "WEBVTT gst-facerec 1\n"
void facerec_timeline_append_webvtt (GString *text, const FacerecTimelineSpan *span, guint number);

G_END_DECLS
