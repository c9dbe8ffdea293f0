/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/gstfacerecmeta.h>

G_BEGIN_DECLS

/* The JSON line of a frame, as gst/facerec/metadata.md describes it. Whatever the content of a buffer, the result is
 * one line of valid JSON (RFC 8259) in UTF-8; the locale does not matter; the same faces give the same bytes in every
 * run. */

/**
 * GST_FACEREC_OUTPUT_VERSION:
 *
 * What every record that we write says of its layout, in JSON as the first key, "version". A key that is added does not
 * change it; it grows when one is removed, renamed, or changes its type or meaning.
 *
 * Since: 0.1
 */
#define GST_FACEREC_OUTPUT_VERSION 1

/**
 * GstFacerecJsonFlags:
 * @GST_FACEREC_JSON_DEFAULT: box, score, detector, landmarks, quality, track, identity
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

/**
 * gst_facerec_json_append_string:
 * @json: where to append
 * @text: (nullable) (type filename): any bytes up to the first NUL
 *
 * Appends @text as a JSON string with its quotes; %NULL as null. Control characters and the Unicode line ends (U+0085,
 * U+2028, U+2029) are escaped, so that the result never spans lines; each byte that is no UTF-8 becomes U+FFFD.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_json_append_string (GString *json, const gchar *text);

/**
 * gst_facerec_json_append_number:
 * @json: where to append
 * @value: any number
 *
 * Appends @value with the fewest digits that read back as the same float; NaN and infinities as null.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_json_append_number (GString *json, gfloat value);

/**
 * gst_facerec_meta_to_json:
 * @self: a face
 * @index: its place among the faces of its frame, from 0: written as "id". The face's own id differs from run to run
 *   and is not written
 * @flags: what to write
 *
 * Returns: (transfer full): one face, an element of the line's "faces"
 * Since: 0.1
 */
GST_FACEREC_API gchar *gst_facerec_meta_to_json (const GstFacerecMeta *self, guint index, GstFacerecJsonFlags flags);

/**
 * gst_facerec_buffer_to_json:
 * @buffer: a buffer
 * @file: (nullable) (type filename): where the frame came from, any bytes; %NULL is written as null
 * @frame: its number in the stream, from 0
 * @width: width of the picture, pixels
 * @height: height of the picture, pixels
 * @flags: what to write
 *
 * Returns: (transfer full): the frame as one JSON line, without the newline. "pts_ns" is null for a buffer without a
 *   timestamp
 * Since: 0.1
 */
GST_FACEREC_API gchar *gst_facerec_buffer_to_json (GstBuffer *buffer, const gchar *file, guint64 frame, guint width,
    guint height, GstFacerecJsonFlags flags);

G_END_DECLS
