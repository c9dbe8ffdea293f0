/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/tracker/assignment.h"

#define MAX_PAIRS 65536
#define NOBODY G_MAXUINT

/* A path of one row: where its search has come to. */
typedef struct {
  const FacerecPair *pairs;
  const guint *first_pair; /* of each row, and one more */
  const gdouble *alone;
  guint *column_of_row, *row_of_column;
  gdouble *row_price, *column_price; /* potentials: no pair costs less than both together */

  GArray *touched;   /* guint: columns with a distance */
  gdouble *distance; /* of each column, from the row that seeks */
  guint *came_from;  /* the row before it on the path */
  gboolean *touched_yet, *reached;
} Search;

static void
touch_columns_of (Search *search, guint row, gdouble base)
{
  guint i;

  for (i = search->first_pair[row]; i < search->first_pair[row + 1]; i++) {
    guint column = search->pairs[i].column;
    gdouble distance = base + search->pairs[i].cost - search->row_price[row] - search->column_price[column];

    /* What has been reached is not touched again, whatever the last digit says. */
    if (search->reached[column] || (search->touched_yet[column] && distance >= search->distance[column]))
      continue;
    if (!search->touched_yet[column])
      g_array_append_val (search->touched, column);
    search->touched_yet[column] = TRUE;
    search->distance[column] = distance;
    search->came_from[column] = row;
  }
}

static guint
nearest_column (const Search *search)
{
  guint best = NOBODY, i;

  for (i = 0; i < search->touched->len; i++) {
    guint column = g_array_index (search->touched, guint, i);

    if (!search->reached[column] && (best == NOBODY || search->distance[column] < search->distance[best]))
      best = column;
  }
  return best;
}

/* So that no pair gets cheaper than its prices, and those on the paths found cost exactly that. */
static void
adjust_prices (Search *search, guint start, gdouble length)
{
  guint i;

  search->row_price[start] += length;
  for (i = 0; i < search->touched->len; i++) {
    guint column = g_array_index (search->touched, guint, i);

    if (search->reached[column]) {
      search->row_price[search->row_of_column[column]] += length - search->distance[column];
      search->column_price[column] -= length - search->distance[column];
    }
    search->touched_yet[column] = search->reached[column] = FALSE;
  }
  g_array_set_size (search->touched, 0);
}

/* Everybody on the path moves one on: from the column at its end, or from the row that gives its column away, back to start. */
static void
shift (Search *search, guint start, guint column, guint giver)
{
  guint row = giver;

  if (row != NOBODY) {
    column = search->column_of_row[row];
    search->column_of_row[row] = FACEREC_ASSIGNMENT_ALONE;
  }
  while (row != start) {
    guint left;

    row = search->came_from[column];
    left = search->column_of_row[row];
    search->column_of_row[row] = column;
    search->row_of_column[column] = row;
    column = left;
  }
}

static void
add_row (Search *search, guint start)
{
  gdouble base = 0, shortest = G_MAXDOUBLE, price = search->alone[start];
  guint row = start, giver = NOBODY, column, i;

  for (i = search->first_pair[start]; i < search->first_pair[start + 1]; i++)
    price = MIN (price, search->pairs[i].cost - search->column_price[search->pairs[i].column]);
  search->row_price[start] = price;

  for (;;) {
    gdouble giving_up = base + search->alone[row] - search->row_price[row];

    if (giving_up < shortest) {
      shortest = giving_up;
      giver = row;
    }
    touch_columns_of (search, row, base);
    column = nearest_column (search);
    if (column == NOBODY || search->distance[column] >= shortest)
      break;
    if (search->row_of_column[column] == NOBODY) {
      shortest = search->distance[column];
      giver = NOBODY;
      break;
    }
    search->reached[column] = TRUE;
    base = search->distance[column];
    row = search->row_of_column[column];
  }
  adjust_prices (search, start, shortest);
  shift (search, start, column, giver);
}

static void
solve_exactly (const FacerecPair *pairs, guint n_pairs, guint n_rows, guint n_columns, const gdouble *alone,
    guint *column_of_row)
{
  g_autofree guint *first_pair = g_new (guint, n_rows + 1), *row_of_column = g_new (guint, n_columns);
  g_autofree gdouble *row_price = g_new0 (gdouble, n_rows), *column_price = g_new0 (gdouble, n_columns);
  g_autofree gdouble *distance = g_new (gdouble, n_columns);
  g_autofree guint *came_from = g_new (guint, n_columns);
  g_autofree gboolean *touched_yet = g_new0 (gboolean, n_columns), *reached = g_new0 (gboolean, n_columns);
  g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (guint));
  Search search = { pairs, first_pair, alone, column_of_row, row_of_column, row_price, column_price, touched, distance,
    came_from, touched_yet, reached };
  guint row, i;

  for (row = i = 0; row <= n_rows; row++) {
    while (i < n_pairs && pairs[i].row < row)
      i++;
    first_pair[row] = i;
  }
  for (i = 0; i < n_columns; i++)
    row_of_column[i] = NOBODY;
  for (row = 0; row < n_rows; row++)
    add_row (&search, row);
}

static gint
compare_costs (gconstpointer a, gconstpointer b)
{
  gdouble left = ((const FacerecPair *) a)->cost, right = ((const FacerecPair *) b)->cost;

  return (left > right) - (left < right);
}

static void
solve_greedily (const FacerecPair *pairs, guint n_pairs, guint n_columns, const gdouble *alone, guint *column_of_row)
{
  g_autofree FacerecPair *sorted = g_memdup2 (pairs, n_pairs * sizeof *pairs);
  g_autofree gboolean *taken = g_new0 (gboolean, n_columns);
  guint i;

  qsort (sorted, n_pairs, sizeof *sorted, compare_costs);
  for (i = 0; i < n_pairs; i++) {
    const FacerecPair *pair = &sorted[i];

    if (taken[pair->column] || column_of_row[pair->row] != FACEREC_ASSIGNMENT_ALONE || pair->cost >= alone[pair->row])
      continue;
    taken[pair->column] = TRUE;
    column_of_row[pair->row] = pair->column;
  }
}

void
facerec_assignment_solve (const FacerecPair *pairs, guint n_pairs, guint n_rows, guint n_columns, const gdouble *alone,
    guint *column_of_row)
{
  guint i;

  for (i = 0; i < n_rows; i++)
    column_of_row[i] = FACEREC_ASSIGNMENT_ALONE;
  if (n_pairs == 0)
    return;
  if (n_pairs <= MAX_PAIRS)
    solve_exactly (pairs, n_pairs, n_rows, n_columns, alone, column_of_row);
  else
    solve_greedily (pairs, n_pairs, n_columns, alone, column_of_row);
}
