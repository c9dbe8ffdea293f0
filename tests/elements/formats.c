/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every format in every shape: faces are where they were painted, described alike, and no byte of the picture has changed; the
 * overlay changes what it draws on and nothing else. */
#include <math.h>

#include "tests/elements/testframe.h"

typedef struct {
  const gchar *name;
  gint width, height;
  guint n_faces;
  TestFace faces[4];
} Picture;

static const Picture pictures[] = {
  { "one pixel", 1, 1, 0, { { 0, } } },
  { "empty, small and odd", 15, 17, 0, { { 0, } } },
  { "one face, small and odd", 15, 17, 1, { { 3, 4, 7, 9, 235 } } },
  { "all of a small frame", 15, 17, 1, { { 0, 0, 15, 17, 235 } } },
  { "empty", 64, 48, 0, { { 0, } } },
  { "in two corners", 64, 48, 2, { { 0, 0, 13, 12, 235 }, { 51, 35, 13, 13, 235 } } },
  { "empty, odd", 161, 121, 0, { { 0, } } },
  { "at every edge, odd", 161, 121, 4,
      { { 0, 0, 24, 23, 235 }, { 137, 0, 24, 25, 235 }, { 0, 97, 23, 24, 235 }, { 130, 89, 31, 32, 235 } } },
};

static const guint paddings[] = { 0, 1, 37, 64 };

typedef void (*CaseFunc) (const Picture *picture, const GstVideoInfo *info, guint padding);

static void
for_each_case (CaseFunc func)
{
  guint f, p, s;

  for (f = 0; test_formats[f]; f++)
    for (p = 0; p < G_N_ELEMENTS (pictures); p++)
      for (s = 0; s < G_N_ELEMENTS (paddings); s++) {
        GstVideoInfo info;

        gst_video_info_set_format (&info, gst_video_format_from_string (test_formats[f]), pictures[p].width,
            pictures[p].height);
        g_test_message ("%s, %s, padding %u", test_formats[f], pictures[p].name, paddings[s]);
        func (&pictures[p], &info, paddings[s]);
      }
}

static GstBuffer *
push (const gchar *launch, const Picture *picture, const GstVideoInfo *info, guint padding, GstBuffer **sent)
{
  GstHarness *harness = gst_harness_new_parse (launch);
  GstCaps *caps = gst_video_info_to_caps (info);
  GstBuffer *in = test_frame_new (info, padding, picture->faces, picture->n_faces), *out;

  gst_harness_set_live (harness, FALSE);
  gst_harness_set_caps (harness, gst_caps_copy (caps), caps);
  if (sent)
    *sent = gst_buffer_copy_deep (in);
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (out);
  gst_harness_teardown (harness);
  return out;
}

/* ---- analysis ---- */

static void
check_analysis (const Picture *picture, const GstVideoInfo *info, guint padding)
{
  GstBuffer *sent, *out = push ("facedetect detector=fake ! facetrack ! faceembed engine=fake", picture, info, padding,
      &sent);
  g_autofree gchar *before = test_frame_checksum (sent), *after = test_frame_checksum (out);
  /* YUV is 16..235, the rest 0..255. */
  gdouble level = GST_VIDEO_INFO_IS_YUV (info) ? 255 : 235, scale = sqrt (1.0 / 63.0);
  guint i;

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, picture->n_faces);
  for (i = 0; i < picture->n_faces; i++) {
    GstFacerecMeta *face = test_find_face (out, &picture->faces[i]);
    const gfloat *embedding;
    gsize n_values;

    g_assert_nonnull (face);
    g_assert_cmpuint (face->frame_width, ==, picture->width);
    g_assert_cmpuint (face->frame_height, ==, picture->height);
    g_assert_cmpuint (gst_facerec_meta_get_track_id (face), <=, picture->n_faces);
    embedding = gst_facerec_meta_get_embedding (face, &n_values);
    g_assert_cmpuint (n_values, ==, 128);
    g_assert_cmpfloat_with_epsilon (embedding[0], scale * cos (G_PI * level / 255), 0.002);
    g_assert_cmpfloat_with_epsilon (embedding[1], scale * sin (G_PI * level / 255), 0.002);
  }
  gst_buffer_unref (sent);
  gst_buffer_unref (out);
}

static void
test_analysis (void)
{
  for_each_case (check_analysis);
}

/* ---- overlay ---- */

/* The color of a box without a name. */
#define BOX_RED 0xff
#define BOX_GREEN 0xb0
#define BOX_BLUE 0x30

static void
check_edge (GstBuffer *out, const GstVideoInfo *info, gint x, gint y)
{
  guint8 red = test_frame_get_sample (out, info, 0, x, y);
  gdouble luma = 0.299 * BOX_RED + 0.587 * BOX_GREEN + 0.114 * BOX_BLUE;

  if (GST_VIDEO_INFO_IS_RGB (info)) {
    g_assert_cmpint (ABS (red - BOX_RED), <=, 2);
    g_assert_cmpint (ABS (test_frame_get_sample (out, info, 1, x, y) - BOX_GREEN), <=, 2);
    g_assert_cmpint (ABS (test_frame_get_sample (out, info, 2, x, y) - BOX_BLUE), <=, 2);
  } else {
    /* GStreamer's blending draws in 16..235 also on grey frames. */
    g_assert_cmpfloat (fabs (red - (16 + luma * 219 / 255)), <=, 5);
  }
}

static void
check_overlay (const Picture *picture, const GstVideoInfo *info, guint padding)
{
  GstBuffer *sent, *out = push ("facedetect detector=fake ! overlay line-width=1", picture, info, padding, &sent);
  g_autofree gchar *before = test_frame_checksum (sent), *after = test_frame_checksum (out);
  guint i;

  if (picture->n_faces == 0)
    g_assert_cmpstr (before, ==, after);
  for (i = 0; i < picture->n_faces; i++) {
    const TestFace *face = &picture->faces[i];

    check_edge (out, info, face->x, face->y);
    check_edge (out, info, face->x + face->width - 1, face->y);
    check_edge (out, info, face->x, face->y + face->height - 1);
    check_edge (out, info, face->x + face->width - 1, face->y + face->height - 1);
    check_edge (out, info, face->x + face->width / 2, face->y);
    /* Inside it is as it was, beyond the box's dark edge and the chroma of its neighbours. */
    g_assert_cmpint (test_frame_get_sample (out, info, 0, face->x + face->width / 2, face->y + face->height / 2), ==, 235);
  }
  gst_buffer_unref (sent);
  gst_buffer_unref (out);
}

static void
test_overlay (void)
{
  for_each_case (check_overlay);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/formats/faces are found and described alike in every format", test_analysis);
  g_test_add_func ("/elements/formats/boxes are drawn alike in every format", test_overlay);
  return g_test_run ();
}
