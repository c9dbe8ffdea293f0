/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fullface.h"

#include <gst/video/video.h>
#include <math.h>

#define N_FACES 40

static GstFacerecMeta *
add_face_at (GstBuffer *buffer, gfloat x)
{
  return gst_facerec_buffer_add_face (buffer, x, 0, 10, 10, 640, 480, 0, "fake");
}

static void
add_faces (GstBuffer *buffer, guint n)
{
  for (guint i = 0; i < n; i++)
    add_face_at (buffer, (gfloat) i);
}

static void
test_a_buffer_without_faces (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GPtrArray) faces = gst_facerec_buffer_get_faces (buffer);
  gpointer state = NULL;

  gst_buffer_add_video_region_of_interest_meta (buffer, "face", 1, 2, 3, 4);
  g_assert_cmpuint (faces->len, ==, 0);
  g_assert_null (gst_facerec_buffer_iterate_faces (buffer, &state));
  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 0);
  g_assert_null (gst_facerec_buffer_find_face (buffer, 0));
  g_assert_cmpuint (gst_facerec_buffer_remove_faces (buffer), ==, 0);
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 1);
}

/* The order holds on the buffer, on a copy, and on a copy of the copy. */
static void
test_faces_come_in_order_of_adding (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new (), copy = NULL, second_copy = NULL;
  GstBuffer *buffers[3];

  add_faces (buffer, N_FACES);
  copy = gst_buffer_copy (buffer);
  second_copy = gst_buffer_copy (copy);
  buffers[0] = buffer;
  buffers[1] = copy;
  buffers[2] = second_copy;
  for (guint b = 0; b < 3; b++) {
    g_autoptr (GPtrArray) faces = gst_facerec_buffer_get_faces (buffers[b]);
    gpointer state = NULL;

    g_assert_cmpuint (faces->len, ==, N_FACES);
    g_assert_cmpuint (gst_facerec_buffer_count_faces (buffers[b]), ==, N_FACES);
    for (guint i = 0; i < N_FACES; i++) {
      GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffers[b], &state);

      g_assert_true (face == g_ptr_array_index (faces, i));
      g_assert_cmpfloat (face->x, ==, (gfloat) i);
    }
    g_assert_null (gst_facerec_buffer_iterate_faces (buffers[b], &state));
  }
}

static void
test_ids_are_unique_and_find_their_face (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) faces = NULL;

  add_faces (buffer, N_FACES);
  faces = gst_facerec_buffer_get_faces (buffer);
  for (guint i = 0; i < faces->len; i++) {
    GstFacerecMeta *face = g_ptr_array_index (faces, i);

    g_assert_cmpint (face->id, !=, 0);
    g_assert_true (g_hash_table_add (ids, GINT_TO_POINTER (face->id)));
    g_assert_true (gst_facerec_buffer_find_face (buffer, face->id) == face);
  }
  g_assert_null (gst_facerec_buffer_find_face (buffer, -1));
}

static void
test_removing_leaves_what_is_not_ours (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstVideoRegionOfInterestMeta *region;
  g_autoptr (GPtrArray) faces = NULL;

  gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 4, 4);
  region = gst_buffer_add_video_region_of_interest_meta (buffer, "person", 1, 2, 3, 4);
  region->id = 77;
  add_faces (buffer, 3);
  faces = gst_facerec_buffer_get_faces (buffer);
  for (guint i = 0; i < faces->len; i++)
    gst_facerec_buffer_mirror_face (buffer, g_ptr_array_index (faces, i));
  /* Of another type, though its id is a face's. */
  region = gst_buffer_add_video_region_of_interest_meta (buffer, "person", 1, 2, 3, 4);
  region->id = gst_facerec_meta_get_id (g_ptr_array_index (faces, 0));
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 5);

  g_assert_cmpuint (gst_facerec_buffer_remove_faces (buffer), ==, 3);
  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 0);
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 2);
  g_assert_nonnull (gst_buffer_get_video_meta (buffer));
}

static void
test_one_face_can_be_removed (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GPtrArray) faces = NULL, left = NULL;

  add_faces (buffer, 3);
  faces = gst_facerec_buffer_get_faces (buffer);
  for (guint i = 0; i < faces->len; i++)
    gst_facerec_buffer_mirror_face (buffer, g_ptr_array_index (faces, i));

  gst_facerec_buffer_remove_face (buffer, g_ptr_array_index (faces, 1));
  left = gst_facerec_buffer_get_faces (buffer);
  g_assert_cmpuint (left->len, ==, 2);
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 2);
  for (guint i = 0; i < left->len; i++) {
    GstFacerecMeta *face = g_ptr_array_index (left, i);

    g_assert_true (face == g_ptr_array_index (faces, 2 * i));
    g_assert_nonnull (gst_buffer_get_video_region_of_interest_meta_id (buffer, face->id));
  }
}

/* A mistake of the caller is reported, not attached. */
static void
test_impossible_faces_are_refused (void)
{
  static const FullFaceBox cases[] = {
    { NAN, 0, 1, 1, 9, 9 }, { 0, INFINITY, 1, 1, 9, 9 }, { 0, 0, 0, 1, 9, 9 }, { 0, 0, 1, -1, 9, 9 },
    { 0, 0, NAN, 1, 9, 9 }, { 0, 0, 1, INFINITY, 9, 9 }, { 0, 0, 1, 1, 0, 9 }, { 0, 0, 1, 1, 9, 0 },
  };
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*assertion*failed*");
    g_assert_null (gst_facerec_buffer_add_face (buffer, cases[i].x, cases[i].y, cases[i].width, cases[i].height,
            cases[i].frame_width, cases[i].frame_height, 0, NULL));
    g_test_assert_expected_messages ();
  }
  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 0);
}

static void
test_a_shared_buffer_is_not_written (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstBuffer) second_owner = NULL;

  add_faces (buffer, 1);
  second_owner = gst_buffer_ref (buffer);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*writable*failed*");
  g_assert_null (add_face_at (buffer, 0));
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*writable*failed*");
  g_assert_cmpuint (gst_facerec_buffer_remove_faces (buffer), ==, 0);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer/without-faces", test_a_buffer_without_faces);
  g_test_add_func ("/buffer/faces-come-in-order-of-adding", test_faces_come_in_order_of_adding);
  g_test_add_func ("/buffer/ids-are-unique-and-find-their-face", test_ids_are_unique_and_find_their_face);
  g_test_add_func ("/buffer/removing-leaves-what-is-not-ours", test_removing_leaves_what_is_not_ours);
  g_test_add_func ("/buffer/one-face-can-be-removed", test_one_face_can_be_removed);
  g_test_add_func ("/buffer/impossible-faces-are-refused", test_impossible_faces_are_refused);
  g_test_add_func ("/buffer/a-shared-buffer-is-not-written", test_a_shared_buffer_is_not_written);
  return g_test_run ();
}
