/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/gallerycommands.h"

#include <math.h>
#include <string.h>

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

static void
append_key_text (GString *json, const gchar *key, const gchar *value)
{
  g_string_append_printf (json, ",\"%s\":", key);
  gst_facerec_json_append_string (json, value);
}

static gchar *
format_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("-");
}

/* ---- list ---- */

static void
list_person (const FacerecGalleryPerson *person, gboolean json)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const gchar *kind = facerec_gallery_kind_name (person->kind);

  if (json) {
    g_string_append_printf (line, "{\"version\":%d,\"person\":", GST_FACEREC_OUTPUT_VERSION);
    gst_facerec_json_append_string (line, person->name);
    append_key_text (line, "kind", kind);
    g_string_append_printf (line, ",\"faces\":%u,\"threshold\":", person->n_faces);
    gst_facerec_json_append_number (line, person->own_threshold);
    g_string_append_c (line, '}');
  } else {
    g_autofree gchar *name = output_printable (person->name);

    g_string_append_printf (line, "%6u  %s", person->n_faces, name);
    if (person->kind == FACEREC_NEGATIVE)
      g_string_append (line, "  (negative)");
    if (isfinite (person->own_threshold))
      g_string_append_printf (line, "  (threshold %g)", person->own_threshold);
  }
  output_line (line->str);
}

ExitCode
gallery_list (FacerecGallery *gallery, gboolean json, GError **error)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, error);
  guint n_faces = 0;

  if (!people)
    return EXIT_WRONG;
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    list_person (person, json);
    n_faces += person->n_faces;
  }
  if (!json) {
    g_autofree gchar *total = g_strdup_printf ("%6u  faces of %u people, model %s", n_faces, people->len,
        facerec_gallery_get_model_id (gallery));

    output_line (total);
  }
  return people->len > 0 ? EXIT_DONE : EXIT_NOTHING;
}

/* ---- show ---- */

typedef struct {
  gboolean json;
  guint n_faces;
} Show;

static gchar *
face_to_json (const gchar *person, const FacerecGalleryFace *face)
{
  GString *line = g_string_new (NULL);
  g_autofree gchar *time = format_time (face->time_us);
  const gfloat box[] = { face->x, face->y, face->width, face->height };

  g_string_append_printf (line, "{\"version\":%d,\"face\":%" G_GINT64_FORMAT, GST_FACEREC_OUTPUT_VERSION, face->id);
  append_key_text (line, "person", person);
  append_key_text (line, "source", face->source);
  append_key_text (line, "sha256", face->sha256);
  append_key_text (line, "time", time);
  g_string_append (line, ",\"quality\":");
  gst_facerec_json_append_number (line, face->quality);
  for (guint i = 0; i < G_N_ELEMENTS (box); i++) {
    g_string_append (line, i ? "," : ",\"box\":[");
    gst_facerec_json_append_number (line, box[i]);
  }
  g_string_append (line, "]}");
  return g_string_free (line, FALSE);
}

gboolean
gallery_show_face (const gchar *person, const FacerecGalleryFace *face, gboolean json)
{
  g_autofree gchar *line = NULL;

  if (json) {
    line = face_to_json (person, face);
  } else {
    g_autofree gchar *source = output_printable (face->source ? face->source : "-");
    g_autofree gchar *time = format_time (face->time_us);

    line = g_strdup_printf ("%6" G_GINT64_FORMAT "  %s  %4.0f px  %s", face->id, time, (face->width + face->height) / 2,
        source);
  }
  return output_line (line);
}

static gboolean
show_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Show *show = user_data;

  show->n_faces++;
  return gallery_show_face (person, face, show->json);
}

ExitCode
gallery_show (FacerecGallery *gallery, const gchar *person, gboolean json, GError **error)
{
  Show show = { .json = json };

  if (!facerec_gallery_foreach_face (gallery, person, show_face, &show, error))
    return EXIT_WRONG;
  if (show.n_faces == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "nobody called \"%s\" is enrolled", person);
    return EXIT_WRONG;
  }
  return EXIT_DONE;
}
