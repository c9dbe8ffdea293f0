/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gstfacerecjson.h"

#include <float.h>
#include <math.h>

/* Digits that are always enough for a float to be read back. */
#define MAX_DIGITS 9

GType
gst_facerec_json_flags_get_type (void)
{
  static gsize type = 0;
  static const GFlagsValue flags[] = {
    { GST_FACEREC_JSON_DEFAULT, "GST_FACEREC_JSON_DEFAULT", "default" },
    { GST_FACEREC_JSON_EMBEDDING, "GST_FACEREC_JSON_EMBEDDING", "embedding" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("GstFacerecJsonFlags", flags));
  return type;
}

/* Beside what JSON forbids, the characters at which readers that split by line would cut: U+0085 with the other C1
 * controls, U+2028 and U+2029. */
static gboolean
needs_escape (gunichar character)
{
  return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x2028 || character == 0x2029;
}

void
gst_facerec_json_append_string (GString *json, const gchar *text)
{
  g_autofree gchar *valid = NULL;

  g_return_if_fail (json != NULL);

  if (text == NULL) {
    g_string_append (json, "null");
    return;
  }

  valid = g_utf8_make_valid (text, -1);
  g_string_append_c (json, '"');
  for (const gchar *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);

    if (character == '"' || character == '\\')
      g_string_append_printf (json, "\\%c", (gchar) character);
    else if (character == '\n')
      g_string_append (json, "\\n");
    else if (character == '\t')
      g_string_append (json, "\\t");
    else if (needs_escape (character))
      g_string_append_printf (json, "\\u%04x", character);
    else
      g_string_append_len (json, at, g_utf8_next_char (at) - at);
  }
  g_string_append_c (json, '"');
}

void
gst_facerec_json_append_number (GString *json, gfloat value)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];
  gchar format[] = "%.9g";
  /* A decimal of FLT_DIG digits survives the way through a float, so if fewer digits are enough, "%g" with FLT_DIG
   * prints those; only denormals hold less than that. */
  gint n_digits = fabsf (value) < FLT_MIN ? 1 : FLT_DIG;

  g_return_if_fail (json != NULL);

  if (!isfinite (value)) {
    g_string_append (json, "null");
    return;
  }

  do {
    format[2] = (gchar) ('0' + n_digits);
    g_ascii_formatd (digits, sizeof digits, format, value);
  } while ((gfloat) g_ascii_strtod (digits, NULL) != value && n_digits++ < MAX_DIGITS);
  g_string_append (json, digits);
}

static void
append_numbers (GString *json, const gfloat *values, gsize n_values)
{
  g_string_append_c (json, '[');
  for (gsize i = 0; i < n_values; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    gst_facerec_json_append_number (json, values[i]);
  }
  g_string_append_c (json, ']');
}

static void
append_field (GString *json, gchar separator, const gchar *name, gfloat value)
{
  g_string_append_printf (json, "%c\"%s\":", separator, name);
  gst_facerec_json_append_number (json, value);
}

static void
append_landmarks (GString *json, const GstFacerecMeta *face)
{
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_landmarks (face, &n_values);

  g_string_append (json, ",\"landmarks\":[");
  for (gsize i = 0; i + 1 < n_values; i += 2) {
    const gfloat point[2] = { face->x + values[i] * face->width, face->y + values[i + 1] * face->height };

    if (i > 0)
      g_string_append_c (json, ',');
    append_numbers (json, point, 2);
  }
  g_string_append_c (json, ']');
}

static void
append_quality (GString *json, const GstFacerecMeta *face)
{
  gfloat size, sharpness, pose;

  g_string_append (json, ",\"quality\":");
  if (!gst_facerec_meta_get_quality (face, &size, &sharpness, &pose)) {
    g_string_append (json, "null");
    return;
  }
  append_field (json, '{', "size", size);
  append_field (json, ',', "sharpness", sharpness);
  append_field (json, ',', "pose", pose);
  append_field (json, ',', "overall", gst_facerec_meta_get_overall_quality (face));
  g_string_append_c (json, '}');
}

static void
append_track (GString *json, const GstFacerecMeta *face)
{
  guint64 track_id = gst_facerec_meta_get_track_id (face);

  if (track_id == GST_FACEREC_NO_TRACK)
    g_string_append (json, ",\"track\":null");
  else
    g_string_append_printf (json, ",\"track\":%" G_GUINT64_FORMAT, track_id);
}

static void
append_candidates (GString *json, const GstFacerecIdentity *identity)
{
  const gchar *label;
  gfloat distance;

  g_string_append (json, "\"candidates\":[");
  for (guint i = 0; gst_facerec_identity_get_candidate (identity, i, &label, &distance); i++) {
    g_string_append (json, i > 0 ? ",{\"label\":" : "{\"label\":");
    gst_facerec_json_append_string (json, label);
    append_field (json, ',', "distance", distance);
    g_string_append_c (json, '}');
  }
  g_string_append_c (json, ']');
}

static void
append_identity (GString *json, const GstFacerecMeta *face)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  GstFacerecReason reason;

  g_string_append (json, ",\"identity\":");
  if (identity == NULL) {
    g_string_append (json, "null");
    return;
  }

  reason = gst_facerec_identity_get_reason (identity);
  g_string_append (json, "{\"label\":");
  gst_facerec_json_append_string (json, gst_facerec_identity_get_label (identity));
  g_string_append (json, ",\"stranger\":");
  gst_facerec_json_append_string (json, gst_facerec_identity_get_stranger (identity));
  append_field (json, ',', "score", gst_facerec_identity_get_score (identity));
  append_field (json, ',', "distance", gst_facerec_identity_get_distance (identity));
  g_string_append_printf (json, ",\"votes\":%u,\"k\":%u,\"reason\":", gst_facerec_identity_get_votes (identity),
      gst_facerec_identity_get_k (identity));
  gst_facerec_json_append_string (json,
      reason != GST_FACEREC_REASON_NONE ? gst_facerec_reason_to_string (reason) : NULL);
  g_string_append_c (json, ',');
  append_candidates (json, identity);
  g_string_append_c (json, '}');
}

static void
append_embedding (GString *json, const GstFacerecMeta *face)
{
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

  g_string_append (json, ",\"embedding\":");
  if (values != NULL)
    append_numbers (json, values, n_values);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"embedding_model\":");
  gst_facerec_json_append_string (json, gst_facerec_meta_get_embedding_model (face));
}

static void
append_face (GString *json, const GstFacerecMeta *face, guint index, GstFacerecJsonFlags flags)
{
  const gfloat box[4] = { face->x, face->y, face->width, face->height };

  g_string_append_printf (json, "{\"id\":%u,\"box\":", index);
  append_numbers (json, box, 4);
  append_field (json, ',', "score", face->score);
  g_string_append (json, ",\"detector\":");
  gst_facerec_json_append_string (json, gst_facerec_meta_get_detector (face));
  append_landmarks (json, face);
  append_quality (json, face);
  append_track (json, face);
  g_string_append_printf (json, ",\"box_age\":%u", gst_facerec_meta_get_box_age (face));
  append_identity (json, face);
  if ((flags & GST_FACEREC_JSON_EMBEDDING) != 0)
    append_embedding (json, face);
  g_string_append_c (json, '}');
}

gchar *
gst_facerec_meta_to_json (const GstFacerecMeta *self, guint index, GstFacerecJsonFlags flags)
{
  GString *json;

  g_return_val_if_fail (self != NULL, NULL);

  json = g_string_new (NULL);
  append_face (json, self, index, flags);
  return g_string_free (json, FALSE);
}

gchar *
gst_facerec_buffer_to_json (GstBuffer *buffer, const gchar *file, guint64 frame, guint width, guint height,
    GstFacerecJsonFlags flags)
{
  GString *json;
  GstFacerecMeta *face;
  gpointer state = NULL;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);

  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"version\":%d,\"file\":", GST_FACEREC_OUTPUT_VERSION);
  gst_facerec_json_append_string (json, file);
  g_string_append_printf (json, ",\"frame\":%" G_GUINT64_FORMAT ",\"pts_ns\":", frame);
  if (GST_BUFFER_PTS_IS_VALID (buffer))
    g_string_append_printf (json, "%" G_GUINT64_FORMAT, GST_BUFFER_PTS (buffer));
  else
    g_string_append (json, "null");
  g_string_append_printf (json, ",\"width\":%u,\"height\":%u,\"faces\":[", width, height);
  for (guint i = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)) != NULL; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    append_face (json, face, i, flags);
  }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}
