/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <malloc.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "models/backbone.h"
#include "models/faceembedder.h"
#include "models/modelfile.h"
#include "models/xception.h"
#include "xceptionweights.h"

/* Models of one's own on real engines: dlib's network with a head, Xception with made-up weights. */

#define N_CHIPS 3
#define DLIB_FEATURES 128

static gchar *folder;
static guint8 *chips;

static gchar *
path_of (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

static guint8 *
make_chips (void)
{
  guint8 *made = g_malloc (N_CHIPS * FACEREC_CHIP_BYTES);

  for (guint n = 0; n < N_CHIPS; n++)
    for (guint y = 0; y < FACEREC_CHIP_SIZE; y++)
      for (guint x = 0; x < FACEREC_CHIP_SIZE; x++)
        for (guint c = 0; c < 3; c++)
          made[n * FACEREC_CHIP_BYTES + (y * FACEREC_CHIP_SIZE + x) * 3 + c]
              = (guint8) (128 + 100 * sin ((n + 1) * x / 17.0 + c) * cos (y / 11.0));
  return made;
}

static gboolean
have_dlib_file (void)
{
  g_autofree gchar *path = facerec_model_file_find (NULL, "dlib_face_recognition_resnet_model_v1.dat", NULL);

  return path != NULL;
}

static FacerecEmbedder *
open_model (const FacerecEngine *engine, const gchar *model, const FacerecEmbedderImpl **impl, GError **error)
{
  const FacerecEngineOptions options = { .threads = 2, .precision = FACEREC_PRECISION_F32 };
  g_autofree gchar *path = NULL;

  if (!facerec_embedder_choose (engine, model, impl, &path, error))
    return NULL;
  return (*impl)->open (path, &options, error);
}

/* embeddings of all chips by what model is; d each. */
static gfloat *
embed (const FacerecEngine *engine, const gchar *model, guint jitter, guint *d, gchar **id)
{
  g_autoptr (GError) error = NULL;
  const FacerecEmbedderImpl *impl;
  FacerecEmbedder *embedder = open_model (engine, model, &impl, &error);
  gfloat *embeddings;

  g_assert_no_error (error);
  *d = impl->dimensions (embedder);
  embeddings = g_new (gfloat, N_CHIPS * *d);
  g_assert_true (impl->embed (embedder, chips, N_CHIPS, jitter, embeddings, &error));
  g_assert_no_error (error);
  if (id)
    *id = g_strdup (impl->model_id (embedder));
  impl->close (embedder);
  return embeddings;
}

/* ---- dlib ---- */

/* A turn of the first two numbers, so that nobody mistakes the result for dlib's. */
static void
write_dlib_model (const gchar *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("dlib", NULL, NULL, &error);
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autofree gfloat *turn = g_new0 (gfloat, DLIB_FEATURES * DLIB_FEATURES);

  g_assert_no_error (error);
  g_assert_cmpuint (facerec_backbone_features (backbone), ==, DLIB_FEATURES);
  g_assert_cmpstr (facerec_backbone_id (backbone), ==, "dlib-resnet-v1");
  model = facerec_backbone_new_model (backbone, "turned");
  for (guint i = 0; i < DLIB_FEATURES; i++)
    turn[i * DLIB_FEATURES + (i < 2 ? 1 - i : i)] = i == 0 ? -1 : 1;
  model->head = facerec_head_new (DLIB_FEATURES);
  facerec_head_add_layer (model->head, DLIB_FEATURES, turn, NULL, FALSE);
  model->threshold = 0.4;
  g_assert_true (facerec_face_model_write (model, path, &error));
  g_assert_no_error (error);
}

static void
test_dlib (gconstpointer data)
{
  const FacerecEngine *engine = data;
  g_autofree gchar *path = path_of ("turned.face"), *raw = g_strconcat ("raw:", path, NULL), *id = NULL, *raw_id = NULL;
  g_autofree gfloat *own = NULL, *plain = NULL, *as_raw = NULL;
  guint d;

  if (!have_dlib_file ()) {
    g_test_skip ("dlib's model file is not there");
    return;
  }
  write_dlib_model (path);
  g_assert_cmpfloat (facerec_embedder_suggested_threshold (path), ==, 0.4);
  own = embed (engine, path, 0, &d, &id);
  g_assert_cmpuint (d, ==, DLIB_FEATURES);
  g_assert_cmpuint (facerec_embedder_dimensions_of (path), ==, d);
  g_assert_true (g_str_has_prefix (id, "face:turned:"));
  plain = embed (engine, NULL, 0, &d, NULL);
  as_raw = embed (engine, raw, 0, &d, &raw_id);
  g_assert_cmpstr (raw_id, ==, "dlib-resnet-v1");
  g_assert_cmpmem (plain, N_CHIPS * d * sizeof *plain, as_raw, N_CHIPS * d * sizeof *as_raw);
  for (guint n = 0; n < N_CHIPS; n++) {
    const gfloat *e = own + n * d, *x = plain + n * d;
    gdouble length = 0;

    for (guint i = 0; i < d; i++)
      length += (gdouble) x[i] * x[i];
    length = sqrt (length);
    g_assert_cmpfloat_with_epsilon (e[0], -x[1] / length, 1e-5);
    g_assert_cmpfloat_with_epsilon (e[1], x[0] / length, 1e-5);
    g_assert_cmpfloat_with_epsilon (e[100], x[100] / length, 1e-5);
  }
}

static void
test_jitter (gconstpointer data)
{
  const FacerecEngine *engine = data;
  g_autofree gchar *path = path_of ("turned.face");
  g_autofree gfloat *once = NULL, *again = NULL, *none = NULL;
  gdouble square = 0, difference = 0;
  guint d;

  if (!have_dlib_file ()) {
    g_test_skip ("dlib's model file is not there");
    return;
  }
  write_dlib_model (path);
  once = embed (engine, path, 3, &d, NULL);
  again = embed (engine, path, 3, &d, NULL);
  none = embed (engine, path, 0, &d, NULL);
  g_assert_cmpmem (once, N_CHIPS * d * sizeof *once, again, N_CHIPS * d * sizeof *again);
  for (guint i = 0; i < d; i++) {
    square += (gdouble) once[i] * once[i];
    difference += fabs (once[i] - none[i]);
  }
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-4);
  g_assert_cmpfloat (difference, >, 1e-3);
}

/* The file of another network than the one that it was trained on. */
static void
test_dlib_mismatch (gconstpointer data)
{
  const FacerecEngine *engine = data;
  g_autofree gchar *path = path_of ("mismatch.face");
  g_autoptr (FacerecFaceModel) model = facerec_face_model_new ("other");
  g_autoptr (GError) error = NULL;
  const FacerecEmbedderImpl *impl;

  if (!have_dlib_file ()) {
    g_test_skip ("dlib's model file is not there");
    return;
  }
  model->backbone = g_strdup ("dlib");
  model->input_size = 150;
  model->preprocessing = g_strdup ("dlib");
  model->pooling = FACEREC_POOLING_AVERAGE;
  model->features = DLIB_FEATURES;
  model->needs_id = g_strdup ("sha256:012345678901");
  model->needs_sha256 = g_strnfill (64, 'a');
  g_assert_true (facerec_face_model_write (model, path, NULL));
  g_assert_null (open_model (engine, path, &impl, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "dlib-resnet-v1"));
  g_assert_nonnull (strstr (error->message, "sha256:012345678901"));
  g_assert_nonnull (strstr (error->message, path));
}

/* The right file under another id, which galleries would take the embeddings for. */
static void
test_dlib_false_id (gconstpointer data)
{
  const FacerecEngine *engine = data;
  g_autofree gchar *path = path_of ("false-id.face");
  g_autoptr (FacerecBackbone) backbone = NULL;
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autoptr (GError) error = NULL;
  const FacerecEmbedderImpl *impl;

  if (!have_dlib_file ()) {
    g_test_skip ("dlib's model file is not there");
    return;
  }
  backbone = facerec_backbone_open ("dlib", NULL, NULL, &error);
  g_assert_no_error (error);
  model = facerec_backbone_new_model (backbone, "false");
  g_free (model->needs_id);
  model->needs_id = g_strdup ("face:family:0123456789ab");
  g_assert_true (facerec_face_model_write (model, path, NULL));
  g_assert_null (open_model (engine, path, &impl, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "face:family:0123456789ab"));
  g_unlink (path);
}

/* ---- Xception ---- */

static FacerecFaceModel *
make_xception (guint size, FacerecPooling pooling, guint features)
{
  FacerecFaceModel *model = facerec_face_model_new ("random");

  model->backbone = g_strdup ("xception");
  model->input_size = size;
  model->preprocessing = g_strdup ("signed-unit");
  model->pooling = pooling;
  model->features = features;
  model->tensors = xception_seeded_weights (1);
  return model;
}

static gdouble
length_of (const gfloat *values, guint n)
{
  gdouble square = 0;

  for (guint i = 0; i < n; i++)
    square += (gdouble) values[i] * values[i];
  return sqrt (square);
}

/* The three poolings of one network, told from each other by what they are. */
static void
test_poolings (void)
{
  g_autofree gchar *path = path_of ("pooled.face");
  g_autoptr (FacerecFaceModel) model = make_xception (71, FACEREC_POOLING_MAX, 2048);
  gfloat *features[3];
  gchar *ids[3];

  g_assert_true (facerec_face_model_write (model, path, NULL));
  for (guint i = 0; i < 3; i++) {
    const FacerecBackboneOptions options = { .engine_options = { 1, FACEREC_PRECISION_F32 }, .pooling = (FacerecPooling) i,
      .has_pooling = TRUE };
    g_autoptr (GError) error = NULL;
    g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("xception", path, &options, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (facerec_backbone_features (backbone), ==, i == FACEREC_POOLING_FLATTEN ? 2048 * 9 : 2048);
    features[i] = g_new (gfloat, facerec_backbone_features (backbone));
    ids[i] = g_strdup (facerec_backbone_id (backbone));
    g_assert_true (facerec_backbone_compute (backbone, chips, 1, features[i], &error));
  }
  for (guint c = 0; c < 2048; c++) {
    gdouble most = -1, sum = 0;

    for (guint i = 0; i < 9; i++) {
      most = MAX (most, features[FACEREC_POOLING_FLATTEN][i * 2048 + c]);
      sum += features[FACEREC_POOLING_FLATTEN][i * 2048 + c];
    }
    g_assert_cmpfloat_with_epsilon (features[FACEREC_POOLING_MAX][c], most, 1e-3 * (1 + most));
    g_assert_cmpfloat_with_epsilon (features[FACEREC_POOLING_AVERAGE][c], sum / 9, 1e-3 * (1 + most));
  }
  g_assert_cmpstr (ids[0], !=, ids[1]);
  g_assert_cmpstr (ids[0], !=, ids[2]);
  for (guint i = 0; i < 3; i++) {
    g_free (features[i]);
    g_free (ids[i]);
  }
  g_unlink (path);
}

static void
test_xception (gconstpointer data)
{
  const FacerecEngine *engine = data;
  g_autofree gchar *path = path_of ("random.face"), *raw = g_strconcat ("raw:", path, NULL), *id = NULL, *raw_id = NULL;
  g_autoptr (FacerecFaceModel) model = make_xception (96, FACEREC_POOLING_MAX, 2048);
  g_autofree gfloat *zeros = g_new0 (gfloat, 2048 * 4), *own = NULL, *as_raw = NULL;
  g_autoptr (GError) error = NULL;
  guint d;

  model->head = facerec_head_new (2048);
  for (guint i = 0; i < 4; i++)
    zeros[i * 2048 + 5 * i] = 1;
  facerec_head_add_layer (model->head, 4, zeros, NULL, FALSE);
  g_assert_true (facerec_face_model_write (model, path, NULL));
  if (strcmp (engine->name, "dlib") == 0) {
    const FacerecEmbedderImpl *impl;

    g_assert_null (open_model (engine, path, &impl, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
    g_assert_nonnull (strstr (error->message, "runs on engine onednn"));
    g_unlink (path);
    return;
  }
  own = embed (engine, path, 0, &d, &id);
  g_assert_cmpuint (d, ==, 4);
  g_assert_cmpuint (facerec_embedder_dimensions_of (path), ==, 4);
  g_assert_cmpuint (facerec_embedder_dimensions_of (raw), ==, 2048);
  g_assert_cmpuint (facerec_embedder_dimensions_of (NULL), ==, 128);
  g_assert_true (g_str_has_prefix (id, "face:random:"));
  as_raw = embed (engine, raw, 0, &d, &raw_id);
  g_assert_cmpuint (d, ==, 2048);
  g_assert_true (g_str_has_prefix (raw_id, "face:raw-xception:"));
  for (guint n = 0; n < N_CHIPS; n++) {
    g_assert_cmpfloat_with_epsilon (length_of (own + n * 4, 4), 1, 1e-5);
    g_assert_cmpfloat_with_epsilon (length_of (as_raw + n * 2048, 2048), 1, 1e-5);
    g_assert_cmpfloat_with_epsilon (own[n * 4 + 1] * as_raw[n * 2048], own[n * 4] * as_raw[n * 2048 + 5], 1e-5);
  }
  g_unlink (path);
}

/* What malloc has handed out, bytes. */
static gsize
allocated (void)
{
  const struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* An embedder that is open holds Xception's weights twice, as the network has them and as oneDNN laid them out, and not a
 * third time as the file has them. */
static void
test_memory (void)
{
  g_autofree gchar *path = path_of ("large.face");
  g_autoptr (FacerecFaceModel) model = make_xception (71, FACEREC_POOLING_MAX, 2048);
  const gsize weights = facerec_tensors_count (model->tensors) * sizeof (gfloat);
  const FacerecEngine *engine = facerec_engine_find ("onednn", NULL);
  g_autoptr (GError) error = NULL;
  const FacerecEmbedderImpl *impl;
  FacerecEmbedder *embedder;
  gsize before = allocated ();

  if (before < weights) {
    g_test_skip ("this allocator does not tell how much it has handed out");
    return;
  }
  g_assert_true (facerec_face_model_write (model, path, &error));
  before = allocated ();
  embedder = open_model (engine, path, &impl, &error);
  g_assert_no_error (error);
  g_test_message ("weights of %.1f MB, open: %.1f MB", weights / 1e6, (allocated () - before) / 1e6);
  g_assert_cmpuint (allocated () - before, <, weights / 2 * 5);
  impl->close (embedder);
  g_unlink (path);
}

static void
assert_backbone_refused (const gchar *name, const gchar *path, const FacerecBackboneOptions *options, FacerecError code,
    const gchar *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (facerec_backbone_open (name, path, options, &error));
  g_assert_error (error, FACEREC_ERROR, (gint) code);
  if (!strstr (error->message, reason))
    g_error ("expected \"%s\": %s", reason, error->message);
}

static void
test_backbone_refusals (void)
{
  g_autofree gchar *path = path_of ("dlib.face"), *lying = path_of ("lying.face");
  g_autoptr (FacerecFaceModel) model = make_xception (96, FACEREC_POOLING_FLATTEN, 2048);
  const FacerecEngine *engine = facerec_engine_find ("fake", NULL);
  g_autoptr (GError) error = NULL;
  const FacerecEmbedderImpl *impl;

  assert_backbone_refused ("vgg", NULL, NULL, FACEREC_ERROR_ARGUMENT, "no backbone \"vgg\": dlib, xception");
  assert_backbone_refused ("xception", NULL, NULL, FACEREC_ERROR_ARGUMENT, "name a .face file");
  assert_backbone_refused ("xception", "no.face", NULL, FACEREC_ERROR_NOT_FOUND, "no.face");
  assert_backbone_refused ("dlib", NULL, &(FacerecBackboneOptions) { .engine = "fake" },
      have_dlib_file () ? FACEREC_ERROR_UNAVAILABLE : FACEREC_ERROR_NOT_FOUND, "");
  assert_backbone_refused ("dlib", NULL, &(FacerecBackboneOptions) { .input_size = 96 },
      FACEREC_ERROR_ARGUMENT, "150 px");

  /* Features that the network does not have at this size. */
  g_assert_true (facerec_face_model_write (model, lying, NULL));
  assert_backbone_refused ("xception", lying, &(FacerecBackboneOptions) { .input_size = 70 }, FACEREC_ERROR_ARGUMENT,
      "71 to 1024 px");
  assert_backbone_refused ("xception", lying, &(FacerecBackboneOptions) { .input_size = 1024 }, FACEREC_ERROR_ARGUMENT,
      "features are not 1 to 1,000,000");
  g_assert_null (facerec_backbone_open_for (model, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  g_clear_error (&error);

  /* A file that it does not need, whose id it would go by. */
  model->pooling = FACEREC_POOLING_MAX;
  model->needs_id = g_strdup ("dlib-resnet-v1");
  model->needs_sha256 = g_strnfill (64, 'a');
  g_assert_null (facerec_backbone_open_for (model, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  g_assert_nonnull (strstr (error->message, "needs no other file"));
  g_clear_error (&error);
  g_clear_pointer (&model->needs_id, g_free);
  g_clear_pointer (&model->needs_sha256, g_free);

  /* The weights under another backbone's name. */
  model->backbone[0] = 'y';
  g_assert_true (facerec_face_model_write (model, lying, NULL));
  assert_backbone_refused ("xception", lying, NULL, FACEREC_ERROR_READ, "its backbone is yception");
  model->backbone[0] = 'x';

  /* Tensors that are none of Xception's. */
  g_clear_pointer (&model->tensors, facerec_tensors_unref);
  g_assert_true (facerec_face_model_write (model, path, NULL));
  assert_backbone_refused ("xception", path, NULL, FACEREC_ERROR_READ, "\"block1_conv1/kernel\" is missing");
  g_assert_null (open_model (engine, path, &impl, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  /* Distances that nobody here can measure. */
  g_free (model->metric);
  model->metric = g_strdup ("cosine");
  g_assert_true (facerec_face_model_write (model, path, NULL));
  g_assert_null (open_model (facerec_engine_find ("onednn", NULL), path, &impl, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "cosine"));
  g_unlink (path);
  g_unlink (lying);
}

int
main (int argc, char **argv)
{
  const FacerecEngine *const *engines = facerec_engines ();
  g_autofree gchar *turned = NULL, *mismatch = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("faceembedder-XXXXXX", NULL);
  chips = make_chips ();
  turned = path_of ("turned.face");
  mismatch = path_of ("mismatch.face");
  for (guint i = 0; engines[i]; i++) {
    const struct {
      const gchar *name;
      GTestDataFunc test;
    } tests[] = { { "dlib", test_dlib }, { "jitter", test_jitter }, { "mismatch", test_dlib_mismatch },
      { "false-id", test_dlib_false_id }, { "xception", test_xception } };

    if (strcmp (engines[i]->name, "fake") == 0 || (engines[i]->usable && !engines[i]->usable (NULL)))
      continue;
    for (guint k = 0; k < G_N_ELEMENTS (tests); k++) {
      g_autofree gchar *name = g_strdup_printf ("/faceembedder/%s/%s", engines[i]->name, tests[k].name);

      g_test_add_data_func (name, engines[i], tests[k].test);
    }
  }
  if (facerec_engine_find ("onednn", NULL)) {
    g_test_add_func ("/faceembedder/poolings", test_poolings);
    g_test_add_func ("/faceembedder/memory", test_memory);
    g_test_add_func ("/faceembedder/refusals", test_backbone_refusals);
  }
  result = g_test_run ();
  g_unlink (turned);
  g_unlink (mismatch);
  g_rmdir (folder);
  g_free (folder);
  g_free (chips);
  return result;
}
