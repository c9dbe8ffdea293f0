/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/facemodel/format.h"
#include "models/modelcontent.h"
#include "models/modelfile.h"

static guint64
number_at (const guint8 *data, guint n_bytes)
{
  guint64 value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value |= (guint64) data[i] << (8 * i);
  return value;
}

/* ---- the frame around header and tensors ---- */

static gboolean
check_prefix (const guint8 *data, gsize size, gsize *header_bytes, guint64 *tensor_bytes, GError **error)
{
  guint version;

  if (size < FACE_MAGIC_BYTES || memcmp (data, FACE_MAGIC, FACE_MAGIC_BYTES) != 0)
    return face_header_fail (error, "it does not begin as a .face file does");
  if (size < FACE_PREFIX_BYTES)
    return face_header_fail (error, "it is truncated");
  version = (guint) number_at (data + 8, 4);
  if (version != FACE_VERSION)
    return face_header_fail (error, "it is of version %u, and this program knows version %d", version, FACE_VERSION);
  *header_bytes = (gsize) number_at (data + 12, 4);
  *tensor_bytes = number_at (data + 16, 8);
  if (*header_bytes == 0 || *header_bytes > FACE_MAX_HEADER_BYTES
      || (FACE_PREFIX_BYTES + *header_bytes) % FACE_ALIGNMENT != 0)
    return face_header_fail (error, "its header has a size that no header has");
  return TRUE;
}

static gboolean
check_extent (gsize size, gsize header_bytes, guint64 tensor_bytes, GError **error)
{
  const guint64 around = FACE_PREFIX_BYTES + header_bytes + FACE_CHECKSUM_BYTES;

  if (size < around || tensor_bytes > size - around)
    return face_header_fail (error, "it is truncated");
  if (tensor_bytes < size - around)
    return face_header_fail (error, "there are %" G_GUINT64_FORMAT " bytes behind its end", size - around - tensor_bytes);
  return TRUE;
}

static gboolean
check_sum (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[FACE_CHECKSUM_BYTES];
  gsize digest_size = sizeof digest;

  g_checksum_update (sum, data, (gssize) (size - FACE_CHECKSUM_BYTES));
  g_checksum_get_digest (sum, digest, &digest_size);
  return memcmp (digest, data + size - FACE_CHECKSUM_BYTES, FACE_CHECKSUM_BYTES) == 0
      || face_header_fail (error, "it is damaged: its content does not have the checksum that it ends with");
}

/* ---- tensors ---- */

static gboolean
check_total (const FaceHeader *header, guint64 tensor_bytes, GError **error)
{
  guint64 total = 0;

  for (guint i = 0; i < header->tensors->len; i++)
    total += g_array_index (header->tensors, FacerecTensor, i).n_values * sizeof (gfloat);
  return total == tensor_bytes
      || face_header_fail (error, "its header tells of %" G_GUINT64_FORMAT " bytes of tensors, it has %" G_GUINT64_FORMAT, total,
          tensor_bytes);
}

/* Numbers as they lie in the file; it is not aligned when it does not come from a file. */
static gfloat *
take_values (const guint8 *data, gsize n)
{
  gfloat *values = g_try_new (gfloat, n);

  for (gsize i = 0; values && i < n; i++) {
    guint32 bits;

    memcpy (&bits, data + i * sizeof bits, sizeof bits);
    bits = GUINT32_FROM_LE (bits);
    memcpy (&values[i], &bits, sizeof bits);
  }
  return values;
}

/* All tensors of the file, which checks their names and numbers. */
static FacerecTensors *
take_tensors (const FaceHeader *header, const guint8 *data, GError **error)
{
  g_autoptr (FacerecTensors) all = facerec_tensors_new ();
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < header->tensors->len; i++) {
    const FacerecTensor *tensor = &g_array_index (header->tensors, FacerecTensor, i);
    g_autofree gfloat *values = take_values (data, tensor->n_values);

    if (!values) {
      face_header_fail (error, "there is no memory for it");
      return NULL;
    }
    if (!facerec_tensors_add (all, tensor->name, tensor->n_dimensions, tensor->dimensions, values, &local)) {
      face_header_fail (error, "%s", local->message);
      return NULL;
    }
    data += tensor->n_values * sizeof (gfloat);
  }
  return g_steal_pointer (&all);
}

/* The head's numbers from the tensors that its layers call for. Counts those that it took. */
static gboolean
fill_head (FacerecFaceModel *model, const FacerecTensors *all, guint *n_taken, GError **error)
{
  g_autoptr (GArray) wanted = NULL;

  /* Its own tensors are still those of the backbone: none. */
  wanted = face_header_list_tensors (model);
  for (guint i = 0; i < wanted->len; i++) {
    const FacerecTensor *place = &g_array_index (wanted, FacerecTensor, i);
    const FacerecTensor *tensor = facerec_tensors_find (all, place->name);

    if (!tensor)
      return face_header_fail (error, "tensor \"%s\" is missing", place->name);
    if (tensor->n_dimensions != place->n_dimensions
        || memcmp (tensor->dimensions, place->dimensions, place->n_dimensions * sizeof place->dimensions[0]) != 0)
      return face_header_fail (error, "tensor \"%s\" has another shape than the head says", place->name);
    memcpy (place->values, tensor->values, tensor->n_values * sizeof *tensor->values);
  }
  *n_taken = wanted->len;
  return TRUE;
}

static gboolean
fill_backbone (FacerecFaceModel *model, const FacerecTensors *all, guint *n_taken, GError **error)
{
  g_autoptr (FacerecTensors) own = facerec_tensors_new ();

  for (guint i = 0; i < facerec_tensors_get_size (all); i++) {
    const FacerecTensor *tensor = facerec_tensors_get (all, i);

    if (!g_str_has_prefix (tensor->name, FACE_BACKBONE_PREFIX))
      continue;
    if (!facerec_tensors_add (own, tensor->name + strlen (FACE_BACKBONE_PREFIX), tensor->n_dimensions, tensor->dimensions,
            tensor->values, error))
      return FALSE;
    (*n_taken)++;
  }
  if (facerec_tensors_get_size (own) > 0)
    model->tensors = g_steal_pointer (&own);
  return TRUE;
}

static gboolean
fill (FacerecFaceModel *model, const FacerecTensors *all, GError **error)
{
  guint n_taken = 0;

  if (!fill_head (model, all, &n_taken, error) || !fill_backbone (model, all, &n_taken, error))
    return FALSE;
  return n_taken == facerec_tensors_get_size (all)
      || face_header_fail (error, "it has tensors that belong to nothing");
}

/* ---- all of it ---- */

static FacerecFaceModel *
parse (const guint8 *data, gsize size, GError **error)
{
  g_auto (FaceHeader) header = { 0, };
  g_autoptr (FacerecTensors) all = NULL;
  guint64 tensor_bytes = 0;
  gsize header_bytes = 0;

  if (!check_prefix (data, size, &header_bytes, &tensor_bytes, error)
      || !check_extent (size, header_bytes, tensor_bytes, error) || !check_sum (data, size, error)
      || !face_header_parse ((const gchar *) data + FACE_PREFIX_BYTES, header_bytes,
          (gsize) (tensor_bytes / sizeof (gfloat)), &header, error)
      || !check_total (&header, tensor_bytes, error))
    return NULL;
  all = take_tensors (&header, data + FACE_PREFIX_BYTES + header_bytes, error);
  if (!all || !fill (header.model, all, error) || !facerec_face_model_check (header.model, error))
    return NULL;
  return g_steal_pointer (&header.model);
}

FacerecFaceModel *
facerec_face_model_parse (const gchar *path, gconstpointer data, gsize size, GError **error)
{
  g_autoptr (GError) local = NULL;
  FacerecFaceModel *model = parse (data, size, &local);

  if (!model)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot use model file %s: %s", path, local->message);
  return model;
}

FacerecFaceModel *
facerec_face_model_read (const gchar *path, GError **error)
{
  g_autoptr (GBytes) bytes = facerec_model_file_load (path, error);
  gconstpointer data;
  gsize size;

  if (!bytes)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  return facerec_face_model_parse (path, data, size, error);
}

gboolean
facerec_face_model_is_file (const gchar *path)
{
  gint fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  guint8 magic[FACE_MAGIC_BYTES];
  struct stat info;
  gboolean is_face;

  if (fd < 0)
    return FALSE;
  is_face = fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && read (fd, magic, sizeof magic) == (gssize) sizeof magic
      && memcmp (magic, FACE_MAGIC, sizeof magic) == 0;
  close (fd);
  return is_face;
}
