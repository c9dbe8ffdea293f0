/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/clones.h"
#include "models/pixels/framecolor.h"

#include <string.h>

/* Pixels converted at a time: their samples stay in the cache. Even, so that a run of chroma begins with a whole sample. */
#define RUN 256

typedef guint8 Bytes16 __attribute__ ((vector_size (16)));

static gint
fixed (gdouble value)
{
  return (gint) (value * (1 << FACEREC_COLOR_BITS) + (value < 0 ? -0.5 : 0.5));
}

void
facerec_yuv_to_rgb_init (FacerecYuvToRgb *self, const FacerecFrame *frame)
{
  const gdouble kr = frame->kr, kb = frame->kb, kg = 1.0 - kr - kb;
  const gdouble y_scale = frame->full_range ? 1.0 : 255.0 / 219.0;
  const gdouble uv_scale = frame->full_range ? 1.0 : 255.0 / 224.0;

  memset (self, 0, sizeof *self);
  if (frame->model != FACEREC_COLOR_YUV)
    return;
  self->y_offset = frame->full_range ? 0 : 16;
  self->y = fixed (y_scale);
  self->v_red = fixed (uv_scale * 2.0 * (1.0 - kr));
  self->u_blue = fixed (uv_scale * 2.0 * (1.0 - kb));
  self->u_green = fixed (-uv_scale * 2.0 * kb * (1.0 - kb) / kg);
  self->v_green = fixed (-uv_scale * 2.0 * kr * (1.0 - kr) / kg);
}

/* ---- samples of a run, side by side ---- */

static inline __attribute__ ((always_inline)) void
take (const guint8 *from, const gint step, gint n, guint8 *restrict out)
{
  for (gint i = 0; i < n; i++)
    out[i] = from[(gssize) i * step];
}

static inline __attribute__ ((always_inline)) void
take_doubled (const guint8 *from, const gint step, gint n_pairs, guint8 *restrict out)
{
  for (gint i = 0; i < n_pairs; i++)
    out[2 * i] = out[2 * i + 1] = from[(gssize) i * step];
}

/* n samples of the plane from pixel x of its row on, in memory of their own unless they lie side by side already. The steps
 * and shifts that formats have are told to the compiler one by one. */
static inline __attribute__ ((always_inline)) const guint8 *
gather (const FacerecPlane *plane, const guint8 *row, gint x, gint n, guint8 *memory)
{
  const guint8 *from = row + (gssize) (x >> plane->shift_x) * plane->step;
  const gint n_pairs = (n + 1) / 2;

  if (plane->shift_x == 0 && plane->step == 1)
    return from;
  if (plane->shift_x == 0 && plane->step == 2)
    take (from, 2, n, memory);
  else if (plane->shift_x == 0 && plane->step == 4)
    take (from, 4, n, memory);
  else if (plane->shift_x == 1 && x % 2 == 0 && plane->step == 1)
    take_doubled (from, 1, n_pairs, memory);
  else if (plane->shift_x == 1 && x % 2 == 0 && plane->step == 2)
    take_doubled (from, 2, n_pairs, memory);
  else if (plane->shift_x == 1 && x % 2 == 0 && plane->step == 4)
    take_doubled (from, 4, n_pairs, memory);
  else
    for (gint i = 0; i < n; i++)
      memory[i] = row[(gssize) ((x + i) >> plane->shift_x) * plane->step];
  return memory;
}

/* ---- pixels ---- */

FACEREC_CLONES static void
yuv_row (const FacerecPlane *planes, const guint8 *const *rows, const FacerecYuvToRgb *to_rgb, gint x, gint n,
    guint32 *restrict out)
{
  guint8 memory[3][RUN + 1];

  for (gint done = 0, run; done < n; done += run) {
    const guint8 *y, *u, *v;

    /* The first run ends where a sample of chroma does. */
    run = MIN (n - done, (x + done) % 2 ? 1 : RUN);
    y = gather (&planes[0], rows[0], x + done, run, memory[0]);
    u = gather (&planes[1], rows[1], x + done, run, memory[1]);
    v = gather (&planes[2], rows[2], x + done, run, memory[2]);
    for (gint i = 0; i < run; i++) {
      gint red, green, blue;

      facerec_yuv_to_rgb (to_rgb, y[i], u[i], v[i], &red, &green, &blue);
      out[done + i] = facerec_rgbx ((guint32) red, (guint32) green, (guint32) blue);
    }
  }
}

FACEREC_CLONES static void
gray_row (const FacerecPlane *plane, const guint8 *row, gint x, gint n, guint32 *restrict out)
{
  guint8 memory[RUN + 1];

  for (gint done = 0, run; done < n; done += run) {
    const guint8 *gray;

    run = MIN (n - done, (x + done) % 2 ? 1 : RUN);
    gray = gather (plane, row, x + done, run, memory);
    for (gint i = 0; i < run; i++)
      out[done + i] = facerec_rgbx (gray[i], gray[i], gray[i]);
  }
}

/* Three bytes a pixel, in this order or the other way round: whole vectors, and what is left one by one. */
FACEREC_CLONES static void
packed_row_3 (const guint8 *pixels, gboolean blue_first, gint n, guint32 *restrict out)
{
  const gint red = blue_first ? 2 : 0;
  gint i = 0;

  for (; i + 6 <= n; i += 4) {
    Bytes16 from, to;

    memcpy (&from, pixels + 3 * (gssize) i, sizeof from);
    if (blue_first)
      to = __builtin_shufflevector (from, from, 2, 1, 0, 0, 5, 4, 3, 0, 8, 7, 6, 0, 11, 10, 9, 0);
    else
      to = __builtin_shufflevector (from, from, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11, 0);
    memcpy (out + i, &to, sizeof to);
  }
  for (; i < n; i++) {
    const guint8 *pixel = pixels + 3 * (gssize) i;

    out[i] = facerec_rgbx (pixel[red], pixel[1], pixel[2 - red]);
  }
}

/* Red, green and blue each step bytes apart. */
FACEREC_CLONES static void
rgb_row (const guint8 *red, const guint8 *green, const guint8 *blue, gint step, gint n, guint32 *restrict out)
{
  gint i;

  if (step == 1)
    for (i = 0; i < n; i++)
      out[i] = facerec_rgbx (red[i], green[i], blue[i]);
  else if (step == 4)
    for (i = 0; i < n; i++)
      out[i] = facerec_rgbx (red[4 * i], green[4 * i], blue[4 * i]);
  else
    for (i = 0; i < n; i++)
      out[i] = facerec_rgbx (red[(gssize) i * step], green[(gssize) i * step], blue[(gssize) i * step]);
}

/* No format is stored so, but a frame may be described so. */
static void
any_rgb_row (const FacerecFrame *frame, gint x, gint y, gint n, guint32 *out)
{
  for (gint i = 0; i < n; i++)
    out[i] = facerec_rgbx ((guint32) facerec_plane_sample (&frame->plane[0], x + i, y),
        (guint32) facerec_plane_sample (&frame->plane[1], x + i, y),
        (guint32) facerec_plane_sample (&frame->plane[2], x + i, y));
}

static void
frame_row_rgb (const FacerecFrame *frame, gint x, gint y, gint n, guint32 *out)
{
  const FacerecPlane *planes = frame->plane;
  const gint step = planes[0].step;
  const guint8 *from[3];

  for (guint c = 0; c < 3; c++) {
    if (planes[c].shift_x != 0 || planes[c].shift_y != 0 || planes[c].step != step) {
      any_rgb_row (frame, x, y, n, out);
      return;
    }
    from[c] = planes[c].data + (gssize) y * planes[c].stride + (gssize) x * step;
  }
  if (step == 3 && from[1] == from[0] + 1 && from[2] == from[0] + 2)
    packed_row_3 (from[0], FALSE, n, out);
  else if (step == 3 && from[1] == from[2] + 1 && from[0] == from[2] + 2)
    packed_row_3 (from[2], TRUE, n, out);
  else
    rgb_row (from[0], from[1], from[2], step, n, out);
}

static const guint8 *
plane_row (const FacerecPlane *plane, gint y)
{
  return plane->data + (gssize) (y >> plane->shift_y) * plane->stride;
}

void
facerec_frame_row_rgbx (const FacerecFrame *frame, const FacerecYuvToRgb *to_rgb, gint x, gint y, gint n, guint32 *out)
{
  const FacerecPlane *planes = frame->plane;

  if (frame->model == FACEREC_COLOR_YUV)
    yuv_row (planes, (const guint8 *[]) { plane_row (&planes[0], y), plane_row (&planes[1], y),
        plane_row (&planes[2], y) }, to_rgb, x, n, out);
  else if (frame->model == FACEREC_COLOR_RGB)
    frame_row_rgb (frame, x, y, n, out);
  else
    gray_row (&planes[0], plane_row (&planes[0], y), x, n, out);
}

FACEREC_CLONES void
facerec_row_rgb_from_rgbx (const guint32 *pixels, gint n, guint8 *restrict out)
{
  gint i = 0;

  for (; i + 6 <= n; i += 4) {
    Bytes16 from;

    memcpy (&from, pixels + i, sizeof from);
    from = __builtin_shufflevector (from, from, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
    memcpy (out + 3 * (gssize) i, &from, sizeof from);
  }
  for (; i < n; i++)
    memcpy (out + 3 * (gssize) i, pixels + i, 3);
}
