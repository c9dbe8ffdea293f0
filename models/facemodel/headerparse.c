/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "models/facemodel/format.h"
#include "models/facemodel/nesting.h"

gboolean
face_header_fail (GError **error, const gchar *format, ...)
{
  g_autofree gchar *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, reason);
  return FALSE;
}

/* ---- members ----
 * Each takes what it finds to value, and returns FALSE where there is something else. */

static JsonNode *
member_of (JsonObject *object, const gchar *name, GType type, gboolean optional, gboolean *ok, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *ok = TRUE;
  if (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type)
    return node;
  if (!node && optional)
    return NULL;
  *ok = face_header_fail (error, "\"%s\" %s", name, node ? "is of the wrong kind" : "is missing");
  return NULL;
}

static gboolean
take_text (JsonObject *object, const gchar *name, gboolean optional, gchar **value, GError **error)
{
  gboolean ok;
  JsonNode *node = member_of (object, name, G_TYPE_STRING, optional, &ok, error);

  if (node) {
    g_free (*value);
    *value = json_node_dup_string (node);
  }
  return ok;
}

static gboolean
take_number (JsonObject *object, const gchar *name, gint64 most, guint *value, GError **error)
{
  gboolean ok;
  JsonNode *node = member_of (object, name, G_TYPE_INT64, FALSE, &ok, error);

  if (!node)
    return FALSE;
  if (json_node_get_int (node) < 1 || json_node_get_int (node) > most)
    return face_header_fail (error, "\"%s\" is outside of 1..%" G_GINT64_FORMAT, name, most);
  *value = (guint) json_node_get_int (node);
  return TRUE;
}

static gboolean
take_flag (JsonObject *object, const gchar *name, gboolean *value, GError **error)
{
  gboolean ok;
  JsonNode *node = member_of (object, name, G_TYPE_BOOLEAN, FALSE, &ok, error);

  if (node)
    *value = json_node_get_boolean (node);
  return ok;
}

static JsonObject *
object_of (JsonObject *object, const gchar *name, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  face_header_fail (error, "\"%s\" is no object", name);
  return NULL;
}

static JsonArray *
array_of (JsonObject *object, const gchar *name, guint most, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array && json_array_get_length (array) <= most)
    return array;
  face_header_fail (error, array ? "\"%s\" has more than %u entries" : "\"%s\" is no array of at most %u entries", name, most);
  return NULL;
}

static JsonObject *
element_of (JsonArray *array, guint index, const gchar *name, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  face_header_fail (error, "entry %u of \"%s\" is no object", index, name);
  return NULL;
}

/* ---- parts ---- */

static gboolean
parse_backbone (JsonObject *object, FacerecFaceModel *model, GError **error)
{
  g_autofree gchar *pooling = NULL;

  if (!object || !take_text (object, "name", FALSE, &model->backbone, error)
      || !take_number (object, "input_size", 4096, &model->input_size, error)
      || !take_text (object, "preprocessing", FALSE, &model->preprocessing, error)
      || !take_text (object, "pooling", FALSE, &pooling, error)
      || !take_number (object, "features", FACEREC_HEAD_MAX_WIDTH, &model->features, error)
      || !take_text (object, "needs_id", TRUE, &model->needs_id, error)
      || !take_text (object, "needs_sha256", TRUE, &model->needs_sha256, error))
    return FALSE;
  return facerec_pooling_parse (pooling, &model->pooling)
      || face_header_fail (error, "there is no pooling \"%s\": max, avg, flatten", pooling);
}

/* budget: how many numbers the file has for weights; what asks for more is not given memory. */
static gboolean
parse_layer (JsonObject *object, FacerecHead *head, gsize *budget, GError **error)
{
  const guint inputs = facerec_head_dimensions (head);
  g_autofree gchar *activation = NULL;
  g_autofree gfloat *zeros = NULL;
  gboolean has_bias = FALSE;
  guint outputs = 0;

  if (!object || !take_number (object, "outputs", FACEREC_HEAD_MAX_WIDTH, &outputs, error)
      || !take_flag (object, "bias", &has_bias, error) || !take_text (object, "activation", FALSE, &activation, error))
    return FALSE;
  if (!g_str_equal (activation, "relu") && !g_str_equal (activation, "none"))
    return face_header_fail (error, "there is no activation \"%s\": relu, none", activation);
  if ((guint64) inputs * outputs > *budget)
    return face_header_fail (error, "layer %u of the head is larger than the file", head->layers->len);
  *budget -= (gsize) inputs * outputs;
  zeros = g_new0 (gfloat, (gsize) inputs * outputs);
  facerec_head_add_layer (head, outputs, zeros, has_bias ? zeros : NULL, g_str_equal (activation, "relu"));
  return TRUE;
}

static gboolean
parse_head (JsonObject *object, FacerecFaceModel *model, gsize budget, GError **error)
{
  JsonArray *layers = object ? array_of (object, "layers", FACEREC_HEAD_MAX_LAYERS, error) : NULL;
  gboolean standardise = FALSE;
  g_autoptr (FacerecHead) head = facerec_head_new (model->features);

  if (!layers || !take_flag (object, "standardise", &standardise, error)
      || !take_flag (object, "residual", &head->residual, error)
      || !take_flag (object, "normalise", &head->normalise, error))
    return FALSE;
  if (standardise) {
    g_autofree gfloat *zeros = g_new0 (gfloat, model->features);

    facerec_head_set_standardisation (head, zeros, zeros);
  }
  for (guint i = 0; i < json_array_get_length (layers); i++)
    if (!parse_layer (element_of (layers, i, "layers", error), head, &budget, error))
      return FALSE;
  model->head = g_steal_pointer (&head);
  return TRUE;
}

static gboolean
parse_shape (JsonArray *shape, FacerecTensor *tensor, GError **error)
{
  if (!shape)
    return FALSE;
  tensor->n_dimensions = json_array_get_length (shape);
  for (guint i = 0; i < tensor->n_dimensions; i++) {
    JsonNode *node = json_array_get_element (shape, i);
    const gint64 extent = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
        ? json_node_get_int (node)
        : 0;

    tensor->dimensions[i] = extent >= 1 && extent <= FACEREC_TENSOR_MAX_VALUES ? (guint) extent : 0;
  }
  tensor->n_values = facerec_tensor_n_values (tensor->n_dimensions, tensor->dimensions);
  return tensor->n_values > 0 || face_header_fail (error, "tensor \"%s\" has no shape that a tensor can have", tensor->name);
}

static void
tensor_clear_name (gpointer data)
{
  g_free (((FacerecTensor *) data)->name);
}

static gboolean
parse_tensors (JsonArray *array, FaceHeader *header, GError **error)
{
  header->tensors = g_array_new (FALSE, TRUE, sizeof (FacerecTensor));
  g_array_set_clear_func (header->tensors, tensor_clear_name);
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonObject *object = element_of (array, i, "tensors", error);
    FacerecTensor tensor = { 0, };

    if (!object || !take_text (object, "name", FALSE, &tensor.name, error))
      return FALSE;
    g_array_append_val (header->tensors, tensor);
    if (!parse_shape (array_of (object, "shape", FACEREC_TENSOR_MAX_DIMENSIONS, error),
            &g_array_index (header->tensors, FacerecTensor, i), error))
      return FALSE;
  }
  return array != NULL;
}

static gboolean
parse_threshold (JsonObject *object, FacerecFaceModel *model, GError **error)
{
  JsonNode *node = json_object_get_member (object, "threshold");

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_DOUBLE && json_node_get_value_type (node) != G_TYPE_INT64))
    return face_header_fail (error, "\"threshold\" is of the wrong kind");
  model->threshold = json_node_get_double (node);
  return !isnan (model->threshold) || face_header_fail (error, "\"threshold\" is not a number");
}

/* A member that is an object, as text. */
static gboolean
take_object (JsonObject *object, const gchar *name, gchar **value, GError **error)
{
  if (!json_object_has_member (object, name))
    return TRUE;
  if (!object_of (object, name, error))
    return FALSE;
  *value = json_to_string (json_object_get_member (object, name), FALSE);
  return TRUE;
}

static gboolean
parse_root (JsonObject *root, gsize budget, FaceHeader *header, GError **error)
{
  FacerecFaceModel *model = header->model;

  return take_text (root, "name", FALSE, &model->name, error)
      && parse_backbone (object_of (root, "backbone", error), model, error)
      && parse_tensors (array_of (root, "tensors", FACE_MAX_TENSORS, error), header, error)
      && (!json_object_has_member (root, "head")
          || parse_head (object_of (root, "head", error), model, budget, error))
      && take_text (root, "metric", FALSE, &model->metric, error) && parse_threshold (root, model, error)
      && take_text (root, "training_sha256", TRUE, &model->training_sha256, error)
      && take_object (root, "metrics", &model->metrics, error) && take_object (root, "notes", &model->notes, error);
}

gboolean
face_header_parse (const gchar *text, gsize length, gsize budget, FaceHeader *header, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  header->model = facerec_face_model_new (NULL);
  if (!g_utf8_validate_len (text, length, NULL))
    return face_header_fail (error, "its header is not UTF-8");
  if (!face_json_is_shallow (text, length))
    return face_header_fail (error, "its header is nested too deeply");
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return face_header_fail (error, "its header is not JSON");
  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return face_header_fail (error, "its header is no JSON object");
  return parse_root (json_node_get_object (root), budget, header, error);
}
