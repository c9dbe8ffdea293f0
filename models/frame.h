/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How component samples become red, green and blue. */
typedef enum {
  FACEREC_COLOR_GRAY, /* component 0 is luma, there is no other */
  FACEREC_COLOR_YUV,  /* components 0,1,2 are Y, U, V */
  FACEREC_COLOR_RGB,  /* components 0,1,2 are R, G, B */
} FacerecColorModel;

/* One 8-bit component of a picture. The sample of pixel (x, y) is
 * data[(y >> shift_y) * stride + (x >> shift_x) * step]. */
typedef struct {
  const guint8 *data;
  gint stride;            /* bytes between rows; may be padded, may be negative */
  gint step;              /* bytes between samples of a row: 1 planar, 2 or 4 packed */
  guint8 shift_x, shift_y; /* subsampling, log2: 1 for the chroma of 4:2:0 */
} FacerecPlane;

/* A picture in its own format, borrowed for the duration of a call: any 8-bit planar, semi-planar or packed layout.
 * With this no element converts a frame. */
typedef struct {
  gint width, height;       /* pixels, >= 1 */
  FacerecColorModel model;
  FacerecPlane plane[3];
  /* YUV only: luma weights of red and blue (0.299/0.114 BT.601, 0.2126/0.0722 BT.709), and range. */
  gfloat kr, kb;
  gboolean full_range;      /* FALSE: 16..235 / 16..240 */
} FacerecFrame;

/* A box in pixels of a frame, origin top left; may leave the frame. */
typedef struct {
  gfloat x, y, width, height;
  gfloat score; /* the detector's own, unbounded, higher is surer */
} FacerecBox;

/* Luma of the whole frame, one byte a pixel, as stored (no range expansion). Where the frame has it as plain bytes this
 * is a pointer into the frame and scratch is untouched; otherwise (packed YUV, RGB: BT.601 weights) scratch is resized
 * and filled. scratch: a GByteArray kept by the caller. */
const guint8 *facerec_frame_luma (const FacerecFrame *frame, GByteArray *scratch, gint *stride);

/* Red, green, blue of the rectangle (x, y, width, height), 3 bytes a pixel, rows of out_stride bytes (>= 3 * width).
 * Pixels outside of the frame are black. RGB frames are copied exactly. */
void facerec_frame_region_rgb (const FacerecFrame *frame, gint x, gint y, gint width, gint height, guint8 *out,
    gint out_stride);

/* A packed RGB picture as a frame. */
void facerec_frame_init_rgb (FacerecFrame *frame, const guint8 *rgb, gint width, gint height, gint stride);
/* A GRAY8 picture as a frame. */
void facerec_frame_init_gray (FacerecFrame *frame, const guint8 *gray, gint width, gint height, gint stride);

G_END_DECLS
