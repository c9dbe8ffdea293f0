/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <json-glib/json-glib.h>

#include "pipelines/model/commands.h"
#include "pipelines/output.h"

/* ---- JSON ---- */

/* Who reads it need not ask whether a member is there. */
static void
fill_up (JsonObject *object, const gchar *const *members)
{
  for (; *members; members++)
    if (!json_object_has_member (object, *members))
      json_object_set_null_member (object, *members);
}

static void
complete_backbone (JsonObject *backbone, const FacerecFaceModel *model)
{
  static const gchar *const members[] = { "needs_id", "needs_sha256", NULL };

  fill_up (backbone, members);
  json_object_set_int_member (backbone, "tensors", model->tensors ? facerec_tensors_get_size (model->tensors) : 0);
  json_object_set_int_member (backbone, "parameters", model->tensors ? (gint64) facerec_tensors_count (model->tensors) : 0);
}

/* The file's own header, and what it says in other ways. */
static void
print_json (const FacerecFaceModel *model, const gchar *path)
{
  static const gchar *const members[] = { "head", "threshold", "training_sha256", "metrics", "notes", NULL };
  g_autofree gchar *header = facerec_face_model_describe (model), *id = facerec_face_model_id (model);
  g_autofree gchar *file = g_utf8_make_valid (path, -1), *line = NULL;
  g_autoptr (JsonNode) root = json_from_string (header, NULL);
  JsonObject *object = json_node_get_object (root);

  json_object_remove_member (object, "tensors");
  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "file", file);
  json_object_set_string_member (object, "id", id);
  json_object_set_int_member (object, "dimensions", facerec_face_model_dimensions (model));
  complete_backbone (json_object_get_object_member (object, "backbone"), model);
  if (model->head)
    json_object_set_int_member (json_object_get_object_member (object, "head"), "parameters",
        (gint64) facerec_head_count (model->head));
  fill_up (object, members);
  line = json_to_string (root, FALSE);
  output_line (line);
}

/* ---- text ---- */

static void
print_row (const gchar *label, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static void
print_row (const gchar *label, const gchar *format, ...)
{
  g_autofree gchar *text = NULL, *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strdup_printf ("  %-13s %s", label, text);
  output_line (line);
}

/* Text of whoever made the file; JSON leaves a terminal's C1 codes as they are. */
static void
print_object (const gchar *label, const gchar *text)
{
  g_autofree gchar *shown = text ? output_printable (text) : NULL;

  if (shown)
    print_row (label, "%s", shown);
}

/* "standardised; 2048 -> 512 relu -> 128; added to the feature; length 1". */
static gchar *
describe_head (const FacerecHead *head)
{
  GString *text;

  if (head->layers->len == 0 && !head->mean)
    return g_strdup (head->normalise ? "none but length 1" : "none: the feature is the embedding");
  text = g_string_new (head->mean ? "standardised; " : NULL);
  g_string_append_printf (text, "%u", head->features);
  for (guint i = 0; i < head->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (head, i);

    g_string_append_printf (text, " -> %u%s", layer->outputs, layer->relu ? " relu" : "");
  }
  g_string_append_printf (text, "%s%s; %" G_GSIZE_FORMAT " parameters", head->residual ? "; added to the feature" : "",
      head->normalise ? "; length 1" : "", facerec_head_count (head));
  return g_string_free (text, FALSE);
}

static void
print_text (const FacerecFaceModel *model, const gchar *path)
{
  g_autofree gchar *id = facerec_face_model_id (model), *file = output_printable (path);
  g_autofree gchar *head = model->head ? describe_head (model->head) : g_strdup ("none: the feature is the embedding");

  output_line (file);
  print_row ("id", "%s", id);
  print_row ("backbone", "%s at %u px, preprocessing %s, pooling %s: %u features", model->backbone, model->input_size,
      model->preprocessing, facerec_pooling_name (model->pooling), model->features);
  if (model->needs_id)
    print_row ("needs", "%s, SHA-256 %s", model->needs_id, model->needs_sha256);
  if (model->tensors)
    print_row ("weights", "%u tensors, %" G_GSIZE_FORMAT " parameters", facerec_tensors_get_size (model->tensors),
        facerec_tensors_count (model->tensors));
  print_row ("head", "%s", head);
  print_row ("embedding", "%u numbers, compared by %s distance", facerec_face_model_dimensions (model), model->metric);
  if (!isnan (model->threshold))
    print_row ("threshold", "%g, as faceknn's distance-threshold", model->threshold);
  if (model->training_sha256)
    print_row ("training set", "SHA-256 %s", model->training_sha256);
  print_object ("metrics", model->metrics);
  print_object ("notes", model->notes);
}

/* ---- the command ---- */

void
model_info_print (const FacerecFaceModel *model, const gchar *path, gboolean json)
{
  if (json)
    print_json (model, path);
  else
    print_text (model, path);
}

ExitCode
model_info (const gchar *path, const ModelOptions *options)
{
  GError *error = NULL;
  g_autoptr (FacerecFaceModel) model = facerec_face_model_read (path, &error);

  if (!model)
    return subcommand_fail (error);
  model_info_print (model, path, options->json);
  return EXIT_DONE;
}
