/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* One frame with its faces, to be written. */
typedef struct {
  GstBuffer *buffer; /* with stream time as timestamp, which may be invalid; borrowed, as all here */
  const gchar *file; /* where it came from, any bytes; NULL: unknown */
  guint64 number;    /* in its stream, from 0 */
  guint width, height;
  GstFacerecJsonFlags flags;
} GstFacerecPublishFrame;

/* A way to write frames. Every piece of text that one appends is whole: a reader may stop after any of them. The same
 * frames give the same bytes in every run. pipelines/formats.md tells what is written. */
typedef struct {
  const gchar *record_end; /* no record has it anywhere else */
  /* State of one output, or NULL. Optional. */
  gpointer (*start) (void);
  /* What an empty file begins with. Optional. */
  void (*append_header) (gpointer state, GstFacerecJsonFlags flags, GString *text);
  void (*append_frame) (gpointer state, const GstFacerecPublishFrame *frame, GString *text);
  /* What was held back: the stream has ended, was flushed or will be another one. May be called at any time. Optional. */
  void (*append_end) (gpointer state, GString *text);
  /* Frees the state. Optional. */
  void (*stop) (gpointer state);
} GstFacerecPublishFormat;

extern const GstFacerecPublishFormat gst_facerec_publish_jsonl, gst_facerec_publish_csv;

G_END_DECLS
