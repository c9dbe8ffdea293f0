/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/enrolreport.h"

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

const gchar *
enrol_status_to_string (EnrolStatus status)
{
  static const gchar *const names[ENROL_N_STATUSES] = {
    [ENROL_OK] = "ok",
    [ENROL_NO_FACE] = "no-face",
    [ENROL_MANY_FACES] = "many-faces",
    [ENROL_LOW_QUALITY] = "low-quality",
    [ENROL_DUPLICATE] = "duplicate",
    [ENROL_UNREADABLE] = "unreadable",
    [ENROL_BAD_NAME] = "bad-name",
    [ENROL_IGNORED] = "ignored",
  };

  return names[status];
}

EnrolResult *
enrol_result_new (EnrolStatus status, const gchar *path, const gchar *identity, const gchar *reason)
{
  EnrolResult *result = g_new0 (EnrolResult, 1);

  result->status = status;
  result->path = g_strdup (path);
  result->identity = g_strdup (identity);
  result->reason = g_strdup (reason);
  return result;
}

void
enrol_result_free (EnrolResult *result)
{
  if (!result)
    return;
  g_free (result->path);
  g_free (result->identity);
  g_free (result->sha256);
  g_free (result->reason);
  g_free (result->duplicate_of);
  g_free (result->embedding);
  g_free (result->model_id);
  g_free (result);
}

static void
append_text (GString *json, const gchar *key, const gchar *value)
{
  g_string_append_printf (json, "\"%s\":", key);
  gst_facerec_json_append_string (json, value);
  g_string_append_c (json, ',');
}

static void
append_numbers (GString *json, const gchar *before, const gfloat *values, const gchar *const *keys, guint n,
    const gchar *after)
{
  g_string_append (json, before);
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append_c (json, ',');
    if (keys)
      g_string_append_printf (json, "\"%s\":", keys[i]);
    gst_facerec_json_append_number (json, values[i]);
  }
  g_string_append (json, after);
}

static gchar *
make_json (const EnrolResult *result)
{
  static const gchar *const quality_keys[] = { "size", "sharpness", "pose", "overall" };
  const gfloat box[] = { result->x, result->y, result->width, result->height };
  const gfloat quality[] = { result->size, result->sharpness, result->pose, result->overall };
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"version\":%d,", GST_FACEREC_OUTPUT_VERSION);
  append_text (json, "file", result->path);
  append_text (json, "identity", result->identity);
  append_text (json, "kind", result->negative ? "negative" : "person");
  append_text (json, "status", enrol_status_to_string (result->status));
  append_text (json, "reason", result->reason);
  append_text (json, "duplicate_of", result->duplicate_of);
  g_string_append_printf (json, "\"faces\":%u,", result->n_faces);
  if (result->has_face)
    append_numbers (json, "\"box\":[", box, NULL, G_N_ELEMENTS (box), "],");
  else
    g_string_append (json, "\"box\":null,");
  if (result->has_quality)
    append_numbers (json, "\"quality\":{", quality, quality_keys, G_N_ELEMENTS (quality), "}}");
  else
    g_string_append (json, "\"quality\":null}");
  return g_string_free (json, FALSE);
}

static gchar *
make_text (const EnrolResult *result)
{
  g_autofree gchar *path = output_printable (result->path);
  g_autofree gchar *reason = result->reason ? output_printable (result->reason) : NULL;

  return g_strdup_printf ("%-11s  %s%s%s", enrol_status_to_string (result->status), path, reason ? ": " : "",
      reason ? reason : "");
}

gchar *
enrol_report_line (const EnrolResult *result, gboolean json)
{
  return json ? make_json (result) : make_text (result);
}

gchar *
enrol_report_counts (const guint counts[ENROL_N_STATUSES])
{
  GString *text = g_string_new (NULL);

  for (guint status = 0; status < ENROL_N_STATUSES; status++)
    if (counts[status] > 0 || status == ENROL_OK)
      g_string_append_printf (text, "%s%u %s", text->len ? ", " : "", counts[status], enrol_status_to_string (status));
  return g_string_free (text, FALSE);
}
