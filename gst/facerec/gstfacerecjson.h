/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/gstfacerecmeta.h>

G_BEGIN_DECLS

/**
 * GstFacerecJsonFlags:
 * @GST_FACEREC_JSON_DEFAULT: box, score, landmarks, quality, track, identity
 * @GST_FACEREC_JSON_EMBEDDING: the embedding and its model as well
 *
 * Since: 0.1
 */
typedef enum {
  GST_FACEREC_JSON_DEFAULT = 0,
  GST_FACEREC_JSON_EMBEDDING = 1 << 0,
} GstFacerecJsonFlags;

#define GST_TYPE_FACEREC_JSON_FLAGS (gst_facerec_json_flags_get_type ())
GST_FACEREC_API GType gst_facerec_json_flags_get_type (void);

/* Appends text as a JSON string with its quotes: control characters escaped, invalid UTF-8 replaced by U+FFFD,
 * NULL as null. Whatever the bytes, the result is valid JSON. */
GST_FACEREC_API void gst_facerec_json_append_string (GString *json, const gchar *text);
/* Appends a number with the fewest digits that read back as the same float, whatever the locale; NaN and infinities
 * as null. */
GST_FACEREC_API void gst_facerec_json_append_number (GString *json, gfloat value);

/* One face as the object of gst/facerec/metadata.md. (transfer full) */
GST_FACEREC_API gchar *gst_facerec_meta_to_json (const GstFacerecMeta *self, GstFacerecJsonFlags flags);
/* One frame as one JSON line without the newline: {"file","frame","pts_ns","width","height","faces":[...]}.
 * file: (nullable) any bytes. pts_ns is null for a buffer without a timestamp. (transfer full) */
GST_FACEREC_API gchar *gst_facerec_buffer_to_json (GstBuffer *buffer, const gchar *file, guint64 frame, guint width,
    guint height, GstFacerecJsonFlags flags);

G_END_DECLS
