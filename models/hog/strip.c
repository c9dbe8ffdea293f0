/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* All templates over one strip of a level, as wide as a register. For each plane, rows are filtered by all row filters of
 * that plane while they are in registers; then the column filters of one template after the other are added to its sums.
 * This goes on in chunks of rows, so that what lies between the two stays in the nearest cache. */
#include "models/hog/variant.h"

#include <string.h>

#define LANES FACEREC_HOG_LANES
#define TAPS FACEREC_HOG_TAPS
#define CHUNK FACEREC_HOG_CHUNK
#define KEPT (TAPS - 1)       /* rows of a chunk that the next one needs again */
#define BLOCK (LANES == 16 ? 8 : 4) /* rows that the column filters work on at a time */

typedef gfloat Lanes __attribute__ ((vector_size (LANES * sizeof (gfloat))));
typedef gfloat LooseLanes __attribute__ ((vector_size (LANES * sizeof (gfloat)), aligned (sizeof (gfloat))));

typedef struct {
  Lanes row[KEPT + CHUNK];
} Filtered;

static void
filter_row (const gfloat *row, const FacerecHogFilter *filters, guint n_filters, Filtered *filtered, gint at)
{
  Lanes shifted[TAPS];

#pragma GCC unroll 10
  for (guint i = 0; i < TAPS; i++)
    shifted[i] = *(const LooseLanes *) (gconstpointer) (row + i);
  for (guint f = 0; f < n_filters; f++) {
    const gfloat *taps = filters[f].row;
    Lanes even = shifted[0] * taps[0], odd = shifted[1] * taps[1];

#pragma GCC unroll 10
    for (guint i = 2; i < TAPS; i += 2) {
      even += shifted[i] * taps[i];
      odd += shifted[i + 1] * taps[i + 1];
    }
    filtered[f].row[at] = even + odd;
  }
}

/* Rows first to first + n - 1, counted with the zeros over the planes, into rows at and following. */
static void
filter_rows (const FacerecHogPlanes *planes, guint plane, gint x, gint first, gint n, const FacerecHogFilter *filters,
    guint n_filters, Filtered *filtered, gint at)
{
  const gfloat *data = planes->data + (gsize) plane * (gsize) planes->rows * planes->stride + x;

  for (gint i = 0; i < n; i++) {
    const gint y = first + i - FACEREC_HOG_LEFT;

    if (y >= 0 && y < planes->rows)
      filter_row (data + (gsize) y * planes->stride, filters, n_filters, filtered, at + i);
    else
      for (guint f = 0; f < n_filters; f++)
        filtered[f].row[at + i] = (Lanes) { 0 };
  }
}

/* The column filters of one template, n of them, added to BLOCK rows of its sums. */
static inline void
filter_block (const FacerecHogFilter *filters, guint n, const Filtered *filtered, gint at, Lanes *sums)
{
  Lanes sum[BLOCK];

#pragma GCC unroll 8
  for (guint i = 0; i < BLOCK; i++)
    sum[i] = sums[i];
  for (guint f = 0; f < n; f++) {
    const gfloat *taps = filters[f].column;
    const Lanes *row = filtered[f].row + at;

#pragma GCC unroll 20
    for (guint r = 0; r < BLOCK + TAPS - 1; r++) {
      const Lanes value = row[r];

#pragma GCC unroll 8
      for (guint i = 0; i < BLOCK; i++)
        if (r >= i && r < i + TAPS)
          sum[i] += value * taps[r - i];
    }
  }
#pragma GCC unroll 8
  for (guint i = 0; i < BLOCK; i++)
    sums[i] = sum[i];
}

static void
filter_columns (const FacerecHogFilter *filters, guint n_filters, const Filtered *filtered, gint n_rows, Lanes *sums,
    gsize sums_rows)
{
  for (guint first = 0, n; first < n_filters; first += n) {
    for (n = 1; first + n < n_filters && filters[first + n].face == filters[first].face; n++)
      ;
    for (gint y = 0; y < n_rows; y += BLOCK)
      filter_block (filters + first, n, filtered + first, y, sums + filters[first].face * sums_rows + (gsize) y);
  }
}

void
FACEREC_HOG_NAME (facerec_hog_strip) (const FacerecHogModel *model, const FacerecHogPlanes *planes, gint x, gfloat *sums,
    gfloat *scratch)
{
  const gsize sums_rows = facerec_hog_strip_rows (planes->rows);
  Filtered *filtered = (Filtered *) (gpointer) scratch;
  Lanes *all_sums = (Lanes *) (gpointer) sums;

  memset (sums, 0, model->n_templates * sums_rows * sizeof (Lanes));
  for (guint first = 0, n; first < model->n_filters; first += n) {
    const FacerecHogFilter *filters = model->filters + first;

    for (n = 1; first + n < model->n_filters && filters[n].plane == filters[0].plane; n++)
      ;
    for (gint y = 0; y < planes->rows; y += CHUNK) {
      const gint n_rows = MIN (CHUNK, planes->rows - y);

      if (y == 0)
        filter_rows (planes, filters[0].plane, x, 0, KEPT, filters, n, filtered, 0);
      else
        for (guint f = 0; f < n; f++)
          memcpy (filtered[f].row, filtered[f].row + CHUNK, KEPT * sizeof (Lanes));
      filter_rows (planes, filters[0].plane, x, y + KEPT, CHUNK, filters, n, filtered, KEPT);
      filter_columns (filters, n, filtered, n_rows, all_sums + y, sums_rows);
    }
  }
}
