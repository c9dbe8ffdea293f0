/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fullface.h"

/* What survives a scaled box: float precision, no rounding to pixels. */
#define BOX_TOLERANCE 1e-3

gfloat
full_face_embedding_value (guint index)
{
  return (gfloat) index / 7.0f - 9.0f;
}

/* The first lies left of the box, the last below it. */
gfloat
full_face_landmark_value (guint index)
{
  return -0.125f + 0.1375f * (gfloat) index;
}

GstFacerecMeta *
full_face_add (GstBuffer *buffer, const FullFaceBox *box)
{
  gfloat landmarks[FULL_FACE_LANDMARK_VALUES], embedding[FULL_FACE_DIMENSIONS];
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new ("Zoë", GST_FACEREC_REASON_NONE, 0.125f, 0.375f, 4,
      5);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, box->x, box->y, box->width, box->height,
      box->frame_width, box->frame_height, 1.25f, "dlib-hog");

  for (guint i = 0; i < G_N_ELEMENTS (landmarks); i++)
    landmarks[i] = full_face_landmark_value (i);
  for (guint i = 0; i < G_N_ELEMENTS (embedding); i++)
    embedding[i] = full_face_embedding_value (i);

  gst_facerec_identity_add_candidate (identity, "Zoë", 0.375f);
  gst_facerec_identity_add_candidate (identity, "Adam", 0.75f);
  gst_facerec_identity_set_rule (identity, 0.5625f, 0.0625f);

  gst_facerec_meta_set_track (face, FULL_FACE_TRACK, 17);
  gst_facerec_meta_set_box_age (face, 5);
  gst_facerec_meta_set_quality (face, 96.5f, 12.25f, 0.875f);
  gst_facerec_meta_set_overall_quality (face, 0.8125f);
  gst_facerec_meta_set_landmarks (face, landmarks, G_N_ELEMENTS (landmarks));
  gst_facerec_meta_set_embedding (face, embedding, G_N_ELEMENTS (embedding), "dlib-resnet-v1", 3);
  gst_facerec_meta_set_identity (face, identity);
  return face;
}

static void
check_box (const GstFacerecMeta *face, const FullFaceBox *box)
{
  gfloat x, y, width, height;
  guint frame_width, frame_height;

  gst_facerec_meta_get_box (face, &x, &y, &width, &height);
  g_assert_cmpfloat_with_epsilon (x, box->x, BOX_TOLERANCE);
  g_assert_cmpfloat_with_epsilon (y, box->y, BOX_TOLERANCE);
  g_assert_cmpfloat_with_epsilon (width, box->width, BOX_TOLERANCE);
  g_assert_cmpfloat_with_epsilon (height, box->height, BOX_TOLERANCE);
  gst_facerec_meta_get_frame_size (face, &frame_width, &frame_height);
  g_assert_cmpuint (frame_width, ==, box->frame_width);
  g_assert_cmpuint (frame_height, ==, box->frame_height);
}

static void
check_values (const GstFacerecMeta *face)
{
  const gfloat *values;
  gsize n_values;

  values = gst_facerec_meta_get_landmarks (face, &n_values);
  g_assert_cmpuint (n_values, ==, FULL_FACE_LANDMARK_VALUES);
  for (guint i = 0; i < n_values; i++)
    g_assert_cmpfloat (values[i], ==, full_face_landmark_value (i));

  values = gst_facerec_meta_get_embedding (face, &n_values);
  g_assert_cmpuint (n_values, ==, FULL_FACE_DIMENSIONS);
  for (guint i = 0; i < n_values; i++)
    g_assert_cmpfloat (values[i], ==, full_face_embedding_value (i));
  g_assert_cmpstr (gst_facerec_meta_get_embedding_model (face), ==, "dlib-resnet-v1");
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 3);
}

static void
check_quality (const GstFacerecMeta *face)
{
  gfloat size, sharpness, pose;

  g_assert_true (gst_facerec_meta_get_quality (face, &size, &sharpness, &pose));
  g_assert_cmpfloat (size, ==, 96.5f);
  g_assert_cmpfloat (sharpness, ==, 12.25f);
  g_assert_cmpfloat (pose, ==, 0.875f);
  g_assert_cmpfloat (gst_facerec_meta_get_overall_quality (face), ==, 0.8125f);
}

static void
check_candidate (const GstFacerecIdentity *identity, guint index, const gchar *expected_label, gfloat expected_distance)
{
  const gchar *label;
  gfloat distance;

  g_assert_true (gst_facerec_identity_get_candidate (identity, index, &label, &distance));
  g_assert_cmpstr (label, ==, expected_label);
  g_assert_cmpfloat (distance, ==, expected_distance);
}

static void
check_identity (const GstFacerecMeta *face)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  gfloat threshold, margin;

  g_assert_nonnull (identity);
  g_assert_cmpstr (gst_facerec_meta_get_label (face), ==, "Zoë");
  g_assert_cmpstr (gst_facerec_identity_get_label (identity), ==, "Zoë");
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_NONE);
  g_assert_cmpfloat (gst_facerec_identity_get_score (identity), ==, 0.125f);
  g_assert_cmpfloat (gst_facerec_identity_get_distance (identity), ==, 0.375f);
  g_assert_cmpuint (gst_facerec_identity_get_votes (identity), ==, 4);
  g_assert_cmpuint (gst_facerec_identity_get_k (identity), ==, 5);
  gst_facerec_identity_get_rule (identity, &threshold, &margin);
  g_assert_cmpfloat (threshold, ==, 0.5625f);
  g_assert_cmpfloat (margin, ==, 0.0625f);
  g_assert_cmpuint (gst_facerec_identity_get_n_candidates (identity), ==, 2);
  check_candidate (identity, 0, "Zoë", 0.375f);
  check_candidate (identity, 1, "Adam", 0.75f);
}

void
full_face_check (const GstFacerecMeta *face, const FullFaceBox *box)
{
  g_assert_nonnull (face);
  check_box (face, box);
  g_assert_cmpfloat (gst_facerec_meta_get_score (face), ==, 1.25f);
  g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "dlib-hog");
  g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, FULL_FACE_TRACK);
  g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, 17);
  g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, 5);
  check_quality (face);
  check_values (face);
  check_identity (face);
}
