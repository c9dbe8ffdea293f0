/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/histogram.h"

static void
test_bins (void)
{
  /* Parts of 0.5: 0 and 0.4 in the first, 0.5 and 0.9 in the second, 1.0 in the third, the rest in the last. */
  const gfloat values[] = { 0, 0.4f, 0.5f, 0.9f, 1.0f, 1.6f, 2.0f, 7.0f };
  guint64 counts[4] = { 99, 99, 99, 99 };

  facerec_histogram (values, G_N_ELEMENTS (values), 2, 4, counts);
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, 2);
  g_assert_cmpuint (counts[2], ==, 1);
  g_assert_cmpuint (counts[3], ==, 3);
  facerec_histogram (NULL, 0, 2, 4, counts);
  g_assert_cmpuint (counts[0], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/histogram/values on edges and beyond", test_bins);
  return g_test_run ();
}
