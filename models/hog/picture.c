/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/picture.h"

void
facerec_hog_picture_of_frame (FacerecHogPicture *self, const FacerecFrame *frame)
{
  const FacerecPlane *luma = &frame->plane[0];
  const gboolean plain =
      frame->model != FACEREC_COLOR_RGB && luma->step == 1 && luma->shift_x == 0 && luma->shift_y == 0;

  *self = (FacerecHogPicture) {
    .width = frame->width,
    .height = frame->height,
    .data = plain ? luma->data : NULL,
    .stride = luma->stride,
    .frame = frame,
  };
}

static inline const guint8 *
sample (const FacerecPlane *plane, gint x, gint y)
{
  return plane->data + (gssize) (y >> plane->shift_y) * plane->stride + (gssize) (x >> plane->shift_x) * plane->step;
}

/* step is a constant where this is called, so that the compiler knows how to take the bytes apart. */
static inline __attribute__ ((always_inline)) void
take_every (const guint8 *from, gint step, gint n, guint8 *line)
{
  for (gint i = 0; i < n; i++)
    line[i] = from[(gssize) i * step];
}

/* BT.601 luma, rounded: (299 r + 587 g + 114 b + 500) / 1000. Eighths of the sum have 15 bits, and for those a division by
 * 125 is this product. */
static inline __attribute__ ((always_inline)) void
weigh_rgb (const guint8 *red, const guint8 *green, const guint8 *blue, gint step, gint n, guint8 *line)
{
  for (gint i = 0; i < n; i++) {
    const gssize at = (gssize) i * step;
    const guint16 eighths = (guint16) ((299u * red[at] + 587u * green[at] + 114u * blue[at] + 500u) >> 3);

    line[i] = (guint8) ((eighths * 33555u) >> 22);
  }
}

static void
rgb_row (const FacerecFrame *frame, gint x, gint y, gint n, guint8 *line)
{
  const guint8 *red = sample (&frame->plane[0], x, y);
  const guint8 *green = sample (&frame->plane[1], x, y);
  const guint8 *blue = sample (&frame->plane[2], x, y);
  const gint step = frame->plane[0].step;

  if (step != frame->plane[1].step || step != frame->plane[2].step) {
    for (gint i = 0; i < n; i++)
      weigh_rgb (sample (&frame->plane[0], x + i, y), sample (&frame->plane[1], x + i, y),
          sample (&frame->plane[2], x + i, y), 0, 1, line + i);
    return;
  }
  if (step == 3)
    weigh_rgb (red, green, blue, 3, n, line);
  else if (step == 4)
    weigh_rgb (red, green, blue, 4, n, line);
  else
    weigh_rgb (red, green, blue, step, n, line);
}

const guint8 *
facerec_hog_picture_row (const FacerecHogPicture *self, gint x, gint y, gint n, guint8 *line)
{
  const FacerecPlane *luma;

  if (self->data)
    return self->data + (gssize) y * self->stride + x;
  luma = &self->frame->plane[0];
  if (self->frame->model == FACEREC_COLOR_RGB) {
    rgb_row (self->frame, x, y, n, line);
  } else if (luma->shift_x) {
    for (gint i = 0; i < n; i++)
      line[i] = *sample (luma, x + i, y);
  } else if (luma->step == 2) {
    take_every (sample (luma, x, y), 2, n, line);
  } else if (luma->step == 4) {
    take_every (sample (luma, x, y), 4, n, line);
  } else {
    take_every (sample (luma, x, y), luma->step, n, line);
  }
  return line;
}
