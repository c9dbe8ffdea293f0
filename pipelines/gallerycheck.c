/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/gallerycommands.h"

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

static const gchar *
kind_to_string (FacerecGalleryIssueKind kind)
{
  switch (kind) {
  case FACEREC_GALLERY_ISSUE_FILE:
    return "file";
  case FACEREC_GALLERY_ISSUE_DAMAGED:
    return "damaged";
  case FACEREC_GALLERY_ISSUE_NO_FACES:
    return "no-faces";
  case FACEREC_GALLERY_ISSUE_OUTLIER:
    return "outlier";
  case FACEREC_GALLERY_ISSUE_DUPLICATE:
    return "duplicate";
  case FACEREC_GALLERY_ISSUE_SKIPPED:
    return "skipped";
  }
  return "other";
}

static void
append_text (GString *json, const gchar *key, const gchar *value)
{
  g_string_append_printf (json, ",\"%s\":", key);
  gst_facerec_json_append_string (json, value);
}

static void
append_id (GString *json, const gchar *key, gint64 id)
{
  if (id > 0)
    g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, key, id);
  else
    g_string_append_printf (json, ",\"%s\":null", key);
}

static void
append_distance (GString *json, const gchar *key, gfloat distance)
{
  g_string_append_printf (json, ",\"%s\":", key);
  gst_facerec_json_append_number (json, distance);
}

static gchar *
issue_to_json (const FacerecGalleryIssue *issue)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"version\":%d,\"issue\":\"%s\"", GST_FACEREC_OUTPUT_VERSION,
      kind_to_string (issue->kind));
  append_text (json, "text", issue->text);
  append_text (json, "person", issue->person);
  append_id (json, "face", issue->face_id);
  append_text (json, "other_person", issue->other_person);
  append_id (json, "other_face", issue->other_face_id);
  append_distance (json, "own_distance", issue->own_distance);
  append_distance (json, "other_distance", issue->other_distance);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static gchar *
issue_to_text (const FacerecGalleryIssue *issue)
{
  g_autofree gchar *text = output_printable (issue->text);

  return g_strdup_printf ("%-9s  %s", kind_to_string (issue->kind), text);
}

ExitCode
gallery_check (FacerecGallery *gallery, gboolean json, GError **error)
{
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, error);
  ExitCode code = EXIT_DONE;

  if (!issues)
    return EXIT_WRONG;
  for (guint i = 0; i < issues->len; i++) {
    const FacerecGalleryIssue *issue = g_ptr_array_index (issues, i);
    g_autofree gchar *line = json ? issue_to_json (issue) : issue_to_text (issue);

    output_line (line);
    if (issue->kind == FACEREC_GALLERY_ISSUE_SKIPPED)
      continue;
    code = MAX (code, issue->kind == FACEREC_GALLERY_ISSUE_DAMAGED ? EXIT_WRONG : EXIT_NOTHING);
  }
  if (issues->len == 0 && !json)
    output_line ("sound: every value can be used, and no face looks more like somebody else");
  return code;
}
