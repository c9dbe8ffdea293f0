/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/model/kerasimport.h"

#include <string.h>

#include "models/modelcontent.h"
#include "models/xception.h"
#include "pipelines/model/kerasfile.h"
#include "pipelines/model/kerashead.h"
#include "pipelines/model/kerasnames.h"

/* What the file's arrays are. */
typedef struct {
  GHashTable *xception; /* Xception's name -> array, borrowed */
  GPtrArray *dense;     /* as keras_head_make wants them, borrowed */
  GPtrArray *layers;    /* where the dense layers lie, in this order */
  GPtrArray *unknown;   /* arrays that are none of both, borrowed */
} Sorted;

static void
sorted_clear (Sorted *sorted)
{
  g_clear_pointer (&sorted->xception, g_hash_table_unref);
  g_clear_pointer (&sorted->dense, g_ptr_array_unref);
  g_clear_pointer (&sorted->layers, g_ptr_array_unref);
  g_clear_pointer (&sorted->unknown, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sorted, sorted_clear)

static gboolean fail (GError **error, const gchar *path, const gchar *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, const gchar *path, const gchar *format, ...)
{
  g_autofree gchar *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot import %s: %s", path, reason);
  return FALSE;
}

/* ---- sorting ---- */

static gboolean
sort_dense (const gchar *path, Sorted *sorted, const FacerecTensor *array, const KerasName *name, GError **error)
{
  const FacerecTensor *earlier;
  guint at = 0, place;

  while (at < sorted->layers->len && strcmp (g_ptr_array_index (sorted->layers, at), name->name) != 0)
    at++;
  if (at == sorted->layers->len) {
    g_ptr_array_add (sorted->layers, g_strdup (name->name));
    g_ptr_array_set_size (sorted->dense, (gint) (2 * at + 2));
  }
  place = 2 * at + (name->is_bias ? 1 : 0);
  earlier = g_ptr_array_index (sorted->dense, place);
  if (earlier)
    return fail (error, path, "both \"%s\" and \"%s\" are %s of %s", earlier->name, array->name,
        name->is_bias ? "bias" : "kernel", name->name);
  g_ptr_array_index (sorted->dense, place) = (gpointer) array;
  return TRUE;
}

static gboolean
sort_arrays (const gchar *path, const FacerecTensors *arrays, Sorted *sorted, GError **error)
{
  *sorted = (Sorted) { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_ptr_array_new (),
    g_ptr_array_new_with_free_func (g_free), g_ptr_array_new () };
  for (guint i = 0; i < facerec_tensors_get_size (arrays); i++) {
    const FacerecTensor *array = facerec_tensors_get (arrays, i);
    g_auto (KerasName) name = { KERAS_UNKNOWN, NULL, FALSE };

    keras_name_find (array, &name);
    if (name.kind == KERAS_XCEPTION) {
      const FacerecTensor *earlier = g_hash_table_lookup (sorted->xception, name.name);

      if (earlier)
        return fail (error, path, "not Xception: both \"%s\" and \"%s\" are %s", earlier->name, array->name, name.name);
      g_hash_table_insert (sorted->xception, g_steal_pointer (&name.name), (gpointer) array);
    } else if (name.kind == KERAS_DENSE) {
      if (!sort_dense (path, sorted, array, &name, error))
        return FALSE;
    } else {
      g_ptr_array_add (sorted->unknown, (gpointer) array);
    }
  }
  return TRUE;
}

/* ---- Xception ---- */

static gchar *
describe_shape (const FacerecTensor *tensor)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tensor->n_dimensions; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "x" : "", tensor->dimensions[i]);
  return g_string_free (text, FALSE);
}

static guint
count_found (const Sorted *sorted)
{
  const FacerecTensor *layout = facerec_xception_layout ();
  guint n = 0;

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++)
    n += g_hash_table_contains (sorted->xception, layout[i].name) ? 1 : 0;
  return n;
}

static gboolean
add_tensor (const gchar *path, FacerecTensors *tensors, const FacerecTensor *wanted, const Sorted *sorted, GError **error)
{
  const FacerecTensor *array = g_hash_table_lookup (sorted->xception, wanted->name);
  g_autofree gchar *shape = NULL, *wanted_shape = NULL;

  if (!array)
    return fail (error, path, "not Xception: it has %u of the %d arrays, %s is the first that is missing", count_found (sorted),
        FACEREC_XCEPTION_N_TENSORS, wanted->name);
  if (array->n_dimensions != wanted->n_dimensions
      || memcmp (array->dimensions, wanted->dimensions, wanted->n_dimensions * sizeof wanted->dimensions[0]) != 0) {
    shape = describe_shape (array);
    wanted_shape = describe_shape (wanted);
    return fail (error, path, "not Xception: \"%s\" is %s, as %s it would be %s", array->name, shape, wanted->name,
        wanted_shape);
  }
  return facerec_tensors_add (tensors, wanted->name, wanted->n_dimensions, wanted->dimensions, array->values, error);
}

static FacerecTensors *
take_xception (const gchar *path, const Sorted *sorted, GError **error)
{
  g_autoptr (FacerecTensors) tensors = facerec_tensors_new ();
  const FacerecTensor *layout = facerec_xception_layout ();
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++)
    if (!add_tensor (path, tensors, &layout[i], sorted, error))
      return NULL;
  if (g_hash_table_size (sorted->xception) > FACEREC_XCEPTION_N_TENSORS) {
    fail (error, path, "not Xception: its layers have arrays that Xception's have not");
    return NULL;
  }
  if (!facerec_xception_check (tensors, &local)) {
    fail (error, path, "%s", local->message);
    return NULL;
  }
  return g_steal_pointer (&tensors);
}

/* ---- the model ---- */

/* The side of the last layer's output at this input size. */
static gboolean
find_side (const FacerecTensors *tensors, guint size, guint *side, GError **error)
{
  g_autoptr (FacerecNetwork) network = facerec_xception_network (tensors, error);
  g_autofree FacerecShape *shapes = NULL;

  if (!network)
    return FALSE;
  shapes = g_new (FacerecShape, network->layers->len);
  if (!facerec_network_shapes (network, 1, size, size, shapes, error))
    return FALSE;
  *side = shapes[network->layers->len - 1].height;
  return TRUE;
}

static gboolean
set_features (const gchar *path, FacerecFaceModel *model, GError **error)
{
  const guint channels = FACEREC_XCEPTION_CHANNELS;
  guint side = 0;

  if (!find_side (model->tensors, model->input_size, &side, error))
    return FALSE;
  if (model->head && model->head->features != channels)
    model->pooling = FACEREC_POOLING_FLATTEN;
  model->features = model->pooling == FACEREC_POOLING_FLATTEN ? channels * side * side : channels;
  if (!model->head)
    model->head = facerec_head_new (model->features); /* features are of any length, embeddings had better not be */
  if (model->head->features == model->features)
    return TRUE;
  return fail (error, path, "its head takes %u features, and at %u px there are %u: choose another --input-size or --pooling",
      model->head->features, model->input_size, model->features);
}

static void
note_rest (const Sorted *sorted, const FacerecFaceModel *model, GPtrArray *notes)
{
  const FacerecTensor *first = sorted->unknown->len > 0 ? g_ptr_array_index (sorted->unknown, 0) : NULL;

  if (model->head->layers->len > 0)
    g_ptr_array_add (notes, g_strdup_printf ("with its head of %u layers: relu between them is assumed, the file does not tell",
        model->head->layers->len));
  else if (sorted->layers->len > 0)
    g_ptr_array_add (notes, g_strdup_printf ("left alone: \"%s\" and %u more fully connected layers, which are no head "
        "to 128 numbers",
        (const gchar *) g_ptr_array_index (sorted->layers, 0), sorted->layers->len - 1));
  if (first)
    g_ptr_array_add (notes, g_strdup_printf ("left alone: \"%s\" and %u more arrays, which Xception has not", first->name,
        sorted->unknown->len - 1));
}

static gchar *
describe_origin (const gchar *path)
{
  g_autofree gchar *base = g_path_get_basename (path), *valid = g_utf8_make_valid (base, -1), *escaped = NULL, *id = NULL;
  g_autofree gchar *sha256 = NULL;

  escaped = g_strescape (valid, NULL);
  if (!facerec_model_file_identify (path, &id, &sha256, NULL))
    return NULL;
  for (gchar *c = escaped; *c; c++)
    if (*c == '\\' || *c == '"' || !g_ascii_isprint (*c))
      *c = '_';
  return g_strdup_printf ("{\"imported_from\":\"%s\",\"imported_sha256\":\"%s\"}", escaped, sha256);
}

FacerecFaceModel *
keras_import (const gchar *path, const KerasImportOptions *options, GPtrArray *notes, GError **error)
{
  g_autoptr (FacerecTensors) arrays = keras_file_read (path, error);
  g_auto (Sorted) sorted = { NULL, NULL, NULL, NULL };
  g_autoptr (FacerecFaceModel) model = NULL;

  if (!arrays || !sort_arrays (path, arrays, &sorted, error))
    return NULL;
  model = facerec_face_model_new (options->name);
  model->backbone = g_strdup ("xception");
  model->input_size = options->input_size;
  model->preprocessing = g_strdup ("signed-unit");
  model->pooling = options->pooling;
  model->tensors = take_xception (path, &sorted, error);
  if (!model->tensors)
    return NULL;
  model->head = keras_head_make (sorted.dense);
  if (!set_features (path, model, error))
    return NULL;
  model->notes = describe_origin (path);
  note_rest (&sorted, model, notes);
  return g_steal_pointer (&model);
}
