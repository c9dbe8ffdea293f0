/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/blend.h"

/* Samples of chroma belong to two or four pixels, fields to two lines each: parts of a frame begin and end between them. */
#define GRID 4
/* Most of a picture is the empty inside of a box: squares of this many pixels in which nothing is painted are left out. */
#define TILE (2 * GRID)

typedef struct {
  gint left, top, right, bottom;
} Part;

/* The part of the frame as a frame. */
static void
view_part (const GstVideoFrame *frame, const Part *part, GstVideoFrame *view)
{
  guint component;
  gpointer data[GST_VIDEO_MAX_PLANES] = { NULL, };

  *view = *frame;
  view->info.width = part->right - part->left;
  view->info.height = part->bottom - part->top;
  /* Of the components of a plane the one that lies first in memory leads to the first pixel. */
  for (component = 0; component < GST_VIDEO_FRAME_N_COMPONENTS (frame); component++) {
    const GstVideoFormatInfo *format = frame->info.finfo;
    const guint plane = format->plane[component];

    if (!data[plane])
      data[plane] = (guint8 *) frame->data[plane]
          + (gssize) (part->top >> format->h_sub[component]) * frame->info.stride[plane]
          + (gssize) (part->left >> format->w_sub[component]) * format->pixel_stride[component];
  }
  for (component = 0; component < GST_VIDEO_MAX_PLANES; component++)
    if (data[component])
      view->data[component] = data[component];
}

/* Whether a pixel of the source, whose first is at (x, y) of the frame, is to be seen there. */
static gboolean
is_painted (const GstVideoFrame *source, gint x, gint y, const Part *tile)
{
  const gint left = MAX (tile->left - x, 0), right = MIN (tile->right - x, GST_VIDEO_FRAME_WIDTH (source));
  const gint bottom = MIN (tile->bottom - y, GST_VIDEO_FRAME_HEIGHT (source));
  guint8 any = 0;
  gint row, column;

  for (row = MAX (tile->top - y, 0); row < bottom; row++) {
    const guint8 *alpha = (const guint8 *) GST_VIDEO_FRAME_COMP_DATA (source, GST_VIDEO_COMP_A)
        + (gssize) row * GST_VIDEO_FRAME_COMP_STRIDE (source, GST_VIDEO_COMP_A);

    for (column = left; column < right; column++)
      any |= alpha[4 * column];
  }
  return any != 0;
}

static void
blend_part (GstVideoFrame *frame, GstVideoFrame *source, gint x, gint y, const Part *part, gfloat alpha)
{
  GstVideoFrame view;

  if (part->right <= part->left)
    return;
  view_part (frame, part, &view);
  gst_video_blend (&view, source, x - part->left, y - part->top, alpha);
}

/* The runs of painted tiles in each row of tiles. */
static void
blend_tiles (GstVideoFrame *frame, GstVideoFrame *source, gint x, gint y, const Part *part, gfloat alpha)
{
  gint top, left;

  for (top = part->top; top < part->bottom; top += TILE) {
    Part run = { part->left, top, part->left, MIN (top + TILE, part->bottom) };

    for (left = part->left; left < part->right; left += TILE) {
      const Part tile = { left, top, MIN (left + TILE, part->right), run.bottom };

      if (is_painted (source, x, y, &tile)) {
        run.right = tile.right;
      } else {
        blend_part (frame, source, x, y, &run, alpha);
        run.left = run.right = tile.right;
      }
    }
    blend_part (frame, source, x, y, &run, alpha);
  }
}

static void
blend_rectangle (GstVideoOverlayRectangle *rectangle, GstVideoFrame *frame)
{
  const GstVideoOverlayFormatFlags flags = gst_video_overlay_rectangle_get_flags (rectangle);
  GstBuffer *pixels = gst_video_overlay_rectangle_get_pixels_unscaled_raw (rectangle, flags);
  const GstVideoMeta *meta = gst_buffer_get_video_meta (pixels);
  GstVideoFrame source;
  GstVideoInfo info;
  gint x, y;
  guint width, height;
  Part part;

  gst_video_overlay_rectangle_get_render_rectangle (rectangle, &x, &y, &width, &height);
  part.left = CLAMP (x, 0, GST_VIDEO_FRAME_WIDTH (frame)) / GRID * GRID;
  part.top = CLAMP (y, 0, GST_VIDEO_FRAME_HEIGHT (frame)) / GRID * GRID;
  part.right = MIN ((x + (gint) width + GRID - 1) / GRID * GRID, GST_VIDEO_FRAME_WIDTH (frame));
  part.bottom = MIN ((y + (gint) height + GRID - 1) / GRID * GRID, GST_VIDEO_FRAME_HEIGHT (frame));
  if (part.right <= part.left || part.bottom <= part.top)
    return;
  gst_video_info_set_format (&info, meta->format, meta->width, meta->height);
  if (flags & GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA)
    info.flags |= GST_VIDEO_FLAG_PREMULTIPLIED_ALPHA;
  if (!gst_video_frame_map (&source, &info, pixels, GST_MAP_READ))
    return;
  blend_tiles (frame, &source, x, y, &part, gst_video_overlay_rectangle_get_global_alpha (rectangle));
  gst_video_frame_unmap (&source);
}

static void
blend_all (GstVideoOverlayComposition *composition, GstVideoFrame *frame)
{
  guint i;

  for (i = 0; i < gst_video_overlay_composition_n_rectangles (composition); i++)
    blend_rectangle (gst_video_overlay_composition_get_rectangle (composition, i), frame);
}

/* GStreamer's loops over four-byte pixels crash where pixels are not aligned to four bytes (1.22, as of strides that are no
 * multiple of it). */
static gboolean
is_safe_to_blend (const GstVideoFrame *frame)
{
  guintptr start = (guintptr) GST_VIDEO_FRAME_PLANE_DATA (frame, 0);

  return !GST_VIDEO_INFO_IS_RGB (&frame->info) || GST_VIDEO_FRAME_COMP_PSTRIDE (frame, 0) != 4
      || (start | (guintptr) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0)) % 4 == 0;
}

static void
blend_elsewhere (GstVideoFrame *frame, GstVideoOverlayComposition *composition)
{
  GstVideoInfo info = frame->info;
  GstVideoFrame copy;
  GstBuffer *buffer;

  gst_video_info_set_format (&info, GST_VIDEO_FRAME_FORMAT (frame), GST_VIDEO_FRAME_WIDTH (frame),
      GST_VIDEO_FRAME_HEIGHT (frame));
  buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL);
  if (gst_video_frame_map (&copy, &info, buffer, GST_MAP_READWRITE)) {
    gst_video_frame_copy (&copy, frame);
    blend_all (composition, &copy);
    gst_video_frame_copy (frame, &copy);
    gst_video_frame_unmap (&copy);
  }
  gst_buffer_unref (buffer);
}

void
gst_facerec_overlay_blend (GstVideoOverlayComposition *composition, GstVideoFrame *frame)
{
  if (is_safe_to_blend (frame))
    blend_all (composition, frame);
  else
    blend_elsewhere (frame, composition);
}
