/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"
#include "models/pixels/scaling.h"

G_BEGIN_DECLS

/* Reads a frame of any format row by row as RGB, doubled or halved on the way: what a copy of the frame would be made for. What
 * is kept is the halved picture, and of one that is doubled several times the last but one. Pixels are those of dlib 19.24's
 * pyramid_up (bilinear, rounded down) and pyramid_down<2> (5x5 binomial filter), the former to within one level. */
typedef struct _FacerecMmodRows FacerecMmodRows;

FacerecMmodRows *facerec_mmod_rows_new (void);
void facerec_mmod_rows_free (FacerecMmodRows *self); /* NULL is fine */

/* frame is borrowed until the last row is read. */
void facerec_mmod_rows_start (FacerecMmodRows *self, const FacerecFrame *frame, const FacerecScaling *scaling);

/* Row y of the picture that facerec_scaling_size says, pixels as facerec_frame_row_rgbx writes them. Rows may be read in any
 * order; from top to bottom nothing is computed twice. Valid until the next call. */
const guint32 *facerec_mmod_rows_read (FacerecMmodRows *self, gint y);

G_END_DECLS
