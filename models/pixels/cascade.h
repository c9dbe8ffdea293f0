/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/pixels/framecolor.h"

G_BEGIN_DECLS

/* One stage of a cascade of regression trees that moves landmarks to where they belong (Kazemi and Sullivan 2014, "One
 * millisecond face alignment with an ensemble of regression trees"), as dlib's shape_predictor computes it, laid out so that
 * the trees lie behind each other in memory. */

/* An inner node: left, to 2 * i + 1, when feature a minus feature b is above threshold, else right, to 2 * i + 2. */
typedef struct {
  guint16 a, b;
  gfloat threshold;
} FacerecSplit;

typedef struct {
  /* Features are intensities of pixels: each beside a landmark of the mean shape. */
  guint n_features;
  const guint *anchor; /* index of the landmark */
  const gfloat *dx, *dy;
  /* Tree t has n_splits[t] splits behind those of the trees before it, and one leaf more, n_values numbers each. */
  guint n_trees, n_values;
  const guint *n_splits;
  const FacerecSplit *splits;
  const gfloat *leaves;
} FacerecCascadeStage;

/* The intensities, (red + green + blue) / 3 cut off, 0 outside of the frame. shape: the landmarks as they are now, x0,y0,x1,...
 * in units of the box. turn: 2 x 2, row by row, from the mean shape to shape. to_frame: 2 x 2 and a shift, row by row, from
 * the box to pixels. features: n_features. scratch: 2 * n_features. */
void facerec_cascade_look (const FacerecCascadeStage *self, const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb,
    const gfloat *shape, const gfloat turn[4], const gdouble to_frame[6], gfloat *features, gint *scratch);

/* Adds to shape what each tree says. */
void facerec_cascade_move (const FacerecCascadeStage *self, const gfloat *features, gfloat *shape);

G_END_DECLS
