/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/openset.h"

#include <math.h>

#include "line.h"

/* Two people of two pictures each and one of one, far apart: A 0 1, B 10 12, C 30. Half of the two are enrolled, one of them.
 * With A: known is 1 from its other picture; strangers B, B and C. With B: known is 2 away; strangers A, A, C. */
static void
test_draws (void)
{
  const gfloat places[] = { 0, 1, 10, 12, 30 };
  const guint people[] = { 0, 0, 1, 1, 2 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (places, 5, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (FacerecOpenSet) set = facerec_open_set_new (random, distances, people, 3, 200);
  FacerecOpenSetPoint point;
  gsize n_a;

  g_assert_cmpuint (set->n_draws, ==, 200);
  g_assert_cmpuint (set->n_known, ==, 200);
  g_assert_cmpuint (set->right->len, ==, 200);
  g_assert_cmpuint (set->strangers->len, ==, 600);
  n_a = facerec_count_up_to ((gfloat *) set->right->data, 200, 1);
  g_assert_cmpuint (n_a, >, 50);
  g_assert_cmpuint (n_a, <, 150);
  g_assert_cmpuint (facerec_count_up_to ((gfloat *) set->right->data, 200, 2), ==, 200);
  /* The nearest stranger is 9 away. */
  point = facerec_open_set_at (set, 8.9);
  g_assert_cmpfloat (point.tpir, ==, 1);
  g_assert_cmpfloat (point.fpir, ==, 0);
  point = facerec_open_set_at (set, 1.5);
  g_assert_cmpfloat (point.tpir, ==, (gdouble) n_a / 200);
  g_assert_cmpfloat (facerec_open_set_at (set, 100).fpir, ==, 1);
}

/* A known picture whose nearest enrolled one is somebody else's is never right, however large the threshold. */
static void
test_wrong_names (void)
{
  /* Two people, each with a picture at 0 and one at 1: the other picture of one is where the other one's is. */
  const gfloat places[] = { 0, 1, 0, 1, 50 };
  const guint people[] = { 0, 0, 1, 1, 2 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (places, 5, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autoptr (FacerecOpenSet) set = facerec_open_set_new (random, distances, people, 3, 50);
  /* Only one person is enrolled at a time, so all of these are right; three people of two pictures are two at a time. */
  const gfloat three[] = { 0, 1, 0.1f, 1.1f, 0.2f, 1.2f };
  const guint of_three[] = { 0, 0, 1, 1, 2, 2 };
  g_autoptr (FacerecDistances) crossed = facerec_distances_new (three, 6, 1);
  g_autoptr (FacerecOpenSet) mixed = facerec_open_set_new (random, crossed, of_three, 3, 300);

  g_assert_cmpfloat (facerec_open_set_at (set, 100).tpir, ==, 1);
  g_assert_cmpuint (mixed->n_known, ==, 600);
  /* Two enrolled, the near or the far picture of each at random: both near or both far (half of the draws), then somebody is
   * nearer by 0.1 for one of the two; else both are nearer to the other. So a quarter is right. */
  g_assert_cmpfloat (facerec_open_set_at (mixed, 100).tpir, >, 0.17);
  g_assert_cmpfloat (facerec_open_set_at (mixed, 100).tpir, <, 0.33);
}

static void
test_fpir (void)
{
  guint people[120];
  g_autoptr (FacerecDistances) distances = random_distances (5, 120, 20, 4, people, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (FacerecOpenSet) set = facerec_open_set_new (random, distances, people, 20, 10);
  FacerecOpenSetPoint point = { -1, -1, -1 };
  const gfloat *strangers = (gfloat *) set->strangers->data;

  g_assert_true (facerec_open_set_at_fpir (set, 0.1, &point));
  g_assert_cmpfloat (point.fpir, <=, 0.1);
  /* With the next stranger it would be more. */
  g_assert_cmpfloat (facerec_open_set_at (set, strangers[(guint) (0.1 * set->strangers->len)]).fpir, >, 0.1);
  g_assert_cmpfloat (point.tpir, ==, facerec_open_set_at (set, point.threshold).tpir);
  point.threshold = -1;
  g_assert_false (facerec_open_set_at_fpir (set, 0.001, &point));
  g_assert_cmpfloat (point.threshold, ==, -1);
}

/* The only one with two pictures, both at 0, and n strangers of one picture each, at 1, 2, 3 and so on: all draws are the
 * same. */
static FacerecOpenSet *
draw_strangers (guint n, guint n_draws)
{
  g_autofree gfloat *places = g_new0 (gfloat, n + 2);
  g_autofree guint *people = g_new0 (guint, n + 2);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (FacerecDistances) distances = NULL;

  for (guint i = 1; i <= n; i++) {
    places[i + 1] = i;
    people[i + 1] = i;
  }
  distances = facerec_distances_new (places, n + 2, 1);
  return facerec_open_set_new (random, distances, people, n + 1, n_draws);
}

/* 99 strangers in twenty draws are 1980 distances and still 99 strangers: one in ten of them is fewer than ten. */
static void
test_drawn_often (void)
{
  g_autoptr (FacerecOpenSet) few = draw_strangers (99, 20), enough = draw_strangers (100, 20);
  FacerecOpenSetPoint point = { -1, -1, -1 };

  g_assert_cmpuint (few->strangers->len, ==, 1980);
  g_assert_cmpuint (few->n_stranger_pictures, ==, 99);
  g_assert_false (facerec_open_set_has_enough (few, 0.1));
  g_assert_false (facerec_open_set_at_fpir (few, 0.1, &point));
  g_assert_cmpfloat (point.threshold, ==, -1);
  g_assert_cmpuint (enough->n_stranger_pictures, ==, 100);
  g_assert_true (facerec_open_set_at_fpir (enough, 0.1, &point));
  /* Those at 1 to 10 are named in each draw, the one at 11 in none. */
  g_assert_cmpfloat (point.threshold, ==, 10.5);
  g_assert_cmpfloat (point.fpir, ==, 0.1);
  g_assert_cmpfloat (point.tpir, ==, 1);
  g_assert_false (facerec_open_set_at_fpir (enough, 0.01, &point));
}

/* Enough strangers, and no known picture named right: that is a share of 0, not too few strangers. */
static void
test_nobody_right (void)
{
  g_autoptr (FacerecOpenSet) set = draw_strangers (100, 1);
  FacerecOpenSetPoint point;

  g_array_set_size (set->right, 0);
  g_assert_true (facerec_open_set_at_fpir (set, 0.1, &point));
  g_assert_cmpfloat (point.threshold, ==, 10.5);
  g_assert_cmpfloat (point.fpir, ==, 0.1);
  g_assert_cmpfloat (point.tpir, ==, 0);
}

static void
test_too_few (void)
{
  g_autoptr (FacerecDistances) distances = facerec_distances_new ((gfloat[]) { 0, 1, 2 }, 3, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_assert_null (facerec_open_set_new (random, distances, (guint[]) { 0, 0, 0 }, 1, 3));
  g_assert_null (facerec_open_set_new (random, distances, (guint[]) { 0, 1, 2 }, 3, 3));
  facerec_open_set_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/openset/known people and strangers", test_draws);
  g_test_add_func ("/openset/a wrong name is no success at any threshold", test_wrong_names);
  g_test_add_func ("/openset/TPIR at FPIR only where there are enough strangers", test_fpir);
  g_test_add_func ("/openset/a stranger who is drawn often is one", test_drawn_often);
  g_test_add_func ("/openset/nobody named right", test_nobody_right);
  g_test_add_func ("/openset/nobody to enrol, nobody a stranger", test_too_few);
  return g_test_run ();
}
