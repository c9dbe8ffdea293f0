/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fullface.h"

#include <gst/video/video.h>
#include <math.h>

static const FullFaceBox box = { 101, 60, 80, 96, 320, 240 };

static void
test_api_has_exactly_three_tags (void)
{
  static const gchar *const expected[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR,
    GST_META_TAG_VIDEO_ORIENTATION_STR };
  const GstMetaInfo *info = GST_FACEREC_META_INFO;
  const gchar *const *tags = gst_meta_api_type_get_tags (GST_FACEREC_META_API_TYPE);

  g_assert_cmpstr (g_type_name (GST_FACEREC_META_API_TYPE), ==, "GstFacerecMetaAPI");
  g_assert_cmpuint (g_strv_length ((gchar **) tags), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (g_strv_contains (tags, expected[i]));
  g_assert_true (gst_meta_get_info ("GstFacerecMeta") == info);
}

static void
test_new_face_knows_its_box_only (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, -3.5f, 2, 30, 40.25f, 640, 480, -0.5f, NULL);
  gfloat x, y, width, height, size = -1, sharpness = -1, pose = -1;
  gsize n_values = 99;

  gst_facerec_meta_get_box (face, &x, &y, &width, &height);
  g_assert_cmpfloat (x, ==, -3.5f);
  g_assert_cmpfloat (y, ==, 2);
  g_assert_cmpfloat (width, ==, 30);
  g_assert_cmpfloat (height, ==, 40.25f);
  g_assert_cmpfloat (gst_facerec_meta_get_score (face), ==, -0.5f);
  g_assert_cmpint (gst_facerec_meta_get_id (face), !=, 0);
  g_assert_null (gst_facerec_meta_get_detector (face));
  g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, GST_FACEREC_NO_TRACK);
  g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, 0);
  g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, 0);
  g_assert_false (gst_facerec_meta_get_quality (face, &size, &sharpness, &pose));
  g_assert_true (size == -1 && sharpness == -1 && pose == -1);
  g_assert_true (isnan (gst_facerec_meta_get_overall_quality (face)));
  g_assert_null (gst_facerec_meta_get_landmarks (face, &n_values));
  g_assert_cmpuint (n_values, ==, 0);
  n_values = 99;
  g_assert_null (gst_facerec_meta_get_embedding (face, &n_values));
  g_assert_cmpuint (n_values, ==, 0);
  g_assert_null (gst_facerec_meta_get_embedding_model (face));
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 0);
  g_assert_null (gst_facerec_meta_get_identity (face));
  g_assert_null (gst_facerec_meta_get_label (face));
}

static void
test_getters_return_what_was_set (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  full_face_check (full_face_add (buffer, &box), &box);
}

static void
test_outputs_may_be_null (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  gfloat height;

  gst_facerec_meta_get_box (face, NULL, NULL, NULL, &height);
  g_assert_cmpfloat (height, ==, box.height);
  gst_facerec_meta_get_box (face, NULL, NULL, NULL, NULL);
  gst_facerec_meta_get_frame_size (face, NULL, NULL);
  g_assert_true (gst_facerec_meta_get_quality (face, NULL, NULL, NULL));
  g_assert_nonnull (gst_facerec_meta_get_landmarks (face, NULL));
  g_assert_nonnull (gst_facerec_meta_get_embedding (face, NULL));
  gst_facerec_identity_get_rule (gst_facerec_meta_get_identity (face), NULL, NULL);
  g_assert_true (gst_facerec_identity_get_candidate (gst_facerec_meta_get_identity (face), 0, NULL, NULL));
}

static void
test_setters_accept_the_face_s_own_values (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_landmarks (face, &n_values);

  gst_facerec_meta_set_landmarks (face, values, n_values);
  values = gst_facerec_meta_get_embedding (face, &n_values);
  gst_facerec_meta_set_embedding (face, values, n_values, gst_facerec_meta_get_embedding_model (face),
      gst_facerec_meta_get_embedding_age (face));
  gst_facerec_meta_set_identity (face, gst_facerec_meta_get_identity (face));
  full_face_check (face, &box);
}

static void
test_setters_remove (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  gsize n_values;

  gst_facerec_meta_set_track (face, GST_FACEREC_NO_TRACK, 5);
  gst_facerec_meta_set_landmarks (face, NULL, 0);
  gst_facerec_meta_set_embedding (face, NULL, 0, "a model without an embedding", 5);
  gst_facerec_meta_set_identity (face, NULL);

  g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, GST_FACEREC_NO_TRACK);
  g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, 0);
  g_assert_null (gst_facerec_meta_get_landmarks (face, &n_values));
  g_assert_cmpuint (n_values, ==, 0);
  g_assert_null (gst_facerec_meta_get_embedding (face, &n_values));
  g_assert_cmpuint (n_values, ==, 0);
  g_assert_null (gst_facerec_meta_get_embedding_model (face));
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 0);
  g_assert_null (gst_facerec_meta_get_label (face));
}

static void
test_names_become_utf8 (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 2, 2, 0, "h\xf6g");
  const gfloat value = 1;

  gst_facerec_meta_set_embedding (face, &value, 1, "r\xff", 0);
  g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "h\xef\xbf\xbdg");
  g_assert_cmpstr (gst_facerec_meta_get_embedding_model (face), ==, "r\xef\xbf\xbd");
}

/* ---- copies ---- */

static void
test_copies_share_the_large_parts (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  g_autoptr (GstBuffer) copy = gst_buffer_copy (buffer);
  GstFacerecMeta *copied = gst_facerec_buffer_find_face (copy, face->id);

  full_face_check (copied, &box);
  g_assert_true (copied != face);
  g_assert_true (gst_facerec_meta_get_landmarks (copied, NULL) == gst_facerec_meta_get_landmarks (face, NULL));
  g_assert_true (gst_facerec_meta_get_embedding (copied, NULL) == gst_facerec_meta_get_embedding (face, NULL));
  g_assert_true (gst_facerec_meta_get_identity (copied) == gst_facerec_meta_get_identity (face));
  g_assert_true (gst_facerec_meta_get_detector (copied) == gst_facerec_meta_get_detector (face));
}

static void
test_a_copy_outlives_the_original (void)
{
  GstBuffer *buffer = gst_buffer_new ();
  gint id = full_face_add (buffer, &box)->id;
  g_autoptr (GstBuffer) copy = gst_buffer_copy (buffer);

  gst_buffer_unref (buffer);
  full_face_check (gst_facerec_buffer_find_face (copy, id), &box);
}

static void
test_a_copy_of_a_region_keeps_the_face (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 64, NULL);
  gint id = full_face_add (buffer, &box)->id;
  g_autoptr (GstBuffer) part = gst_buffer_copy_region (buffer, GST_BUFFER_COPY_ALL, 16, 8);

  full_face_check (gst_facerec_buffer_find_face (part, id), &box);
}

static void
test_changing_a_copy_leaves_the_original (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  g_autoptr (GstBuffer) copy = gst_buffer_copy (buffer);
  GstFacerecMeta *copied = gst_facerec_buffer_find_face (copy, face->id);
  const gfloat value = 7;
  g_autoptr (GstFacerecIdentity) unknown = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_TOO_FAR, 0, 1, 0, 5);

  gst_facerec_meta_set_embedding (copied, &value, 1, "other", 0);
  gst_facerec_meta_set_landmarks (copied, NULL, 0);
  gst_facerec_meta_set_identity (copied, unknown);
  gst_facerec_meta_set_quality (copied, 1, 1, 1);
  full_face_check (face, &box);
  g_assert_null (gst_facerec_meta_get_label (copied));
}

/* A branch behind a tee makes its buffer writable: new metadata, the same pixels. */
static void
test_making_writable_copies_no_pixels (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 64, NULL);
  gint id = full_face_add (buffer, &box)->id;
  g_autoptr (GstBuffer) branch = gst_buffer_make_writable (gst_buffer_ref (buffer));

  g_assert_true (branch != buffer);
  g_assert_true (gst_buffer_peek_memory (branch, 0) == gst_buffer_peek_memory (buffer, 0));
  full_face_check (gst_facerec_buffer_find_face (branch, id), &box);
}

/* ---- transforms ---- */

static gboolean
transform (GstBuffer *from, GstBuffer *to, GQuark type, gint in_width, gint in_height, gint out_width, gint out_height)
{
  GstVideoInfo in_info, out_info;
  GstVideoMetaTransform data = { &in_info, &out_info };
  GstMeta *meta = gst_buffer_get_meta (from, GST_FACEREC_META_API_TYPE);

  gst_video_info_set_format (&in_info, GST_VIDEO_FORMAT_RGB, in_width, in_height);
  gst_video_info_set_format (&out_info, GST_VIDEO_FORMAT_RGB, out_width, out_height);
  return meta->info->transform_func (to, meta, from, type, &data);
}

static void
test_scaling_is_exact_in_float (void)
{
  static const struct {
    gint in_width, in_height, out_width, out_height;
    FullFaceBox expected;
  } cases[] = {
    { 320, 240, 160, 120, { 50.5f, 30, 40, 48, 160, 120 } },
    { 320, 240, 320, 240, { 101, 60, 80, 96, 320, 240 } },
    { 320, 240, 1, 1, { 0.315625f, 0.25f, 0.25f, 0.4f, 1, 1 } },
    { 320, 240, 640, 240, { 202, 60, 160, 96, 640, 240 } },
    /* The face was found before the picture was turned; after scaling the frame size must still disagree. */
    { 240, 320, 120, 160, { 50.5f, 30, 40, 48, 160, 120 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstBuffer) from = gst_buffer_new (), to = gst_buffer_new ();
    gint id = full_face_add (from, &box)->id;

    g_test_message ("%dx%d to %dx%d", cases[i].in_width, cases[i].in_height, cases[i].out_width,
        cases[i].out_height);
    g_assert_true (transform (from, to, gst_video_meta_transform_scale_get_quark (), cases[i].in_width,
            cases[i].in_height, cases[i].out_width, cases[i].out_height));
    full_face_check (gst_facerec_buffer_find_face (to, id), &cases[i].expected);
  }
}

static void
test_other_transforms_are_refused (void)
{
  g_autoptr (GstBuffer) from = gst_buffer_new (), to = gst_buffer_new ();

  full_face_add (from, &box);
  g_assert_false (transform (from, to, g_quark_from_static_string ("gst-video-matrix"), 320, 240, 160, 120));
  g_assert_cmpuint (gst_facerec_buffer_count_faces (to), ==, 0);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meta/api-has-exactly-three-tags", test_api_has_exactly_three_tags);
  g_test_add_func ("/meta/new-face-knows-its-box-only", test_new_face_knows_its_box_only);
  g_test_add_func ("/meta/getters-return-what-was-set", test_getters_return_what_was_set);
  g_test_add_func ("/meta/outputs-may-be-null", test_outputs_may_be_null);
  g_test_add_func ("/meta/setters-accept-the-face-s-own-values", test_setters_accept_the_face_s_own_values);
  g_test_add_func ("/meta/setters-remove", test_setters_remove);
  g_test_add_func ("/meta/names-become-utf8", test_names_become_utf8);
  g_test_add_func ("/meta/copies-share-the-large-parts", test_copies_share_the_large_parts);
  g_test_add_func ("/meta/a-copy-outlives-the-original", test_a_copy_outlives_the_original);
  g_test_add_func ("/meta/a-copy-of-a-region-keeps-the-face", test_a_copy_of_a_region_keeps_the_face);
  g_test_add_func ("/meta/changing-a-copy-leaves-the-original", test_changing_a_copy_leaves_the_original);
  g_test_add_func ("/meta/making-writable-copies-no-pixels", test_making_writable_copies_no_pixels);
  g_test_add_func ("/meta/scaling-is-exact-in-float", test_scaling_is_exact_in_float);
  g_test_add_func ("/meta/other-transforms-are-refused", test_other_transforms_are_refused);
  return g_test_run ();
}
