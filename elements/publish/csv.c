/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A face as one record of CSV (RFC 4180): columns and meaning in pipelines/formats.md. A frame without a face is a record
 * whose face columns are empty. A span is one as models/timelinetext.h writes it. */
#include "elements/publish/format.h"

#include <math.h>
#include <string.h>

#include "models/timelinetext.h"

static const gchar columns[] = "version,file,frame,pts_ns,width,height,id,x,y,w,h,score,detector,quality,track,box_age,"
    "label,stranger,reason,identity_score,distance,votes,k";
static const gchar embedding_columns[] = ",embedding,embedding_model";

/* Columns of a face, without those of the embedding. */
#define N_FACE_COLUMNS 17

/* Always with the separator in front. */
static void
append_text (GString *csv, const gchar *text)
{
  g_autofree gchar *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  g_string_append_c (csv, ',');
  if (!valid || !valid[strcspn (valid, ",\"\r\n")]) {
    g_string_append (csv, valid ? valid : "");
    return;
  }
  g_string_append_c (csv, '"');
  for (const gchar *at = valid; *at; at++) {
    if (*at == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *at);
  }
  g_string_append_c (csv, '"');
}

/* Empty where there is none. */
static void
append_number (GString *csv, gfloat value)
{
  g_string_append_c (csv, ',');
  if (isfinite (value))
    gst_facerec_json_append_number (csv, value);
}

static void
append_frame_columns (GString *csv, const GstFacerecPublishFrame *frame)
{
  g_string_append_printf (csv, "%d", GST_FACEREC_OUTPUT_VERSION);
  append_text (csv, frame->file);
  g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",", frame->number);
  if (GST_BUFFER_PTS_IS_VALID (frame->buffer))
    g_string_append_printf (csv, "%" G_GUINT64_FORMAT, GST_BUFFER_PTS (frame->buffer));
  g_string_append_printf (csv, ",%u,%u", frame->width, frame->height);
}

static void
append_identity (GString *csv, const GstFacerecMeta *face)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  GstFacerecReason reason;

  if (!identity) {
    g_string_append (csv, ",,,,,,,");
    return;
  }
  reason = gst_facerec_identity_get_reason (identity);
  append_text (csv, gst_facerec_identity_get_label (identity));
  append_text (csv, gst_facerec_identity_get_stranger (identity));
  append_text (csv, reason != GST_FACEREC_REASON_NONE ? gst_facerec_reason_to_string (reason) : NULL);
  append_number (csv, gst_facerec_identity_get_score (identity));
  append_number (csv, gst_facerec_identity_get_distance (identity));
  g_string_append_printf (csv, ",%u,%u", gst_facerec_identity_get_votes (identity),
      gst_facerec_identity_get_k (identity));
}

/* As the JSON array that JSON lines have, in one field. */
static void
append_embedding (GString *csv, const GstFacerecMeta *face)
{
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);
  g_autoptr (GString) array = g_string_new (NULL);

  for (gsize i = 0; values && i < n_values; i++) {
    g_string_append_c (array, i > 0 ? ',' : '[');
    gst_facerec_json_append_number (array, values[i]);
  }
  if (values)
    g_string_append_c (array, ']');
  append_text (csv, array->str);
  append_text (csv, gst_facerec_meta_get_embedding_model (face));
}

static void
append_face (GString *csv, const GstFacerecMeta *face, guint index)
{
  guint64 track_id = gst_facerec_meta_get_track_id (face);
  gfloat size, sharpness, pose;

  g_string_append_printf (csv, ",%u", index);
  append_number (csv, face->x);
  append_number (csv, face->y);
  append_number (csv, face->width);
  append_number (csv, face->height);
  append_number (csv, face->score);
  append_text (csv, gst_facerec_meta_get_detector (face));
  append_number (csv, gst_facerec_meta_get_quality (face, &size, &sharpness, &pose)
      ? gst_facerec_meta_get_overall_quality (face) : NAN);
  g_string_append_c (csv, ',');
  if (track_id != GST_FACEREC_NO_TRACK)
    g_string_append_printf (csv, "%" G_GUINT64_FORMAT, track_id);
  g_string_append_printf (csv, ",%u", gst_facerec_meta_get_box_age (face));
  append_identity (csv, face);
}

static void
append_header (gboolean spans, GstFacerecJsonFlags flags, GString *text)
{
  if (spans) {
    g_string_append (text, FACEREC_TIMELINE_CSV_HEADER);
    return;
  }
  g_string_append (text, columns);
  if ((flags & GST_FACEREC_JSON_EMBEDDING) != 0)
    g_string_append (text, embedding_columns);
  g_string_append (text, "\r\n");
}

static void
append_nobody (const GstFacerecPublishFrame *frame, GString *text)
{
  guint n_columns = N_FACE_COLUMNS + ((frame->flags & GST_FACEREC_JSON_EMBEDDING) != 0 ? 2 : 0);

  append_frame_columns (text, frame);
  while (n_columns-- > 0)
    g_string_append_c (text, ',');
  g_string_append (text, "\r\n");
}

static void
append_frame (const GstFacerecPublishFrame *frame, GString *text)
{
  gpointer iterator = NULL;
  GstFacerecMeta *face;
  guint i;

  for (i = 0; (face = gst_facerec_buffer_iterate_faces (frame->buffer, &iterator)); i++) {
    append_frame_columns (text, frame);
    append_face (text, face, i);
    if ((frame->flags & GST_FACEREC_JSON_EMBEDDING) != 0)
      append_embedding (text, face);
    g_string_append (text, "\r\n");
  }
  if (i == 0)
    append_nobody (frame, text);
}

static void
append_span (const GstFacerecPublishSpan *span, GString *text)
{
  facerec_timeline_append_csv (text, span->span);
}

const GstFacerecPublishFormat gst_facerec_publish_csv = {
  .record_end = "\r\n",
  .append_header = append_header,
  .append_frame = append_frame,
  .append_span = append_span,
};
