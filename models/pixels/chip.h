/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Side of a chip, pixels. */
#define FACEREC_CHIP_SIDE 150

/* Where the pixels of a chip come from: a part of the frame, halved n_halvings times as halving.h tells, in which the
 * chip's pixel (column, row) is at
 *   x = turn[0] * column + turn[1] * row + shift[0],  y = turn[2] * column + turn[3] * row + shift[1]. */
typedef struct {
  gint x, y, width, height; /* the part, in the frame */
  guint n_halvings;
  gdouble turn[4], shift[2];
} FacerecChipPlan;

/* Cuts a chip: bilinear interpolation in double precision, in dlib's order of operations, cut off to whole levels, black where
 * it leaves the part (extract_image_chip, dlib 19.24). Only the part is converted, row by row.
 * chip: FACEREC_CHIP_SIDE rows of packed RGB. scratch: memory that is kept from call to call. */
void facerec_chip_cut (const FacerecFrame *frame, const FacerecChipPlan *plan, GByteArray *scratch, guint8 *chip);

G_END_DECLS
