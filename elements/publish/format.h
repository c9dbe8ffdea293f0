/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>
#include <gst/gst.h>

#include "models/timeline.h"

G_BEGIN_DECLS

/* One frame with its faces, to be written. */
typedef struct {
  GstBuffer *buffer; /* with stream time as timestamp, which may be invalid; borrowed, as all here */
  const gchar *file; /* where it came from, any bytes; NULL: unknown */
  guint64 number;    /* in its stream, from 0 */
  guint width, height;
  GstFacerecJsonFlags flags;
} GstFacerecPublishFrame;

/* One person's stay, to be written. */
typedef struct {
  const FacerecTimelineSpan *span;
  const gchar *file; /* as above */
  guint number;      /* in its output, from 1 */
} GstFacerecPublishSpan;

/* A way to write frames and spans. Every piece of text that one appends is whole: a reader may stop after any of them.
 * The same frames give the same bytes in every run. pipelines/formats.md tells what is written. */
typedef struct {
  const gchar *record_end; /* how records end, and no record has it anywhere else; NULL: they cannot be appended to others */
  /* What an empty file begins with. Optional. */
  void (*append_header) (gboolean spans, GstFacerecJsonFlags flags, GString *text);
  /* NULL: it is for spans only. */
  void (*append_frame) (const GstFacerecPublishFrame *frame, GString *text);
  void (*append_span) (const GstFacerecPublishSpan *span, GString *text);
} GstFacerecPublishFormat;

extern const GstFacerecPublishFormat gst_facerec_publish_jsonl, gst_facerec_publish_csv, gst_facerec_publish_webvtt;

G_END_DECLS
