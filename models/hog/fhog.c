/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/fhog.h"

#include <string.h>

#define KEPT_ROWS 4 /* rows of cells that are needed at a time, a power of two */

static gint
cells (gint pixels)
{
  return (gint) (((gint64) pixels + FACEREC_HOG_CELL / 2) / FACEREC_HOG_CELL);
}

static gsize
whole_strips (gint columns)
{
  return ((gsize) columns + FACEREC_HOG_STRIP - 1) / FACEREC_HOG_STRIP * FACEREC_HOG_STRIP;
}

void
facerec_hog_planes_measure (FacerecHogPlanes *planes, gint width, gint height)
{
  planes->rows = MAX (cells (height) - 2, 0);
  planes->columns = MAX (cells (width) - 2, 0);
  planes->stride = 0;
  if (planes->rows == 0 || planes->columns == 0)
    planes->rows = planes->columns = 0;
  else
    planes->stride = whole_strips (planes->columns) + FACEREC_HOG_STRIP;
}

gsize
facerec_hog_planes_size (const FacerecHogPlanes *planes)
{
  return FACEREC_HOG_PLANES * (gsize) planes->rows * planes->stride * sizeof (gfloat);
}

static gsize
row_stride (gint width)
{
  return whole_strips (cells (width) + 2);
}

gsize
facerec_hog_extract_scratch (gint width)
{
  return KEPT_ROWS * (FACEREC_HOG_BINS + 1) * row_stride (width) * sizeof (gfloat);
}

/* Feature row y is made of row y + 1 of the cells and the energies of rows y to y + 2. A row of cells is complete when the
 * block rows above and below its centre have been added. */
void
facerec_hog_extract (const FacerecHogKernels *kernels, const FacerecHogPicture *picture, const FacerecHogPlanes *planes,
    gint from, gint to, gfloat *scratch)
{
  const gint n_cells = planes->columns + 2;
  const gint visible_width = MIN (n_cells * FACEREC_HOG_CELL, picture->width) - 1;
  const gint visible_height = MIN ((planes->rows + 2) * FACEREC_HOG_CELL, picture->height) - 1;
  const gsize stride = row_stride (picture->width), row_size = FACEREC_HOG_BINS * stride;
  gfloat *rows[KEPT_ROWS], *energies[KEPT_ROWS];

  for (guint i = 0; i < KEPT_ROWS; i++) {
    rows[i] = scratch + i * row_size;
    energies[i] = scratch + KEPT_ROWS * row_size + i * stride;
  }
  memset (rows[(guint) (from - 1) % KEPT_ROWS], 0, row_size * sizeof (gfloat));
  for (gint r = from - 1; r <= to + 1; r++) {
    gfloat *upper = rows[(guint) r % KEPT_ROWS], *lower = rows[(guint) (r + 1) % KEPT_ROWS];

    memset (lower, 0, row_size * sizeof (gfloat));
    kernels->histograms (picture, visible_width, visible_height, r, n_cells, upper, lower, stride);
    if (r >= from)
      kernels->energies (upper, stride, n_cells, energies[(guint) r % KEPT_ROWS]);
    if (r >= from + 2) {
      const gfloat *const around[3] = { energies[(guint) (r - 2) % KEPT_ROWS], energies[(guint) (r - 1) % KEPT_ROWS],
        energies[(guint) r % KEPT_ROWS] };

      kernels->features (rows[(guint) (r - 1) % KEPT_ROWS], stride, around, planes, r - 2);
    }
  }
}
