/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/model.h"
#include "models/hog/resample.h"

G_BEGIN_DECLS

/* The inner loops. Their files are compiled once for each set of instructions (meson.build), and the best that the CPU has
 * is taken when a detector is opened. All of them give the same pictures, bit by bit; sums of floats may differ in the last
 * bits from one set to the other. */

/* One row of cells of orientation histograms: bin b of cell c is at [b * stride + c + 1], c from -1 to the number of cells. */
typedef gfloat FacerecHogRow;

/* The feature planes of a level: row y, column x of plane p is at data[(p * rows + y) * stride + FACEREC_HOG_LEFT + x].
 * Columns left and right of the valid ones are 0, up to stride. */
typedef struct {
  gfloat *data;
  gint rows, columns; /* valid positions */
  gsize stride;       /* floats, a multiple of FACEREC_HOG_STRIP */
} FacerecHogPlanes;

#define FACEREC_HOG_LEFT 4   /* columns of zeros that a template may reach over on the left (5 on the right) */
#define FACEREC_HOG_STRIP 16 /* columns that a strip has at most */
#define FACEREC_HOG_CHUNK 24 /* rows of a strip that are filtered at a time */

typedef struct {
  const gchar *name; /* the instructions: "AVX-512", "AVX2", "SSE2" */
  gboolean (*usable) (void);
  gdouble ns_per_pixel; /* of the picture that is searched, on one core of an AMD EPYC of 2022 (Zen 4) */
  gint lanes; /* columns of a strip */

  /* Rows from to to - 1 of target, out of source. */
  void (*enlarge_or_reduce) (const FacerecHogPicture *source, const FacerecHogResampling *how, guint8 *target,
      gint from, gint to, guint8 *scratch);
  void (*halve) (const FacerecHogPicture *source, guint8 *target, gint width, gint from, gint to, guint8 *scratch);

  /* Adds the gradients of the 8 rows of pixels that lie between the centres of cell row block_row and the next to the
   * histograms of both. Pixels beyond visible_width and visible_height have none. n_cells: of a row. */
  void (*histograms) (const FacerecHogPicture *picture, gint visible_width, gint visible_height, gint block_row,
      gint n_cells, FacerecHogRow *upper, FacerecHogRow *lower, gsize stride);
  /* energy[c]: sum over 9 orientations of the squared histogram of cell c, n cells. */
  void (*energies) (const FacerecHogRow *row, gsize stride, gint n, gfloat *energy);
  /* Row y of planes: the cells of row, normalised by the energies of its own, the upper and the lower row of cells. */
  void (*features) (const FacerecHogRow *row, gsize stride, const gfloat *const energy[3], const FacerecHogPlanes *planes,
      gint y);
  /* All templates at columns x to x + lanes - 1: sums[(template * rows + y) * lanes + i], rows being
   * facerec_hog_strip_rows (). scratch: facerec_hog_strip_scratch () bytes. */
  void (*strip) (const FacerecHogModel *model, const FacerecHogPlanes *planes, gint x, gfloat *sums, gfloat *scratch);
} FacerecHogKernels;

/* All sets of this build, best first, NULL-terminated; the last is usable everywhere. */
const FacerecHogKernels *const *facerec_hog_kernels (void);

/* Rows of the sums of a strip of planes with this many rows. */
gsize facerec_hog_strip_rows (gint rows);
/* Bytes of scratch that strip needs. */
gsize facerec_hog_strip_scratch (const FacerecHogModel *model);

G_END_DECLS
