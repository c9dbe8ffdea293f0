/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/disjoint.h"

#include <math.h>

#include "line.h"

/* Four people of two pictures each, a pair of one 1 apart and people 100 apart: in both folds the other one's threshold is
 * half-way between 1 and 99, and there is no error. */
static void
test_clear (void)
{
  const gfloat places[] = { 0, 1, 100, 101, 200, 201, 300, 301, 7000 };
  const guint people[] = { 0, 0, 1, 1, 2, 2, 3, 3, 4 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (places, 9, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  FacerecDisjoint result;

  g_assert_true (facerec_disjoint_verify (random, distances, people, 5, &result));
  g_assert_cmpuint (result.n_folds, ==, 2);
  for (guint fold = 0; fold < 2; fold++) {
    g_assert_cmpuint (result.folds[fold].n_people, ==, 2);
    g_assert_cmpuint (result.folds[fold].n_same, ==, 2);
    g_assert_cmpuint (result.folds[fold].n_different, ==, 4);
    g_assert_cmpfloat (result.folds[fold].point.far, ==, 0);
    g_assert_cmpfloat (result.folds[fold].point.tar, ==, 1);
  }
  g_assert_cmpfloat (result.mean.far, ==, 0);
  g_assert_cmpfloat (result.mean.tar, ==, 1);
}

/* Two people whose pictures are 1 apart and two whose are 30 apart, and 100 between any: when those of one kind are in one fold,
 * the narrow ones' threshold, half-way between 1 and 99, accepts the wide ones; and the wide ones', between 30 and 70, the
 * narrow ones. A threshold that is chosen by the fold itself would do the same, so the thresholds are looked at. */
static void
test_thresholds_are_the_others (void)
{
  const gfloat places[] = { 0, 1, 100, 101, 200, 230, 300, 330 };
  const guint people[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (places, 8, 1);
  guint n_sorted = 0;

  for (guint32 seed = 0; seed < 30; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    FacerecDisjoint result;

    g_assert_true (facerec_disjoint_verify (random, distances, people, 4, &result));
    for (guint fold = 0; fold < 2; fold++) {
      const gdouble threshold = result.folds[fold].point.threshold;

      /* Narrow others: (1 + 99) / 2. Wide others: (30 + 70) / 2, the same; one of each: (30 + far more) / 2. */
      g_assert_cmpfloat (threshold, >=, 50);
      g_assert_cmpfloat (result.folds[fold].point.tar, ==, 1);
      n_sorted += threshold == 50;
    }
  }
  g_assert_cmpuint (n_sorted, >, 0);
  g_assert_cmpuint (n_sorted, <, 60);
}

/* A fold whose people are nearer to each other than those who chose the threshold are themselves: every pair is accepted. */
static void
test_threshold_that_does_not_hold (void)
{
  /* The close ones are 3 apart and their pictures 1; the others' pictures are 20 apart and they themselves 1000. */
  const gfloat places[] = { 0, 1, 3, 4, 1000, 1020, 3000, 3020 };
  const guint people[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (places, 8, 1);
  gboolean seen = FALSE;

  for (guint32 seed = 0; seed < 30; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    FacerecDisjoint result;

    g_assert_true (facerec_disjoint_verify (random, distances, people, 4, &result));
    seen = seen || (result.folds[0].point.far == 1 && result.folds[1].point.tar == 0 && result.mean.far == 0.5);
  }
  g_assert_true (seen);
}

static void
test_too_few (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  FacerecDisjoint result = { .n_folds = 99 };

  g_assert_false (facerec_disjoint_verify (random, distances, line_people, LINE_PEOPLE, &result));
  g_assert_cmpuint (result.n_folds, ==, 99);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disjoint/people who are easy to tell apart", test_clear);
  g_test_add_func ("/disjoint/a threshold is chosen by the others", test_thresholds_are_the_others);
  g_test_add_func ("/disjoint/a threshold that does not hold for other people", test_threshold_that_does_not_hold);
  g_test_add_func ("/disjoint/too few people", test_too_few);
  return g_test_run ();
}
