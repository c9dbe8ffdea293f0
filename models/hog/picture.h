/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Grey bytes to read by rows: a level of the pyramid, or the luma of a frame where it lies. */
typedef struct {
  gint width, height;
  const guint8 *data; /* rows of one byte a pixel; NULL: read out of frame */
  gssize stride;
  const FacerecFrame *frame;
} FacerecHogPicture;

/* The luma of frame, which is borrowed. What a row of it holds is what facerec_frame_luma returns. */
void facerec_hog_picture_of_frame (FacerecHogPicture *self, const FacerecFrame *frame);

/* Pixels x to x + n - 1 of row y, all inside of the picture: a pointer into the picture where that has plain bytes, else
 * line, n bytes, filled. */
const guint8 *facerec_hog_picture_row (const FacerecHogPicture *self, gint x, gint y, gint n, guint8 *line);

G_END_DECLS
