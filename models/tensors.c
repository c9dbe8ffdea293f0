/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/tensors.h"

#include <string.h>

#include "models/finite.h"

struct _FacerecTensors {
  gint ref_count;
  GArray *tensors;   /* FacerecTensor */
  GHashTable *index; /* name, of the tensor's own -> its number + 1 */
};

static void
tensor_clear (gpointer data)
{
  FacerecTensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor->values);
}

FacerecTensors *
facerec_tensors_new (void)
{
  FacerecTensors *self = g_new0 (FacerecTensors, 1);

  self->ref_count = 1;
  self->tensors = g_array_new (FALSE, TRUE, sizeof (FacerecTensor));
  g_array_set_clear_func (self->tensors, tensor_clear);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

FacerecTensors *
facerec_tensors_ref (FacerecTensors *self)
{
  if (self)
    g_atomic_int_inc (&self->ref_count);
  return self;
}

void
facerec_tensors_unref (FacerecTensors *self)
{
  if (!self || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_hash_table_unref (self->index);
  g_array_unref (self->tensors);
  g_free (self);
}

/* ---- adding ---- */

gsize
facerec_tensor_n_values (guint n_dimensions, const guint *dimensions)
{
  gsize n = 1;

  if (n_dimensions == 0 || n_dimensions > FACEREC_TENSOR_MAX_DIMENSIONS)
    return 0;
  for (guint i = 0; i < n_dimensions; i++) {
    if (dimensions[i] == 0 || dimensions[i] > FACEREC_TENSOR_MAX_VALUES / n)
      return 0;
    n *= dimensions[i];
  }
  return n;
}

static gboolean
is_name (const gchar *name)
{
  gsize length = 0;

  for (; name[length]; length++)
    if (!g_ascii_isgraph (name[length]))
      return FALSE;
  return length > 0 && length <= FACEREC_TENSOR_MAX_NAME;
}

static gboolean
check (const FacerecTensors *self, const gchar *name, gsize n, const gfloat *values, GError **error)
{
  gsize bad;

  if (!is_name (name)) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "a tensor's name is 1 to 128 printable ASCII characters without a space");
    return FALSE;
  }
  if (g_hash_table_contains (self->index, name)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "there are two tensors \"%s\"", name);
    return FALSE;
  }
  if (n == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "tensor \"%s\" has no size that a tensor can have", name);
    return FALSE;
  }
  bad = facerec_find_not_finite (values, n);
  if (bad < n)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "value %" G_GSIZE_FORMAT " of tensor \"%s\" is NaN or infinite",
        bad, name);
  return bad == n;
}

gboolean
facerec_tensors_add (FacerecTensors *self, const gchar *name, guint n_dimensions, const guint *dimensions,
    const gfloat *values, GError **error)
{
  FacerecTensor tensor = { .n_dimensions = n_dimensions, .n_values = facerec_tensor_n_values (n_dimensions, dimensions) };

  if (!check (self, name, tensor.n_values, values, error))
    return FALSE;
  tensor.values = g_try_new (gfloat, tensor.n_values);
  if (!tensor.values) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "no memory for tensor \"%s\" of %" G_GSIZE_FORMAT " numbers", name,
        tensor.n_values);
    return FALSE;
  }
  memcpy (tensor.values, values, tensor.n_values * sizeof *values);
  memcpy (tensor.dimensions, dimensions, n_dimensions * sizeof *dimensions);
  tensor.name = g_strdup (name);
  g_array_append_val (self->tensors, tensor);
  g_hash_table_insert (self->index, tensor.name, GUINT_TO_POINTER (self->tensors->len));
  return TRUE;
}

/* ---- asking ---- */

guint
facerec_tensors_get_size (const FacerecTensors *self)
{
  return self->tensors->len;
}

const FacerecTensor *
facerec_tensors_get (const FacerecTensors *self, guint index)
{
  return &g_array_index (self->tensors, FacerecTensor, index);
}

const FacerecTensor *
facerec_tensors_find (const FacerecTensors *self, const gchar *name)
{
  const guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, name));

  return number > 0 ? facerec_tensors_get (self, number - 1) : NULL;
}

gsize
facerec_tensors_count (const FacerecTensors *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->tensors->len; i++)
    n += facerec_tensors_get (self, i)->n_values;
  return n;
}
