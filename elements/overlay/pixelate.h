/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "models/frame.h"

G_BEGIN_DECLS

/* A part of a frame and the mosaic to be laid over it. */
typedef struct {
  gint left, top, right, bottom; /* px, inside of the frame; empty when right <= left or bottom <= top */
  gint cell;                     /* px, a multiple of 4: the side of each square */
} GstFacerecMosaic;

/* The mosaic that hides a box of a frame of width x height. margin: by how much of the box it grows at each side, >= 0. cells:
 * squares along the longer side of the box as it was, >= 1. Squares lie on a grid of the frame, so that they do not crawl
 * over a face that moves, and each that the grown box touches is whole, but at the edges of the frame. A box that has no
 * finite place or no size could be anywhere: all of the frame, in as many squares. */
void gst_facerec_mosaic_over (const FacerecBox *box, gfloat margin, guint cells, gint width, gint height,
    GstFacerecMosaic *mosaic);

/* Makes every square of the mosaic one color, the mean of what was there: in each component (alpha too) every sample that
 * belongs to a pixel of it. frame: of 8 bits a sample, mapped for reading and writing. */
void gst_facerec_pixelate (GstVideoFrame *frame, const GstFacerecMosaic *mosaic);

G_END_DECLS
