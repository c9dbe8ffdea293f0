/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The cheapest assignment, against trying out all of them. */
#include "models/tracker/assignment.h"

#define MAX_ROWS 6
#define MAX_PAIRS (MAX_ROWS * MAX_ROWS)

/* The least sum from row on, by trying every column that is free. */
static gdouble
try_all (const FacerecPair *pairs, guint n_pairs, const gdouble *alone, guint row, guint n_rows, guint taken)
{
  gdouble best;
  guint i;

  if (row == n_rows)
    return 0;
  best = alone[row] + try_all (pairs, n_pairs, alone, row + 1, n_rows, taken);
  for (i = 0; i < n_pairs; i++)
    if (pairs[i].row == row && !(taken & (1u << pairs[i].column)))
      best = MIN (best, pairs[i].cost
          + try_all (pairs, n_pairs, alone, row + 1, n_rows, taken | (1u << pairs[i].column)));
  return best;
}

/* The sum that the result comes to; what is not possible fails here. */
static gdouble
sum_of (const FacerecPair *pairs, guint n_pairs, const gdouble *alone, guint n_rows, const guint *column_of_row)
{
  guint64 taken = 0;
  gdouble sum = 0;
  guint row, i;

  for (row = 0; row < n_rows; row++) {
    if (column_of_row[row] == FACEREC_ASSIGNMENT_ALONE) {
      sum += alone[row];
      continue;
    }
    g_assert_cmpuint (taken & (G_GUINT64_CONSTANT (1) << column_of_row[row]), ==, 0);
    taken |= G_GUINT64_CONSTANT (1) << column_of_row[row];
    for (i = 0; i < n_pairs; i++)
      if (pairs[i].row == row && pairs[i].column == column_of_row[row])
        break;
    g_assert_cmpuint (i, <, n_pairs);
    sum += pairs[i].cost;
  }
  return sum;
}

static void
test_is_the_cheapest (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  guint round;

  for (round = 0; round < 3000; round++) {
    guint n_rows = g_rand_int_range (random, 1, MAX_ROWS + 1), n_columns = g_rand_int_range (random, 1, MAX_ROWS + 1);
    gdouble density = g_rand_double (random), alone[MAX_ROWS];
    guint column_of_row[MAX_ROWS], n_pairs = 0, row, column;
    FacerecPair pairs[MAX_PAIRS];

    for (row = 0; row < n_rows; row++) {
      alone[row] = g_rand_double_range (random, -5, 20);
      for (column = 0; column < n_columns; column++)
        if (g_rand_double (random) < density)
          pairs[n_pairs++] = (FacerecPair) { row, column, g_rand_double_range (random, -20, 20) };
    }
    facerec_assignment_solve (pairs, n_pairs, n_rows, n_columns, alone, column_of_row);
    g_assert_cmpfloat_with_epsilon (sum_of (pairs, n_pairs, alone, n_rows, column_of_row),
        try_all (pairs, n_pairs, alone, 0, n_rows, 0), 1e-9);
  }
}

static void
test_nothing_to_share_out (void)
{
  const gdouble alone[] = { 1, 2 };
  guint column_of_row[] = { 7, 7 };

  facerec_assignment_solve (NULL, 0, 0, 0, NULL, NULL);
  facerec_assignment_solve (NULL, 0, 2, 3, alone, column_of_row);
  g_assert_cmpuint (column_of_row[0], ==, FACEREC_ASSIGNMENT_ALONE);
  g_assert_cmpuint (column_of_row[1], ==, FACEREC_ASSIGNMENT_ALONE);
}

/* Every row has one column that is its own and others that are nearly as good. A crowd of 64 is solved exactly; one of 2,000, too
 * large for that, gets an answer, and where it is this clear, the same. */
static void
test_crowds (void)
{
  static const guint sizes[] = { 64, 2000 };
  guint s, row, near;

  for (s = 0; s < G_N_ELEMENTS (sizes); s++) {
    guint n = sizes[s];
    g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (FacerecPair));
    g_autofree gdouble *alone = g_new (gdouble, n);
    g_autofree guint *column_of_row = g_new (guint, n);

    for (row = 0; row < n; row++) {
      alone[row] = 100;
      for (near = 0; near < 64; near++) {
        FacerecPair pair = { row, (row * 7 + near) % n, near == 0 ? -1.0 : near };

        g_array_append_val (pairs, pair);
      }
    }
    facerec_assignment_solve ((FacerecPair *) pairs->data, pairs->len, n, n, alone, column_of_row);
    for (row = 0; row < n; row++)
      g_assert_cmpuint (column_of_row[row], ==, row * 7 % n);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/assignment/is the cheapest of all", test_is_the_cheapest);
  g_test_add_func ("/models/assignment/nothing to share out", test_nothing_to_share_out);
  g_test_add_func ("/models/assignment/crowds", test_crowds);
  return g_test_run ();
}
