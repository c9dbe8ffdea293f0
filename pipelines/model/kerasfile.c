/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/model/kerasfile.h"

#include <string.h>

#include <hdf5.h>

#include "models/modelfile.h"

#define WEIGHTS_GROUP "model_weights"
#define OPTIMIZER_GROUP "optimizer_weights"
#define MAX_ARRAYS 4096
/* Numbers in all arrays together: four times the whole of Xception. */
#define MAX_VALUES ((gsize) 1 << 28)

typedef struct {
  hid_t root;
  FacerecTensors *tensors;
  gsize n_values;
  guint n_arrays;
  GError **error;
} Reader;

static gboolean fail (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const gchar *format, ...)
{
  g_autofree gchar *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, reason);
  return FALSE;
}

/* ---- one array ---- */

/* Whether its numbers are floats that lie in this very file. */
static gboolean
check_storage (hid_t dataset, const gchar *name, GError **error)
{
  const hid_t type = H5Dget_type (dataset), creation = H5Dget_create_plist (dataset);
  const gboolean is_float = type >= 0 && H5Tget_class (type) == H5T_FLOAT;
  const gboolean is_here = creation >= 0 && H5Pget_external_count (creation) == 0 && H5Pget_layout (creation) != H5D_VIRTUAL;

  if (type >= 0)
    H5Tclose (type);
  if (creation >= 0)
    H5Pclose (creation);
  if (!is_float)
    return fail (error, "\"%s\" is no array of floats", name);
  return is_here || fail (error, "\"%s\" keeps its numbers in another file", name);
}

/* An array of no dimensions or of one that is 0 holds no weights: n_dimensions 0. */
static gboolean
get_shape (hid_t dataset, const gchar *name, guint *n_dimensions, guint *dimensions, GError **error)
{
  hsize_t extents[H5S_MAX_RANK];
  const hid_t space = H5Dget_space (dataset);
  const int rank = space >= 0 ? H5Sget_simple_extent_dims (space, extents, NULL) : -1;

  if (space >= 0)
    H5Sclose (space);
  if (rank < 0 || rank > FACEREC_TENSOR_MAX_DIMENSIONS)
    return fail (error, "\"%s\" has a shape that no weights have", name);
  for (int i = 0; i < rank; i++) {
    if (extents[i] > FACEREC_TENSOR_MAX_VALUES)
      return fail (error, "\"%s\" is too large", name);
    dimensions[i] = (guint) extents[i];
  }
  *n_dimensions = (guint) rank;
  return TRUE;
}

static gboolean
read_array (Reader *reader, hid_t dataset, const gchar *name)
{
  guint n_dimensions, dimensions[FACEREC_TENSOR_MAX_DIMENSIONS];
  g_autofree gfloat *values = NULL;
  gsize n;

  if (++reader->n_arrays > MAX_ARRAYS)
    return fail (reader->error, "it has more than %d arrays", MAX_ARRAYS);
  if (!check_storage (dataset, name, reader->error) || !get_shape (dataset, name, &n_dimensions, dimensions, reader->error))
    return FALSE;
  n = facerec_tensor_n_values (n_dimensions, dimensions);
  if (n_dimensions == 0)
    return TRUE;
  if (n == 0 || n > MAX_VALUES - reader->n_values)
    return fail (reader->error, "\"%s\" is empty or too large", name);
  reader->n_values += n;
  /* What it says it has and what there is are two things: bytes that were never written are not worth memory. */
  if (H5Dget_storage_size (dataset) == 0)
    return fail (reader->error, "\"%s\" was never written", name);
  values = g_try_new (gfloat, n);
  if (!values)
    return fail (reader->error, "there is no memory for \"%s\"", name);
  if (H5Dread (dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
    return fail (reader->error, "\"%s\" cannot be read: truncated, or damaged", name);
  return facerec_tensors_add (reader->tensors, name, n_dimensions, dimensions, values, reader->error);
}

/* ---- all of them ---- */

static gboolean
is_wanted (const gchar *name)
{
  return !g_str_has_prefix (name, OPTIMIZER_GROUP "/") && !g_str_equal (name, ".");
}

/* No exception and no GError passes HDF5: less than 0 ends the visit. */
static herr_t
visit (hid_t root, const char *name, const H5O_info_t *info, void *user_data)
{
  Reader *reader = user_data;
  gboolean ok;
  hid_t dataset;

  if (info->type != H5O_TYPE_DATASET || !is_wanted (name))
    return 0;
  if (g_str_has_prefix (name, "_layer_checkpoint_dependencies/") || g_str_has_prefix (name, "layers/")
      || strstr (name, "/vars/") != NULL)
    return fail (reader->error, "it is a .weights.h5 of Keras 3, which is not read: load it with Keras 3 and save it as a "
        "model in the HDF5 format, model.save (\"name.h5\")") ? 0 : -1;
  dataset = H5Dopen2 (reader->root, name, H5P_DEFAULT);
  if (dataset < 0)
    return fail (reader->error, "\"%s\" cannot be opened", name) ? 0 : -1;
  ok = read_array (reader, dataset, name);
  H5Dclose (dataset);
  return ok ? 0 : -1;
}

/* A visit follows no links out of the file; opening the group would. */
static hid_t
open_root (hid_t file)
{
  H5L_info_t link;
  const gboolean has_group = H5Lexists (file, WEIGHTS_GROUP, H5P_DEFAULT) > 0
      && H5Lget_info (file, WEIGHTS_GROUP, &link, H5P_DEFAULT) >= 0 && link.type == H5L_TYPE_HARD;

  return H5Gopen2 (file, has_group ? WEIGHTS_GROUP : "/", H5P_DEFAULT);
}

static FacerecTensors *
read_tensors (hid_t file, GError **error)
{
  g_autoptr (FacerecTensors) tensors = facerec_tensors_new ();
  g_autoptr (GError) local = NULL;
  Reader reader = { .root = open_root (file), .tensors = tensors, .error = &local };
  herr_t status = -1;

  if (reader.root >= 0) {
    status = H5Ovisit2 (reader.root, H5_INDEX_NAME, H5_ITER_NATIVE, visit, &reader, H5O_INFO_BASIC);
    H5Gclose (reader.root);
  }
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (status < 0)
    fail (error, "its groups cannot be read: truncated, or damaged");
  return status < 0 ? NULL : g_steal_pointer (&tensors);
}

static gboolean
starts_with_zip (const gchar *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file && g_mapped_file_get_length (file) > 4 && memcmp (g_mapped_file_get_contents (file), "PK\003\004", 4) == 0;
}

static FacerecTensors *
read_hdf5 (const gchar *path, GError **error)
{
  FacerecTensors *tensors;
  hid_t file;

  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL); /* it would print its own errors */
  if (H5Fis_hdf5 (path) <= 0) {
    fail (error, starts_with_zip (path) ? "it is a zip archive, as .keras files of Keras 3 are: save the model as HDF5, "
        "model.save (\"name.h5\")" : "it is no HDF5 file, as Keras writes .h5 and .hdf5");
    return NULL;
  }
  file = H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) {
    fail (error, "it is truncated or damaged");
    return NULL;
  }
  tensors = read_tensors (file, error);
  H5Fclose (file);
  return tensors;
}

FacerecTensors *
keras_file_read (const gchar *path, GError **error)
{
  g_autofree gchar *found = facerec_model_file_find (path, NULL, error);
  g_autoptr (GError) local = NULL;
  FacerecTensors *tensors;

  if (!found)
    return NULL;
  tensors = read_hdf5 (found, &local);
  if (!tensors)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot import %s: %s", path, local->message);
  return tensors;
}
