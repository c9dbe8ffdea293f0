/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the HOG detector searches with, as plain numbers: dlib's frontal face detector, which is five templates of 10 by 10
 * cells over 31 feature planes (Felzenszwalb et al. 2010), each plane's 10x10 filter written as a short sum of products of a
 * column and a row (its singular value decomposition). */

#define FACEREC_HOG_CELL 8    /* a cell, pixels a side */
#define FACEREC_HOG_BINS 18   /* orientations of a gradient, over the whole circle */
#define FACEREC_HOG_PLANES 31 /* features of a cell: 18 with sign, 9 without, 4 of texture */
#define FACEREC_HOG_TAPS 10   /* a template, cells a side */

/* One product of the sum: its filter's value in row r, column c is column[r] * row[c]. */
typedef struct {
  gfloat row[FACEREC_HOG_TAPS];
  gfloat column[FACEREC_HOG_TAPS];
  guint plane; /* 0..30 */
  guint face;  /* which template, below n_templates */
} FacerecHogFilter;

typedef struct {
  guint n_templates;
  const gdouble *thresholds;       /* n_templates: the filters' sum has to reach this */
  guint n_filters;
  const FacerecHogFilter *filters; /* by plane, then by template */
  gint smallest_level;       /* px: the pyramid ends with the first level whose next would have a side below this */
  /* Of two boxes the worse is dropped when they share more than overlap_joint of the box round both, or more than
   * overlap_covered of one of them. */
  gdouble overlap_joint, overlap_covered;
} FacerecHogModel;

G_END_DECLS
