/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <glib/gstdio.h>

#include "dialects.h"
#include "models/backbone.h"
#include "models/facemodel.h"
#include "xceptionweights.h"

/* gst-facerec model import as a process: each layout comes out bit-equal, each broken file is refused by name and reason. */

static gchar *folder, *keras, *face; /* the file that is imported, and what becomes of it */
static FacerecTensors *weights;

/* What the command wrote to both outputs. (transfer full) */
static gchar *
import (const gchar *path, const gchar *option, gint expected)
{
  const gchar *const arguments[] = { "gst-facerec", "model", "import", "--keras", path, "-o", face, "--name", "test", option,
    NULL };
  g_autofree gchar *out = NULL, *err = NULL;
  g_autoptr (GError) error = NULL;
  gint status = -1;

  g_assert_true (g_spawn_sync (NULL, (gchar **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error));
  g_assert_no_error (error);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != expected)
    g_error ("status %d: %s%s", status, out, err);
  return g_strconcat (out, err, NULL);
}

/* ---- what is right ---- */

static void
assert_same_tensors (const FacerecTensors *found)
{
  g_assert_cmpuint (facerec_tensors_get_size (found), ==, 234);
  for (guint i = 0; i < facerec_tensors_get_size (weights); i++) {
    const FacerecTensor *wanted = facerec_tensors_get (weights, i), *tensor = facerec_tensors_find (found, wanted->name);

    g_assert_nonnull (tensor);
    g_assert_cmpmem (tensor->dimensions, tensor->n_dimensions * sizeof (guint), wanted->dimensions,
        wanted->n_dimensions * sizeof (guint));
    g_assert_cmpmem (tensor->values, tensor->n_values * sizeof (gfloat), wanted->values, wanted->n_values * sizeof (gfloat));
  }
}

static FacerecHead *
make_head (guint inputs)
{
  FacerecHead *head = facerec_head_new (inputs);
  g_autofree gfloat *numbers = g_new (gfloat, (gsize) inputs * 512);

  for (gsize i = 0; i < (gsize) inputs * 512; i++)
    numbers[i] = (gfloat) (i % 1021) / 1021 - 0.5f;
  facerec_head_add_layer (head, 512, numbers, numbers + 77, TRUE);
  facerec_head_add_layer (head, 128, numbers + 5, numbers + 99, FALSE);
  return head;
}

static void
assert_same_head (const FacerecHead *found, const FacerecHead *wanted)
{
  g_assert_nonnull (found);
  g_assert_cmpuint (found->layers->len, ==, wanted->layers->len);
  g_assert_cmpint (found->normalise, ==, TRUE);
  g_assert_cmpint (found->residual, ==, FALSE);
  for (guint i = 0; i < wanted->layers->len; i++) {
    const FacerecHeadLayer *a = facerec_head_layer (found, i), *b = facerec_head_layer (wanted, i);

    g_assert_cmpint (a->relu, ==, b->relu);
    g_assert_cmpmem (a->weights, (gsize) a->inputs * a->outputs * 4, b->weights, (gsize) b->inputs * b->outputs * 4);
    g_assert_cmpmem (a->bias, a->outputs * 4, b->bias, b->outputs * 4);
  }
}

static void
test_dialect (gconstpointer data)
{
  const KerasDialect dialect = (KerasDialect) GPOINTER_TO_INT (data);
  g_autoptr (FacerecHead) head = dialect == KERAS_NESTED ? make_head (2048)
      : dialect == KERAS_SAVED                           ? make_head (2048 * 9)
                                                         : NULL;
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL, *id = NULL;

  keras_write (keras, dialect, weights, head);
  said = import (keras, dialect == KERAS_SAVED ? "--input-size=71" : NULL, 0);
  model = facerec_face_model_read (face, &error);
  g_assert_no_error (error);
  assert_same_tensors (model->tensors);
  if (head)
    assert_same_head (model->head, head);
  else
    g_assert_true (model->head && model->head->layers->len == 0 && model->head->normalise);
  g_assert_cmpuint (model->input_size, ==, dialect == KERAS_SAVED ? 71 : 150);
  g_assert_cmpint (model->pooling, ==, dialect == KERAS_SAVED ? FACEREC_POOLING_FLATTEN : FACEREC_POOLING_MAX);
  id = facerec_face_model_id (model);
  g_assert_nonnull (strstr (said, id));
  g_assert_nonnull (strstr (said, "234 tensors, 20861480 parameters"));
  g_unlink (face);
}

/* An array at this place of a file that is there. */
static void
add (const gchar *place, guint n_dimensions, const guint *dimensions, const gfloat *values)
{
  const hid_t file = H5Fopen (keras, H5F_ACC_RDWR, H5P_DEFAULT);

  g_assert_cmpint (file, >=, 0);
  keras_write_array (file, place, n_dimensions, dimensions, values);
  H5Fclose (file);
}

/* Two models within the file, both with a layer "dense": two layers, whatever they are called. */
static void
test_same_name (void)
{
  static const guint wide[] = { 2048, 512 }, narrow[] = { 512, 128 };
  g_autofree gfloat *values = g_new0 (gfloat, 2048 * 512);
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL;

  keras_write (keras, KERAS_TWO, weights, NULL);
  values[3] = 7;
  add ("/first/dense/kernel:0", 2, wide, values);
  add ("/first/dense/bias:0", 1, &wide[1], values);
  values[3] = -5;
  add ("/second/dense/kernel:0", 2, narrow, values);
  add ("/second/dense/bias:0", 1, &narrow[1], values);
  said = import (keras, NULL, 0);
  model = facerec_face_model_read (face, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (said, "with its head of 2 layers"));
  g_assert_cmpuint (model->head->layers->len, ==, 2);
  g_assert_cmpfloat (facerec_head_layer (model->head, 0)->bias[3], ==, 7);
  g_assert_cmpfloat (facerec_head_layer (model->head, 1)->bias[3], ==, -5);
  g_unlink (face);
}

/* ---- what is wrong ---- */

static void
assert_refused (const gchar *path, const gchar *reason)
{
  g_autofree gchar *said = import (path, NULL, 2);

  if (!strstr (said, reason) || !strstr (said, path))
    g_error ("expected \"%s\": %s", reason, said);
  g_assert_false (g_file_test (face, G_FILE_TEST_EXISTS));
}

/* A file with one array, at this place. */
static hid_t
begin (const gchar *place, guint n_dimensions, const guint *dimensions, const gfloat *values)
{
  const hid_t file = H5Fcreate (keras, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

  g_assert_cmpint (file, >=, 0);
  if (place)
    keras_write_array (file, place, n_dimensions, dimensions, values);
  return file;
}

static void
finish (hid_t file, const gchar *reason)
{
  H5Fclose (file);
  assert_refused (keras, reason);
}

static const guint right[] = { 3, 3, 3, 32 }, wrong[] = { 3, 3, 3, 33 }, one[] = { 1 }, five[] = { 1, 1, 1, 1, 1 };
static gfloat numbers[3 * 3 * 3 * 33];

static void
test_wrong_arrays (void)
{
  const gfloat nan_value = NAN;
  hid_t file;

  finish (begin (NULL, 0, NULL, NULL), "not Xception: it has 0 of the 234 arrays, block1_conv1/kernel");
  finish (begin ("/block1_conv1/block1_conv1/kernel:0", 4, right, numbers), "it has 1 of the 234 arrays, block1_conv1_bn/gamma");
  finish (begin ("/block1_conv1/block1_conv1/kernel:0", 4, wrong, numbers),
      "is 3x3x3x33, as block1_conv1/kernel it would be 3x3x3x32");
  finish (begin ("/block1_conv1/block1_conv1/kernel:0", 1, one, &nan_value), "NaN or infinite");
  finish (begin ("/a/b:0", 5, five, numbers), "shape that no weights have");
  finish (begin ("/block1_conv1/block1_conv1/kernel:0", 4, right, NULL), "was never written");
  file = begin ("/block1_conv1/block1_conv1/kernel:0", 4, right, numbers);
  keras_write_array (file, "/block1_conv1_1/block1_conv1_1/kernel:0", 4, right, numbers);
  finish (file, "not Xception: both");
  file = begin ("/dense/kernel:0", 2, right, numbers);
  keras_write_array (file, "/dense/kernel:1", 2, right, numbers);
  finish (file, "are kernel of");
  finish (begin ("/optimizer_weights/block1_conv1/kernel:0", 4, right, numbers), "it has 0 of the 234");
  finish (begin ("/layers/conv2d/vars/0", 4, right, numbers), "Keras 3");
  finish (begin ("/_layer_checkpoint_dependencies/conv2d/vars/0", 4, right, numbers), "Keras 3");
}

static void
write_integers (hid_t file, hid_t space, hid_t creation, hid_t type)
{
  const hid_t dataset = H5Dcreate2 (file, "/kernel:0", type, space, H5P_DEFAULT, creation, H5P_DEFAULT);

  g_assert_cmpint (dataset, >=, 0);
  H5Dclose (dataset);
}

/* What only HDF5 can have wrong. */
static void
test_wrong_storage (void)
{
  const hsize_t extent = 4, huge[] = { 1 << 20, 1 << 20 };
  const hid_t space = H5Screate_simple (1, &extent, NULL), vast = H5Screate_simple (2, huge, NULL);
  const hid_t elsewhere = H5Pcreate (H5P_DATASET_CREATE), chunked = H5Pcreate (H5P_DATASET_CREATE);
  const hsize_t chunk[] = { 16, 16 };
  hid_t file;

  file = begin (NULL, 0, NULL, NULL);
  write_integers (file, space, H5P_DEFAULT, H5T_STD_I32LE);
  finish (file, "no array of floats");

  H5Pset_external (elsewhere, "/etc/hostname", 0, 16);
  file = begin (NULL, 0, NULL, NULL);
  write_integers (file, space, elsewhere, H5T_IEEE_F32LE);
  finish (file, "keeps its numbers in another file");

  H5Pset_chunk (chunked, 2, chunk);
  file = begin (NULL, 0, NULL, NULL);
  write_integers (file, vast, chunked, H5T_IEEE_F32LE);
  finish (file, "empty or too large");

  file = begin (NULL, 0, NULL, NULL);
  H5Lcreate_external ("/etc/hostname", "/kernel", file, "/block1_conv1", H5P_DEFAULT, H5P_DEFAULT);
  finish (file, "it has 0 of the 234");
  H5Pclose (chunked);
  H5Pclose (elsewhere);
  H5Sclose (vast);
  H5Sclose (space);
}

/* Weights of another file in the place of one's own. */
static void
test_linked_weights (void)
{
  g_autofree gchar *other = g_build_filename (folder, "other.h5", NULL);
  hid_t file = H5Fcreate (other, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

  g_assert_cmpint (file, >=, 0);
  keras_write_array (file, "/block1_conv1/block1_conv1/kernel:0", 4, right, numbers);
  H5Fclose (file);
  file = begin (NULL, 0, NULL, NULL);
  g_assert_cmpint (H5Lcreate_external (other, "/", file, "/model_weights", H5P_DEFAULT, H5P_DEFAULT), >=, 0);
  finish (file, "it has 0 of the 234");
  g_unlink (other);
}

static void
test_wrong_files (void)
{
  g_autofree gchar *missing = g_build_filename (folder, "missing.h5", NULL), *fifo = g_build_filename (folder, "fifo.h5", NULL);

  assert_refused ("", "--keras \"\" names no file");
  assert_refused (missing, "No such file");
  assert_refused (folder, "is a folder");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, "is a FIFO");
  g_unlink (fifo);
  g_assert_true (g_file_set_contents (keras, "", 0, NULL));
  assert_refused (keras, "is empty");
  g_assert_true (g_file_set_contents (keras, "weights", -1, NULL));
  assert_refused (keras, "no HDF5 file");
  g_assert_true (g_file_set_contents (keras, "PK\003\004and so on", -1, NULL));
  assert_refused (keras, "zip archive, as .keras files");
}

/* One whole file, made worse step by step. */
static void
test_damage (void)
{
  const FacerecTensor *variance = facerec_tensors_find (weights, "block14_sepconv2_bn/moving_variance");
  const gfloat before = variance->values[7];
  g_autofree gchar *content = NULL;
  gsize length;

  variance->values[7] = -0.5f;
  keras_write (keras, KERAS_TWO, weights, NULL);
  variance->values[7] = before;
  assert_refused (keras, "\"block14_sepconv2_bn/moving_variance\" has a negative variance");
  g_assert_true (g_file_get_contents (keras, &content, &length, NULL));
  g_assert_true (g_file_set_contents (keras, content, (gssize) (length / 2), NULL));
  assert_refused (keras, "truncated or damaged");
}

/* $FACEREC_DATA, or where the programs of tests/accuracy look for it: beside the source folder. (transfer full) */
static gchar *
find_data (void)
{
  const gchar *data = g_getenv ("FACEREC_DATA"), *root = g_getenv ("FACEREC_SOURCE_ROOT");
  g_autofree gchar *beside = root ? g_path_get_dirname (root) : g_strdup ("..");

  return data && *data ? g_strdup (data) : g_build_filename (beside, "shared", "data", NULL);
}

/* Another network with separable convolutions that Keras really saved. */
static void
test_real_file (void)
{
  g_autofree gchar *data = find_data (), *reason = NULL;
  g_autofree gchar *path = g_build_filename (data, "keras", "fer2013_mini_XCEPTION.102-0.66.hdf5", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    reason = g_strdup_printf ("there is no %s: set FACEREC_DATA to the folder that has it", path);
    g_test_skip (reason);
    return;
  }
  assert_refused (path, "not Xception");
}

/* Of a picture of stripes: trained weights make neither nothing nor numbers beyond measure of it, and not the same everywhere. */
static void
assert_sane_features (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("xception", face, NULL, &error);
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES);
  gfloat features[2048];
  guint n_alive = 0;
  gdouble most = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < FACEREC_CHIP_BYTES; i++)
    chip[i] = (guint8) (i / 3 % FACEREC_CHIP_SIZE / 10 % 2 * 200 + 20);
  g_assert_true (facerec_backbone_compute (backbone, chip, 1, features, &error));
  for (guint i = 0; i < 2048; i++) {
    g_assert_true (isfinite (features[i]) && features[i] >= 0);
    n_alive += features[i] > 0;
    most = MAX (most, features[i]);
  }
  g_test_message ("%u of 2048 features are above 0, the largest is %g", n_alive, most);
  g_assert_cmpuint (n_alive, >, 100);
  g_assert_cmpfloat (most, <, 1000);
}

/* The published weights, which nobody could bring here. */
static void
test_published (void)
{
  const gchar *path = g_getenv ("FACEREC_XCEPTION_H5");
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL, *content = NULL, *md5 = NULL;
  gsize length;

  if (!path || !*path) {
    g_test_skip ("FACEREC_XCEPTION_H5 does not name Keras' xception_weights_tf_dim_ordering_tf_kernels_notop.h5");
    return;
  }
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, (const guchar *) content, length);
  if (strcmp (md5, "b0042744bf5b25fce3cb969f33bebb97") != 0 && strcmp (md5, "0a58e3b7378bc2990ea3b43d5981f1f6") != 0)
    g_error ("%s is not the published file: MD5 %s", path, md5);
  said = import (path, NULL, 0);
  model = facerec_face_model_read (face, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facerec_tensors_count (model->tensors), ==, 20861480);
  assert_sane_features ();
  g_unlink (face);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("keras-XXXXXX", NULL);
  keras = g_build_filename (folder, "in.h5", NULL);
  face = g_build_filename (folder, "out.face", NULL);
  weights = xception_seeded_weights (5);
  g_test_add_data_func ("/keras/official", GINT_TO_POINTER (KERAS_OFFICIAL), test_dialect);
  g_test_add_data_func ("/keras/keras-2", GINT_TO_POINTER (KERAS_TWO), test_dialect);
  g_test_add_data_func ("/keras/nested", GINT_TO_POINTER (KERAS_NESTED), test_dialect);
  g_test_add_data_func ("/keras/saved", GINT_TO_POINTER (KERAS_SAVED), test_dialect);
  g_test_add_func ("/keras/same-name", test_same_name);
  g_test_add_func ("/keras/wrong-arrays", test_wrong_arrays);
  g_test_add_func ("/keras/wrong-storage", test_wrong_storage);
  g_test_add_func ("/keras/linked-weights", test_linked_weights);
  g_test_add_func ("/keras/wrong-files", test_wrong_files);
  g_test_add_func ("/keras/damage", test_damage);
  g_test_add_func ("/keras/real-file", test_real_file);
  g_test_add_func ("/keras/published", test_published);
  result = g_test_run ();
  g_unlink (keras);
  g_unlink (face);
  g_rmdir (folder);
  facerec_tensors_unref (weights);
  g_free (keras);
  g_free (face);
  g_free (folder);
  return result;
}
