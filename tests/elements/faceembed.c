/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=RGB,width=320,height=240,framerate=30/1"

static const TestFace bright = { 40, 48, 64, 80, 235 }, dim = { 200, 16, 48, 56, 120 };

/* What the fake engine's description says of a grey face: see models/fake.h. */
static void
assert_embedding (const GstFacerecMeta *face, guint8 gray)
{
  gsize n_values, i;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);
  gdouble norm = 0, scale = sqrt (1.0 / 63);

  g_assert_cmpuint (n_values, ==, 128);
  g_assert_cmpstr (gst_facerec_meta_get_embedding_model (face), ==, "fake-v1");
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 0);
  for (i = 0; i < n_values; i++)
    norm += values[i] * values[i];
  g_assert_cmpfloat_with_epsilon (norm, 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (values[0], scale * cos (G_PI * gray / 255), 1e-3);
  g_assert_cmpfloat_with_epsilon (values[1], scale * sin (G_PI * gray / 255), 1e-3);
}

static GstBuffer *
push (const gchar *launch, const TestFace *faces, guint n_faces)
{
  GstHarness *harness = test_harness_new (launch, CAPS, NULL);
  GstBuffer *out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, faces, n_faces));

  gst_harness_teardown (harness);
  return out;
}

static void
assert_model_id (GstElement *embed, const gchar *expected)
{
  g_autofree gchar *model_id = NULL;

  g_object_get (embed, "model-id", &model_id, NULL);
  g_assert_cmpstr (model_id, ==, expected);
}

/* The property and the faces tell the same, and nothing when no network is loaded. */
static void
test_tells_its_model (void)
{
  GstElement *embed = gst_element_factory_make ("faceembed", NULL);

  gst_object_ref_sink (embed);
  g_object_set (embed, "engine", "fake", NULL);
  assert_model_id (embed, NULL);
  g_assert_cmpint (gst_element_set_state (embed, GST_STATE_PAUSED), !=, GST_STATE_CHANGE_FAILURE);
  assert_model_id (embed, "fake-v1");
  gst_element_set_state (embed, GST_STATE_READY);
  assert_model_id (embed, NULL);
  gst_element_set_state (embed, GST_STATE_NULL);
  gst_object_unref (embed);
}

/* Each face gets its own description, not its neighbour's. */
static void
test_describes_all_faces (void)
{
  TestFace both[] = { bright, dim };
  GstBuffer *out = push ("facedetect detector=fake ! faceembed engine=fake", both, 2);
  gfloat size, sharpness, pose;
  gsize n_values;

  assert_embedding (test_find_face (out, &bright), 235);
  assert_embedding (test_find_face (out, &dim), 120);
  gst_facerec_meta_get_landmarks (test_find_face (out, &dim), &n_values);
  g_assert_cmpuint (n_values, ==, 10);
  g_assert_true (gst_facerec_meta_get_quality (test_find_face (out, &dim), &size, &sharpness, &pose));
  g_assert_cmpfloat_with_epsilon (size, 52, 1e-3);
  g_assert_false (isnan (gst_facerec_meta_get_overall_quality (test_find_face (out, &dim))));
  g_assert_null (gst_facerec_meta_get_identity (test_find_face (out, &dim)));
  gst_buffer_unref (out);
}

static void
test_describes_regions_of_others (void)
{
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &bright, 1), *out;
  GstVideoRegionOfInterestMeta *region;

  gst_buffer_add_video_region_of_interest_meta (in, "face", bright.x, bright.y, bright.width, bright.height);
  gst_buffer_add_video_region_of_interest_meta (in, "cat", dim.x, dim.y, dim.width, dim.height);
  out = gst_harness_push_and_pull (harness, in);
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
  assert_embedding (test_find_face (out, &bright), 235);
  region = gst_buffer_get_video_region_of_interest_meta_id (out, test_find_face (out, &bright)->id);
  g_assert_nonnull (region);
  g_assert_nonnull (gst_video_region_of_interest_meta_get_param (region, "face_embedding"));
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* The element before has the last word on where the landmarks are. */
static void
test_keeps_landmarks (void)
{
  const gfloat landmarks[] = { 0.5f, 0.2f, 0.4f, 0.2f, 0.1f, 0.2f, 0.2f, 0.2f, 0.3f, 0.4f };
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &bright, 1), *out;
  GstFacerecMeta *face = gst_facerec_buffer_add_face (in, 40, 48, 64, 80, 320, 240, 1, "other");
  const gfloat *kept;
  gsize n_values;

  gst_facerec_meta_set_landmarks (face, landmarks, 10);
  out = gst_harness_push_and_pull (harness, in);
  kept = gst_facerec_meta_get_landmarks (test_find_face (out, &bright), &n_values);
  g_assert_cmpmem (kept, n_values * sizeof *kept, landmarks, sizeof landmarks);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
assert_refused (const GstFacerecMeta *face)
{
  GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  gsize n_values;

  g_assert_null (gst_facerec_meta_get_embedding (face, &n_values));
  g_assert_nonnull (identity);
  g_assert_null (gst_facerec_identity_get_label (identity));
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_LOW_QUALITY);
}

static void
test_small_faces_are_refused (void)
{
  TestFace both[] = { bright, dim };
  GstBuffer *out = push ("facedetect detector=fake ! faceembed engine=fake min-face-size=60", both, 2);

  assert_embedding (test_find_face (out, &bright), 235);
  assert_refused (test_find_face (out, &dim));
  gst_buffer_unref (out);
}

/* The gate is the measured number itself: just under it nobody passes, just over it everybody. */
static void
test_poor_faces_are_refused (void)
{
  GstBuffer *out = push ("facedetect detector=fake ! faceembed engine=fake", &bright, 1);
  gfloat overall = gst_facerec_meta_get_overall_quality (test_find_face (out, &bright));
  g_autofree gchar *over = NULL, *under = NULL;
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

  gst_buffer_unref (out);
  g_ascii_formatd (digits, sizeof digits, "%.6f", MIN (overall + 0.01, 1.0));
  over = g_strdup_printf ("facedetect detector=fake ! faceembed engine=fake min-quality=%s", digits);
  out = push (over, &bright, 1);
  assert_refused (test_find_face (out, &bright));
  gst_buffer_unref (out);

  g_ascii_formatd (digits, sizeof digits, "%.6f", MAX (overall - 0.01, 0.0));
  under = g_strdup_printf ("facedetect detector=fake ! faceembed engine=fake min-quality=%s", digits);
  out = push (under, &bright, 1);
  assert_embedding (test_find_face (out, &bright), 235);
  gst_buffer_unref (out);
}

/* A face whose box was counted in another frame is where nobody knows. */
static void
test_face_of_another_frame_is_left (void)
{
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &bright, 1), *out;
  gpointer state = NULL;
  gsize n_values;

  gst_facerec_buffer_add_face (in, 40, 48, 64, 80, 240, 320, 1, "other");
  out = gst_harness_push_and_pull (harness, in);
  g_assert_null (gst_facerec_meta_get_embedding (gst_facerec_buffer_iterate_faces (out, &state), &n_values));
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
test_boxes_beyond_the_frame (void)
{
  static const gfloat boxes[][4] = { { -30, -30, 64, 64 }, { 300, 200, 80, 80 }, { -500, -500, 50, 50 },
    { 5000, 5000, 50, 50 }, { -100, -100, 1000, 1000 }, { 0, 0, 0.01f, 0.01f }, { 10, 10, 1e6f, 1e6f } };
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &bright, 1), *out;
  GstFacerecMeta *face;
  gpointer state = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (boxes); i++)
    gst_facerec_buffer_add_face (in, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], 320, 240, 1, "other");
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (out);
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, G_N_ELEMENTS (boxes));
  while ((face = gst_facerec_buffer_iterate_faces (out, &state))) {
    gsize n_values;

    gst_facerec_meta_get_embedding (face, &n_values);
    g_assert_cmpuint (n_values, ==, 128);
  }
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* What no face can be made of costs that face its description, not the stream. */
static void
test_hopeless_faces_are_refused (void)
{
  const gfloat one_point[10] = { 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f };
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  TestFace both[] = { bright, dim };
  GstBuffer *in = test_frame_new_for_caps (CAPS, both, 2), *out;
  GstFacerecMeta *hopeless;

  hopeless = gst_facerec_buffer_add_face (in, dim.x, dim.y, dim.width, dim.height, 320, 240, 1, "other");
  gst_facerec_meta_set_landmarks (hopeless, one_point, G_N_ELEMENTS (one_point));
  gst_facerec_buffer_add_face (in, bright.x, bright.y, bright.width, bright.height, 320, 240, 1, "other");
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (out);
  assert_refused (test_find_face (out, &dim));
  assert_embedding (test_find_face (out, &bright), 235);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* A room fits more faces than anybody has thought of. */
static void
test_many_faces (void)
{
  GstHarness *harness = test_harness_new ("faceembed engine=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &bright, 1), *out;
  gpointer state = NULL;
  GstFacerecMeta *face;
  guint i;

  for (i = 0; i < 300; i++)
    gst_facerec_buffer_add_face (in, 40 + i % 10, 48, 32, 32, 320, 240, 1, "other");
  out = gst_harness_push_and_pull (harness, in);
  while ((face = gst_facerec_buffer_iterate_faces (out, &state)))
    assert_embedding (face, 235);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/faceembed/describes each face", test_describes_all_faces);
  g_test_add_func ("/elements/faceembed/tells its model", test_tells_its_model);
  g_test_add_func ("/elements/faceembed/describes the regions of another detector", test_describes_regions_of_others);
  g_test_add_func ("/elements/faceembed/uses landmarks that are there", test_keeps_landmarks);
  g_test_add_func ("/elements/faceembed/refuses small faces", test_small_faces_are_refused);
  g_test_add_func ("/elements/faceembed/refuses poor faces", test_poor_faces_are_refused);
  g_test_add_func ("/elements/faceembed/leaves a face of another frame alone", test_face_of_another_frame_is_left);
  g_test_add_func ("/elements/faceembed/boxes may leave the frame", test_boxes_beyond_the_frame);
  g_test_add_func ("/elements/faceembed/refuses what no face can be made of", test_hopeless_faces_are_refused);
  g_test_add_func ("/elements/faceembed/three hundred faces are described", test_many_faces);
  return g_test_run ();
}
