/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Splitting, drawing, measuring; and training on made-up people whose features are mostly nuisance: unseen people must gain,
 * shuffled labels must gain nothing, the same seed must give the same bytes, also after a stop. */
#include <math.h>
#include <string.h>

#include "models/error.h"
#include "models/train/trainer.h"

/* ---- made-up people ---- */

enum { PEOPLE = 40, EACH = 8, SIGNAL = 6, FEATURES = 24, VARIANTS = 2 };

typedef struct {
  FacerecTrainSet set;
  gfloat features[PEOPLE * EACH * VARIANTS * FEATURES];
  guint labels[PEOPLE * EACH];
  FacerecTrainPart parts[PEOPLE * EACH];
} World;

/* A person is a point in SIGNAL dimensions; the other ones are nuisance, three times as strong and new in each picture; then
 * all is turned, so that no number of a feature is the signal. */
static World *
make_world (guint64 seed)
{
  World *self = g_new0 (World, 1);
  gdouble turn[FEATURES * FEATURES];
  FacerecRandom random;

  facerec_random_seed (&random, seed, 77);
  for (guint i = 0; i < G_N_ELEMENTS (turn); i++)
    turn[i] = facerec_random_normal (&random) / sqrt (FEATURES);
  for (guint person = 0; person < PEOPLE; person++) {
    gdouble who[SIGNAL];

    for (guint i = 0; i < SIGNAL; i++)
      who[i] = facerec_random_normal (&random);
    for (guint picture = person * EACH; picture < (person + 1) * EACH; picture++) {
      gdouble hidden[FEATURES];

      self->labels[picture] = person;
      for (guint i = 0; i < FEATURES; i++)
        hidden[i] = i < SIGNAL ? who[i] + 0.15 * facerec_random_normal (&random) : 3 * facerec_random_normal (&random);
      for (guint variant = 0; variant < VARIANTS; variant++)
        for (guint i = 0; i < FEATURES; i++) {
          gdouble value = 0.01 * facerec_random_normal (&random);

          for (guint j = 0; j < FEATURES; j++)
            value += turn[i * FEATURES + j] * hidden[j];
          self->features[((gsize) picture * VARIANTS + variant) * FEATURES + i] = (gfloat) value;
        }
    }
  }
  self->set = (FacerecTrainSet) { PEOPLE * EACH, VARIANTS, FEATURES, self->features, self->labels };
  facerec_train_split (self->labels, PEOPLE * EACH, 1, self->parts);
  return self;
}

static FacerecTrainOptions
make_options (void)
{
  return (FacerecTrainOptions) {
    .seed = 1,
    .shape = { FEATURES, 1, { 16 }, { 0 }, FALSE, TRUE },
    .standardise = TRUE,
    .loss = { FACEREC_LOSS_BATCH_HARD, FALSE, FALSE, 0.3 },
    .warm_up = 2000, .people = 8, .pictures = 4, .rate = 3e-3, .last_rate = 3e-4, .decay = 0.1, .memory = 0.9,
    .steps = 3000, .check_every = 300,
  };
}

static GBytes *
train (World *world, const FacerecTrainOptions *options, FacerecSeparation *unseen, FacerecSeparation *held)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecTrainer) trainer = facerec_trainer_new (&world->set, world->parts, options, &error);
  FacerecTrainCheck check;

  g_assert_no_error (error);
  while (facerec_trainer_run (trainer, &check))
    g_test_message ("step %u: loss %.4f, active %.2f, score %.3f", (guint) check.step, check.loss, check.active, check.score);
  facerec_train_measure_unseen (&world->set, world->parts, facerec_trainer_get_head (trainer), unseen);
  facerec_train_measure_held (&world->set, world->parts, facerec_trainer_get_head (trainer), held);
  return facerec_trainer_save (trainer);
}

static void
test_nuisance (void)
{
  for (guint64 seed = 1; seed <= 2; seed++) {
    g_autofree World *world = make_world (seed);
    const FacerecTrainOptions options = make_options ();
    FacerecSeparation raw_unseen, raw_held, unseen, held;
    g_autoptr (GBytes) state = train (world, &options, &unseen, &held);

    g_assert_nonnull (state);
    facerec_train_measure_unseen (&world->set, world->parts, NULL, &raw_unseen);
    facerec_train_measure_held (&world->set, world->parts, NULL, &raw_held);
    g_test_message ("unseen: EER %.3f to %.3f, rank-1 %.3f to %.3f; held: EER %.3f to %.3f", raw_unseen.eer, unseen.eer,
        raw_unseen.rank_1, unseen.rank_1, raw_held.eer, held.eer);
    g_assert_cmpuint (unseen.n_people, ==, PEOPLE / 5);
    g_assert_cmpfloat (raw_unseen.eer, >, 0.4);
    g_assert_cmpfloat (raw_unseen.rank_1, <, 0.4);
    g_assert_cmpfloat (unseen.eer, <, 0.15);
    g_assert_cmpfloat (unseen.rank_1, >, 0.7);
    g_assert_cmpfloat (held.eer, <, raw_held.eer / 2);
  }
}

/* The negative control: who is whom is chance, and so is what comes out for people never seen (whose labels are right). */
static void
test_shuffled (void)
{
  for (guint64 seed = 1; seed <= 2; seed++) {
    g_autofree World *world = make_world (seed);
    FacerecTrainOptions options = make_options ();
    guint seen[PEOPLE * EACH], shuffled[PEOPLE * EACH], n = 0;
    FacerecSeparation unseen, held;
    g_autoptr (GBytes) state = NULL;
    FacerecRandom random;

    facerec_random_seed (&random, seed, 5);
    for (guint i = 0; i < PEOPLE * EACH; i++)
      if (world->parts[i] != FACEREC_PART_UNSEEN)
        seen[n++] = world->labels[i];
    memcpy (shuffled, seen, n * sizeof *seen);
    facerec_random_shuffle (&random, shuffled, n);
    for (guint i = 0, j = 0; i < PEOPLE * EACH; i++)
      if (world->parts[i] != FACEREC_PART_UNSEEN)
        world->labels[i] = shuffled[j++];
    state = train (world, &options, &unseen, &held);
    g_test_message ("unseen: EER %.3f, rank-1 %.3f", unseen.eer, unseen.rank_1);
    g_assert_cmpfloat (unseen.eer, >, 0.35);
    g_assert_cmpfloat (unseen.rank_1, <, 0.4);
  }
}

/* ---- the same bytes ---- */

static void
test_seed (void)
{
  g_autofree World *world = make_world (3);
  FacerecTrainOptions options = make_options ();
  FacerecSeparation unseen, held;
  g_autoptr (GBytes) first = NULL, second = NULL, other = NULL;

  options.steps = 60;
  options.check_every = 20;
  first = train (world, &options, &unseen, &held);
  second = train (world, &options, &unseen, &held);
  options.seed = 2;
  other = train (world, &options, &unseen, &held);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_false (g_bytes_equal (first, other));
}

/* Stopped after each check and gone on with in a new trainer it ends with the same bytes. */
static void
test_resume (void)
{
  g_autofree World *world = make_world (3);
  FacerecTrainOptions options = make_options ();
  FacerecSeparation unseen, held;
  g_autoptr (GBytes) whole = NULL, state = NULL;
  FacerecTrainCheck check;
  gboolean more = TRUE;
  guint n = 0;

  options.steps = 100;
  options.check_every = 17;
  whole = train (world, &options, &unseen, &held);
  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FacerecTrainer) trainer = facerec_trainer_new (&world->set, world->parts, &options, &error);

    g_assert_no_error (error);
    if (state) {
      g_assert_true (facerec_trainer_restore (trainer, state, &error));
      g_assert_no_error (error);
      g_bytes_unref (state);
    }
    more = facerec_trainer_run (trainer, &check);
    state = facerec_trainer_save (trainer);
    n += more;
  }
  g_assert_cmpuint (n, ==, 7);
  g_assert_true (g_bytes_equal (whole, state));
}

static void
assert_refused (FacerecTrainer *trainer, gconstpointer data, gsize size, const gchar *why)
{
  g_autoptr (GBytes) state = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_false (facerec_trainer_restore (trainer, state, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  g_assert_nonnull (strstr (error->message, why));
}

/* Where the state has the order of people: behind its kind, its fingerprint, the random numbers and the step. */
#define ORDER_AT (16 + 64 + 32 + 8)

/* With the right checksum, and people or pictures that there are not: as if an enemy had made it. */
static void
test_forged_state (void)
{
  g_autofree World *world = make_world (3);
  FacerecTrainOptions options = make_options ();
  FacerecSeparation unseen, held;
  g_autoptr (GBytes) state = NULL, before = NULL, after = NULL;
  g_autoptr (FacerecTrainer) trainer = NULL;
  g_autofree guint8 *data = NULL;
  gsize size;

  options.steps = 20;
  options.check_every = 20;
  state = train (world, &options, &unseen, &held);
  data = g_memdup2 (g_bytes_get_data (state, &size), g_bytes_get_size (state));
  trainer = facerec_trainer_new (&world->set, world->parts, &options, NULL);
  before = facerec_trainer_save (trainer);
  /* Orders of people, how many were taken of each, orders of pictures. */
  for (gsize at = ORDER_AT; at < ORDER_AT + 4 * 80; at += 4) {
    g_autofree gchar *digest = NULL;
    guint number;

    memcpy (&number, data + at, sizeof number);
    memset (data + at, 0xff, sizeof number);
    digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size - 64);
    memcpy (data + size - 64, digest, 64);
    assert_refused (trainer, data, size, "another version");
    memcpy (data + at, &number, sizeof number);
  }
  after = facerec_trainer_save (trainer);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_bad_state (void)
{
  g_autofree World *world = make_world (3);
  FacerecTrainOptions options = make_options ();
  FacerecSeparation unseen, held;
  g_autoptr (GBytes) state = NULL, before = NULL, after = NULL;
  g_autoptr (FacerecTrainer) trainer = NULL;
  g_autofree guint8 *data = NULL;
  gsize size;

  options.steps = 20;
  options.check_every = 20;
  state = train (world, &options, &unseen, &held);
  data = g_memdup2 (g_bytes_get_data (state, &size), g_bytes_get_size (state));
  trainer = facerec_trainer_new (&world->set, world->parts, &options, NULL);
  before = facerec_trainer_save (trainer);
  assert_refused (trainer, data, 0, "no state");
  assert_refused (trainer, data, 100, "no state");
  assert_refused (trainer, data, size - 1, "damaged");
  for (gsize at = 100; at < size; at += size / 13) {
    data[at] ^= 4;
    assert_refused (trainer, data, size, "damaged");
    data[at] ^= 4;
  }
  data[0] ^= 1;
  assert_refused (trainer, data, size, "no state");
  data[0] ^= 1;
  after = facerec_trainer_save (trainer);
  g_assert_true (g_bytes_equal (before, after));
  facerec_trainer_free (g_steal_pointer (&trainer));
  options.loss.margin = 0.31;
  trainer = facerec_trainer_new (&world->set, world->parts, &options, NULL);
  assert_refused (trainer, data, size, "other pictures");
  world->labels[3]++;
  options.loss.margin = 0.3;
  facerec_trainer_free (g_steal_pointer (&trainer));
  trainer = facerec_trainer_new (&world->set, world->parts, &options, NULL);
  assert_refused (trainer, data, size, "other pictures");
}

/* ---- stopping early ---- */

static void
test_stopping (void)
{
  g_autofree World *world = make_world (1);
  FacerecTrainOptions options = make_options ();
  g_autoptr (FacerecTrainer) trainer = NULL;
  const GArray *checks;
  FacerecTrainCheck check;
  guint best;

  /* Far too fast: it only gets worse after the first step or two. */
  options.rate = options.last_rate = 0.3;
  options.steps = 100000;
  options.check_every = 1;
  options.patience = 5;
  trainer = facerec_trainer_new (&world->set, world->parts, &options, NULL);
  while (facerec_trainer_run (trainer, &check))
    ;
  checks = facerec_trainer_get_checks (trainer);
  best = facerec_trainer_get_best (trainer);
  g_assert_cmpuint (checks->len, ==, best + 1 + 5);
  for (guint i = 0; i < checks->len; i++)
    g_assert_cmpfloat (g_array_index (checks, FacerecTrainCheck, i).score, >=,
        g_array_index (checks, FacerecTrainCheck, best).score);
}

static void
test_too_few (void)
{
  static const guint labels[] = { 1, 1, 2, 3 };
  static const gfloat features[] = { 1, 2, 3, 4 };
  const FacerecTrainSet set = { 4, 1, 1, features, labels };
  const FacerecTrainPart parts[4] = { 0, };
  FacerecTrainOptions options = { .shape = { 1, 1, { 1 }, { 0 }, TRUE, FALSE }, .people = 2, .pictures = 2, .check_every = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (facerec_trainer_new (&set, parts, &options, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
}

/* ---- drawing ---- */

static void
test_sampler (void)
{
  g_autofree World *world = make_world (1);
  gboolean use[PEOPLE * EACH];
  gsize rows[8 * 4];
  guint labels[8 * 4], times[PEOPLE * EACH] = { 0, };
  g_autoptr (FacerecSampler) sampler = NULL;
  FacerecRandom random;

  /* The last person may come with one picture only. */
  for (guint i = 0; i < PEOPLE * EACH; i++)
    use[i] = i <= (PEOPLE - 1) * EACH;
  sampler = facerec_sampler_new (&world->set, use);
  facerec_random_seed (&random, 1, 1);
  g_assert_cmpuint (sampler->n_people, ==, PEOPLE);
  /* Two pictures a person of four people: 40 batches are 8 pictures of each. */
  for (guint batch = 0; batch < 40; batch++) {
    g_assert_cmpuint (facerec_sampler_draw (sampler, &world->set, 4, 2, &random, rows, labels), ==, 8);
    for (guint i = 0; i < 8; i++) {
      const guint picture = (guint) (rows[i] / VARIANTS);

      times[picture]++;
      g_assert_true (use[picture]);
      g_assert_cmpuint (labels[i], ==, world->labels[picture]);
      for (guint j = 0; j < i; j++)
        g_assert_cmpint (labels[i] == labels[j], ==, i / 2 == j / 2);
    }
  }
  for (guint i = 0; i < (PEOPLE - 1) * EACH; i++)
    g_assert_cmpuint (times[i], ==, 1);
  g_assert_cmpuint (times[(PEOPLE - 1) * EACH], ==, 8);
}

static void
test_split (void)
{
  g_autofree World *world = make_world (1);
  FacerecTrainPart again[PEOPLE * EACH];
  static const guint few[] = { 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 };
  guint of_part[PEOPLE][3] = { 0, }, n_unseen = 0, n_held[4] = { 0, };

  facerec_train_split (world->labels, PEOPLE * EACH, 1, again);
  g_assert_cmpmem (again, sizeof again, world->parts, sizeof world->parts);
  facerec_train_split (world->labels, PEOPLE * EACH, 2, again);
  g_assert_cmpint (memcmp (again, world->parts, sizeof again), !=, 0);
  for (guint i = 0; i < PEOPLE * EACH; i++)
    of_part[world->labels[i]][world->parts[i]]++;
  for (guint i = 0; i < PEOPLE; i++) {
    const gboolean unseen = of_part[i][FACEREC_PART_UNSEEN] > 0;

    n_unseen += unseen;
    g_assert_cmpuint (of_part[i][FACEREC_PART_UNSEEN], ==, unseen ? EACH : 0);
    g_assert_cmpuint (of_part[i][FACEREC_PART_HELD], ==, unseen ? 0 : 2);
  }
  g_assert_cmpuint (n_unseen, ==, PEOPLE / 5);
  /* Of three people nobody can be spared, of two pictures none. */
  facerec_train_split (few, G_N_ELEMENTS (few), 1, again);
  for (guint i = 0; i < G_N_ELEMENTS (few); i++) {
    g_assert_cmpint (again[i], !=, FACEREC_PART_UNSEEN);
    n_held[few[i]] += again[i] == FACEREC_PART_HELD;
  }
  g_assert_cmpuint (n_held[1], ==, 1);
  g_assert_cmpuint (n_held[2], ==, 0);
  g_assert_cmpuint (n_held[3], ==, 2);
}

/* ---- measuring ---- */

/* People 0, 0, 1, 1 at 0, 1, 3, 7 on a line. Same: 1, 4. Different: 3, 7, 2, 6. */
static void
test_separation (void)
{
  static const gfloat points[] = { 0, 1, 3, 7 };
  static const guint labels[] = { 0, 0, 1, 1 };
  FacerecSeparation result;

  facerec_separation_measure (points, 4, 1, labels, &result);
  g_assert_cmpuint (result.n_pictures, ==, 4);
  g_assert_cmpuint (result.n_people, ==, 2);
  g_assert_cmpuint (result.n_same, ==, 2);
  g_assert_cmpuint (result.n_different, ==, 4);
  /* Up to 2: half of the same are refused, a quarter of the different accepted; up to 3: half and half. */
  g_assert_cmpfloat (result.eer, ==, 0.5);
  g_assert_cmpfloat (result.eer_distance, ==, 3);
  g_assert_cmpfloat (result.rank_1, ==, 0.75);
  /* No different pair may be accepted: 1 is, 4 is not. */
  g_assert_cmpfloat (result.cost, ==, 0.5);
  g_assert_true (isnan (result.far_distance));
  facerec_separation_compare (points, 1, labels, points + 1, 3, labels + 1, 1, &result);
  g_assert_cmpuint (result.n_same, ==, 1);
  g_assert_cmpuint (result.n_different, ==, 2);
  g_assert_cmpfloat (result.eer, ==, 0);
  g_assert_cmpfloat (result.eer_distance, ==, 1);
  g_assert_cmpfloat (result.cost, ==, 0);
  g_assert_cmpfloat (result.rank_1, ==, 1);
  facerec_separation_measure (points, 2, 1, labels, &result);
  g_assert_true (isnan (result.eer) && isnan (result.cost));
  facerec_separation_compare (points, 0, labels, points, 4, labels, 1, &result);
  g_assert_true (isnan (result.eer) && isnan (result.rank_1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/separation", test_separation);
  g_test_add_func ("/trainer/split", test_split);
  g_test_add_func ("/trainer/sampler", test_sampler);
  g_test_add_func ("/trainer/too-few", test_too_few);
  g_test_add_func ("/trainer/stopping", test_stopping);
  g_test_add_func ("/trainer/seed", test_seed);
  g_test_add_func ("/trainer/resume", test_resume);
  g_test_add_func ("/trainer/bad-state", test_bad_state);
  g_test_add_func ("/trainer/forged-state", test_forged_state);
  g_test_add_func ("/trainer/nuisance", test_nuisance);
  g_test_add_func ("/trainer/shuffled", test_shuffled);
  return g_test_run ();
}
