/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/verification.h"

#include <math.h>
#include <string.h>

#include "line.h"

/* Same: 0.1 0.2 0.3 0.6.  Different: 0.4 0.5 0.7 0.8 0.9. */
static const gfloat table[] = { 0.9f, 0.1f, 0.4f, 0.2f, 0.5f, 0.6f, 0.7f, 0.3f, 0.8f };
static const gboolean table_same[] = { FALSE, TRUE, FALSE, TRUE, FALSE, TRUE, FALSE, TRUE, FALSE };

static FacerecVerification *
table_pairs (void)
{
  return facerec_verification_new_for_pairs (table, table_same, G_N_ELEMENTS (table));
}

static void
test_sorting (void)
{
  g_autoptr (FacerecVerification) pairs = table_pairs ();

  g_assert_cmpuint (pairs->n_same, ==, 4);
  g_assert_cmpuint (pairs->n_different, ==, 5);
  g_assert_cmpfloat (pairs->same[3], ==, 0.6f);
  g_assert_cmpfloat (pairs->different[0], ==, 0.4f);
  g_assert_cmpuint (facerec_count_up_to (pairs->same, 4, 0.05), ==, 0);
  g_assert_cmpuint (facerec_count_up_to (pairs->same, 4, 0.1f), ==, 1);
  g_assert_cmpuint (facerec_count_up_to (pairs->same, 4, 9), ==, 4);
}

static void
test_points (void)
{
  g_autoptr (FacerecVerification) pairs = table_pairs ();
  FacerecOperatingPoint point = facerec_verification_at (pairs, 0.55);

  /* Accepted: 0.1 0.2 0.3 of four, 0.4 0.5 of five. */
  g_assert_cmpfloat (point.tar, ==, 0.75);
  g_assert_cmpfloat (point.far, ==, 0.4);
  /* Of 4 * 5 couples all are in order but those of 0.6 with 0.4 and 0.5. */
  g_assert_cmpfloat_with_epsilon (facerec_verification_auc (pairs), 18.0 / 20, 1e-12);
}

/* Same 1 2, different 2 3: 1 before 2, 1 before 3, 2 beside 2, 2 before 3. */
static void
test_ties (void)
{
  const gfloat distances[] = { 1, 2, 2, 3 };
  const gboolean same[] = { TRUE, TRUE, FALSE, FALSE };
  g_autoptr (FacerecVerification) pairs = facerec_verification_new_for_pairs (distances, same, 4);

  g_assert_cmpfloat (facerec_verification_auc (pairs), ==, 3.5 / 4);
}

static void
test_eer (void)
{
  g_autoptr (FacerecVerification) pairs = table_pairs ();
  const gfloat apart[] = { 0.1f, 0.2f, 0.6f, 0.7f };
  const gboolean apart_same[] = { TRUE, TRUE, FALSE, FALSE };
  g_autoptr (FacerecVerification) clear = facerec_verification_new_for_pairs (apart, apart_same, 4);
  g_autoptr (FacerecVerification) one_kind = facerec_verification_new_for_pairs (apart, apart_same, 2);
  gdouble eer = -1, threshold = -1;

  /* At 0.4: FAR 0.2, FRR 0.25. At 0.5: FAR 0.4, FRR 0.25. They meet 0.05 / (0.05 + 0.15) = 1/4 of the way. */
  g_assert_true (facerec_verification_eer (pairs, &eer, &threshold));
  g_assert_cmpfloat_with_epsilon (eer, 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (threshold, 0.425, 1e-6);
  /* No error from 0.2 up to 0.6: the middle. */
  g_assert_true (facerec_verification_eer (clear, &eer, &threshold));
  g_assert_cmpfloat (eer, ==, 0);
  g_assert_cmpfloat_with_epsilon (threshold, 0.4, 1e-6);
  g_assert_cmpfloat (facerec_verification_auc (clear), ==, 1);
  eer = threshold = -1;
  g_assert_false (facerec_verification_eer (one_kind, &eer, &threshold));
  g_assert_cmpfloat (eer, ==, -1);
  g_assert_cmpfloat (threshold, ==, -1);
  g_assert_true (isnan (facerec_verification_auc (one_kind)));
}

static void
test_far_needs_negatives (void)
{
  gfloat distances[202];
  gboolean same[202];
  g_autoptr (FacerecVerification) pairs = NULL, all_alike = NULL;
  FacerecOperatingPoint point = { -1, -1, -1 };

  /* Different: 1.00, 1.01 ... 2.98 and twice 1.10 (200 of them); same: 1.095 and 1.5. */
  for (guint i = 0; i < 199; i++)
    distances[i] = 1 + 0.01f * i;
  distances[199] = distances[10];
  distances[200] = 1.095f;
  distances[201] = 1.5f;
  for (guint i = 0; i < 202; i++)
    same[i] = i >= 200;
  pairs = facerec_verification_new_for_pairs (distances, same, 202);
  /* 10 of 200: 1.00 to 1.09 are accepted, 1.10 not: half-way from 1.095 to it. */
  g_assert_true (facerec_verification_at_far (pairs, 0.05, &point));
  g_assert_cmpfloat_with_epsilon (point.threshold, 1.0975, 1e-6);
  g_assert_cmpfloat_with_epsilon (point.far, 0.05, 1e-12);
  g_assert_cmpfloat (point.tar, ==, 0.5);
  /* 11 of 200 would take one of two that are equally far: so 10 it is. */
  g_assert_true (facerec_verification_at_far (pairs, 0.055, &point));
  g_assert_cmpfloat_with_epsilon (point.far, 0.05, 1e-12);
  /* 0.1 of 200 is 20, whatever the rounding: 1.00 to 1.18 and 1.10 again. */
  g_assert_true (facerec_verification_at_far (pairs, 0.1, &point));
  g_assert_cmpfloat_with_epsilon (point.far, 0.1, 1e-12);
  /* Fewer than ten false accepts say nothing about a rate. */
  point = (FacerecOperatingPoint) { -1, -1, -1 };
  g_assert_false (facerec_verification_at_far (pairs, 0.049, &point));
  g_assert_cmpfloat (point.threshold, ==, -1);
  /* A model to which all are the same: no threshold accepts a tenth of them. */
  memset (distances, 0, sizeof distances);
  all_alike = facerec_verification_new_for_pairs (distances, same, 202);
  g_assert_false (facerec_verification_at_far (all_alike, 0.1, &point));
  g_assert_cmpfloat (point.threshold, ==, -1);
}

static void
test_best (void)
{
  g_autoptr (FacerecVerification) pairs = table_pairs ();
  g_autoptr (FacerecVerification) none = facerec_verification_new_for_pairs (NULL, NULL, 0);
  gdouble share;

  /* At 0.35 three of four and five of five are right. */
  g_assert_cmpfloat_with_epsilon (facerec_verification_best_threshold (pairs, &share), 0.35, 1e-6);
  g_assert_cmpfloat_with_epsilon (share, 8.0 / 9, 1e-12);
  g_assert_cmpfloat (facerec_verification_best_threshold (none, &share), ==, 0);
  g_assert_true (isnan (share));
}

static void
test_people (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  g_autoptr (FacerecVerification) all = facerec_verification_new (distances, line_people, NULL);
  g_autoptr (FacerecVerification) some = facerec_verification_new (distances, line_people, (gboolean[]) { TRUE, FALSE, TRUE });
  const gfloat same[] = { 1, 2, 2, 3 }, without_b[] = { 7, 9, 10 };

  /* A: 1 3 2, B: 2. Different: 15 - 4. */
  g_assert_cmpmem (all->same, all->n_same * sizeof (gfloat), same, sizeof same);
  g_assert_cmpuint (all->n_different, ==, 11);
  g_assert_cmpuint (some->n_same, ==, 3);
  g_assert_cmpmem (some->different, some->n_different * sizeof (gfloat), without_b, sizeof without_b);
}

/* Every threshold tried, every pair counted. */
static void
test_against_counting (void)
{
  guint people[50];
  g_autoptr (FacerecDistances) distances = random_distances (11, 50, 8, 3, people, NULL);
  g_autoptr (FacerecVerification) pairs = facerec_verification_new (distances, people, NULL);
  gdouble auc = 0, eer, threshold, least_gap = 2, eer_there = 0;
  FacerecOperatingPoint point;

  for (gsize d = 0; d < pairs->n_different; d++)
    for (gsize s = 0; s < pairs->n_same; s++)
      auc += pairs->same[s] < pairs->different[d] ? 1 : pairs->same[s] == pairs->different[d] ? 0.5 : 0;
  g_assert_cmpfloat_with_epsilon (facerec_verification_auc (pairs), auc / (pairs->n_same * pairs->n_different), 1e-12);
  for (gsize d = 0; d < pairs->n_different; d++) {
    gdouble frr;

    point = facerec_verification_at (pairs, pairs->different[d]);
    frr = 1 - point.tar;
    if (fabs (point.far - frr) < least_gap) {
      least_gap = fabs (point.far - frr);
      eer_there = (point.far + frr) / 2;
    }
  }
  g_assert_true (facerec_verification_eer (pairs, &eer, &threshold));
  /* One pair of one person more or less is the grain of it. */
  g_assert_cmpfloat_with_epsilon (eer, eer_there, 1.0 / pairs->n_same);
  point = facerec_verification_at (pairs, threshold);
  g_assert_cmpfloat_with_epsilon (point.far, 1 - point.tar, 2.0 / pairs->n_same);
  g_assert_true (facerec_verification_at_far (pairs, 0.05, &point));
  g_assert_cmpfloat (point.far, <=, 0.05);
  g_assert_cmpfloat (facerec_verification_at (pairs, pairs->different[(gsize) (0.05 * pairs->n_different)]).far, >, 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verification/pairs are sorted by kind and distance", test_sorting);
  g_test_add_func ("/verification/what a threshold accepts, and the area under the curve", test_points);
  g_test_add_func ("/verification/equal distances count half", test_ties);
  g_test_add_func ("/verification/the equal error rate and its threshold", test_eer);
  g_test_add_func ("/verification/TAR at FAR only where there are enough negatives", test_far_needs_negatives);
  g_test_add_func ("/verification/the threshold that judges most pairs right", test_best);
  g_test_add_func ("/verification/pairs of all people and of chosen ones", test_people);
  g_test_add_func ("/verification/figures are those that counting finds", test_against_counting);
  facerec_verification_free (NULL);
  return g_test_run ();
}
