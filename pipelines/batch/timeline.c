/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/timeline.h"

#include <math.h>
#include <string.h>

#include <gst/facerec/facerec.h>

#include "models/timelinetext.h"
#include "pipelines/batch/tracks.h"

static void
append_key (GString *json, const gchar *key)
{
  g_string_append_printf (json, ",\"%s\":", key);
}

static void
append_integer (GString *json, const gchar *key, gint64 value)
{
  append_key (json, key);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}

static void
append_text (GString *json, const gchar *key, const gchar *value)
{
  append_key (json, key);
  gst_facerec_json_append_string (json, value);
}

static void
append_best (GString *json, const FacerecTimelineBest *best)
{
  const gfloat box[] = { best->x, best->y, best->width, best->height };
  const gboolean tracked = best->track != FACEREC_TIMELINE_NO_TRACK;
  g_autofree gchar *picture = tracked ? batch_tracks_picture_name (best->track) : NULL;

  g_string_append_printf (json, ",\"best\":{\"frame\":%" G_GUINT64_FORMAT, best->frame);
  append_integer (json, "pts_ns", best->time_ns);
  if (tracked)
    append_integer (json, "track", best->track);
  else
    g_string_append (json, ",\"track\":null");
  g_string_append (json, ",\"box\":");
  for (guint i = 0; i < G_N_ELEMENTS (box); i++) {
    g_string_append_c (json, i ? ',' : '[');
    gst_facerec_json_append_number (json, box[i]);
  }
  g_string_append (json, "],\"quality\":");
  gst_facerec_json_append_number (json, best->quality);
  append_text (json, "thumbnail", picture);
  g_string_append_c (json, '}');
}

static void
append_span (GString *json, const FacerecTimelineSpan *span)
{
  g_string_append (json, "{\"person\":");
  gst_facerec_json_append_string (json, span->label);
  append_text (json, "stranger", span->stranger);
  append_integer (json, "from_ns", span->from_ns);
  append_integer (json, "to_ns", span->to_ns);
  append_integer (json, "frames", span->n_frames);
  append_key (json, "confidence");
  gst_facerec_json_append_number (json, span->confidence);
  g_string_append (json, ",\"tracks\":[");
  for (guint i = 0; i < span->n_tracks; i++)
    g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, i ? "," : "", span->tracks[i]);
  g_string_append_c (json, ']');
  append_best (json, &span->best);
  g_string_append_c (json, '}');
}

static GString *
make_json (const BatchFilm *film, gint64 bridge_ns, GPtrArray *spans)
{
  GString *json = g_string_new ("{\"version\":1,\"format\":\"gst-facerec-timeline\"");

  append_text (json, "file", film->path);
  append_text (json, "status", batch_status_to_string (film->status));
  append_text (json, "reason", film->reason);
  append_integer (json, "duration_ns", film->duration_ns);
  append_integer (json, "width", film->width);
  append_integer (json, "height", film->height);
  append_integer (json, "frames", film->n_frames);
  append_integer (json, "faces", film->n_faces);
  append_integer (json, "bridge_ns", bridge_ns);
  g_string_append (json, ",\"spans\":[");
  for (guint i = 0; i < spans->len; i++) {
    g_string_append (json, i ? ",\n" : "\n");
    append_span (json, g_ptr_array_index (spans, i));
  }
  g_string_append (json, "]}\n");
  return json;
}

static gboolean
write_file (const gchar *folder, const gchar *name, const GString *text, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents_full (path, text->str, text->len, G_FILE_SET_CONTENTS_NONE, 0666, error);
}

gboolean
batch_timeline_write (const gchar *folder, const BatchFilm *film, gint64 bridge_ns, GPtrArray *spans, GError **error)
{
  g_autoptr (GString) csv = g_string_new (FACEREC_TIMELINE_CSV_HEADER);
  g_autoptr (GString) webvtt = g_string_new (FACEREC_TIMELINE_WEBVTT_HEADER);
  g_autoptr (GString) json = make_json (film, bridge_ns, spans);

  for (guint i = 0; i < spans->len; i++) {
    facerec_timeline_append_csv (csv, g_ptr_array_index (spans, i));
    facerec_timeline_append_webvtt (webvtt, g_ptr_array_index (spans, i), i + 1);
  }
  return write_file (folder, "timeline.csv", csv, error) && write_file (folder, "timeline.vtt", webvtt, error)
      && write_file (folder, "timeline.json", json, error);
}
