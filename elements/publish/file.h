/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where facepublish writes: a regular file, a FIFO, a device or standard output. A record is
 * one system call, so that it can be read while it grows. The kernel copies a record that crosses pages page by page: in
 * that moment a reader may see half of the last one, and SIGKILL may leave it; opening the file for appending removes it.
 *
 * A reader of a pipe that is slow costs memory, up to GST_FACEREC_PUBLISH_PENDING bytes, then time or records.
 *
 * For one thread, gst_facerec_publish_file_set_flushing() excepted. */
typedef struct _GstFacerecPublishFile GstFacerecPublishFile;

/* Bytes that may wait for the reader of a pipe. */
#define GST_FACEREC_PUBLISH_PENDING (1024 * 1024)

/* What became of a record. */
typedef enum {
  GST_FACEREC_PUBLISH_FAILED,  /* an error is set, once: later records are dropped as WRITTEN */
  GST_FACEREC_PUBLISH_WRITTEN, /* or waiting for the reader, who will get it */
  GST_FACEREC_PUBLISH_DROPPED, /* too much is waiting and may_wait was FALSE */
} GstFacerecPublishResult;

/* path: "-" is standard output. A regular file is made when missing, readable by its owner only if private, and emptied
 * unless record_end, how records end, tells where to go on; it is locked against a second writer. A FIFO must have a
 * reader. NULL with an error of GST_RESOURCE_ERROR that names path and reason. */
GstFacerecPublishFile *gst_facerec_publish_file_new (const gchar *path, const gchar *record_end, gboolean private,
    GError **error);
/* Closes it; what a reader has not taken by now is lost. NULL is fine. */
void gst_facerec_publish_file_free (GstFacerecPublishFile *self);

/* Whether nothing was in it when it was opened, so that it wants a header. */
gboolean gst_facerec_publish_file_is_empty (const GstFacerecPublishFile *self);
/* One or more whole records. may_wait: for a slow reader, when too much is waiting; ends early while flushing, and the
 * record waits none the less. */
GstFacerecPublishResult gst_facerec_publish_file_write (GstFacerecPublishFile *self, const gchar *text, gsize size,
    gboolean may_wait, GError **error);
/* Waits until the reader has taken everything, or until flushing; at once when it does not wait. FALSE with an error, once. */
gboolean gst_facerec_publish_file_drain (GstFacerecPublishFile *self, gboolean may_wait, GError **error);
/* Ends waiting, of now and later. From any thread. */
void gst_facerec_publish_file_set_flushing (GstFacerecPublishFile *self, gboolean flushing);

G_END_DECLS
