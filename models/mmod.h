/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"

G_BEGIN_DECLS

/* A detector trained with max-margin object detection (King 2015, arXiv:1502.00046) as plain data: the network, and what
 * its output means. */

/* The size of object that one output channel stands for, pixels of the tiled pyramid. */
typedef struct {
  guint width, height;
  gchar *label; /* "" in the published model. Owned */
} FacerecMmodWindow;

typedef struct {
  gchar *model_id; /* "dlib-mmod-v1", or "sha256:..." of somebody's own. Owned */
  /* From the tiled pyramid, RGB planes of (value - input_mean) * input_scale and 0 between the tiles, to one score map a
   * window: as many output channels as windows, a detection where the score is above 0 (plus the threshold). A place of the
   * map stands for the middle of what its windows see: map_output_to_input of dlib, from the layers' FacerecWindow. */
  FacerecNetwork *network;
  FacerecMmodWindow *windows; /* n_windows, 1.. Owned */
  guint n_windows;

  /* The picture's pyramid, all levels tiled into one: each level is (pyramid_n - 1) / pyramid_n of the one before
   * (dlib's pyramid_down<pyramid_n>). FALSE: no pyramid was assumed in training; boxes do not shrink with the level. */
  guint pyramid_n;
  guint pyramid_padding;       /* pixels between tiles */
  guint pyramid_outer_padding; /* pixels around all of them */
  gboolean assume_pyramid;

  /* Non-maximum suppression, as dlib's test_box_overlap: a box falls when, with a better one, intersection / union exceeds
   * iou_threshold or intersection / either area exceeds covered_threshold. */
  gdouble iou_threshold, covered_threshold;
} FacerecMmodModel;

void facerec_mmod_model_free (FacerecMmodModel *model); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecMmodModel, facerec_mmod_model_free)

G_END_DECLS
