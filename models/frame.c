/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/frame.h"

#include <string.h>

/* YUV to RGB as integers scaled by 2^20: the largest error, 0.0002 of a level, hardly ever changes how a value rounds, and
 * the largest sum, (1.17 * 239 + 2.2 * 128) * 2^20, stays well inside of 32 bits. */
typedef struct {
  gint y_offset;
  gint y, v_red, u_green, v_green, u_blue;
} YuvToRgb;

#define FRACTION_BITS 20
#define HALF (1 << (FRACTION_BITS - 1))

static gint
fixed (gdouble value)
{
  return (gint) (value * (1 << FRACTION_BITS) + (value < 0 ? -0.5 : 0.5));
}

static void
yuv_to_rgb_init (YuvToRgb *self, const FacerecFrame *frame)
{
  const gdouble kr = frame->kr, kb = frame->kb, kg = 1.0 - kr - kb;
  const gdouble y_scale = frame->full_range ? 1.0 : 255.0 / 219.0;
  const gdouble uv_scale = frame->full_range ? 1.0 : 255.0 / 224.0;

  self->y_offset = frame->full_range ? 0 : 16;
  self->y = fixed (y_scale);
  self->v_red = fixed (uv_scale * 2.0 * (1.0 - kr));
  self->u_blue = fixed (uv_scale * 2.0 * (1.0 - kb));
  self->u_green = fixed (-uv_scale * 2.0 * kb * (1.0 - kb) / kg);
  self->v_green = fixed (-uv_scale * 2.0 * kr * (1.0 - kr) / kg);
}

static inline guint8
clamp_fixed (gint value)
{
  value >>= FRACTION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : (guint8) value;
}

static inline const guint8 *
plane_row (const FacerecPlane *plane, gint y)
{
  return plane->data + (gssize) (y >> plane->shift_y) * plane->stride;
}

/* n pixels of row y from x on. Chroma is the nearest stored sample. */
static void
yuv_row (const FacerecFrame *frame, const YuvToRgb *to_rgb, gint x, gint y, gint n, guint8 *out)
{
  const FacerecPlane *py = &frame->plane[0], *pu = &frame->plane[1], *pv = &frame->plane[2];
  const guint8 *row_y = plane_row (py, y), *row_u = plane_row (pu, y), *row_v = plane_row (pv, y);

  for (gint i = x; i < x + n; i++, out += 3) {
    const gint luma = (row_y[(gssize) (i >> py->shift_x) * py->step] - to_rgb->y_offset) * to_rgb->y + HALF;
    const gint u = row_u[(gssize) (i >> pu->shift_x) * pu->step] - 128;
    const gint v = row_v[(gssize) (i >> pv->shift_x) * pv->step] - 128;

    out[0] = clamp_fixed (luma + to_rgb->v_red * v);
    out[1] = clamp_fixed (luma + to_rgb->u_green * u + to_rgb->v_green * v);
    out[2] = clamp_fixed (luma + to_rgb->u_blue * u);
  }
}

static void
rgb_row (const FacerecFrame *frame, gint x, gint y, gint n, guint8 *out)
{
  for (gint c = 0; c < 3; c++) {
    /* GRAY is its first component three times. */
    const FacerecPlane *plane = &frame->plane[frame->model == FACEREC_COLOR_GRAY ? 0 : c];
    const guint8 *row = plane_row (plane, y);

    for (gint i = 0; i < n; i++)
      out[3 * i + c] = row[(gssize) ((x + i) >> plane->shift_x) * plane->step];
  }
}

void
facerec_frame_region_rgb (const FacerecFrame *frame, gint x, gint y, gint width, gint height, guint8 *out,
    gint out_stride)
{
  const gint from = (gint) CLAMP (-(gint64) x, 0, width);
  const gint to = (gint) CLAMP ((gint64) frame->width - x, from, width);
  YuvToRgb to_rgb = { 0, };

  if (frame->model == FACEREC_COLOR_YUV)
    yuv_to_rgb_init (&to_rgb, frame);

  for (gint row = 0; row < height; row++, out += out_stride) {
    const gint64 frame_y = (gint64) y + row;

    if (frame_y < 0 || frame_y >= frame->height || from == to) {
      memset (out, 0, 3 * (gsize) width);
      continue;
    }
    memset (out, 0, 3 * (gsize) from);
    if (frame->model == FACEREC_COLOR_YUV)
      yuv_row (frame, &to_rgb, x + from, (gint) frame_y, to - from, out + 3 * (gsize) from);
    else
      rgb_row (frame, x + from, (gint) frame_y, to - from, out + 3 * (gsize) from);
    memset (out + 3 * (gsize) to, 0, 3 * (gsize) (width - to));
  }
}

/* BT.601 luma of RGB, full range, rounded. */
static void
luma_row_from_rgb (const FacerecFrame *frame, gint y, guint8 *out)
{
  const guint8 *red = plane_row (&frame->plane[0], y);
  const guint8 *green = plane_row (&frame->plane[1], y);
  const guint8 *blue = plane_row (&frame->plane[2], y);
  const gint step_r = frame->plane[0].step, step_g = frame->plane[1].step, step_b = frame->plane[2].step;

  for (gint x = 0; x < frame->width; x++, red += step_r, green += step_g, blue += step_b)
    out[x] = (guint8) ((299u * *red + 587u * *green + 114u * *blue + 500u) / 1000u);
}

static void
luma_row_gathered (const FacerecFrame *frame, gint y, guint8 *out)
{
  const FacerecPlane *plane = &frame->plane[0];
  const guint8 *row = plane_row (plane, y);

  for (gint x = 0; x < frame->width; x++)
    out[x] = row[(gssize) (x >> plane->shift_x) * plane->step];
}

const guint8 *
facerec_frame_luma (const FacerecFrame *frame, GByteArray *scratch, gint *stride)
{
  const FacerecPlane *luma = &frame->plane[0];

  if (frame->model != FACEREC_COLOR_RGB && luma->step == 1 && luma->shift_x == 0 && luma->shift_y == 0) {
    *stride = luma->stride;
    return luma->data;
  }

  g_byte_array_set_size (scratch, (guint) ((gsize) frame->width * (gsize) frame->height));
  for (gint y = 0; y < frame->height; y++) {
    guint8 *out = scratch->data + (gsize) y * (gsize) frame->width;

    if (frame->model == FACEREC_COLOR_RGB)
      luma_row_from_rgb (frame, y, out);
    else
      luma_row_gathered (frame, y, out);
  }
  *stride = frame->width;
  return scratch->data;
}

static void
init_packed (FacerecFrame *frame, FacerecColorModel model, const guint8 *data, gint width, gint height, gint stride)
{
  const gint step = model == FACEREC_COLOR_RGB ? 3 : 1;

  memset (frame, 0, sizeof *frame);
  frame->width = width;
  frame->height = height;
  frame->model = model;
  for (gint c = 0; c < step; c++)
    frame->plane[c] = (FacerecPlane) { .data = data + c, .stride = stride, .step = step };
}

void
facerec_frame_init_rgb (FacerecFrame *frame, const guint8 *rgb, gint width, gint height, gint stride)
{
  init_packed (frame, FACEREC_COLOR_RGB, rgb, width, height, stride);
}

void
facerec_frame_init_gray (FacerecFrame *frame, const guint8 *gray, gint width, gint height, gint stride)
{
  init_packed (frame, FACEREC_COLOR_GRAY, gray, width, height, stride);
}
