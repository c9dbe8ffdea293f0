/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "line.h"

#include <math.h>

static void
test_line (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();

  g_assert_cmpuint (distances->n, ==, LINE_N);
  for (guint a = 0; a < LINE_N; a++)
    for (guint b = 0; b < LINE_N; b++)
      g_assert_cmpfloat (facerec_distances_get (distances, a, b), ==, fabsf (line_places[a] - line_places[b]));
}

static void
test_triangle (void)
{
  /* 3-4-5, and (1,2,2) of length 3 */
  const gfloat embeddings[] = { 0, 0, 0, 3, 4, 0, 1, 2, 2 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (embeddings, 3, 3);

  g_assert_cmpfloat (facerec_distances_get (distances, 0, 1), ==, 5);
  g_assert_cmpfloat (facerec_distances_get (distances, 2, 0), ==, 3);
  /* (2, 2, -2) */
  g_assert_cmpfloat_with_epsilon (facerec_distances_get (distances, 1, 2), sqrt (12), 1e-6);
}

static void
test_none_and_one (void)
{
  g_autoptr (FacerecDistances) none = facerec_distances_new (NULL, 0, 128);
  g_autoptr (FacerecDistances) one = facerec_distances_new ((gfloat[]) { 1 }, 1, 1);

  g_assert_cmpuint (none->n, ==, 0);
  g_assert_cmpfloat (facerec_distances_get (one, 0, 0), ==, 0);
  facerec_distances_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/distances/differences on a line", test_line);
  g_test_add_func ("/distances/lengths in space", test_triangle);
  g_test_add_func ("/distances/no face, one face", test_none_and_one);
  return g_test_run ();
}
