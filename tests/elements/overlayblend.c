/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Against GStreamer's own function, byte by byte. */
#include "elements/overlay/blend.h"

#include "tests/elements/testframe.h"

/* Where pictures lie, px; odd and even, at each edge. */
static const struct {
  gint x, y, width, height;
} places[] = { { 20, 30, 40, 50 }, { 21, 31, 39, 7 }, { 0, 0, 3, 3 }, { 101, 73, 30, 20 }, { 0, 60, 131, 1 }, { 64, 0, 1, 93 },
  { 130, 92, 1, 1 }, { 23, 33, 60, 40 } };

static const gint sizes[][2] = { { 131, 93 }, { 132, 96 } };

static guint8
random_byte (void)
{
  return (guint8) g_test_rand_int ();
}

/* A picture of random colors, a third of it each opaque, transparent and in between, and empty places; premultiplied. */
static GstVideoOverlayRectangle *
rectangle_new (guint place)
{
  const gint width = places[place].width, height = places[place].height;
  GstBuffer *pixels = gst_buffer_new_allocate (NULL, 4 * (gsize) width * (gsize) height, NULL);
  GstVideoOverlayRectangle *rectangle;
  GstMapInfo map;

  gst_buffer_map (pixels, &map, GST_MAP_WRITE);
  for (gsize i = 0; i < map.size; i += 4) {
    const gint x = (gint) (i / 4) % width, y = (gint) (i / 4) / width;
    const gboolean empty = x > 5 && y > 2 && (x / 20 + y / 16) % 2 == 1;
    const guint alpha = empty ? 0 : (const guint[]) { 0, 255, random_byte () }[random_byte () % 3];
    guint32 pixel = alpha << 24;

    for (guint shift = 0; shift < 24; shift += 8)
      pixel |= random_byte () * alpha / 255 << shift;
    memcpy (map.data + i, &pixel, 4);
  }
  gst_buffer_unmap (pixels, &map);
  gst_buffer_add_video_meta (pixels, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, width, height);
  rectangle = gst_video_overlay_rectangle_new_raw (pixels, places[place].x, places[place].y, width, height,
      GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
  gst_buffer_unref (pixels);
  return rectangle;
}

static GstVideoOverlayComposition *
composition_new (void)
{
  GstVideoOverlayComposition *composition = gst_video_overlay_composition_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    GstVideoOverlayRectangle *rectangle = rectangle_new (i);

    gst_video_overlay_composition_add_rectangle (composition, rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  return composition;
}

static GstBuffer *
noise_new (const GstVideoInfo *info)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);

  test_frame_fill_noise (buffer, (guint32) g_test_rand_int ());
  return buffer;
}

static void
assert_same (GstBuffer *a, GstBuffer *b, const GstVideoInfo *info)
{
  GstVideoFrame frame_a, frame_b;

  g_assert_true (gst_video_frame_map (&frame_a, info, a, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&frame_b, info, b, GST_MAP_READ));
  for (guint c = 0; c < GST_VIDEO_FRAME_N_COMPONENTS (&frame_a); c++)
    for (gint y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (&frame_a, c); y++)
      for (gint x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (&frame_a, c); x++) {
        const gint at = y * GST_VIDEO_FRAME_COMP_STRIDE (&frame_a, c) + x * GST_VIDEO_FRAME_COMP_PSTRIDE (&frame_a, c);

        g_assert_cmphex (((guint8 *) GST_VIDEO_FRAME_COMP_DATA (&frame_a, c))[at], ==,
            ((guint8 *) GST_VIDEO_FRAME_COMP_DATA (&frame_b, c))[at]);
      }
  gst_video_frame_unmap (&frame_a);
  gst_video_frame_unmap (&frame_b);
}

static void
test_format (gconstpointer name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstVideoOverlayComposition *composition = composition_new ();
    GstBuffer *ours, *theirs;
    GstVideoFrame frame;
    GstVideoInfo info;

    gst_video_info_set_format (&info, gst_video_format_from_string (name), (guint) sizes[i][0], (guint) sizes[i][1]);
    ours = noise_new (&info);
    theirs = gst_buffer_copy_deep (ours);
    g_assert_true (gst_video_frame_map (&frame, &info, ours, GST_MAP_READWRITE));
    gst_facerec_overlay_blend (composition, &frame);
    gst_video_frame_unmap (&frame);
    g_assert_true (gst_video_frame_map (&frame, &info, theirs, GST_MAP_READWRITE));
    gst_video_overlay_composition_blend (composition, &frame);
    gst_video_frame_unmap (&frame);
    assert_same (ours, theirs, &info);
    gst_video_overlay_composition_unref (composition);
    gst_buffer_unref (ours);
    gst_buffer_unref (theirs);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  for (guint f = 0; test_formats[f]; f++) {
    g_autofree gchar *path = g_strdup_printf ("/elements/overlayblend/%s", test_formats[f]);

    g_test_add_data_func (path, test_formats[f], test_format);
  }
  return g_test_run ();
}
