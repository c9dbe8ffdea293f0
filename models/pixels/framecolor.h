/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* YUV to RGB as integers scaled by 2^20: the largest error, 0.0002 of a level, hardly ever changes how a value rounds, and
 * the largest sum, (1.17 * 239 + 2.2 * 128) * 2^20, stays well inside of 32 bits. */
typedef struct {
  gint y_offset;
  gint y, v_red, u_green, v_green, u_blue;
} FacerecYuvToRgb;

#define FACEREC_COLOR_BITS 20

/* The matrix and range of the frame; of use for YUV only. */
void facerec_yuv_to_rgb_init (FacerecYuvToRgb *self, const FacerecFrame *frame);

static inline gint
facerec_color_clamp (gint value)
{
  value >>= FACEREC_COLOR_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/* One pixel, and with it the definition of what every other function of a frame computes. */
static inline void
facerec_yuv_to_rgb (const FacerecYuvToRgb *self, gint y, gint u, gint v, gint *red, gint *green, gint *blue)
{
  const gint luma = (y - self->y_offset) * self->y + (1 << (FACEREC_COLOR_BITS - 1));

  u -= 128;
  v -= 128;
  *red = facerec_color_clamp (luma + self->v_red * v);
  *green = facerec_color_clamp (luma + self->u_green * u + self->v_green * v);
  *blue = facerec_color_clamp (luma + self->u_blue * u);
}

static inline gint
facerec_plane_sample (const FacerecPlane *plane, gint x, gint y)
{
  return plane->data[(gssize) (y >> plane->shift_y) * plane->stride + (gssize) (x >> plane->shift_x) * plane->step];
}

/* The pixel (x, y), which must be in the frame: what facerec_frame_region_rgb() gives, for readers of few pixels. */
static inline void
facerec_frame_pixel_rgb (const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb, gint x, gint y, guint8 rgb[3])
{
  const FacerecPlane *planes = frame->plane;
  gint red = facerec_plane_sample (&planes[0], x, y), green = red, blue = red;

  if (frame->model != FACEREC_COLOR_GRAY) {
    green = facerec_plane_sample (&planes[1], x, y);
    blue = facerec_plane_sample (&planes[2], x, y);
  }
  if (frame->model == FACEREC_COLOR_YUV)
    facerec_yuv_to_rgb (to_rgb, red, green, blue, &red, &green, &blue);
  rgb[0] = (guint8) red;
  rgb[1] = (guint8) green;
  rgb[2] = (guint8) blue;
}

/* A pixel of four bytes in memory: red, green, blue and one of no meaning. */
static inline guint32
facerec_rgbx (guint32 red, guint32 green, guint32 blue)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  return red | green << 8 | blue << 16;
#else
  return red << 24 | green << 16 | blue << 8;
#endif
}

/* The pixels x to x + n - 1 of row y, which must be in the frame. Chroma is the nearest stored sample. to_rgb: of this
 * frame. */
void facerec_frame_row_rgbx (const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb, gint x, gint y, gint n,
    guint32 *out);

/* Such pixels without the fourth byte. out: 3 * n bytes, nothing behind them is written. */
void facerec_row_rgb_from_rgbx (const guint32 *rgbx, gint n, guint8 *out);

G_END_DECLS
