/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "models/onednn/executor.h"
#include "models/xception.h"
#include "xceptionnaive.h"
#include "xceptionweights.h"

/* xception-golden.mjs computed them with the weights of this seed. */
#define SEED 1
#define CHANNELS FACEREC_XCEPTION_CHANNELS

typedef struct {
  FacerecTensors *weights;
  FacerecNetwork *network;
} Fixture;

static Fixture fixture;

/* |a - b| / |b|. */
static gdouble
relative_difference (const gdouble *a, const gdouble *b)
{
  gdouble difference = 0, square = 0;

  for (guint i = 0; i < CHANNELS; i++) {
    difference += (a[i] - b[i]) * (a[i] - b[i]);
    square += b[i] * b[i];
  }
  g_assert_cmpfloat (square, >, 1);
  return sqrt (difference / square);
}

/* ---- structure ---- */

static gsize
count (const gchar *prefix, const gchar *suffix)
{
  const FacerecTensor *layout = facerec_xception_layout ();
  gsize n = 0;

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++)
    if (g_str_has_prefix (layout[i].name, prefix) && g_str_has_suffix (layout[i].name, suffix))
      n += layout[i].n_values;
  return n;
}

static void
test_layout (void)
{
  const FacerecTensor *layout = facerec_xception_layout ();
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < FACEREC_XCEPTION_N_TENSORS; i++)
    g_assert_true (g_hash_table_add (names, layout[i].name));
  g_assert_cmpuint (g_hash_table_size (names), ==, 234);
  g_assert_cmpuint (count ("", ""), ==, 20861480);
  g_assert_cmpuint (count ("", "/moving_mean") + count ("", "/moving_variance"), ==, 54528);
  g_assert_cmpuint (count ("block14_", ""), ==, 4755968);
}

/* The places that triplet pooling sees, and those of the picture behind blocks 1, 2, 3, 4 and 13. */
static void
test_sizes (void)
{
  static const guint cases[][6] = { { 71, 33, 17, 9, 5, 3 }, { 96, 45, 23, 12, 6, 3 }, { 101, 48, 24, 12, 6, 3 },
    { 150, 72, 36, 18, 9, 5 }, { 299, 147, 74, 37, 19, 10 } };
  const FacerecNetwork *network = fixture.network;
  g_autofree FacerecShape *shapes = g_new (FacerecShape, network->layers->len);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint expected = 1, n_seen = 0;

    g_assert_true (facerec_network_shapes (network, 1, cases[i][0], cases[i][0], shapes, NULL));
    for (guint k = 0; k < network->layers->len; k++)
      if (n_seen == 0 ? shapes[k].channels == 64 && shapes[k].height == cases[i][1]
                      : facerec_network_layer (network, k)->kind == FACEREC_LAYER_MAX_POOL) {
        g_assert_cmpuint (shapes[k].height, ==, cases[i][expected]);
        g_assert_cmpuint (shapes[k].width, ==, cases[i][expected]);
        expected++;
        n_seen++;
      }
    g_assert_cmpuint (n_seen, ==, 5);
    g_assert_cmpuint (shapes[network->layers->len - 1].channels, ==, CHANNELS);
    g_assert_cmpuint (shapes[network->layers->len - 1].height, ==, cases[i][5]);
  }
}

/* Weights, and the biases that the batch norms leave: 20,806,952 trainable ones less a gamma for every channel. */
static void
test_folded_parameters (void)
{
  gsize n = 0;

  for (guint i = 0; i < fixture.network->layers->len; i++) {
    const FacerecLayer *layer = facerec_network_layer (fixture.network, i);

    if (layer->kind == FACEREC_LAYER_CONVOLUTION)
      n += (gsize) layer->channels_out * layer->channels_in / layer->groups * layer->window.kernel_height
              * layer->window.kernel_width
          + (layer->bias ? layer->channels_out : 0);
  }
  g_assert_cmpuint (n, ==, 20806952 - 54528 / 2);
}

static void
test_refusals (void)
{
  static const gchar *const broken[] = { "block1_conv1/kernel", "block2_residual_bn/gamma", "block9_sepconv2/pointwise_kernel",
    "block14_sepconv2_bn/moving_variance" };

  for (guint what = 0; what < 3; what++)
    for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
      g_autoptr (FacerecTensors) tensors = facerec_tensors_new ();
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < FACEREC_XCEPTION_N_TENSORS; k++) {
        FacerecTensor tensor = *facerec_tensors_get (fixture.weights, k);

        if (strcmp (tensor.name, broken[i]) == 0) {
          if (what == 0)
            continue;
          if (what == 1)
            tensor.dimensions[tensor.n_dimensions - 1]--;
        }
        g_assert_true (facerec_tensors_add (tensors, tensor.name, tensor.n_dimensions, tensor.dimensions, tensor.values, NULL));
      }
      if (what == 2) {
        const guint one = 1;

        g_assert_true (facerec_tensors_add (tensors, "more", 1, &one, &(gfloat) { 1 }, NULL));
      }
      g_assert_null (facerec_xception_network (tensors, &error));
      g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
      g_assert_nonnull (strstr (error->message, what == 2 ? "235 tensors" : broken[i]));
    }
}

/* ---- numbers ---- */

static gdouble *
normalise (guint size)
{
  g_autofree guint8 *picture = xception_seeded_picture (size);
  const gsize n = 3 * (gsize) size * size;
  gdouble *values = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    values[i] = picture[i] / 127.5 - 1;
  return values;
}

/* What the executor makes of the seeded picture, pooled. */
static void
run (FacerecPrecision precision, guint size, gdouble *features)
{
  const FacerecEngineOptions options = { .threads = 1, .precision = precision };
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecExecutor) executor = facerec_executor_new (fixture.network, &options, &error);
  g_autofree gdouble *picture = normalise (size);
  const guint places = size * size;
  const gfloat *output;
  FacerecShape shape;
  gfloat *planes;

  g_assert_no_error (error);
  planes = facerec_executor_prepare (executor, 1, size, size, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < places; i++)
    for (guint c = 0; c < 3; c++)
      planes[c * places + i] = (gfloat) picture[3 * i + c];
  output = facerec_executor_run (executor, &shape, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shape.channels, ==, CHANNELS);
  for (guint c = 0; c < CHANNELS; c++) {
    features[c] = -INFINITY;
    for (guint i = 0; i < shape.height * shape.width; i++)
      features[c] = MAX (features[c], output[c * shape.height * shape.width + i]);
  }
}

static void
test_naive (void)
{
  static const guint sizes[] = { 71, 75 };
  gdouble features[CHANNELS];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree gdouble *picture = normalise (sizes[i]);
    g_autofree gdouble *expected = xception_naive (fixture.weights, picture, sizes[i], XCEPTION_RIGHT);

    run (FACEREC_PRECISION_F32, sizes[i], features);
    g_test_message ("%u px: %g from the definition", sizes[i], relative_difference (features, expected));
    g_assert_cmpfloat (relative_difference (features, expected), <=, 1e-5);
  }
}

/* Each mistake is seen. 75 px make a pool of 18 places, an even number, where padding is not the same on both sides. */
static void
test_mutations (void)
{
  static const struct {
    XceptionVariant variant;
    const gchar *name;
  } mutations[] = { { XCEPTION_SYMMETRIC_POOLS, "symmetric pools" }, { XCEPTION_NO_LEADING_RELU, "no leading relu" },
    { XCEPTION_RELU_BEFORE_14, "a relu before block 14" }, { XCEPTION_SMALL_EPSILON, "epsilon 1e-5" } };
  g_autofree gdouble *picture = normalise (75);
  gdouble features[CHANNELS];

  run (FACEREC_PRECISION_F32, 75, features);
  for (guint i = 0; i < G_N_ELEMENTS (mutations); i++) {
    g_autofree gdouble *wrong = xception_naive (fixture.weights, picture, 75, mutations[i].variant);

    g_test_message ("%s: %g", mutations[i].name, relative_difference (features, wrong));
    g_assert_cmpfloat (relative_difference (features, wrong), >, 1e-3);
  }
}

/* What another program computed, at even and odd sizes. */
static void
test_golden (void)
{
  static const guint sizes[] = { 71, 96, 101, 150 };
  g_autofree gchar *path = g_build_filename (g_getenv ("FACEREC_SOURCE_ROOT"), "tests", "models",
      "xception-golden.f32", NULL);
  g_autofree gchar *content = NULL;
  gdouble features[CHANNELS], expected[CHANNELS];
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, ==, G_N_ELEMENTS (sizes) * CHANNELS * sizeof (gfloat));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    for (guint c = 0; c < CHANNELS; c++) {
      guint32 bits;
      gfloat value;

      memcpy (&bits, content + ((gsize) i * CHANNELS + c) * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&value, &bits, sizeof value);
      expected[c] = value;
    }
    run (FACEREC_PRECISION_F32, sizes[i], features);
    g_test_message ("%u px: %g from TensorFlow.js", sizes[i], relative_difference (features, expected));
    g_assert_cmpfloat (relative_difference (features, expected), <=, 1e-5);
  }
}

static void
test_bf16 (void)
{
  gdouble exact[CHANNELS], features[CHANNELS];

  if (!facerec_onednn_has_bf16 ()) {
    g_test_skip ("this CPU does not multiply bf16");
    return;
  }
  run (FACEREC_PRECISION_F32, 96, exact);
  run (FACEREC_PRECISION_BF16, 96, features);
  g_test_message ("bf16: %g", relative_difference (features, exact));
  g_assert_cmpfloat (relative_difference (features, exact), <=, 0.03);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!facerec_onednn_usable (&error)) {
    g_print ("SKIP: %s\n", error->message);
    return 77;
  }
  fixture.weights = xception_seeded_weights (SEED);
  fixture.network = facerec_xception_network (fixture.weights, &error);
  g_assert_no_error (error);
  g_test_add_func ("/xception/layout", test_layout);
  g_test_add_func ("/xception/sizes", test_sizes);
  g_test_add_func ("/xception/folded-parameters", test_folded_parameters);
  g_test_add_func ("/xception/refusals", test_refusals);
  g_test_add_func ("/xception/naive", test_naive);
  g_test_add_func ("/xception/mutations", test_mutations);
  g_test_add_func ("/xception/golden", test_golden);
  g_test_add_func ("/xception/bf16", test_bf16);
  result = g_test_run ();
  facerec_network_free (fixture.network);
  facerec_tensors_unref (fixture.weights);
  return result;
}
