/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/trail.h"

#include <cairo.h>
#include <math.h>

/* Beyond that no frame reaches, and an int does. */
#define FAR 1e6f

typedef struct {
  guint64 time;
  gfloat x, y;
} Point;

typedef struct {
  guint64 track;
  guint32 color;
  GArray *points; /* of Point, oldest first */
} Way;

struct _GstFacerecOverlayTrail {
  GPtrArray *ways;
};

static void
way_free (gpointer data)
{
  Way *way = data;

  g_array_unref (way->points);
  g_free (way);
}

GstFacerecOverlayTrail *
gst_facerec_overlay_trail_new (void)
{
  GstFacerecOverlayTrail *self = g_new0 (GstFacerecOverlayTrail, 1);

  self->ways = g_ptr_array_new_with_free_func (way_free);
  return self;
}

void
gst_facerec_overlay_trail_free (GstFacerecOverlayTrail *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->ways);
  g_free (self);
}

void
gst_facerec_overlay_trail_clear (GstFacerecOverlayTrail *self)
{
  g_ptr_array_set_size (self->ways, 0);
}

static Way *
find_way (GstFacerecOverlayTrail *self, guint64 track)
{
  Way *way;

  for (guint i = 0; i < self->ways->len; i++) {
    way = g_ptr_array_index (self->ways, i);
    if (way->track == track)
      return way;
  }
  way = g_new0 (Way, 1);
  way->track = track;
  way->points = g_array_new (FALSE, FALSE, sizeof (Point));
  g_ptr_array_add (self->ways, way);
  return way;
}

void
gst_facerec_overlay_trail_add (GstFacerecOverlayTrail *self, guint64 track, guint64 time, gfloat x, gfloat y,
    guint32 color)
{
  const Point point = { time, CLAMP (x, -FAR, FAR), CLAMP (y, -FAR, FAR) };
  Way *way;

  if (!isfinite (x) || !isfinite (y))
    return;
  way = find_way (self, track);
  way->color = color;
  g_array_append_val (way->points, point);
}

/* ---- drawing ---- */

typedef struct {
  gint left, top, right, bottom;
} Part;

/* The part of the frame that the line touches. */
static Part
cover (const Way *way, gint line, gint frame_width, gint frame_height)
{
  const Point *first = &g_array_index (way->points, Point, 0);
  gfloat left = first->x, right = first->x, top = first->y, bottom = first->y;

  for (guint i = 1; i < way->points->len; i++) {
    const Point *point = &g_array_index (way->points, Point, i);

    left = MIN (left, point->x);
    right = MAX (right, point->x);
    top = MIN (top, point->y);
    bottom = MAX (bottom, point->y);
  }
  return (Part) { MAX ((gint) floorf (left) - line, 0), MAX ((gint) floorf (top) - line, 0),
    MIN ((gint) ceilf (right) + line, frame_width), MIN ((gint) ceilf (bottom) + line, frame_height) };
}

/* Each piece as much there as it is young. */
static void
paint (cairo_t *cairo, const Way *way, guint64 time, guint64 length, gint line)
{
  cairo_set_line_width (cairo, line);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  /* Where pieces overlap they are not to be stronger. */
  cairo_set_operator (cairo, CAIRO_OPERATOR_SOURCE);
  for (guint i = 1; i < way->points->len; i++) {
    const Point *from = &g_array_index (way->points, Point, i - 1), *to = &g_array_index (way->points, Point, i);
    const gdouble young = 1 - (gdouble) (time - MIN (from->time, time)) / (gdouble) length;

    cairo_set_source_rgba (cairo, (way->color >> 16 & 0xff) / 255.0, (way->color >> 8 & 0xff) / 255.0,
        (way->color & 0xff) / 255.0, MAX (young, 0) * (way->color >> 24) / 255.0);
    cairo_move_to (cairo, from->x, from->y);
    cairo_line_to (cairo, to->x, to->y);
    cairo_stroke (cairo);
  }
}

/* NULL: cairo has no surfaces of that size, or no memory. */
static GstVideoOverlayRectangle *
draw_way (const Way *way, const Part *part, guint64 time, guint64 length, gint line)
{
  const gint width = part->right - part->left, height = part->bottom - part->top;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  const gsize size = (gsize) cairo_image_surface_get_stride (surface) * (gsize) height;
  GstVideoOverlayRectangle *rectangle;
  GstBuffer *pixels;
  cairo_t *cairo;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  cairo = cairo_create (surface);
  cairo_translate (cairo, -part->left, -part->top);
  paint (cairo, way, time, length, line);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  /* A row of whole pixels of 4 bytes is what cairo's stride is. */
  pixels = gst_buffer_new_memdup (cairo_image_surface_get_data (surface), size);
  gst_buffer_add_video_meta (pixels, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, (guint) width,
      (guint) height);
  cairo_surface_destroy (surface);
  rectangle = gst_video_overlay_rectangle_new_raw (pixels, part->left, part->top, (guint) width, (guint) height,
      GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
  gst_buffer_unref (pixels);
  return rectangle;
}

static void
forget (Way *way, guint64 before)
{
  guint n = 0;

  while (n < way->points->len && g_array_index (way->points, Point, n).time < before)
    n++;
  if (n > 0)
    g_array_remove_range (way->points, 0, n);
}

GPtrArray *
gst_facerec_overlay_trail_draw (GstFacerecOverlayTrail *self, guint64 time, guint64 length, gint frame_width,
    gint frame_height, gint line)
{
  GPtrArray *rectangles = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_video_overlay_rectangle_unref);

  for (guint i = self->ways->len; i > 0; i--) {
    Way *way = g_ptr_array_index (self->ways, i - 1);
    GstVideoOverlayRectangle *rectangle;
    Part part;

    forget (way, time > length ? time - length : 0);
    if (way->points->len == 0) {
      g_ptr_array_remove_index (self->ways, i - 1);
      continue;
    }
    if (way->points->len < 2 || g_array_index (way->points, Point, way->points->len - 1).time < time)
      continue;
    part = cover (way, line, frame_width, frame_height);
    if (part.left < part.right && part.top < part.bottom && (rectangle = draw_way (way, &part, time, length, line)))
      g_ptr_array_add (rectangles, rectangle);
  }
  return rectangles;
}
