/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/leaveoneout.h"

#include "line.h"

/* 0 (A): nearest 1 (A) right.              By k = 3: 1 A, 3 A, 4 B -> A right.
 * 1 (A): nearest 0 (A) right.              0 A, 3 A, 4 B -> right.
 * 3 (A): nearest 4 (B) wrong.              4 B, 1 A, 0 A -> right.   (0 and 6 are both 3 away: the lower face)
 * 4 (B): nearest 3 (A) wrong.              3 A, 6 B, 1 A -> A wrong.
 * 6 (B): nearest 4 (B) right.              4 B, 3 A, 10 C (4 away, 1 is 5): once each -> the nearest, right.
 * 10 (C): the only picture, not asked about. */
static void
test_line (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  g_autoptr (FacerecLeaveOneOut) one = facerec_leave_one_out_new (distances, line_people, LINE_PEOPLE, 1, FALSE);
  g_autoptr (FacerecLeaveOneOut) three = facerec_leave_one_out_new (distances, line_people, LINE_PEOPLE, 3, FALSE);
  const guint by_one[LINE_N] = { 0, 0, 1, 0, 1, G_MAXUINT }, by_three[LINE_N] = { 0, 0, 0, 0, 1, G_MAXUINT };

  g_assert_cmpuint (one->n_queries, ==, 5);
  g_assert_cmpuint (one->right[1], ==, 3);
  g_assert_cmpuint (one->right[3], ==, 4);
  g_assert_cmpuint (three->right[1], ==, 3);
  for (guint i = 0; i < LINE_N; i++) {
    g_assert_cmpuint (one->predicted[i], ==, by_one[i]);
    g_assert_cmpuint (three->predicted[i], ==, by_three[i]);
  }
  /* From k = 5 on all others vote. 0: two A (1 and 3 away) against two B (4, 6), by distance A, right. 1: A (1, 2) against
   * B (3, 5), right. 3: A (2, 3) against B (1, 3), wrong. 4 and 6: three A against one B, wrong. */
  for (guint k = 5; k <= FACEREC_MAX_SWEEP; k++)
    g_assert_cmpuint (one->right[k], ==, 2);
}

/* Whoever is asked about votes for itself: by k = 1 all are right, whatever the embeddings. */
static void
test_self_match (void)
{
  const gfloat mixed[] = { 0, 1, 2, 3 };
  const guint people[] = { 0, 1, 0, 1 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (mixed, 4, 1);
  g_autoptr (FacerecLeaveOneOut) honest = facerec_leave_one_out_new (distances, people, 2, 1, FALSE);
  g_autoptr (FacerecLeaveOneOut) original = facerec_leave_one_out_new (distances, people, 2, 1, TRUE);

  g_assert_cmpuint (honest->n_queries, ==, 4);
  g_assert_cmpuint (honest->right[1], ==, 0);
  g_assert_cmpuint (original->n_queries, ==, 4);
  g_assert_cmpuint (original->right[1], ==, 4);
}

/* Labels that mean nothing are guessed at chance, 1 in 5 here; a match with itself would make it better. */
static void
test_no_self_match_by_chance (void)
{
  guint people[500];
  g_autoptr (FacerecDistances) distances = random_distances (3, 500, 5, 4, people, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint i = 0; i < 500; i++)
    people[i] = (guint) g_rand_int_range (random, 0, 5);
  for (guint with_self = 0; with_self < 2; with_self++) {
    g_autoptr (FacerecLeaveOneOut) result = facerec_leave_one_out_new (distances, people, 5, 5, with_self > 0);

    /* Four standard deviations of 500 guesses are 36. */
    if (with_self)
      g_assert_cmpuint (result->right[5], >, 136);
    else
      g_assert_cmpuint (result->right[5], <, 136);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaveoneout/people on a line", test_line);
  g_test_add_func ("/leaveoneout/a picture votes for itself only where that is asked for", test_self_match);
  g_test_add_func ("/leaveoneout/names without meaning are guessed at chance", test_no_self_match_by_chance);
  facerec_leave_one_out_free (NULL);
  return g_test_run ();
}
