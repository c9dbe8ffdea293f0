/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/facemodel.h"

#define SHA256 "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"
#define FEATURES 3

/* Three features, standardised, two layers and the feature itself added. */
static FacerecHead *
make_head (void)
{
  static const gfloat mean[] = { 1, 2, 3 }, deviation[] = { 2, 4, 0.5f };
  static const gfloat first[] = { 1, -1, 0.5f, 0, 2, -2 }, bias[] = { 0.25f, -1 };
  static const gfloat second[] = { 1, 2, -1, 0.5f, 0, -3 };
  FacerecHead *head = facerec_head_new (FEATURES);

  facerec_head_set_standardisation (head, mean, deviation);
  facerec_head_add_layer (head, 2, first, bias, TRUE);
  facerec_head_add_layer (head, 3, second, NULL, FALSE);
  head->residual = TRUE;
  return head;
}

static FacerecFaceModel *
make_model (void)
{
  FacerecFaceModel *model = facerec_face_model_new ("family-2.1_x");
  const guint shape[] = { 2, 3 };
  const gfloat values[] = { 1, 2, 3, 4, 5, -6.5f };

  model->backbone = g_strdup ("xception");
  model->input_size = 96;
  model->preprocessing = g_strdup ("signed-unit");
  model->pooling = FACEREC_POOLING_FLATTEN;
  model->features = FEATURES;
  model->tensors = facerec_tensors_new ();
  g_assert_true (facerec_tensors_add (model->tensors, "block1_conv1/kernel", 2, shape, values, NULL));
  model->head = make_head ();
  model->threshold = 0.7;
  model->training_sha256 = g_strdup (SHA256);
  model->metrics = g_strdup ("{\"eer\":0.01,\"people\":[\"a\",\"b\"]}");
  model->notes = g_strdup ("{\"seed\":7}");
  return model;
}

/* A file in a folder of the test's own; the caller removes both. */
static gchar *
temporary_path (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facemodel-XXXXXX", NULL);

  return g_build_filename (folder, "my.face", NULL);
}

static void
remove_path (const gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing else was left in it */
}

/* ---- the head ---- */

static void
test_head (void)
{
  /* s = (1, -0.5, 4); first: (1 + 0.5 + 2 + 0.25, -1 - 8 - 1) = (3.75, -10 -> 0); second: (3.75, -3.75, 0); + x */
  static const gfloat features[] = { 3, 0, 5, 3, 0, 5 };
  static const gdouble expected[] = { 6.75, -3.75, 5 };
  g_autoptr (FacerecHead) head = make_head ();
  const gdouble length = sqrt (6.75 * 6.75 + 3.75 * 3.75 + 25);
  gfloat embeddings[6];

  g_assert_true (facerec_head_check (head, NULL));
  g_assert_cmpuint (facerec_head_dimensions (head), ==, 3);
  g_assert_cmpuint (facerec_head_count (head), ==, 6 + 8 + 6);
  facerec_head_apply (head, features, 2, embeddings);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (embeddings[i], expected[i % 3] / length, 1e-6);
  head->normalise = FALSE;
  head->residual = FALSE;
  facerec_head_apply (head, features, 1, embeddings);
  g_assert_cmpfloat_with_epsilon (embeddings[0], 3.75, 1e-6);
  g_assert_cmpfloat_with_epsilon (embeddings[2], 0, 1e-6);
}

/* The original's: 2048 -> 512 -> 128. */
static void
test_original_head (void)
{
  g_autofree gfloat *zeros = g_new0 (gfloat, 2048 * 512);
  g_autoptr (FacerecHead) head = facerec_head_new (2048);

  facerec_head_add_layer (head, 512, zeros, zeros, TRUE);
  facerec_head_add_layer (head, 128, zeros, zeros, FALSE);
  g_assert_cmpuint (facerec_head_count (head), ==, 1114752);
  g_assert_cmpuint (facerec_head_dimensions (head), ==, 128);
}

/* A head that is to change nothing changes nothing but the length; and a sum of many, to a double-precision one. */
static void
test_head_neutral (void)
{
  enum { N = 77 };
  g_autofree gfloat *zeros = g_new0 (gfloat, N * N), *identity = g_new0 (gfloat, N * N), *row = g_new (gfloat, N);
  g_autoptr (FacerecHead) residual = facerec_head_new (N), map = facerec_head_new (N), plain = facerec_head_new (N),
      product = facerec_head_new (N);
  gfloat features[N], results[3][N], sum;
  gdouble exact = 0;

  for (guint i = 0; i < N; i++) {
    features[i] = sinf ((gfloat) (i * i));
    identity[i * N + i] = 1;
    row[i] = cosf ((gfloat) (3 * i));
    exact += (gdouble) row[i] * features[i];
  }
  facerec_head_add_layer (residual, N, zeros, NULL, FALSE);
  residual->residual = TRUE;
  facerec_head_add_layer (map, N, identity, NULL, FALSE);
  facerec_head_apply (plain, features, 1, results[0]);
  facerec_head_apply (residual, features, 1, results[1]);
  facerec_head_apply (map, features, 1, results[2]);
  for (guint i = 0; i < N; i++) {
    g_assert_cmpfloat (results[0][i], ==, results[1][i]);
    g_assert_cmpfloat (results[0][i], ==, results[2][i]);
  }
  facerec_head_add_layer (product, 1, row, NULL, FALSE);
  product->normalise = FALSE;
  facerec_head_apply (product, features, 1, &sum);
  g_assert_cmpfloat_with_epsilon (sum, exact, 1e-5);
}

/* ---- there and back ---- */

static void
assert_same_head (const FacerecHead *a, const FacerecHead *b)
{
  g_assert_cmpmem (a->mean, a->features * 4, b->mean, b->features * 4);
  g_assert_cmpmem (a->deviation, a->features * 4, b->deviation, b->features * 4);
  g_assert_cmpuint (a->layers->len, ==, b->layers->len);
  for (guint i = 0; i < a->layers->len; i++) {
    const FacerecHeadLayer *x = facerec_head_layer (a, i), *y = facerec_head_layer (b, i);

    g_assert_cmpint (x->relu, ==, y->relu);
    g_assert_cmpmem (x->weights, (gsize) x->inputs * x->outputs * 4, y->weights, (gsize) y->inputs * y->outputs * 4);
    g_assert_cmpmem (x->bias, x->bias ? x->outputs * 4 : 0, y->bias, y->bias ? y->outputs * 4 : 0);
  }
  g_assert_cmpint (a->residual, ==, b->residual);
  g_assert_cmpint (a->normalise, ==, b->normalise);
}

static void
test_round_trip (void)
{
  g_autoptr (FacerecFaceModel) model = make_model (), read = NULL;
  g_autofree gchar *path = temporary_path (), *id = facerec_face_model_id (model), *read_id = NULL;
  g_autoptr (GBytes) once = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  const FacerecTensor *tensor;

  g_assert_true (facerec_face_model_write (model, path, &error));
  g_assert_no_error (error);
  g_assert_true (facerec_face_model_is_file (path));
  read = facerec_face_model_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "family-2.1_x");
  g_assert_cmpstr (read->backbone, ==, "xception");
  g_assert_cmpuint (read->input_size, ==, 96);
  g_assert_cmpstr (read->preprocessing, ==, "signed-unit");
  g_assert_cmpint (read->pooling, ==, FACEREC_POOLING_FLATTEN);
  g_assert_cmpuint (read->features, ==, FEATURES);
  g_assert_cmpstr (read->metric, ==, "euclidean");
  g_assert_cmpfloat (read->threshold, ==, 0.7);
  g_assert_cmpstr (read->training_sha256, ==, SHA256);
  g_assert_cmpstr (read->metrics, ==, model->metrics);
  g_assert_cmpstr (read->notes, ==, model->notes);
  tensor = facerec_tensors_find (read->tensors, "block1_conv1/kernel");
  g_assert_nonnull (tensor);
  g_assert_cmpmem (tensor->values, 24, facerec_tensors_get (model->tensors, 0)->values, 24);
  assert_same_head (read->head, model->head);
  once = facerec_face_model_serialise (model, NULL);
  again = facerec_face_model_serialise (read, NULL);
  g_assert_true (g_bytes_equal (once, again));
  read_id = facerec_face_model_id (read);
  g_assert_cmpstr (id, ==, read_id);
  remove_path (path);
}

/* What it says of itself is what a file of it has behind the 24 bytes of the prefix, up to the spaces at its end. */
static void
test_describe (void)
{
  g_autoptr (FacerecFaceModel) model = make_model ();
  g_autoptr (GBytes) bytes = facerec_face_model_serialise (model, NULL);
  g_autofree gchar *said = facerec_face_model_describe (model);
  const gsize length = strlen (said);
  const gchar *data = g_bytes_get_data (bytes, NULL);

  g_assert_cmpmem (data + 24, length, said, length);
  g_assert_nonnull (strstr (said, "\"input_size\":96"));
  g_assert_true (data[24 + length] == ' ' || (24 + length) % 64 == 0);
}

/* Without all that may be left out. */
static void
test_bare (void)
{
  g_autoptr (FacerecFaceModel) model = facerec_face_model_new ("bare"), read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *id = NULL;

  model->backbone = g_strdup ("dlib");
  model->input_size = 150;
  model->preprocessing = g_strdup ("dlib");
  model->pooling = FACEREC_POOLING_AVERAGE;
  model->features = 128;
  model->needs_id = g_strdup ("dlib-resnet-v1");
  model->needs_sha256 = g_strdup (SHA256);
  bytes = facerec_face_model_serialise (model, &error);
  g_assert_no_error (error);
  read = facerec_face_model_parse ("bare.face", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_null (read->head);
  g_assert_null (read->tensors);
  g_assert_null (read->metrics);
  g_assert_true (isnan (read->threshold));
  g_assert_cmpuint (facerec_face_model_dimensions (read), ==, 128);
  id = facerec_face_model_id (read);
  g_assert_cmpstr (id, ==, "dlib-resnet-v1");
}

/* ---- ids ---- */

static void
test_id (void)
{
  g_autoptr (FacerecFaceModel) model = make_model (), raw = facerec_face_model_raw (model);
  g_autofree gchar *id = facerec_face_model_id (model), *raw_id = facerec_face_model_id (raw), *now = NULL;

  g_assert_true (g_str_has_prefix (id, "face:family-2.1_x:"));
  g_assert_cmpuint (strlen (id), ==, strlen ("face:family-2.1_x:") + 12);
  g_assert_true (g_str_has_prefix (raw_id, "face:raw-xception:"));
  g_assert_cmpstr (strrchr (id, ':'), !=, strrchr (raw_id, ':'));

  /* What says nothing about embeddings does not change it. */
  model->threshold = NAN;
  g_free (g_steal_pointer (&model->metrics));
  g_free (g_steal_pointer (&model->notes));
  now = facerec_face_model_id (model);
  g_assert_cmpstr (now, ==, id);

  for (guint what = 0; what < 6; what++) {
    g_autoptr (FacerecFaceModel) other = make_model ();
    g_autofree gchar *other_id = NULL;

    if (what == 0)
      other->input_size++;
    else if (what == 1)
      other->pooling = FACEREC_POOLING_MAX;
    else if (what == 2)
      other->head->normalise = FALSE;
    else if (what == 3)
      facerec_head_layer (other->head, 1)->weights[3] += 1e-6f;
    else if (what == 4)
      other->head->deviation[2] = 0.75f;
    else
      facerec_tensors_get (other->tensors, 0)->values[5] = 6.5f;
    other_id = facerec_face_model_id (other);
    g_assert_cmpstr (other_id, !=, id);
  }
}

/* ---- what cannot be written ---- */

static void
test_bad_models (void)
{
  static const gchar *const reasons[] = { "name", "input size", "threshold", "another number of features", "deviations",
    "NaN", "JSON object", "training set", "residual", "no id", "JSON object" };

  for (guint what = 0; what < G_N_ELEMENTS (reasons); what++) {
    g_autoptr (FacerecFaceModel) model = make_model ();
    g_autoptr (GError) error = NULL;
    g_autofree gchar *path = temporary_path ();

    switch (what) {
      case 0:
        g_free (model->name);
        model->name = g_strdup ("../etc");
        break;
      case 1:
        model->input_size = 0;
        break;
      case 2:
        model->threshold = -1;
        break;
      case 3:
        model->features = 4;
        break;
      case 4:
        model->head->deviation[1] = 0;
        break;
      case 5:
        facerec_head_layer (model->head, 0)->weights[2] = NAN;
        break;
      case 6:
        g_free (model->metrics);
        model->metrics = g_strdup ("[1]");
        break;
      case 7:
        model->training_sha256[0] = 'x';
        break;
      case 8:
        facerec_head_add_layer (model->head, 2, (const gfloat[6]) { 0 }, NULL, FALSE);
        break;
      case 9:
        model->needs_id = g_strdup ("dlib-resnet-v1");
        model->needs_sha256 = g_strdup ("1234");
        break;
      default:
        g_free (model->notes);
        model->notes = g_strnfill (100000, '[');
        break;
    }
    g_assert_false (facerec_face_model_write (model, path, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    if (!strstr (error->message, reasons[what]))
      g_error ("case %u: %s", what, error->message);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    remove_path (path);
  }
}

/* Each is fine by itself, and no file that could be read again. */
static void
test_unreadable (void)
{
  g_autofree gchar *left = g_strnfill (31, '['), *right = g_strnfill (31, ']');
  g_autofree gchar *longest = g_strnfill (FACEREC_TENSOR_MAX_NAME, 'x');
  const guint one = 1;

  for (guint what = 0; what < 3; what++) {
    g_autoptr (FacerecFaceModel) model = make_model ();
    g_autoptr (GError) error = NULL;

    if (what == 2) {
      g_assert_true (facerec_tensors_add (model->tensors, longest, 1, &one, &(gfloat) { 1 }, NULL));
    } else {
      g_free (model->notes);
      model->notes = what == 0 ? g_strdup_printf ("{\"a\":%s%s}", left, right) : g_strdup ("{\"a\":1e999}");
    }
    g_assert_null (facerec_face_model_serialise (model, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    g_assert_nonnull (strstr (error->message, what == 2 ? "has a name of more than" : "JSON"));
  }
}

static void
test_unwritable (void)
{
  g_autoptr (FacerecFaceModel) model = make_model ();
  g_autoptr (GError) error = NULL;

  g_assert_false (facerec_face_model_write (model, "/dev/null/my.face", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "/dev/null/my.face"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facemodel/head", test_head);
  g_test_add_func ("/facemodel/original-head", test_original_head);
  g_test_add_func ("/facemodel/head-neutral", test_head_neutral);
  g_test_add_func ("/facemodel/round-trip", test_round_trip);
  g_test_add_func ("/facemodel/describe", test_describe);
  g_test_add_func ("/facemodel/bare", test_bare);
  g_test_add_func ("/facemodel/id", test_id);
  g_test_add_func ("/facemodel/bad-models", test_bad_models);
  g_test_add_func ("/facemodel/unreadable", test_unreadable);
  g_test_add_func ("/facemodel/unwritable", test_unwritable);
  return g_test_run ();
}
