/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "models/facemodel/format.h"

/* ---- tensors ---- */

static void
tensor_clear_name (gpointer data)
{
  g_free (((FacerecTensor *) data)->name);
}

static void
list_tensor (GArray *tensors, gchar *name, guint rows, guint columns, gfloat *values)
{
  FacerecTensor tensor = { .name = name, .n_dimensions = columns > 0 ? 2 : 1, .dimensions = { rows, columns },
    .n_values = (gsize) rows * MAX (columns, 1), .values = values };

  g_array_append_val (tensors, tensor);
}

static void
list_head (GArray *tensors, const FacerecHead *head)
{
  if (head->mean) {
    list_tensor (tensors, g_strdup (FACE_HEAD_PREFIX "mean"), head->features, 0, head->mean);
    list_tensor (tensors, g_strdup (FACE_HEAD_PREFIX "deviation"), head->features, 0, head->deviation);
  }
  for (guint i = 0; i < head->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (head, i);

    list_tensor (tensors, g_strdup_printf (FACE_HEAD_PREFIX "%u/weights", i), layer->outputs, layer->inputs, layer->weights);
    if (layer->bias)
      list_tensor (tensors, g_strdup_printf (FACE_HEAD_PREFIX "%u/bias", i), layer->outputs, 0, layer->bias);
  }
}

GArray *
face_header_list_tensors (const FacerecFaceModel *model)
{
  GArray *tensors = g_array_new (FALSE, TRUE, sizeof (FacerecTensor));

  g_array_set_clear_func (tensors, tensor_clear_name);
  for (guint i = 0; model->tensors && i < facerec_tensors_get_size (model->tensors); i++) {
    FacerecTensor tensor = *facerec_tensors_get (model->tensors, i);

    tensor.name = g_strconcat (FACE_BACKBONE_PREFIX, tensor.name, NULL);
    g_array_append_val (tensors, tensor);
  }
  if (model->head)
    list_head (tensors, model->head);
  return tensors;
}

/* ---- writing ---- */

static void
put_text (JsonBuilder *builder, const gchar *member, const gchar *value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
put_number (JsonBuilder *builder, const gchar *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

static void
put_flag (JsonBuilder *builder, const gchar *member, gboolean value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/* text was checked to be an object. */
static void
put_object (JsonBuilder *builder, const gchar *member, const gchar *text)
{
  if (!text)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, json_from_string (text, NULL));
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
  json_builder_end_object (builder);
}

static void
put_head (JsonBuilder *builder, const FacerecHead *head)
{
  json_builder_set_member_name (builder, "head");
  json_builder_begin_object (builder);
  put_flag (builder, "standardise", head->mean != NULL);
  put_flag (builder, "residual", head->residual);
  put_flag (builder, "normalise", head->normalise);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < head->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (head, i);

    json_builder_begin_object (builder);
    put_number (builder, "outputs", layer->outputs);
    put_flag (builder, "bias", layer->bias != NULL);
    put_text (builder, "activation", layer->relu ? "relu" : "none");
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
put_tensors (JsonBuilder *builder, const GArray *tensors)
{
  json_builder_set_member_name (builder, "tensors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensors->len; i++) {
    const FacerecTensor *tensor = &g_array_index (tensors, FacerecTensor, i);

    json_builder_begin_object (builder);
    put_text (builder, "name", tensor->name);
    json_builder_set_member_name (builder, "shape");
    json_builder_begin_array (builder);
    for (guint k = 0; k < tensor->n_dimensions; k++)
      json_builder_add_int_value (builder, tensor->dimensions[k]);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

gchar *
face_header_write (const FacerecFaceModel *model, GArray *tensors)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  put_text (builder, "name", model->name);
  put_backbone (builder, model);
  if (model->head)
    put_head (builder, model->head);
  put_text (builder, "metric", model->metric);
  if (!isnan (model->threshold)) {
    json_builder_set_member_name (builder, "threshold");
    json_builder_add_double_value (builder, model->threshold);
  }
  put_text (builder, "training_sha256", model->training_sha256);
  put_object (builder, "metrics", model->metrics);
  put_object (builder, "notes", model->notes);
  put_tensors (builder, tensors);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

void
face_header_clear (FaceHeader *header)
{
  g_clear_pointer (&header->model, facerec_face_model_free);
  g_clear_pointer (&header->tensors, g_array_unref);
}
