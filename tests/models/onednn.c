/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks on oneDNN against the same computed number by number (naive.h): every kind of layer, merged and alone, odd sizes. */
#include "models/onednn/executor.h"

#include "models/onednn/threads.h"
#include "naive.h"

#include <cblas.h>
#include <math.h>

#define INPUT FACEREC_NETWORK_INPUT

/* Halved by a window of 3 without padding one becomes smaller than halved by one of 2, the other not. */
#define HEIGHT 24
#define WIDTH 19

static gfloat
noise (void)
{
  return (gfloat) g_test_rand_double_range (-1, 1);
}

static gfloat *
noises (gsize n, gdouble scale)
{
  gfloat *values = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    values[i] = (gfloat) (noise () * scale);
  return values;
}

/* ---- networks ---- */

/* Weights that keep the size of numbers about as it is. */
static gint
convolve (FacerecNetwork *network, gint source, guint in, guint out, guint groups, FacerecWindow window, gboolean has_bias)
{
  const guint n = in / groups * window.kernel_height * window.kernel_width;
  g_autofree gfloat *weights = noises ((gsize) out * n, sqrt (3.0 / n));
  g_autofree gfloat *bias = noises (out, 0.5);

  return (gint) facerec_network_add_convolution (network, source, &window, in, out, groups, weights,
      has_bias ? bias : NULL);
}

static gint
connect (FacerecNetwork *network, gint source, guint in, guint out, gboolean has_bias)
{
  g_autofree gfloat *weights = noises ((gsize) out * in, sqrt (3.0 / in));
  g_autofree gfloat *bias = noises (out, 0.5);

  return (gint) facerec_network_add_dense (network, source, in, out, weights, has_bias ? bias : NULL);
}

static gint
relu (FacerecNetwork *network, gint source)
{
  return (gint) facerec_network_add_plain (network, FACEREC_LAYER_RELU, source);
}

static FacerecWindow
square (guint kernel, guint stride, guint padding)
{
  return (FacerecWindow) { kernel, kernel, stride, stride, padding, padding, padding, padding, FALSE };
}

static const FacerecWindow same_3_2 = { 3, 3, 2, 2, 0, 0, 0, 0, TRUE };
static const FacerecWindow same_3_1 = { 3, 3, 1, 1, 0, 0, 0, 0, TRUE };
static const FacerecWindow uneven = { 3, 5, 2, 1, 0, 1, 2, 3, FALSE };

static void
make_convolution (FacerecNetwork *network)
{
  convolve (network, INPUT, 3, 20, 1, square (7, 2, 0), TRUE);
}

static void
make_uneven (FacerecNetwork *network)
{
  convolve (network, relu (network, convolve (network, INPUT, 3, 17, 1, uneven, FALSE)), 17, 1, 1, square (9, 1, 4), TRUE);
}

static void
make_one_channel_of_two (FacerecNetwork *network)
{
  convolve (network, convolve (network, INPUT, 3, 45, 1, square (5, 1, 2), TRUE), 45, 2, 1, square (9, 1, 4), TRUE);
}

/* 3x3 filters, as Winograd's algorithm takes them, around a residual. */
static void
make_residual (FacerecNetwork *network)
{
  const gint first = relu (network, convolve (network, INPUT, 3, 32, 1, square (3, 1, 1), TRUE));
  const gint second = relu (network, convolve (network, first, 32, 32, 1, square (3, 1, 1), TRUE));
  const gint third = convolve (network, second, 32, 32, 1, square (3, 1, 1), TRUE);
  const gint sum = relu (network, (gint) facerec_network_add_sum (network, third, first));

  convolve (network, sum, 32, 5, 1, square (1, 1, 0), FALSE);
}

/* As dlib halves: what is pooled has fewer channels and more rows than what is convolved. */
static void
make_halving (FacerecNetwork *network)
{
  const FacerecWindow half = square (2, 2, 0);
  const gint first = convolve (network, INPUT, 3, 16, 1, square (3, 1, 1), TRUE);
  const gint second = relu (network, convolve (network, first, 16, 48, 1, square (3, 2, 0), TRUE));
  const gint third = convolve (network, second, 48, 48, 1, square (3, 1, 1), TRUE);
  const gint pooled = (gint) facerec_network_add_pool (network, FACEREC_LAYER_AVERAGE_POOL, first, &half);
  const gint sum = relu (network, (gint) facerec_network_add_sum (network, pooled, third));

  connect (network, (gint) facerec_network_add_plain (network, FACEREC_LAYER_AVERAGE, sum), 48, 10, FALSE);
}

/* Sums in every order: with the input, of something with itself, of something still needed, as the last layer. */
static void
make_sums (FacerecNetwork *network)
{
  const gint first = convolve (network, INPUT, 3, 8, 1, square (3, 1, 1), FALSE);
  const gint second = (gint) facerec_network_add_sum (network, first, INPUT);
  const gint third = convolve (network, second, 8, 8, 1, square (3, 1, 1), TRUE);
  const gint fourth = (gint) facerec_network_add_sum (network, third, second);
  const gint fifth = (gint) facerec_network_add_sum (network, fourth, fourth);
  const gint sixth = convolve (network, second, 8, 8, 1, square (3, 1, 1), TRUE);
  const gint seventh = (gint) facerec_network_add_sum (network, fifth, sixth);

  facerec_network_add_sum (network, seventh, second);
}

/* Two convolutions are added to one value each; the second would come too late were it merged the other way round. */
static void
make_late_sum (FacerecNetwork *network)
{
  const gint first = convolve (network, INPUT, 3, 16, 1, square (3, 1, 1), TRUE);
  const gint early = convolve (network, first, 16, 16, 1, square (3, 1, 1), TRUE);
  const gint other = convolve (network, relu (network, first), 16, 16, 1, square (1, 1, 0), TRUE);
  const gint sum = (gint) facerec_network_add_sum (network, other, first);
  const FacerecWindow window = square (3, 1, 1);
  const gint pooled = (gint) facerec_network_add_pool (network, FACEREC_LAYER_MAX_POOL, sum, &window);
  const gint last = (gint) facerec_network_add_sum (network, early, pooled);

  convolve (network, relu (network, last), 16, 4, 1, square (1, 1, 0), TRUE);
}

/* One is taller, the other wider, and a third has more channels: there is a corner that nobody fills. */
static void
make_corner (FacerecNetwork *network)
{
  const FacerecWindow flat = { 2, 1, 2, 1, 0, 0, 0, 0, FALSE }, narrow = { 1, 2, 1, 2, 0, 0, 0, 0, FALSE };
  const gint first = convolve (network, INPUT, 3, 20, 1, square (3, 1, 1), TRUE);
  const gint wide = (gint) facerec_network_add_pool (network, FACEREC_LAYER_AVERAGE_POOL, first, &flat);
  const gint tall = (gint) facerec_network_add_pool (network, FACEREC_LAYER_MAX_POOL, first, &narrow);
  const gint both = (gint) facerec_network_add_sum (network, wide, tall);

  facerec_network_add_sum (network, relu (network, both), convolve (network, INPUT, 3, 36, 1, square (4, 3, 0), TRUE));
}

/* Separable convolutions with Keras' padding, as Xception has them. */
static void
make_separable (FacerecNetwork *network)
{
  const gint first = relu (network, convolve (network, INPUT, 3, 24, 1, same_3_2, FALSE));
  const gint deep = convolve (network, first, 24, 24, 24, same_3_1, FALSE);
  const gint wide = convolve (network, deep, 24, 40, 1, square (1, 1, 0), TRUE);
  const gint pooled = (gint) facerec_network_add_pool (network, FACEREC_LAYER_MAX_POOL, wide, &same_3_2);
  const FacerecWindow skip = { 1, 1, 2, 2, 0, 0, 0, 0, TRUE };
  const gint shortcut = convolve (network, first, 24, 40, 1, skip, TRUE);
  const gint sum = (gint) facerec_network_add_sum (network, pooled, shortcut);
  const gint again = convolve (network, relu (network, sum), 40, 40, 40, same_3_1, FALSE);
  const gint both = (gint) facerec_network_add_sum (network, again, sum);

  connect (network, (gint) facerec_network_add_plain (network, FACEREC_LAYER_AVERAGE, both), 40, 7, TRUE);
}

static void
make_groups (FacerecNetwork *network)
{
  const gint first = convolve (network, INPUT, 3, 6, 3, square (3, 1, 1), TRUE);

  relu (network, convolve (network, first, 6, 32, 2, square (3, 2, 1), TRUE));
}

static void
make_pools (FacerecNetwork *network)
{
  const FacerecWindow most = { 3, 2, 2, 1, 1, 1, 1, 0, FALSE };
  const gint first = (gint) facerec_network_add_pool (network, FACEREC_LAYER_MAX_POOL, INPUT, &most);

  facerec_network_add_pool (network, FACEREC_LAYER_AVERAGE_POOL, first, &same_3_2);
}

static void
make_dense (FacerecNetwork *network)
{
  const gint first = relu (network, connect (network, INPUT, 3 * HEIGHT * WIDTH, 33, TRUE));
  const gint second = (gint) facerec_network_add_sum (network, connect (network, first, 33, 33, FALSE), first);

  connect (network, connect (network, second, 33, 21, TRUE), 21, 5, FALSE);
}

static void
make_average (FacerecNetwork *network)
{
  facerec_network_add_plain (network, FACEREC_LAYER_AVERAGE, relu (network, INPUT));
}

static const struct {
  const gchar *name;
  void (*make) (FacerecNetwork *network);
} networks[] = {
  { "convolution", make_convolution },
  { "uneven-window", make_uneven },
  { "few-channels", make_one_channel_of_two },
  { "residual", make_residual },
  { "halving", make_halving },
  { "sums", make_sums },
  { "late-sum", make_late_sum },
  { "corner", make_corner },
  { "separable", make_separable },
  { "groups", make_groups },
  { "pools", make_pools },
  { "dense", make_dense },
  { "average", make_average },
};

/* ---- comparing ---- */

static gdouble
largest_difference (FacerecExecutor *executor, const FacerecNetwork *network, guint batch, guint height, guint width)
{
  const gsize n = (gsize) batch * network->input_channels * height * width;
  g_autofree gdouble *picture = g_new (gdouble, n), *expected = NULL;
  g_autoptr (GError) error = NULL;
  FacerecShape shape, naive_shape;
  const gfloat *output;
  gfloat *planes = facerec_executor_prepare (executor, batch, height, width, NULL, &error);
  gdouble difference = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    picture[i] = planes[i] = noise ();
  output = facerec_executor_run (executor, &shape, &error);
  g_assert_no_error (error);
  expected = naive_run (network, picture, batch, height, width, &naive_shape);
  g_assert_cmpmem (&shape, sizeof shape, &naive_shape, sizeof naive_shape);
  for (gsize i = 0; i < (gsize) shape.batch * shape.channels * shape.height * shape.width; i++) {
    g_assert_false (isnan (output[i]));
    difference = MAX (difference, fabs (output[i] - expected[i]));
  }
  return difference;
}

static const struct {
  FacerecPrecision precision;
  guint threads;
  gdouble limit; /* numbers are about 1 */
} ways[] = {
  { FACEREC_PRECISION_F32, 1, 2e-5 },
  { FACEREC_PRECISION_F32, 3, 2e-5 },
  { FACEREC_PRECISION_BF16, 2, 0.12 },
};

static void
test_network (gconstpointer data)
{
  const guint which = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    const FacerecEngineOptions options = { ways[i].threads, ways[i].precision };
    g_autoptr (FacerecNetwork) network = facerec_network_new (3);
    g_autoptr (FacerecExecutor) executor = NULL;
    g_autoptr (GError) error = NULL;

    networks[which].make (network);
    executor = facerec_executor_new (network, &options, &error);
    if (!executor && ways[i].precision == FACEREC_PRECISION_BF16) {
      g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
      continue;
    }
    g_assert_no_error (error);
    /* Often enough for every way to share the work out to be taken; and the other size in between. */
    for (guint round = 0; round < 6; round++) {
      const gdouble difference = largest_difference (executor, network, 1 + round % 2 * 2, HEIGHT, WIDTH);

      if (difference > ways[i].limit)
        g_error ("%s, precision %d, round %u: %g from the naive result", networks[which].name, ways[i].precision, round,
            difference);
    }
  }
}

/* ---- several at once ---- */

typedef struct {
  const gfloat *pictures;
  gfloat *outputs;
  guint n_in, n_out;
  gint n_taken;
} Each;

static void
fill_one (gpointer user_data, guint index, gfloat *planes)
{
  const Each *each = user_data;

  for (guint i = 0; i < each->n_in; i++)
    planes[i] = each->pictures[index * each->n_in + i];
}

static void
take_one (gpointer user_data, guint index, const gfloat *output)
{
  Each *each = user_data;

  for (guint i = 0; i < each->n_out; i++)
    each->outputs[index * each->n_out + i] = output[i];
  g_atomic_int_inc (&each->n_taken);
}

#define MOST 9

/* Each of n pictures has the result that it has alone. */
static void
test_each (void)
{
  const FacerecEngineOptions options = { 3, FACEREC_PRECISION_F32 };
  g_autoptr (FacerecNetwork) network = facerec_network_new (3);
  g_autoptr (FacerecExecutor) executor = NULL;
  g_autofree gfloat *pictures = noises (MOST * 3 * HEIGHT * WIDTH, 1);
  gfloat outputs[2][MOST * 10];
  GError *error = NULL;

  make_halving (network);
  executor = facerec_executor_new (network, &options, NULL);
  for (guint n = 1; n <= MOST; n++) {
    Each alone = { pictures, outputs[0], 3 * HEIGHT * WIDTH, 10, 0 };
    Each together = { pictures, outputs[1], 3 * HEIGHT * WIDTH, 10, 0 };
    const FacerecPictures all = { fill_one, take_one, &together };

    for (guint i = 0; i < n; i++) {
      fill_one (&alone, i, facerec_executor_prepare (executor, 1, HEIGHT, WIDTH, NULL, &error));
      take_one (&alone, i, facerec_executor_run (executor, NULL, &error));
    }
    g_assert_true (facerec_executor_run_each (executor, n, HEIGHT, WIDTH, &all, &error));
    g_assert_no_error (error);
    g_assert_cmpint (together.n_taken, ==, (gint) n);
    for (guint i = 0; i < n * 10; i++)
      g_assert_cmpfloat_with_epsilon (outputs[0][i], outputs[1][i], 2e-6);
  }
}

/* ---- what is kept ---- */

static void
test_input_is_kept (void)
{
  const FacerecEngineOptions options = { 1, FACEREC_PRECISION_F32 };
  g_autoptr (FacerecNetwork) network = facerec_network_new (3);
  g_autoptr (FacerecExecutor) executor = NULL;
  gboolean fresh;
  gfloat *planes;

  make_convolution (network);
  executor = facerec_executor_new (network, &options, NULL);
  planes = facerec_executor_prepare (executor, 1, 20, 21, &fresh, NULL);
  g_assert_true (fresh);
  for (guint i = 0; i < 3 * 20 * 21; i++)
    g_assert_cmpfloat (planes[i], ==, 0);
  planes[77] = 5;
  for (guint i = 0; i < 5; i++) /* fewer than are kept */
    g_assert_nonnull (facerec_executor_prepare (executor, 1, 30 + i, 21, NULL, NULL));
  planes = facerec_executor_prepare (executor, 1, 20, 21, &fresh, NULL);
  g_assert_false (fresh);
  g_assert_cmpfloat (planes[77], ==, 5);
  for (guint i = 0; i < 20; i++) /* more */
    g_assert_nonnull (facerec_executor_prepare (executor, 1, 30 + i, 21, NULL, NULL));
  planes = facerec_executor_prepare (executor, 1, 20, 21, &fresh, NULL);
  g_assert_true (fresh);
  g_assert_cmpfloat (planes[77], ==, 0);
}

static void
test_refused_size (void)
{
  g_autoptr (FacerecNetwork) network = facerec_network_new (3);
  g_autoptr (FacerecExecutor) executor = NULL;
  g_autoptr (GError) error = NULL;

  make_convolution (network);
  executor = facerec_executor_new (network, NULL, NULL);
  g_assert_null (facerec_executor_prepare (executor, 1, 6, 100, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_assert_nonnull (facerec_executor_prepare (executor, 1, 7, 100, NULL, NULL));
}

/* ---- two at once ---- */

static gpointer
run_often (gpointer data)
{
  const guint threads = GPOINTER_TO_UINT (data);
  const FacerecEngineOptions options = { threads, FACEREC_PRECISION_F32 };
  g_autoptr (FacerecNetwork) network = facerec_network_new (3);
  g_autoptr (FacerecExecutor) executor = NULL;
  const gint before = omp_get_max_threads ();
  gdouble difference = 0;

  make_residual (network);
  executor = facerec_executor_new (network, &options, NULL);
  g_assert_cmpuint (facerec_executor_threads (executor), ==, threads);
  for (guint i = 0; i < 10; i++)
    difference = MAX (difference, largest_difference (executor, network, 1, HEIGHT, WIDTH));
  g_assert_cmpint (omp_get_max_threads (), ==, before);
  g_assert_cmpfloat (difference, <, 2e-5);
  return NULL;
}

/* Each with its own number of threads; nobody's settings are others afterwards. */
static void
test_two_at_once (void)
{
  const gint openmp = omp_get_max_threads (), openblas = openblas_get_num_threads ();
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("network", run_often, GUINT_TO_POINTER (1 + 2 * i));
  run_often (GUINT_TO_POINTER (2));
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (omp_get_max_threads (), ==, openmp);
  g_assert_cmpint (openblas_get_num_threads (), ==, openblas);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!facerec_onednn_usable (&error)) {
    g_print ("1..0 # SKIP %s\n", error->message);
    return 0; /* TAP says it all; 77 beside it would be an error */
  }
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autofree gchar *path = g_strconcat ("/onednn/", networks[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_network);
  }
  g_test_add_func ("/onednn/each-as-alone", test_each);
  g_test_add_func ("/onednn/input-is-kept", test_input_is_kept);
  g_test_add_func ("/onednn/refused-size", test_refused_size);
  g_test_add_func ("/onednn/two-at-once", test_two_at_once);
  return g_test_run ();
}
