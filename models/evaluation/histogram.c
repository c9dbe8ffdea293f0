/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/histogram.h"

#include <string.h>

void
facerec_histogram (const gfloat *values, gsize n, gdouble to, guint n_bins, guint64 *counts)
{
  memset (counts, 0, n_bins * sizeof *counts);
  for (gsize i = 0; i < n; i++)
    counts[values[i] < to ? MIN ((guint) (values[i] / to * n_bins), n_bins - 1) : n_bins - 1]++;
}
