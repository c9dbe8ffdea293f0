/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/split.h"

#include <math.h>
#include <string.h>

#include "line.h"

static void
test_shuffle (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint counts[3][3] = { { 0 } };

  for (guint round = 0; round < 3000; round++) {
    guint values[3] = { 0, 1, 2 };

    facerec_shuffle (random, values, 3);
    for (guint i = 0; i < 3; i++)
      counts[i][values[i]]++;
  }
  /* Each value a thousand times in each place; five standard deviations are 129. */
  for (guint i = 0; i < 9; i++) {
    g_assert_cmpuint (counts[i / 3][i % 3], >, 871);
    g_assert_cmpuint (counts[i / 3][i % 3], <, 1129);
  }
}

static void
test_halves (void)
{
  gboolean enrolled[LINE_N], again[LINE_N];
  gboolean different = FALSE;

  for (guint32 seed = 0; seed < 20; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_autoptr (GRand) same = g_rand_new_with_seed (seed);
    guint counts[LINE_PEOPLE] = { 0 };

    /* Of three pictures two, of two one, of one one. */
    g_assert_cmpuint (facerec_split_stratified (random, line_people, LINE_N, LINE_PEOPLE, enrolled), ==, 4);
    for (guint i = 0; i < LINE_N; i++)
      counts[line_people[i]] += enrolled[i];
    g_assert_cmpuint (counts[0], ==, 2);
    g_assert_cmpuint (counts[1], ==, 1);
    g_assert_cmpuint (counts[2], ==, 1);
    different = different || (seed > 0 && memcmp (enrolled, again, sizeof enrolled) != 0);
    facerec_split_stratified (same, line_people, LINE_N, LINE_PEOPLE, again);
    g_assert_cmpmem (enrolled, sizeof enrolled, again, sizeof again);
  }
  g_assert_true (different);
}

static void
test_shares (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  /* Asked about: 3 (A) among 0 A, 1 A, 6 B, 10 C, and 4 (B).
   * k = 1: 3 -> 1 A right (2 away); 4 -> 6 B right (2 away).  k = 2: 3 -> 1 A, then 0 A (3 away, as 6 B: the lower) right;
   * 4 -> 6 B, 1 A: a tie, the nearer right.  k = 3: 3 -> A; 4 -> 6 B, 1 A, 0 A: A, wrong. */
  const gboolean enrolled[LINE_N] = { TRUE, TRUE, FALSE, FALSE, TRUE, TRUE };
  const gboolean all[LINE_N] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE };
  gdouble shares[FACEREC_MAX_SWEEP + 1];

  facerec_split_shares (distances, line_people, enrolled, shares);
  g_assert_cmpfloat (shares[1], ==, 1);
  g_assert_cmpfloat (shares[2], ==, 1);
  g_assert_cmpfloat (shares[3], ==, 0.5);
  g_assert_cmpfloat (shares[FACEREC_MAX_SWEEP], ==, 0.5);
  facerec_split_shares (distances, line_people, all, shares);
  g_assert_true (isnan (shares[1]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/every order is as likely", test_shuffle);
  g_test_add_func ("/split/half of each person is enrolled", test_halves);
  g_test_add_func ("/split/who is named right", test_shares);
  return g_test_run ();
}
