/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the levels of an image pyramid lie in one tile, so that a network sees a picture at all scales in one run. Each level
 * is 5/6 of the one before. The first column goes down from the top left; from where the next level fits beside the one
 * above it they go up again along the right edge. It is the arrangement of dlib 19.24, pixel for pixel
 * (compute_tiled_image_pyramid_details for pyramid_down<6>), since what a network sees beyond the edge of a level is its
 * neighbour. Levels of pictures narrower than 55 px may overlap, there too. */

#define FACEREC_MMOD_MAX_LEVELS 64

/* Pixels of the tile. */
typedef struct {
  gint x, y, width, height;
} FacerecMmodLevel;

typedef struct {
  gint width, height; /* of the tile; 0 for a picture without pixels */
  guint n_levels;
  FacerecMmodLevel levels[FACEREC_MMOD_MAX_LEVELS]; /* largest first: the first is the picture itself */
} FacerecMmodLayout;

/* For a picture of width x height px; padding: px between levels; border: px around all of them. */
void facerec_mmod_layout_init (FacerecMmodLayout *self, gint width, gint height, gint padding, gint border);

/* The level that contains the pixel (x, y) of the tile, else the nearest; of several equally near the first. */
guint facerec_mmod_layout_nearest (const FacerecMmodLayout *self, gint x, gint y);

/* *x, *y: from coordinates of a level, counted from its corner, to those of the picture. */
void facerec_mmod_layout_to_picture (guint level, gdouble *x, gdouble *y);

G_END_DECLS
