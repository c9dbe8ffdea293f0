/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/interval.h"

#include <math.h>

static void
assert_near (FacerecInterval interval, gdouble value, gdouble low, gdouble high)
{
  g_assert_cmpfloat_with_epsilon (interval.value, value, 1e-6);
  g_assert_cmpfloat_with_epsilon (interval.low, low, 1e-4);
  g_assert_cmpfloat_with_epsilon (interval.high, high, 1e-4);
}

static void
test_shares (void)
{
  /* 8 of 10, z^2 = 3.84146: centre (0.8 + 0.192073) / 1.384146 = 0.716740, half width
   * 1.959964 / 1.384146 * sqrt (0.016 + 0.009604) = 1.416010 * 0.160011 = 0.226578 */
  assert_near (facerec_interval_of_share (8, 10), 0.8, 0.4902, 0.9433);
  /* All of n: the lower end is n / (n + z^2) = 10 / 13.84146 */
  assert_near (facerec_interval_of_share (10, 10), 1, 0.7225, 1);
  assert_near (facerec_interval_of_share (0, 10), 0, 0, 0.2775);
  g_assert_true (isnan (facerec_interval_of_share (0, 0).value));
}

static void
test_splits (void)
{
  /* Mean 0.8, variance (0.01 + 0.01 + 0) / 2 = 0.01; sqrt ((1/3 + 1) * 0.01) = 0.115470; t(2) = 4.3027: +-0.496835 */
  const gdouble three[] = { 0.7, 0.9, 0.8 };
  /* t(1) = 12.7062; variance 0.0002; sqrt ((1/2 + 0) * 0.0002) = 0.01: +-0.127062 */
  const gdouble two[] = { 0.51, 0.49 };
  /* 31 values, half 0.4 and half 0.6 and one 0.5: variance 30 * 0.01 / 30 = 0.01; sqrt (0.01 / 31) = 0.0179605;
   * t(30) = 2.0423: +-0.036681 */
  gdouble many[31];

  for (guint i = 0; i < 31; i++)
    many[i] = i == 30 ? 0.5 : i % 2 ? 0.4 : 0.6;
  assert_near (facerec_interval_of_splits (three, 3, 1), 0.8, 0.303165, 1);
  assert_near (facerec_interval_of_splits (two, 2, 0), 0.5, 0.372938, 0.627062);
  assert_near (facerec_interval_of_splits (many, 31, 0), 0.5, 0.463319, 0.536681);
  g_assert_cmpfloat (facerec_interval_of_splits (two, 1, 1).value, ==, 0.51);
  g_assert_true (isnan (facerec_interval_of_splits (two, 1, 1).low));
  g_assert_true (isnan (facerec_interval_of_splits (NULL, 0, 1).value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interval/of shares", test_shares);
  g_test_add_func ("/interval/of random splits", test_splits);
  return g_test_run ();
}
