/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/pixelate.h"

#include <math.h>

#include "models/pixels/flatten.h"

/* Samples of chroma belong to two or four pixels, those of a field to every second line: whole squares of four pixels share
 * none with their neighbours. */
#define GRID 4

static gint
floor_to (gdouble value, gint step)
{
  return (gint) floor (value / step) * step;
}

static gint
ceil_to (gdouble value, gint step)
{
  return (gint) ceil (value / step) * step;
}

static gint
choose_cell (gdouble side, guint cells)
{
  return MAX (GRID, ceil_to (side / MAX (cells, 1), GRID));
}

void
gst_facerec_mosaic_over (const FacerecBox *box, gfloat margin, guint cells, gint width, gint height,
    GstFacerecMosaic *mosaic)
{
  const gdouble sum = (gdouble) box->x + box->y + box->width + box->height + margin;
  gdouble grow_x, grow_y, left, top, right, bottom;
  gint cell;

  if (!isfinite (sum) || !(box->width > 0) || !(box->height > 0)) {
    *mosaic = (GstFacerecMosaic) { 0, 0, width, height, choose_cell (MAX (width, height), cells) };
    return;
  }
  /* Larger squares than the frame are no coarser, and whole numbers end somewhere. */
  cell = choose_cell (MIN (MAX (box->width, box->height), 2.0 * MAX (width, height)), cells);
  grow_x = (gdouble) box->width * margin;
  grow_y = (gdouble) box->height * margin;
  left = CLAMP (box->x - grow_x, 0, width);
  top = CLAMP (box->y - grow_y, 0, height);
  right = CLAMP ((gdouble) box->x + box->width + grow_x, 0, width);
  bottom = CLAMP ((gdouble) box->y + box->height + grow_y, 0, height);
  *mosaic = (GstFacerecMosaic) { 0, 0, 0, 0, cell };
  if (right <= left || bottom <= top)
    return;
  mosaic->left = floor_to (left, cell);
  mosaic->top = floor_to (top, cell);
  mosaic->right = MIN (ceil_to (right, cell), width);
  mosaic->bottom = MIN (ceil_to (bottom, cell), height);
}

static void
flatten_cell (GstVideoFrame *frame, gint left, gint top, gint right, gint bottom)
{
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS (frame); i++) {
    const gint shift_x = GST_VIDEO_FORMAT_INFO_W_SUB (frame->info.finfo, i);
    const gint shift_y = GST_VIDEO_FORMAT_INFO_H_SUB (frame->info.finfo, i);
    const gint stride = GST_VIDEO_FRAME_COMP_STRIDE (frame, i), step = GST_VIDEO_FRAME_COMP_PSTRIDE (frame, i);
    const gint x = left >> shift_x, y = top >> shift_y;
    guint8 *data = (guint8 *) GST_VIDEO_FRAME_COMP_DATA (frame, i) + (gssize) y * stride + (gssize) x * step;

    /* Rounded up: at the edge of a frame of odd size a sample of chroma has one pixel only. */
    facerec_flatten (data, stride, step, -(-right >> shift_x) - x, -(-bottom >> shift_y) - y);
  }
}

void
gst_facerec_pixelate (GstVideoFrame *frame, const GstFacerecMosaic *mosaic)
{
  for (gint top = mosaic->top; top < mosaic->bottom; top += mosaic->cell)
    for (gint left = mosaic->left; left < mosaic->right; left += mosaic->cell)
      flatten_cell (frame, left, top, MIN (left + mosaic->cell, mosaic->right),
          MIN (top + mosaic->cell, mosaic->bottom));
}
