/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every byte of a frame of noise, in every format, before and after. */
#include "elements/overlay/pixelate.h"

#include <math.h>
#include <string.h>

#include "tests/elements/testframe.h"

static const gint sizes[][2] = { { 131, 93 }, { 132, 96 }, { 64, 64 }, { 3, 5 }, { 1, 1 } };

/* Inside, odd, over each edge, larger than the frame, nowhere. */
static const FacerecBox boxes[] = { { 20, 30, 40, 36, 0 }, { 21.3f, 31.7f, 17.5f, 23.1f, 0 }, { 0, 0, 3, 3, 0 },
  { -20, 40, 50, 50, 0 }, { 40, -20, 50, 50, 0 }, { 110, 40, 50, 50, 0 }, { 40, 75, 50, 50, 0 }, { -500, -500, 2000, 2000, 0 },
  { 1e30f, 0, 10, 10, 0 }, { -1e30f, -1e30f, 3e30f, 3e30f, 0 }, { -60, 10, 50, 50, 0 }, { 130, 92, 1, 1, 0 } };

/* What noise of one seed looks like in that format, told from a frame that was padded or not. */
static GstBuffer *
noise_new (const GstVideoInfo *info, guint padding)
{
  GstBuffer *buffer = test_frame_new (info, padding, NULL, 0);

  test_frame_fill_noise (buffer, 7);
  return buffer;
}

static guint8 *
sample_at (GstVideoFrame *frame, guint component, gint x, gint y)
{
  return (guint8 *) GST_VIDEO_FRAME_COMP_DATA (frame, component)
      + (gssize) (y >> GST_VIDEO_FORMAT_INFO_H_SUB (frame->info.finfo, component))
      * GST_VIDEO_FRAME_COMP_STRIDE (frame, component)
      + (gssize) (x >> GST_VIDEO_FORMAT_INFO_W_SUB (frame->info.finfo, component))
      * GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component);
}

/* The square at (left, top) has no detail left in a component, and is as bright as it was. */
static void
check_square (GstVideoFrame *before, GstVideoFrame *after, guint component, gint left, gint top,
    const GstFacerecMosaic *mosaic)
{
  const GstVideoFormatInfo *format = after->info.finfo;
  const gint step_x = 1 << GST_VIDEO_FORMAT_INFO_W_SUB (format, component);
  const gint step_y = 1 << GST_VIDEO_FORMAT_INFO_H_SUB (format, component);
  const gint right = MIN (left + mosaic->cell, mosaic->right), bottom = MIN (top + mosaic->cell, mosaic->bottom);
  const guint8 color = *sample_at (after, component, left, top);
  gdouble sum = 0, n = 0;

  for (gint y = top; y < bottom; y++)
    for (gint x = left; x < right; x++)
      g_assert_cmpuint (*sample_at (after, component, x, y), ==, color);
  for (gint y = top; y < bottom; y += step_y)
    for (gint x = left; x < right; x += step_x, n++)
      sum += *sample_at (before, component, x, y);
  g_assert_cmpfloat_with_epsilon (color, sum / n, 0.5001);
}

/* Bytes that belong to no pixel of the mosaic, padding too, are what they were. */
static void
check_rest (GstVideoFrame *before, GstVideoFrame *after, const GstFacerecMosaic *mosaic)
{
  const guint8 *old = before->map[0].data, *new = after->map[0].data;
  const gsize size = after->map[0].size;
  g_autofree guint8 *inside = g_malloc0 (size);

  for (guint c = 0; c < GST_VIDEO_FRAME_N_COMPONENTS (after); c++)
    for (gint y = mosaic->top; y < mosaic->bottom; y++)
      for (gint x = mosaic->left; x < mosaic->right; x++)
        inside[sample_at (after, c, x, y) - new] = 1;
  for (gsize i = 0; i < size; i++)
    if (!inside[i])
      g_assert_cmpuint (new[i], ==, old[i]);
}

static void
check (const GstVideoInfo *info, guint padding, const FacerecBox *box, gfloat margin, guint cells)
{
  GstBuffer *old = noise_new (info, padding), *new = noise_new (info, padding);
  GstVideoFrame before, after;
  GstFacerecMosaic mosaic;

  gst_facerec_mosaic_over (box, margin, cells, GST_VIDEO_INFO_WIDTH (info), GST_VIDEO_INFO_HEIGHT (info), &mosaic);
  g_assert_true (gst_video_frame_map (&before, info, old, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&after, info, new, GST_MAP_READWRITE));
  gst_facerec_pixelate (&after, &mosaic);
  for (gint top = mosaic.top; top < mosaic.bottom; top += mosaic.cell)
    for (gint left = mosaic.left; left < mosaic.right; left += mosaic.cell)
      for (guint c = 0; c < GST_VIDEO_FRAME_N_COMPONENTS (&after); c++)
        check_square (&before, &after, c, left, top, &mosaic);
  check_rest (&before, &after, &mosaic);
  gst_video_frame_unmap (&before);
  gst_video_frame_unmap (&after);
  gst_buffer_unref (old);
  gst_buffer_unref (new);
}

static void
test_no_detail_is_left (void)
{
  for (guint f = 0; test_formats[f]; f++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint b = 0; b < G_N_ELEMENTS (boxes); b++) {
        GstVideoInfo info;

        gst_video_info_set_format (&info, gst_video_format_from_string (test_formats[f]), (guint) sizes[s][0],
            (guint) sizes[s][1]);
        g_test_message ("%s %dx%d box %u", test_formats[f], sizes[s][0], sizes[s][1], b);
        check (&info, b % 2 ? 13 : 0, &boxes[b], b % 3 ? 0.3f : 0, b % 5 + 1);
      }
}

/* All of the grown box that is in the frame is in the mosaic, whose squares are no finer than asked for. */
static void
test_covers_the_box (void)
{
  static const gfloat margins[] = { 0, 0.3f, 1.3f };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint b = 0; b < G_N_ELEMENTS (boxes); b++)
      for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
        for (guint cells = 1; cells <= 32; cells += 5) {
          const gint width = sizes[s][0], height = sizes[s][1];
          const gdouble x = boxes[b].x, y = boxes[b].y, w = boxes[b].width, h = boxes[b].height, margin = margins[m];
          const gdouble left = MAX (x - w * margin, 0), top = MAX (y - h * margin, 0);
          const gdouble right = MIN (x + w * (1 + margin), width), bottom = MIN (y + h * (1 + margin), height);
          GstFacerecMosaic mosaic;

          gst_facerec_mosaic_over (&boxes[b], margins[m], cells, width, height, &mosaic);
          g_assert_cmpint (mosaic.cell % 4, ==, 0);
          g_assert_cmpfloat (mosaic.cell, >=, MIN (MAX (w, h), MAX (width, height)) / cells);
          if (left >= right || top >= bottom) {
            g_assert_true (mosaic.right <= mosaic.left || mosaic.bottom <= mosaic.top);
            continue;
          }
          g_assert_true (0 <= mosaic.left && mosaic.left <= left && right <= mosaic.right && mosaic.right <= width);
          g_assert_true (0 <= mosaic.top && mosaic.top <= top && bottom <= mosaic.bottom && mosaic.bottom <= height);
          g_assert_true (mosaic.left % mosaic.cell == 0 && mosaic.top % mosaic.cell == 0);
        }
}

/* Not knowing where a face is hides everything. */
static void
test_a_box_of_no_place (void)
{
  static const FacerecBox nowhere[] = { { NAN, 10, 20, 20, 0 }, { 10, -INFINITY, 20, 20, 0 }, { 10, 10, 0, 20, 0 },
    { 10, 10, 20, -1, 0 }, { 10, 10, NAN, 20, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (nowhere); i++) {
    GstFacerecMosaic mosaic;

    gst_facerec_mosaic_over (&nowhere[i], 0.3f, 6, 131, 93, &mosaic);
    g_assert_true (mosaic.left == 0 && mosaic.top == 0 && mosaic.right == 131 && mosaic.bottom == 93);
    g_assert_cmpint (mosaic.cell, ==, 24);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/pixelate/no detail is left, and nothing else is touched", test_no_detail_is_left);
  g_test_add_func ("/elements/pixelate/covers the grown box", test_covers_the_box);
  g_test_add_func ("/elements/pixelate/a box of no place hides all", test_a_box_of_no_place);
  return g_test_run ();
}
