/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Faces that are known by where they are: which overlap is enough, for how long, and for how many. */
#include "elements/embed/placememory.h"

#define STORED { 100, 100, 40, 40 }

typedef struct {
  gfloat x, y, width, height;
} Box;

static GstFacerecMeta *
add_face (GstBuffer *buffer, Box box)
{
  return gst_facerec_buffer_add_face (buffer, box.x, box.y, box.width, box.height, 640, 480, 1, "test");
}

/* The picture of a face in that box, whose embedding is value. */
static void
store (GstFacerecPlaceMemory *places, Box box, guint64 frame, GstClockTime time, gfloat value)
{
  const GstFacerecTrackPicture picture = { .track = GST_FACEREC_NO_TRACK, .frame = frame, .time = time, .x = box.x, .y = box.y,
    .width = box.width, .height = box.height, .size = 0.1f, .sharpness = 0.2f, .pose = 0.3f, .overall = 0.4f };

  gst_facerec_place_memory_store (places, &picture, &value, 1);
}

/* What a face in that box is given; -1: nothing. */
static gfloat
recall (GstFacerecPlaceMemory *places, Box box)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = add_face (buffer, box);
  const gfloat *values;
  gsize n;

  if (!gst_facerec_place_memory_recall (places, face, "model")) {
    g_assert_null (gst_facerec_meta_get_embedding (face, &n));
    return -1;
  }
  values = gst_facerec_meta_get_embedding (face, &n);
  g_assert_cmpuint (n, ==, 1);
  return values[0];
}

static void
test_overlaps (void)
{
  /* A box of 40 x 40 at 100, 100: moved aside by d it shares (40 - d) * 40 of (40 + d) * 40. */
  static const struct {
    Box box;
    gboolean same;
  } cases[] = {
    { STORED, TRUE },
    { { 113, 100, 40, 40 }, TRUE },   /* 27 / 53 */
    { { 114, 100, 40, 40 }, FALSE },  /* 26 / 54 */
    { { 87, 100, 40, 40 }, TRUE },
    { { 100, 86, 40, 40 }, FALSE },
    { { 95, 95, 50, 50 }, TRUE },     /* 1600 / 2500 */
    { { 90, 90, 60, 60 }, FALSE },    /* 1600 / 3600 */
    { { 105, 105, 30, 30 }, TRUE },   /* 900 / 1600 */
    { { 300, 300, 40, 40 }, FALSE },
    { { 140, 100, 40, 40 }, FALSE },  /* side by side */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();

    gst_facerec_place_memory_begin_frame (places, 1, 0);
    store (places, (Box) STORED, 1, 0, 7);
    g_assert_cmpfloat (recall (places, cases[i].box), ==, cases[i].same ? 7 : -1);
    gst_facerec_place_memory_free (places);
  }
}

/* The face that is nearer to a place has it; no two of a frame have the same one. */
static void
test_one_face_a_place (void)
{
  GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();

  gst_facerec_place_memory_begin_frame (places, 1, 0);
  store (places, (Box) STORED, 1, 0, 7);
  store (places, (Box) { 200, 100, 40, 40 }, 1, 0, 8);
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 2);
  g_assert_cmpfloat (recall (places, (Box) STORED), ==, 7);
  g_assert_cmpfloat (recall (places, (Box) STORED), ==, -1);
  g_assert_cmpfloat (recall (places, (Box) { 205, 100, 40, 40 }), ==, 8);
  gst_facerec_place_memory_begin_frame (places, 2, GST_MSECOND);
  g_assert_cmpfloat (recall (places, (Box) STORED), ==, 7);
  gst_facerec_place_memory_free (places);
}

/* Step by step it goes further than any one step may be, and an embedding of an earlier frame finds it there. */
static void
test_goes_along (void)
{
  GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();
  guint i;

  gst_facerec_place_memory_begin_frame (places, 0, 0);
  store (places, (Box) STORED, 0, 0, 7);
  for (i = 1; i <= 10; i++) {
    gst_facerec_place_memory_begin_frame (places, i, i * 10 * GST_MSECOND);
    g_assert_cmpfloat (recall (places, (Box) { 100 + 10 * i, 100, 40, 40 }), ==, 7);
  }
  store (places, (Box) { 190, 100, 40, 40 }, 9, 90 * GST_MSECOND, 8);
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 1);
  gst_facerec_place_memory_begin_frame (places, 11, 110 * GST_MSECOND);
  g_assert_cmpfloat (recall (places, (Box) { 210, 100, 40, 40 }), ==, 8);
  gst_facerec_place_memory_free (places);
}

/* By the picture's age, however often it was recalled; and never one of a time to come, as after a seek. */
static void
test_times (void)
{
  GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  const GstFacerecMeta *face = add_face (buffer, (Box) STORED);
  guint i;

  gst_facerec_place_memory_begin_frame (places, 0, 5 * GST_SECOND);
  store (places, (Box) STORED, 0, 5 * GST_SECOND, 7);
  for (i = 1; i <= 11; i++) {
    gst_facerec_place_memory_begin_frame (places, i, 5 * GST_SECOND + i * 100 * GST_MSECOND);
    g_assert_true (gst_facerec_place_memory_knows (places, face, 300 * GST_MSECOND) == (i < 3));
    g_assert_cmpfloat (recall (places, (Box) STORED), ==, i <= 10 ? 7 : -1);
  }
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 0);
  store (places, (Box) STORED, 11, 6 * GST_SECOND, 7);
  gst_facerec_place_memory_begin_frame (places, 12, 2 * GST_SECOND);
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 0);
  gst_facerec_place_memory_free (places);
}

/* What is written to the face is what a track would have written. */
static void
test_what_is_written (void)
{
  GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = add_face (buffer, (Box) STORED);
  gfloat size, sharpness, pose;

  gst_facerec_place_memory_begin_frame (places, 3, 0);
  store (places, (Box) STORED, 3, 0, 7);
  gst_facerec_place_memory_begin_frame (places, 8, 200 * GST_MSECOND);
  g_assert_true (gst_facerec_place_memory_recall (places, face, "model"));
  g_assert_cmpstr (gst_facerec_meta_get_embedding_model (face), ==, "model");
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 5);
  gst_facerec_meta_get_quality (face, &size, &sharpness, &pose);
  g_assert_cmpfloat (size, ==, 0.1f);
  g_assert_cmpfloat (sharpness, ==, 0.2f);
  g_assert_cmpfloat (pose, ==, 0.3f);
  g_assert_cmpfloat (gst_facerec_meta_get_overall_quality (face), ==, 0.4f);
  gst_facerec_place_memory_free (places);
}

static void
test_is_bounded (void)
{
  GstFacerecPlaceMemory *places = gst_facerec_place_memory_new ();
  guint i;

  gst_facerec_place_memory_begin_frame (places, 0, 0);
  for (i = 0; i < 1000; i++)
    store (places, (Box) { 50.0f * i, 100, 40, 40 }, 0, 0, i);
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 256);
  g_assert_cmpfloat (recall (places, (Box) { 50.0f * 743, 100, 40, 40 }), ==, -1);
  g_assert_cmpfloat (recall (places, (Box) { 50.0f * 744, 100, 40, 40 }), ==, 744);
  gst_facerec_place_memory_clear (places);
  g_assert_cmpuint (gst_facerec_place_memory_count (places), ==, 0);
  gst_facerec_place_memory_free (places);
  gst_facerec_place_memory_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/placememory/half of both is enough", test_overlaps);
  g_test_add_func ("/elements/placememory/a place is one face's", test_one_face_a_place);
  g_test_add_func ("/elements/placememory/goes along with the face", test_goes_along);
  g_test_add_func ("/elements/placememory/stands for a second", test_times);
  g_test_add_func ("/elements/placememory/writes what a track would", test_what_is_written);
  g_test_add_func ("/elements/placememory/is bounded", test_is_bounded);
  return g_test_run ();
}
