/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include "models/facemodel/format.h"
#include "models/facemodel/nesting.h"
#include "models/modelfile.h"

static void
append_number (GByteArray *bytes, guint64 value, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++) {
    const guint8 byte = (guint8) (value >> (8 * i));

    g_byte_array_append (bytes, &byte, 1);
  }
}

static void
append_tensor (GByteArray *bytes, const FacerecTensor *tensor)
{
  const guint at = bytes->len;
  guint32 bits;

  g_byte_array_set_size (bytes, (guint) (at + tensor->n_values * sizeof bits));
  for (gsize i = 0; i < tensor->n_values; i++) {
    memcpy (&bits, &tensor->values[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    memcpy (bytes->data + at + i * sizeof bits, &bits, sizeof bits);
  }
}

static void
append_checksum (GByteArray *bytes)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[FACE_CHECKSUM_BYTES];
  gsize size = sizeof digest;

  g_checksum_update (sum, bytes->data, bytes->len);
  g_checksum_get_digest (sum, digest, &size);
  g_byte_array_append (bytes, digest, (guint) size);
}

static gboolean
check_size (const FacerecFaceModel *self, const GArray *tensors, gsize header_bytes, gsize *tensor_bytes, GError **error)
{
  *tensor_bytes = 0;
  for (guint i = 0; i < tensors->len; i++)
    *tensor_bytes += g_array_index (tensors, FacerecTensor, i).n_values * sizeof (gfloat);
  if (header_bytes <= FACE_MAX_HEADER_BYTES && tensors->len <= FACE_MAX_TENSORS
      && *tensor_bytes <= FACEREC_MODEL_FILE_MAX_BYTES - FACE_MAX_HEADER_BYTES - FACE_ALIGNMENT)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
      "model \"%s\" is too large for a file: 1 MB of names and notes and 1 GB of weights are the most", self->name);
  return FALSE;
}

/* What would not be read again: names that are too long with their prefix, notes that are too deep within the header, or
 * whose numbers are beyond a double. */
static gboolean
check_readable (const FacerecFaceModel *self, const GArray *tensors, const gchar *header, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < tensors->len; i++) {
    const gchar *name = g_array_index (tensors, FacerecTensor, i).name;

    if (strlen (name) > FACEREC_TENSOR_MAX_NAME) {
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "model \"%s\" cannot be: tensor \"%s\" has a name "
          "of more than %d bytes", self->name, name, FACEREC_TENSOR_MAX_NAME);
      return FALSE;
    }
  }
  root = face_json_is_shallow (header, strlen (header)) ? json_from_string (header, NULL) : NULL;
  if (root)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "model \"%s\" cannot be: its metrics or notes are nested too "
      "deeply or hold a number that JSON has not", self->name);
  return FALSE;
}

GBytes *
facerec_face_model_serialise (const FacerecFaceModel *self, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GArray) tensors = NULL;
  g_autofree gchar *header = NULL;
  gsize header_bytes, filler, tensor_bytes;

  if (!facerec_face_model_check (self, error))
    return NULL;
  tensors = face_header_list_tensors (self);
  header = face_header_write (self, tensors);
  header_bytes = strlen (header);
  filler = (FACE_ALIGNMENT - (FACE_PREFIX_BYTES + header_bytes) % FACE_ALIGNMENT) % FACE_ALIGNMENT;
  if (!check_size (self, tensors, header_bytes + filler, &tensor_bytes, error)
      || !check_readable (self, tensors, header, error))
    return NULL;

  bytes = g_byte_array_sized_new ((guint) (FACE_PREFIX_BYTES + header_bytes + filler + tensor_bytes + FACE_CHECKSUM_BYTES));
  g_byte_array_append (bytes, (const guint8 *) FACE_MAGIC, FACE_MAGIC_BYTES);
  append_number (bytes, FACE_VERSION, 4);
  append_number (bytes, header_bytes + filler, 4);
  append_number (bytes, tensor_bytes, 8);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) header_bytes);
  for (gsize i = 0; i < filler; i++)
    g_byte_array_append (bytes, (const guint8 *) " ", 1);
  for (guint i = 0; i < tensors->len; i++)
    append_tensor (bytes, &g_array_index (tensors, FacerecTensor, i));
  append_checksum (bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
facerec_face_model_write (const FacerecFaceModel *self, const gchar *path, GError **error)
{
  g_autoptr (GBytes) bytes = facerec_face_model_serialise (self, error);
  g_autoptr (GError) local = NULL;
  gsize size;
  gconstpointer data;
  gboolean is_full;

  if (!bytes)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  if (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
          &local))
    return TRUE;
  is_full = g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_set_error (error, FACEREC_ERROR, is_full ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE, "cannot write model file %s: %s",
      path, local->message);
  return FALSE;
}
