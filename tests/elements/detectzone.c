/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/zone.h"

static void
test_parse (void)
{
  static const struct {
    const gchar *text;
    gboolean good, relative;
  } cases[] = {
    { NULL, TRUE, FALSE }, { "", TRUE, FALSE }, { "0,0,1,1", TRUE, TRUE }, { "0.25,0.5,0.5,0.5", TRUE, TRUE },
    { "0,0,2,1", TRUE, FALSE }, { "10,20,30,40", TRUE, FALSE }, { "1.5,2.5,3.5,4.5", TRUE, FALSE },
    { "1,2,3", FALSE, FALSE }, { "1,2,3,4,5", FALSE, FALSE }, { "1,2,3,4 ", FALSE, FALSE }, { ",,,", FALSE, FALSE },
    { "1;2;3;4", FALSE, FALSE }, { "1,2,0,4", FALSE, FALSE }, { "1,2,-3,4", FALSE, FALSE }, { "-1,2,3,4", FALSE, FALSE },
    { "nan,0,1,1", FALSE, FALSE }, { "0,0,inf,1", FALSE, FALSE }, { "0,0,1e300,1", FALSE, FALSE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecDetectZone zone = { .x = 77 };
    g_autoptr (GError) error = NULL;

    g_test_message ("\"%s\"", cases[i].text ? cases[i].text : "NULL");
    g_assert_cmpint (gst_facerec_detect_zone_parse (cases[i].text, &zone, &error), ==, cases[i].good);
    g_assert_cmpint (error == NULL, ==, cases[i].good);
    g_assert_cmpint (zone.relative, ==, cases[i].relative);
    if (!cases[i].good)
      g_assert_cmpfloat (zone.x, ==, 77);
  }
}

/* The part has the pixels that the whole has at its place. */
static void
test_crop (void)
{
  static guint8 luma[10 * 8], chroma[5 * 4];
  FacerecFrame frame = { .width = 10, .height = 8, .model = FACEREC_COLOR_YUV,
    .plane = { { luma, 10, 1, 0, 0 }, { chroma, 5, 1, 1, 1 }, { chroma, 5, 1, 1, 1 } } };
  static const struct {
    const gchar *text;
    gboolean inside;
    gint left, top, width, height;
  } cases[] = {
    { "", TRUE, 0, 0, 10, 8 }, { "0,0,1,1", TRUE, 0, 0, 10, 8 }, { "4,2,3,3", TRUE, 4, 2, 3, 3 },
    { "5,3,3,3", TRUE, 4, 2, 4, 4 }, { "0.5,0.5,0.5,0.5", TRUE, 4, 4, 6, 4 }, { "8,6,100,100", TRUE, 8, 6, 2, 2 },
    { "10,0,5,5", FALSE, 0, 0, 0, 0 }, { "0,8,5,5", FALSE, 0, 0, 0, 0 }, { "9,7,1.5,1.5", TRUE, 8, 6, 2, 2 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecDetectZone zone;
    FacerecFrame part;
    gint left, top;

    g_test_message ("\"%s\"", cases[i].text);
    g_assert_true (gst_facerec_detect_zone_parse (cases[i].text, &zone, NULL));
    g_assert_cmpint (gst_facerec_detect_zone_crop (&zone, &frame, &part, &left, &top), ==, cases[i].inside);
    if (!cases[i].inside)
      continue;
    g_assert_cmpint (left, ==, cases[i].left);
    g_assert_cmpint (top, ==, cases[i].top);
    g_assert_cmpint (part.width, ==, cases[i].width);
    g_assert_cmpint (part.height, ==, cases[i].height);
    g_assert_true (part.plane[0].data == luma + top * 10 + left);
    g_assert_true (part.plane[1].data == chroma + top / 2 * 5 + left / 2);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elements/detectzone/text is pixels or shares", test_parse);
  g_test_add_func ("/elements/detectzone/a part is the frame's own pixels", test_crop);
  return g_test_run ();
}
