/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/frame.h"

#include <string.h>

#include "models/pixels/framecolor.h"

static inline const guint8 *
plane_row (const FacerecPlane *plane, gint y)
{
  return plane->data + (gssize) (y >> plane->shift_y) * plane->stride;
}

/* Pixels converted at a time. */
#define RUN 512

static gboolean
is_packed_rgb (const FacerecFrame *frame)
{
  const FacerecPlane *planes = frame->plane;

  for (guint c = 0; c < 3; c++)
    if (planes[c].step != 3 || planes[c].shift_x != 0 || planes[c].shift_y != 0 || planes[c].stride != planes[0].stride
        || planes[c].data != planes[0].data + c)
      return FALSE;
  return frame->model == FACEREC_COLOR_RGB;
}

/* n pixels of row y from x on. */
static void
rgb_row (const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb, gint x, gint y, gint n, guint8 *out)
{
  guint32 pixels[RUN];

  for (gint done = 0; done < n; done += RUN) {
    const gint run = MIN (n - done, RUN);

    facerec_frame_row_rgbx (frame, to_rgb, x + done, y, run, pixels);
    facerec_row_rgb_from_rgbx (pixels, run, out + 3 * (gsize) done);
  }
}

void
facerec_frame_region_rgb (const FacerecFrame *frame, gint x, gint y, gint width, gint height, guint8 *out,
    gint out_stride)
{
  const gint from = (gint) CLAMP (-(gint64) x, 0, width);
  const gint to = (gint) CLAMP ((gint64) frame->width - x, from, width);
  const gboolean packed_rgb = is_packed_rgb (frame);
  FacerecYuvToRgb to_rgb;

  facerec_yuv_to_rgb_init (&to_rgb, frame);
  for (gint row = 0; row < height; row++, out += out_stride) {
    const gint64 frame_y = (gint64) y + row;

    if (frame_y < 0 || frame_y >= frame->height || from == to) {
      memset (out, 0, 3 * (gsize) width);
      continue;
    }
    memset (out, 0, 3 * (gsize) from);
    if (packed_rgb)
      memcpy (out + 3 * (gsize) from, plane_row (&frame->plane[0], (gint) frame_y) + 3 * (gsize) (x + from),
          3 * (gsize) (to - from));
    else
      rgb_row (frame, &to_rgb, x + from, (gint) frame_y, to - from, out + 3 * (gsize) from);
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
