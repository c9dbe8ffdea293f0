/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A frame as one line of JSON, as gst/facerec/metadata.md describes it; a span as one line, as pipelines/formats.md does. */
#include "elements/publish/format.h"

static void
append_frame (const GstFacerecPublishFrame *frame, GString *text)
{
  g_autofree gchar *line = gst_facerec_buffer_to_json (frame->buffer, frame->file, frame->number, frame->width,
      frame->height, frame->flags);

  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

static void
append_string (GString *json, const gchar *key, const gchar *value)
{
  g_string_append_printf (json, ",\"%s\":", key);
  gst_facerec_json_append_string (json, value);
}

static void
append_best (GString *json, const FacerecTimelineBest *best)
{
  const gfloat box[] = { best->x, best->y, best->width, best->height };

  g_string_append_printf (json, ",\"best\":{\"frame\":%" G_GUINT64_FORMAT ",\"pts_ns\":%" G_GINT64_FORMAT ",\"track\":",
      best->frame, best->time_ns);
  if (best->track != FACEREC_TIMELINE_NO_TRACK)
    g_string_append_printf (json, "%" G_GUINT64_FORMAT, best->track);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"box\":");
  for (guint i = 0; i < G_N_ELEMENTS (box); i++) {
    g_string_append_c (json, i ? ',' : '[');
    gst_facerec_json_append_number (json, box[i]);
  }
  g_string_append (json, "],\"quality\":");
  gst_facerec_json_append_number (json, best->quality);
  g_string_append (json, ",\"thumbnail\":null}");
}

static void
append_span (const GstFacerecPublishSpan *published, GString *text)
{
  const FacerecTimelineSpan *span = published->span;

  g_string_append_printf (text, "{\"version\":%d", GST_FACEREC_OUTPUT_VERSION);
  append_string (text, "file", published->file);
  append_string (text, "person", span->label);
  append_string (text, "stranger", span->stranger);
  g_string_append_printf (text, ",\"from_ns\":%" G_GINT64_FORMAT ",\"to_ns\":%" G_GINT64_FORMAT ",\"frames\":%"
      G_GUINT64_FORMAT ",\"confidence\":", span->from_ns, span->to_ns, span->n_frames);
  gst_facerec_json_append_number (text, (gfloat) span->confidence);
  g_string_append (text, ",\"tracks\":[");
  for (guint i = 0; i < span->n_tracks; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i ? "," : "", span->tracks[i]);
  g_string_append_c (text, ']');
  append_best (text, &span->best);
  g_string_append (text, "}\n");
}

const GstFacerecPublishFormat gst_facerec_publish_jsonl = {
  .record_end = "\n",
  .append_frame = append_frame,
  .append_span = append_span,
};
