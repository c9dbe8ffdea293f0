/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <json-glib/json-glib.h>

#include "pipelines/model/commands.h"
#include "pipelines/output.h"

/* ---- JSON ---- */

static void
put_text (JsonBuilder *builder, const gchar *member, const gchar *value)
{
  json_builder_set_member_name (builder, member);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
put_number (JsonBuilder *builder, const gchar *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

static void
put_object (JsonBuilder *builder, const gchar *member, const gchar *text)
{
  json_builder_set_member_name (builder, member);
  if (text)
    json_builder_add_value (builder, json_from_string (text, NULL));
  else
    json_builder_add_null_value (builder);
}

static void
put_head (JsonBuilder *builder, const FacerecHead *head)
{
  json_builder_set_member_name (builder, "head");
  if (!head) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "standardise");
  json_builder_add_boolean_value (builder, head->mean != NULL);
  json_builder_set_member_name (builder, "residual");
  json_builder_add_boolean_value (builder, head->residual);
  json_builder_set_member_name (builder, "normalise");
  json_builder_add_boolean_value (builder, head->normalise);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < head->layers->len; i++) {
    json_builder_begin_object (builder);
    put_number (builder, "outputs", facerec_head_layer (head, i)->outputs);
    put_text (builder, "activation", facerec_head_layer (head, i)->relu ? "relu" : "none");
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  put_number (builder, "parameters", (gint64) facerec_head_count (head));
  json_builder_end_object (builder);
}

static void
put_backbone (JsonBuilder *builder, const FacerecFaceModel *model)
{
  json_builder_set_member_name (builder, "backbone");
  json_builder_begin_object (builder);
  put_text (builder, "name", model->backbone);
  put_number (builder, "input_size", model->input_size);
  put_text (builder, "preprocessing", model->preprocessing);
  put_text (builder, "pooling", facerec_pooling_name (model->pooling));
  put_number (builder, "features", model->features);
  put_text (builder, "needs_id", model->needs_id);
  put_text (builder, "needs_sha256", model->needs_sha256);
  put_number (builder, "tensors", model->tensors ? facerec_tensors_get_size (model->tensors) : 0);
  put_number (builder, "parameters", model->tensors ? (gint64) facerec_tensors_count (model->tensors) : 0);
  json_builder_end_object (builder);
}

static void
print_json (const FacerecFaceModel *model, const gchar *path)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree gchar *id = facerec_face_model_id (model), *file = g_utf8_make_valid (path, -1), *line = NULL;
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  put_number (builder, "version", 1);
  put_text (builder, "file", file);
  put_text (builder, "id", id);
  put_text (builder, "name", model->name);
  put_backbone (builder, model);
  put_head (builder, model->head);
  put_number (builder, "dimensions", facerec_face_model_dimensions (model));
  put_text (builder, "metric", model->metric);
  json_builder_set_member_name (builder, "threshold");
  if (isnan (model->threshold))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, model->threshold);
  put_text (builder, "training_sha256", model->training_sha256);
  put_object (builder, "metrics", model->metrics);
  put_object (builder, "notes", model->notes);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
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
