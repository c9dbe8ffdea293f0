/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/cache.h"

static GstFacerecOverlayFace
face_at (gfloat x, gfloat y, const gchar *text)
{
  return (GstFacerecOverlayFace) { .frame_width = 640, .frame_height = 480, .x = x, .y = y, .width = 100, .height = 120,
    .text = text, .color = 0xff00ff00 };
}

static GstVideoOverlayRectangle *
get (GstFacerecOverlayCache *cache, const GstFacerecOverlayFace *face)
{
  GstVideoOverlayRectangle *rectangle = gst_facerec_overlay_cache_get (cache, face);

  g_assert_nonnull (rectangle);
  gst_facerec_overlay_cache_end_frame (cache);
  return rectangle;
}

/* A face that moves, or does nothing, is painted once; one that looks different is painted again. */
static void
test_cache (void)
{
  const gfloat points[] = { 210, 210 }, moved_points[] = { 215, 210 };
  GstFacerecOverlayFace first = face_at (200, 200, "Ann"), moved = face_at (300, 250, "Ann"), other = face_at (200, 200, "Bob");
  GstFacerecOverlayFace marked = first, marked_elsewhere = first, wider = first, red = first;
  const GstFacerecOverlayFace *faces[] = { &first, &first, &moved, &other, &first, &marked, &marked, &marked_elsewhere,
    &wider, &red };
  static const guint n_painted[] = { 1, 1, 1, 2, 3, 4, 4, 5, 6, 7 };
  GstFacerecOverlayCache *cache = gst_facerec_overlay_cache_new ();
  guint i;

  marked.landmarks = points;
  marked_elsewhere.landmarks = moved_points;
  marked.n_landmarks = marked_elsewhere.n_landmarks = 1;
  wider.width = 101;
  red.color = 0xffff0000;
  for (i = 0; i < G_N_ELEMENTS (faces); i++) {
    gst_video_overlay_rectangle_unref (get (cache, faces[i]));
    g_assert_cmpuint (gst_facerec_overlay_cache_get_n_painted (cache), ==, n_painted[i]);
  }
  gst_facerec_overlay_cache_set_font (cache, "Serif 20");
  gst_video_overlay_rectangle_unref (get (cache, &red));
  g_assert_cmpuint (gst_facerec_overlay_cache_get_n_painted (cache), ==, 8);
  gst_facerec_overlay_cache_free (cache);
}

/* Letters grow with the frame. */
static void
test_font_scales (void)
{
  static const struct {
    gint height;
    const gchar *font;
    gint size;
  } cases[] = { { 480, NULL, 16 }, { 240, NULL, 8 }, { 1080, NULL, 36 }, { 10, NULL, 7 }, { 480, "Sans 24px", 24 },
    { 960, "Sans 24px", 48 }, { 480, "Sans", 16 } };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecOverlayDraw *draw = gst_facerec_overlay_draw_new ();
    GstFacerecOverlayFace face = { .frame_width = 2000, .frame_height = cases[i].height, .x = 10, .y = 2, .width = 20,
      .height = 5, .text = "A", .color = 0xffffffff };
    GstFacerecOverlayPlan plan;

    gst_facerec_overlay_draw_set_font (draw, cases[i].font);
    g_assert_true (gst_facerec_overlay_draw_plan (draw, &face, &plan));
    g_assert_cmpint (plan.font_size, ==, cases[i].size);
    gst_facerec_overlay_draw_free (draw);
  }
}

/* Names are shown as they are written: nothing is markup, nothing ends the line. */
static void
test_text_is_literal (void)
{
  static const gchar *const pairs[][2] = { { "<b>X</b>", "X" }, { "a&lt;b", "a<b" }, { "a&b", "ab" }, { "a\nb", "a" },
    { "玛丽", "" }, { "مريم", "" } };
  GstFacerecOverlayDraw *draw = gst_facerec_overlay_draw_new ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pairs); i++) {
    GstFacerecOverlayFace longer = face_at (200, 200, pairs[i][0]), shorter = face_at (200, 200, pairs[i][1]);
    GstFacerecOverlayPlan a, b;

    g_assert_true (gst_facerec_overlay_draw_plan (draw, &longer, &a));
    g_assert_true (gst_facerec_overlay_draw_plan (draw, &shorter, &b));
    g_assert_cmpint (a.text_width, >, b.text_width);
    g_assert_cmpint (a.height, <=, 120 + 2 + 40);
  }
  gst_facerec_overlay_draw_free (draw);
}

/* Not a byte is written beyond the picture. */
static void
test_paints_within_bounds (void)
{
  static const gfloat boxes[][4] = { { 0, 0, 1, 1 }, { -5, -5, 20, 20 }, { 10, 5, 3, 2 }, { -1e30f, -1e30f, 2e30f, 2e30f } };
  static const gint sizes[][2] = { { 1, 1 }, { 3, 2 }, { 15, 17 }, { 64, 48 } };
  GstFacerecOverlayDraw *draw = gst_facerec_overlay_draw_new ();
  guint i, s, b;

  for (i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (s = 0; s < G_N_ELEMENTS (sizes); s++) {
      const gfloat points[] = { 0, 0, 1e30f, -1e30f };
      GstFacerecOverlayFace face = { .frame_width = sizes[s][0], .frame_height = sizes[s][1], .x = boxes[i][0],
        .y = boxes[i][1], .width = boxes[i][2], .height = boxes[i][3], .text = "Ann 0.31", .color = 0x80ffffff,
        .landmarks = points, .n_landmarks = 2 };
      GstFacerecOverlayPlan plan;
      g_autofree guint8 *pixels = NULL;
      gsize size;

      if (!gst_facerec_overlay_draw_plan (draw, &face, &plan))
        continue;
      g_assert_cmpint (plan.width, <=, sizes[s][0]);
      g_assert_cmpint (plan.height, <=, sizes[s][1]);
      size = (gsize) plan.width * 4 * plan.height;
      pixels = g_malloc0 (size + 64);
      memset (pixels + size, 0xa5, 64);
      gst_facerec_overlay_draw_paint (draw, &face, &plan, pixels, plan.width * 4);
      for (b = 0; b < 64; b++)
        g_assert_cmphex (pixels[size + b], ==, 0xa5);
    }
  gst_facerec_overlay_draw_free (draw);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/overlaydraw/paints again only what looks different", test_cache);
  g_test_add_func ("/elements/overlaydraw/letters grow with the frame", test_font_scales);
  g_test_add_func ("/elements/overlaydraw/names are literal", test_text_is_literal);
  g_test_add_func ("/elements/overlaydraw/paints within bounds", test_paints_within_bounds);
  return g_test_run ();
}
