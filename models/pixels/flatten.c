/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/pixels/flatten.h"

#include <string.h>

#include "models/clones.h"

/* The step is known to the compiler where it is inlined with one. */
static inline guint32
sum_steps (const guint8 *row, gint n, gint step)
{
  guint32 sum = 0;

  for (gint i = 0; i < n; i++)
    sum += row[(gsize) i * (gsize) step];
  return sum;
}

FACEREC_CLONES static guint32
sum_row (const guint8 *row, gint n, gint step)
{
  switch (step) {
    case 1:
      return sum_steps (row, n, 1);
    case 2:
      return sum_steps (row, n, 2);
    case 3:
      return sum_steps (row, n, 3);
    case 4:
      return sum_steps (row, n, 4);
    default:
      return sum_steps (row, n, step);
  }
}

static void
fill_row (guint8 *row, gint n, gint step, guint8 value)
{
  if (step == 1)
    memset (row, value, (gsize) n);
  else
    for (gint i = 0; i < n; i++, row += step)
      *row = value;
}

void
facerec_flatten (guint8 *data, gint stride, gint step, gint n_columns, gint n_rows)
{
  const guint64 n = (guint64) n_columns * (guint64) n_rows;
  guint64 sum = n / 2;
  guint8 mean;
  gint row;

  for (row = 0; row < n_rows; row++)
    sum += sum_row (data + (gssize) row * stride, n_columns, step);
  mean = (guint8) (sum / n);
  for (row = 0; row < n_rows; row++)
    fill_row (data + (gssize) row * stride, n_columns, step, mean);
}
