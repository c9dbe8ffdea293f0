/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/pairprotocol.h"

#include <math.h>

/* Two folds. Fold 0: same 1, 2; different 4, 5. Fold 1: same 3, 6; different 7, 8.
 * Fold 0 is judged by fold 1's best threshold, (6 + 7) / 2 = 6.5: all four accepted, 2 of 4 right.
 * Fold 1 by fold 0's, (2 + 4) / 2 = 3: 3 accepted, 6 refused: 3 of 4 right.
 * Mean 0.625, standard deviation sqrt (0.0625 + 0.0625 ... / 1): values 0.5 and 0.75 differ by 0.125 from the mean, variance
 * 2 * 0.015625 / 1 = 0.03125, error sqrt (0.03125 / 2) = 0.125.
 * Of all at once: at (3 + 4) / 2 = 3.5 seven of eight are right. */
static void
test_two_folds (void)
{
  const gfloat distances[] = { 1, 4, 2, 5, 3, NAN, 7, 6, 8 };
  const gboolean same[] = { TRUE, FALSE, TRUE, FALSE, TRUE, TRUE, FALSE, TRUE, FALSE };
  const guint folds[] = { 0, 0, 0, 0, 1, 1, 1, 1, 1 };
  g_autoptr (FacerecPairProtocol) result = facerec_pair_protocol_new (distances, same, folds, 9, 2);

  g_assert_cmpuint (result->n_folds, ==, 2);
  g_assert_cmpfloat (result->thresholds[0], ==, 6.5);
  g_assert_cmpfloat (result->thresholds[1], ==, 3);
  g_assert_cmpfloat (result->shares[0], ==, 0.5);
  g_assert_cmpfloat (result->shares[1], ==, 0.75);
  g_assert_cmpfloat (result->mean, ==, 0.625);
  g_assert_cmpfloat_with_epsilon (result->error, 0.125, 1e-12);
  g_assert_cmpfloat (result->best_threshold, ==, 3.5);
  g_assert_cmpfloat (result->best_share, ==, 7.0 / 8);
}

static void
test_one_fold (void)
{
  const gfloat distances[] = { 1, 2 };
  const gboolean same[] = { TRUE, FALSE };
  const guint folds[] = { 0, 0 };
  g_autoptr (FacerecPairProtocol) result = facerec_pair_protocol_new (distances, same, folds, 2, 1);

  g_assert_cmpfloat (result->thresholds[0], ==, 1.5);
  g_assert_cmpfloat (result->mean, ==, 1);
  g_assert_true (isnan (result->error));
}

/* A fold without a usable pair has no share, and does not spoil the mean. */
static void
test_empty_fold (void)
{
  const gfloat distances[] = { 1, 2, NAN, 1, 2 };
  const gboolean same[] = { TRUE, FALSE, TRUE, TRUE, FALSE };
  const guint folds[] = { 0, 0, 1, 2, 2 };
  g_autoptr (FacerecPairProtocol) result = facerec_pair_protocol_new (distances, same, folds, 5, 3);

  g_assert_true (isnan (result->shares[1]));
  g_assert_cmpfloat (result->mean, ==, 1);
  g_assert_cmpfloat (result->error, ==, 0);
  facerec_pair_protocol_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pairprotocol/a fold is judged by the others' threshold", test_two_folds);
  g_test_add_func ("/pairprotocol/one fold", test_one_fold);
  g_test_add_func ("/pairprotocol/a fold without a usable pair", test_empty_fold);
  return g_test_run ();
}
