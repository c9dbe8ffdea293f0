/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/mmod/layout.h"
#include "models/pixels/scaling.h"

G_BEGIN_DECLS

/* From the map of scores that a max-margin detector (King 2015, arXiv:1502.00046) makes of a tiled pyramid to faces. Boxes,
 * their order and what is suppressed are those of dlib 19.24, loss_mmod_::to_label, for one window without regression. */

typedef struct {
  gint window_width, window_height; /* px: what the network was trained to see as one face */
  /* A face that covers more than this share of a better one's, or of which more than that share is covered, or the
   * other way round, is the same face. The first is a share of the box around both. */
  gdouble overlap_of_both, overlap_of_one;
  /* The place (x, y) of the map looks at the pixel (stride * x + offset, stride * y + offset) of the tile. */
  gint stride, offset;
} FacerecMmodDecoder;

typedef struct {
  FacerecRectangle rectangle; /* pixels of the picture at the top of the pyramid; may leave it */
  gdouble score;
} FacerecMmodFace;

/* Scores a place of the map more exactly than the map does. FALSE: it cannot; the map's score stays. */
typedef gboolean (*FacerecMmodJudge) (gpointer user_data, gint map_x, gint map_y, gdouble *score);

/* Where the map is not exact: a face whose best place beats another one of the same face by less than doubt is judged at both
 * (and at FACEREC_MMOD_MAX_RIVALS more), since its neighbours, 8 px or a level away, make another box. */
#define FACEREC_MMOD_MAX_RIVALS 6

typedef struct {
  FacerecMmodJudge judge; /* NULL: the map is exact */
  gpointer user_data;
  gdouble doubt;
} FacerecMmodDoubt;

/* Appends to faces (of FacerecMmodFace) what scores more than threshold, best first; of equals the first of the map. map:
 * map_height rows of map_width floats. */
void facerec_mmod_decode (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const gfloat *map,
    gint map_width, gint map_height, gdouble threshold, GArray *faces);
/* The same with doubts resolved. */
void facerec_mmod_decode_judged (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const gfloat *map,
    gint map_width, gint map_height, gdouble threshold, const FacerecMmodDoubt *doubt, GArray *faces);

G_END_DECLS
