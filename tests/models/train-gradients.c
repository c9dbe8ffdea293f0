/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every derivative against finite differences, every loss and layer against a plain computation of its own. */
#include <math.h>
#include <string.h>

#include "models/train/adam.h"
#include "models/train/loss.h"
#include "models/train/trainhead.h"

#define STEP 1e-6
#define TOLERANCE 2e-5

/* ---- random numbers ---- */

static void
test_random (void)
{
  /* What the authors' own xoshiro256starstar.c gives from this state. */
  static const guint64 expected[] = { 11520, 0, 1509978240, G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360), G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625), G_GUINT64_CONSTANT (8476171486693032832) };
  FacerecRandom random = { { 1, 2, 3, 4 } }, other;
  gdouble sum = 0, squares = 0;
  guint counts[7] = { 0, };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (facerec_random_next (&random), ==, expected[i]);
  facerec_random_seed (&random, 7, 1);
  facerec_random_seed (&other, 7, 2);
  g_assert_cmpuint (facerec_random_next (&random), !=, facerec_random_next (&other));
  for (guint i = 0; i < 70000; i++) {
    const gdouble value = facerec_random_normal (&random);

    sum += value;
    squares += value * value;
    counts[facerec_random_below (&random, 7)]++;
  }
  g_assert_cmpfloat (fabs (sum / 70000), <, 0.02);
  g_assert_cmpfloat (fabs (squares / 70000 - 1), <, 0.02);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpuint (ABS ((gint) counts[i] - 10000), <, 500);
}

/* ---- losses ---- */

static const FacerecLossOptions losses[] = {
  { FACEREC_LOSS_BATCH_HARD, FALSE, FALSE, 0.3 },
  { FACEREC_LOSS_BATCH_HARD, FALSE, TRUE, 0.5 },
  { FACEREC_LOSS_BATCH_HARD, TRUE, FALSE, 0 },
  { FACEREC_LOSS_BATCH_HARD, TRUE, TRUE, 0 },
  { FACEREC_LOSS_SEMI_HARD, FALSE, FALSE, 0.3 },
  { FACEREC_LOSS_SEMI_HARD, FALSE, TRUE, 0.2 },
  { FACEREC_LOSS_SEMI_HARD, TRUE, FALSE, 0 },
  { FACEREC_LOSS_SEMI_HARD, TRUE, TRUE, 0 },
};

static void
fill_normal (gdouble *values, gsize n, guint64 seed)
{
  FacerecRandom random;

  facerec_random_seed (&random, seed, 9);
  for (gsize i = 0; i < n; i++)
    values[i] = facerec_random_normal (&random);
}

static void
test_loss_gradients (void)
{
  enum { N = 12, D = 5 };
  guint labels[N];
  gdouble embeddings[N * D], gradient[N * D], scratch[N * D];

  for (guint i = 0; i < N; i++)
    labels[i] = i / 3;
  for (guint k = 0; k < G_N_ELEMENTS (losses); k++)
    for (guint seed = 0; seed < 5; seed++) {
      fill_normal (embeddings, N * D, seed);
      g_assert_cmpfloat (facerec_triplet_loss (&losses[k], embeddings, N, D, labels, gradient, NULL), >, 0);
      for (guint i = 0; i < N * D; i++) {
        const gdouble value = embeddings[i];
        gdouble up, down;

        embeddings[i] = value + STEP;
        up = facerec_triplet_loss (&losses[k], embeddings, N, D, labels, scratch, NULL);
        embeddings[i] = value - STEP;
        down = facerec_triplet_loss (&losses[k], embeddings, N, D, labels, scratch, NULL);
        embeddings[i] = value;
        g_assert_cmpfloat (fabs ((up - down) / (2 * STEP) - gradient[i]), <, TOLERANCE);
      }
    }
}

/* Four points on a line: people 0, 0, 1, 1 at 0, 1, 3, 7. */
static void
test_loss_values (void)
{
  static const guint labels[] = { 0, 0, 1, 1 };
  static const gdouble points[] = { 0, 1, 3, 7 };
  const FacerecLossOptions hard = { FACEREC_LOSS_BATCH_HARD, FALSE, FALSE, 2 };
  const FacerecLossOptions hard_squared = { FACEREC_LOSS_BATCH_HARD, FALSE, TRUE, 2 };
  const FacerecLossOptions soft = { FACEREC_LOSS_BATCH_HARD, TRUE, FALSE, 0 };
  const FacerecLossOptions semi = { FACEREC_LOSS_SEMI_HARD, FALSE, FALSE, 2 };
  gdouble gradient[4], active, expected;

  /* (positive, negative) of each anchor: (1, 3), (1, 2), (4, 2), (4, 6) */
  g_assert_cmpfloat (facerec_triplet_loss (&hard, points, 4, 1, labels, gradient, &active), ==, (0 + 1 + 4 + 0) / 4.0);
  g_assert_cmpfloat (active, ==, 0.5);
  g_assert_cmpfloat (facerec_triplet_loss (&hard_squared, points, 4, 1, labels, gradient, NULL), ==,
      (0 + 0 + (16 - 4 + 2) + 0) / 4.0);
  expected = (log (1 + exp (-2)) + log (1 + exp (-1)) + log (1 + exp (2)) + log (1 + exp (-2))) / 4;
  g_assert_cmpfloat (fabs (facerec_triplet_loss (&soft, points, 4, 1, labels, gradient, NULL) - expected), <, 1e-12);
  /* The third has no negative beyond 4: the farthest, 3. */
  g_assert_cmpfloat (facerec_triplet_loss (&semi, points, 4, 1, labels, gradient, &active), ==, (0 + 1 + 3 + 0) / 4.0);
  /* Without a negative, or without a positive, there is no triplet. */
  g_assert_cmpfloat (facerec_triplet_loss (&hard, points, 2, 1, labels, gradient, &active), ==, 0);
  g_assert_cmpfloat (facerec_triplet_loss (&semi, points + 1, 2, 1, labels + 1, gradient, &active), ==, 0);
  g_assert_cmpfloat (active, ==, 0);
  g_assert_cmpfloat (gradient[0], ==, 0);
}

/* ---- layers ---- */

static const FacerecTrainHeadShape shapes[] = {
  { 6, 1, { 4 }, { 0 }, FALSE, TRUE },
  { 6, 1, { 4 }, { 0 }, FALSE, FALSE },
  { 6, 1, { 6 }, { 0 }, TRUE, TRUE },
  { 6, 1, { 6 }, { 0.4 }, TRUE, FALSE },
  { 6, 2, { 9, 4 }, { 0 }, FALSE, TRUE },
  { 6, 2, { 9, 4 }, { 0.3, 0.2 }, FALSE, FALSE },
  { 6, 3, { 9, 7, 4 }, { 0.3, 0.2, 0.1 }, FALSE, TRUE },
};

typedef struct {
  FacerecTrainHead *head;
  FacerecTrainHeadPass *pass;
  const gfloat *features;
  guint n;
  const guint *labels;
} Case;

/* The loss with the very same numbers dropped each time. */
static gdouble
loss_of (const Case *self, gdouble *by_embeddings)
{
  const FacerecLossOptions soft = { FACEREC_LOSS_BATCH_HARD, TRUE, FALSE, 0 };
  const guint d = self->head->shape.widths[self->head->shape.n_layers - 1];
  FacerecRandom dropout;

  facerec_random_seed (&dropout, 3, 0);
  return facerec_triplet_loss (&soft,
      facerec_train_head_forward (self->head, self->pass, self->features, self->n, &dropout), self->n, d, self->labels,
      by_embeddings, NULL);
}

static void
check_head_gradient (const FacerecTrainHeadShape *shape)
{
  enum { N = 9 };
  guint labels[N];
  gfloat features[N * 6];
  g_autoptr (FacerecTrainHeadPass) pass = facerec_train_head_pass_new (shape, N);
  g_autoptr (FacerecTrainHead) head = NULL;
  g_autofree gdouble *by_embeddings = g_new (gdouble, N * 16), *by_weights = NULL;
  FacerecRandom random;
  Case self;

  facerec_random_seed (&random, 5, 0);
  for (guint i = 0; i < N * 6; i++)
    features[i] = (gfloat) facerec_random_normal (&random);
  for (guint i = 0; i < N; i++)
    labels[i] = i / 3;
  head = facerec_train_head_new (shape, &random);
  for (gsize i = 0; i < head->n_weights; i++)
    head->weights[i] += 0.1 * facerec_random_normal (&random);
  facerec_train_head_standardise (head, features, N);
  self = (Case) { head, pass, features, N, labels };
  by_weights = g_new (gdouble, head->n_weights);
  loss_of (&self, by_embeddings);
  facerec_train_head_backward (head, pass, by_embeddings, by_weights);
  for (gsize i = 0; i < head->n_weights; i++) {
    const gdouble value = head->weights[i];
    gdouble up, down;

    head->weights[i] = value + STEP;
    up = loss_of (&self, by_embeddings);
    head->weights[i] = value - STEP;
    down = loss_of (&self, by_embeddings);
    head->weights[i] = value;
    g_assert_cmpfloat (fabs ((up - down) / (2 * STEP) - by_weights[i]), <, TOLERANCE);
  }
}

static void
test_head_gradients (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    check_head_gradient (&shapes[i]);
}

/* Layer by layer with plain loops. */
static void
test_head_forward (void)
{
  const FacerecTrainHeadShape shape = { 5, 2, { 7, 3 }, { 0.5, 0.5 }, FALSE, TRUE };
  gfloat features[40 * 5], embeddings[40 * 3];
  g_autoptr (FacerecTrainHead) head = NULL;
  FacerecRandom random;

  facerec_random_seed (&random, 1, 0);
  head = facerec_train_head_new (&shape, &random);
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    features[i] = (gfloat) (i % 5 * facerec_random_normal (&random) + 3);
  for (guint i = 0; i < 7; i++)
    facerec_train_head_bias (head, 0)[i] = 0.1 * i;
  facerec_train_head_standardise (head, features, 40);
  /* The first number is always 3. */
  g_assert_cmpfloat (head->mean[0], ==, 3);
  g_assert_cmpfloat (head->scale[0], ==, 1);
  facerec_train_head_embed (head, features, 40, embeddings);
  for (guint n = 0; n < 40; n++) {
    gdouble hidden[7], out[3], length = 0;

    for (guint i = 0; i < 7; i++) {
      hidden[i] = 0.1 * i;
      for (guint j = 0; j < 5; j++)
        hidden[i] += head->weights[i * 5 + j] * (features[n * 5 + j] - head->mean[j]) * head->scale[j];
      hidden[i] = hidden[i] > 0 ? hidden[i] : 0;
    }
    for (guint i = 0; i < 3; i++) {
      out[i] = 0;
      for (guint j = 0; j < 7; j++)
        out[i] += head->weights[7 * 5 + 7 + i * 7 + j] * hidden[j];
      length += out[i] * out[i];
    }
    for (guint i = 0; i < 3; i++)
      g_assert_cmpfloat (fabs (out[i] / sqrt (length) - embeddings[n * 3 + i]), <, 1e-6);
  }
}

/* A residual head begins with what it is given. */
static void
test_head_residual (void)
{
  const gfloat feature[8] = { 1, -2, 3, 0, 0, 1, 1, 0 };
  gfloat embedding[8];
  FacerecRandom random;

  facerec_random_seed (&random, 1, 0);
  for (guint normalise = 0; normalise < 2; normalise++) {
    const FacerecTrainHeadShape shape = { 8, 1, { 8 }, { 0 }, TRUE, normalise };
    g_autoptr (FacerecTrainHead) head = facerec_train_head_new (&shape, &random);

    facerec_train_head_embed (head, feature, 1, embedding);
    for (guint i = 0; i < 8; i++)
      g_assert_cmpfloat (fabs (embedding[i] - feature[i] / (normalise ? 4 : 1)), <, 1e-7);
  }
}

static void
test_head_shapes (void)
{
  /* The original's: 2048 to 512 to 128. */
  const FacerecTrainHeadShape original = { 2048, 2, { 512, 128 }, { 0.8, 0.5 }, FALSE, TRUE };
  FacerecTrainHeadShape shape = original;

  g_assert_cmpuint (facerec_train_head_shape_count (&original), ==, 1114752);
  g_assert_true (facerec_train_head_shape_is_valid (&shape));
  shape.dropout[1] = 1;
  g_assert_false (facerec_train_head_shape_is_valid (&shape));
  shape = original;
  shape.residual = TRUE;
  g_assert_false (facerec_train_head_shape_is_valid (&shape));
  shape = original;
  shape.n_layers = 4;
  g_assert_false (facerec_train_head_shape_is_valid (&shape));
}

/* Four in five are dropped, and the rest grows so that the sum stays what it is in the mean. */
static void
test_dropout (void)
{
  enum { N = 50, INPUTS = 1000 };
  const FacerecTrainHeadShape shape = { INPUTS, 1, { 1 }, { 0.8 }, FALSE, FALSE };
  g_autofree gfloat *features = g_new (gfloat, N * INPUTS);
  g_autoptr (FacerecTrainHeadPass) pass = facerec_train_head_pass_new (&shape, N);
  g_autoptr (FacerecTrainHead) head = NULL;
  FacerecRandom random;
  const gdouble *sums;
  gdouble mean = 0;

  facerec_random_seed (&random, 2, 0);
  head = facerec_train_head_new (&shape, &random);
  for (guint i = 0; i < N * INPUTS; i++)
    features[i] = 1;
  for (guint i = 0; i < INPUTS; i++)
    head->weights[i] = 1;
  sums = facerec_train_head_forward (head, pass, features, N, &random);
  for (guint i = 0; i < N; i++) {
    /* Each is five times a number of inputs of 200 in the mean, with a deviation of 12.6. */
    g_assert_cmpfloat (fabs (sums[i] - INPUTS), <, 5 * 5 * 12.6);
    g_assert_cmpfloat (fabs (sums[i] / 5 - round (sums[i] / 5)), <, 1e-9);
    mean += sums[i] / N;
  }
  g_assert_cmpfloat (fabs (mean - INPUTS), <, 5 * 5 * 12.6 / sqrt (N));
  g_assert_cmpfloat (facerec_train_head_forward (head, pass, features, 1, NULL)[0], ==, INPUTS);
}

/* ---- Adam ---- */

/* The first steps of the published algorithm, by hand. */
static void
test_adam (void)
{
  const gdouble anchor[] = { 1, 0 }, decays[] = { 1, 0 }, first[] = { 4, -2 }, second[] = { -1, 0 };
  const FacerecAdamTerms terms = { 0.1, 0.5, anchor, decays };
  gdouble weights[] = { 3, 3 }, expected, mean, square;
  g_autoptr (FacerecAdam) adam = facerec_adam_new (2);

  facerec_adam_step (adam, &terms, first, weights);
  g_assert_cmpfloat (fabs (weights[0] - (3 - 0.1 * 0.5 * 2 - 0.1)), <, 1e-6);
  g_assert_cmpfloat (fabs (weights[1] - (3 + 0.1)), <, 1e-6);
  expected = weights[0] - 0.1 * 0.5 * (weights[0] - 1);
  mean = (0.9 * 0.1 * 4 - 0.1) / (1 - 0.9 * 0.9);
  square = (0.999 * 0.001 * 16 + 0.001) / (1 - 0.999 * 0.999);
  expected -= 0.1 * mean / sqrt (square);
  facerec_adam_step (adam, &terms, second, weights);
  g_assert_cmpfloat (fabs (weights[0] - expected), <, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/random", test_random);
  g_test_add_func ("/train/loss/gradients", test_loss_gradients);
  g_test_add_func ("/train/loss/values", test_loss_values);
  g_test_add_func ("/train/head/gradients", test_head_gradients);
  g_test_add_func ("/train/head/forward", test_head_forward);
  g_test_add_func ("/train/head/residual", test_head_residual);
  g_test_add_func ("/train/head/shapes", test_head_shapes);
  g_test_add_func ("/train/head/dropout", test_dropout);
  g_test_add_func ("/train/adam", test_adam);
  return g_test_run ();
}
