/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/triplets.h"

#include <math.h>

#include "line.h"

/* Anchor 0 (A): others B, B, C are 4, 6, 10 away. 1 (1 away): 3 of 3 right; 3 (3 away): 3 of 3.
 * Anchor 1 (A): others 3, 5, 9. 0 (1): 3; 3 (2): 3.
 * Anchor 3 (A): others 1, 3, 7. 0 (3): only 7 is farther, 1 (an equal one is wrong); 1 (2): 2.
 * Anchor 4 (B): others 4, 3, 1, 6 away. 6 (2): 3 of 4.
 * Anchor 6 (B): others 6, 5, 3, 4. 4 (2): 4 of 4.
 * Anchor 10 (C): no other of its person.
 * Right 3 + 3 + 3 + 3 + 1 + 2 + 3 + 4 = 22 of 6 * 3 + 2 * 4 = 26. */
static void
test_line (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  const guint alone[LINE_N] = { 0, 0, 0, 0, 0, 0 };
  guint64 n;

  g_assert_cmpfloat_with_epsilon (facerec_triplet_share (distances, line_people, &n), 22.0 / 26, 1e-12);
  g_assert_cmpuint (n, ==, 26);
  g_assert_true (isnan (facerec_triplet_share (distances, alone, NULL)));
}

static void
test_against_counting (void)
{
  guint people[40];
  g_autoptr (FacerecDistances) distances = random_distances (8, 40, 6, 2, people, NULL);
  guint64 right = 0, all = 0, n;

  for (guint a = 0; a < 40; a++)
    for (guint p = 0; p < 40; p++)
      for (guint x = 0; x < 40; x++)
        if (a != p && people[a] == people[p] && people[x] != people[a]) {
          all++;
          right += facerec_distances_get (distances, a, p) < facerec_distances_get (distances, a, x);
        }
  g_assert_cmpfloat_with_epsilon (facerec_triplet_share (distances, people, &n), (gdouble) right / all, 1e-12);
  g_assert_cmpuint (n, ==, all);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/triplets/people on a line", test_line);
  g_test_add_func ("/triplets/all of them, one by one", test_against_counting);
  return g_test_run ();
}
