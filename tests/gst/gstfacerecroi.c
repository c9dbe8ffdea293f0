/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The mirror for other people's software: names, types and values of every field. */

#include "fullface.h"

#include <gst/video/video.h>
#include <math.h>
#include <string.h>

static const FullFaceBox box = { 101, 60, 80, 96, 320, 240 };

static guint
count_regions (GstBuffer *buffer)
{
  return gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
}

static GstVideoRegionOfInterestMeta *
only_region (GstBuffer *buffer)
{
  g_assert_cmpuint (count_regions (buffer), ==, 1);
  return (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
}

static GstStructure *
param (GstVideoRegionOfInterestMeta *region, const gchar *name)
{
  return gst_video_region_of_interest_meta_get_param (region, name);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static void
check_fields (const GstStructure *structure, const gchar *expected)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree gchar *joined = NULL;

  g_assert_nonnull (structure);
  for (gint i = 0; i < gst_structure_n_fields (structure); i++)
    g_ptr_array_add (names, (gpointer) gst_structure_nth_field_name (structure, (guint) i));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (gchar **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
check_double (const GstStructure *structure, const gchar *field, gdouble expected)
{
  gdouble value;

  g_assert_true (gst_structure_get_double (structure, field, &value));
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
}

static void
check_int (const GstStructure *structure, const gchar *field, gint expected)
{
  gint value;

  g_assert_true (gst_structure_get_int (structure, field, &value));
  g_assert_cmpint (value, ==, expected);
}

static void
check_string (const GstStructure *structure, const gchar *field, const gchar *expected)
{
  g_assert_cmpstr (gst_structure_get_string (structure, field), ==, expected);
}

/* precision, layout, dims, data_buffer and data as DL Streamer's Tensor class reads them. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static void
check_tensor (const GstStructure *structure, const gfloat *expected, guint n)
{
  const GValue *dims_value = gst_structure_get_value (structure, "dims");
  const GValue *buffer_value = gst_structure_get_value (structure, "data_buffer");
  const GValue *data_value = gst_structure_get_value (structure, "data");
  GValueArray *dims;
  GVariant *variant;
  gconstpointer bytes;
  gsize n_bytes;

  check_int (structure, "precision", 10);
  check_int (structure, "layout", 193);
  g_assert_true (G_VALUE_HOLDS (dims_value, g_value_array_get_type ()));
  dims = g_value_get_boxed (dims_value);
  g_assert_cmpuint (dims->n_values, ==, 2);
  g_assert_cmpuint (g_value_get_uint (g_value_array_get_nth (dims, 0)), ==, 1);
  g_assert_cmpuint (g_value_get_uint (g_value_array_get_nth (dims, 1)), ==, n);

  g_assert_true (G_VALUE_HOLDS_VARIANT (buffer_value));
  variant = g_value_get_variant (buffer_value);
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "ay");
  bytes = g_variant_get_fixed_array (variant, &n_bytes, 1);
  g_assert_cmpmem (bytes, n_bytes, expected, n * sizeof (gfloat));
  g_assert_true (G_VALUE_HOLDS_POINTER (data_value));
  g_assert_true (g_value_get_pointer (data_value) == bytes);
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* ---- mirroring ---- */

static void
check_detection (const GstStructure *detection)
{
  check_fields (detection, "confidence label_id model_name score x_max x_min y_max y_min");
  check_double (detection, "x_min", 101.0 / 320);
  check_double (detection, "x_max", 181.0 / 320);
  check_double (detection, "y_min", 60.0 / 240);
  check_double (detection, "y_max", 156.0 / 240);
  check_double (detection, "score", 1.25);
  check_double (detection, "confidence", 0.777299861);
  check_int (detection, "label_id", 1);
  check_string (detection, "model_name", "dlib-hog");
}

static void
check_landmarks (const GstStructure *landmarks)
{
  gfloat expected[FULL_FACE_LANDMARK_VALUES];

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    expected[i] = full_face_landmark_value (i);
  check_fields (landmarks, "data data_buffer dims format layout model_name precision");
  check_string (landmarks, "format", "dlib_5_points");
  check_string (landmarks, "model_name", "dlib-landmarks-5");
  check_tensor (landmarks, expected, G_N_ELEMENTS (expected));
}

static void
check_embedding (const GstStructure *embedding)
{
  gfloat expected[FULL_FACE_DIMENSIONS];

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    expected[i] = full_face_embedding_value (i);
  check_fields (embedding, "data data_buffer dims format layer_name layout metric model_name precision quality");
  check_string (embedding, "format", "face_embedding");
  check_string (embedding, "metric", "euclidean");
  check_string (embedding, "layer_name", "fc");
  check_string (embedding, "model_name", "dlib-resnet-v1");
  check_double (embedding, "quality", 0.8125);
  check_tensor (embedding, expected, G_N_ELEMENTS (expected));
}

static void
check_face_id (const GstStructure *face_id)
{
  gint label_id;

  check_fields (face_id,
      "attribute_name confidence distance label label_id margin model_name person_id reason threshold");
  check_string (face_id, "label", "Zoë");
  check_string (face_id, "person_id", "Zoë");
  check_string (face_id, "reason", "none");
  check_string (face_id, "attribute_name", "face_id");
  check_string (face_id, "model_name", "dlib-resnet-v1");
  check_double (face_id, "confidence", 0.777299861);
  check_double (face_id, "distance", 0.375);
  check_double (face_id, "threshold", 0.5625);
  check_double (face_id, "margin", 0.0625);
  g_assert_true (gst_structure_get_int (face_id, "label_id", &label_id));
  g_assert_cmpint (label_id, >=, 1);
}

static void
check_full_region (GstVideoRegionOfInterestMeta *region)
{
  g_assert_cmpuint (g_list_length (region->params), ==, 5);
  check_detection (param (region, "detection"));
  check_fields (param (region, "object_id"), "id");
  check_int (param (region, "object_id"), "id", (gint) (FULL_FACE_TRACK & G_MAXINT));
  check_landmarks (param (region, "landmarks"));
  check_embedding (param (region, "face_embedding"));
  check_face_id (param (region, "face_id"));
}

static void
test_every_field_of_a_full_face (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  GstVideoRegionOfInterestMeta *region;

  gst_facerec_buffer_mirror_face (buffer, face);
  region = only_region (buffer);
  g_assert_cmpstr (g_quark_to_string (region->roi_type), ==, "face");
  g_assert_cmpint (region->id, ==, face->id);
  g_assert_cmpint (region->parent_id, ==, 0);
  g_assert_true (region->x == 101 && region->y == 60 && region->w == 80 && region->h == 96);
  check_full_region (region);
}

static void
test_a_bare_face_has_a_detection_only (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstVideoRegionOfInterestMeta *region;

  gst_facerec_buffer_mirror_face (buffer, gst_facerec_buffer_add_face (buffer, 0, 0, 4, 4, 8, 8, 0, NULL));
  region = only_region (buffer);
  g_assert_cmpuint (g_list_length (region->params), ==, 1);
  check_fields (param (region, "detection"), "confidence label_id score x_max x_min y_max y_min");
  check_double (param (region, "detection"), "confidence", 0.5);
}

static void
test_an_unknown_face (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstFacerecIdentity) unknown = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_EMPTY_GALLERY, -INFINITY,
      INFINITY, 0, 0);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 4, 4, 8, 8, 0, NULL);
  GstStructure *face_id;

  gst_facerec_identity_set_stranger (unknown, "unknown-3");
  gst_facerec_meta_set_identity (face, unknown);
  gst_facerec_buffer_mirror_face (buffer, face);
  face_id = param (only_region (buffer), "face_id");
  check_fields (face_id, "attribute_name confidence label label_id model_name reason stranger");
  check_string (face_id, "stranger", "unknown-3");
  check_string (face_id, "label", "Unknown");
  check_int (face_id, "label_id", -1);
  check_string (face_id, "reason", "empty-gallery");
  check_double (face_id, "confidence", 0);
  g_assert_nonnull (gst_structure_get_string (face_id, "model_name"));
}

static void
test_boxes_are_clipped_to_the_frame (void)
{
  static const struct {
    FullFaceBox box;
    guint x, y, w, h;
  } cases[] = {
    { { -10, -20, 30, 50, 320, 240 }, 0, 0, 20, 30 },
    { { 300, 200, 80, 96, 320, 240 }, 300, 200, 20, 40 },
    { { -5, -5, 900, 900, 320, 240 }, 0, 0, 320, 240 },
    { { 400, 10, 20, 20, 320, 240 }, 320, 10, 0, 20 },
    { { -40, 10, 20, 20, 320, 240 }, 0, 10, 0, 20 },
    { { 10.6f, 20.4f, 5.2f, 5.4f, 320, 240 }, 11, 20, 5, 6 },
    { { 0, 0, 3e38f, 3e38f, 320, 240 }, 0, 0, 320, 240 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    GstVideoRegionOfInterestMeta *region;
    gdouble x_min, x_max;

    gst_facerec_buffer_mirror_face (buffer, full_face_add (buffer, &cases[i].box));
    region = only_region (buffer);
    g_assert_cmpuint (region->x, ==, cases[i].x);
    g_assert_cmpuint (region->y, ==, cases[i].y);
    g_assert_cmpuint (region->w, ==, cases[i].w);
    g_assert_cmpuint (region->h, ==, cases[i].h);
    gst_structure_get_double (param (region, "detection"), "x_min", &x_min);
    gst_structure_get_double (param (region, "detection"), "x_max", &x_max);
    g_assert_true (0 <= x_min && x_min <= x_max && x_max <= 1);
  }
}

static void
test_confidence_rises_with_the_score (void)
{
  static const gfloat scores[] = { -INFINITY, -8, -1, 0, 0.5f, 1, 8, INFINITY };
  gdouble previous = -1;

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    gdouble confidence;

    gst_facerec_buffer_mirror_face (buffer, gst_facerec_buffer_add_face (buffer, 0, 0, 4, 4, 8, 8, scores[i], NULL));
    gst_structure_get_double (param (only_region (buffer), "detection"), "confidence", &confidence);
    g_assert_true (confidence >= 0 && confidence <= 1 && confidence > previous);
    previous = confidence;
  }
}

static void
test_mirroring_again_replaces_ours_and_keeps_others (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  g_autoptr (GstFacerecIdentity) unknown = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_TOO_FAR, -1, 0.75f, 0,
      5);
  GstVideoRegionOfInterestMeta *region;

  gst_facerec_buffer_mirror_face (buffer, face);
  region = only_region (buffer);
  gst_video_region_of_interest_meta_add_param (region,
      gst_structure_new ("age", "label", G_TYPE_STRING, "40", "model_name", G_TYPE_STRING, "theirs", NULL));
  gst_video_region_of_interest_meta_add_param (region,
      gst_structure_new ("landmarks", "format", G_TYPE_STRING, "landmark_points", NULL));

  gst_facerec_meta_set_track (face, 3, 0);
  gst_facerec_meta_set_landmarks (face, NULL, 0);
  gst_facerec_meta_set_identity (face, unknown);
  face->x = 11;
  gst_facerec_buffer_mirror_face (buffer, face);
  gst_facerec_buffer_mirror_face (buffer, face);

  region = only_region (buffer);
  g_assert_cmpuint (region->x, ==, 11);
  g_assert_cmpuint (g_list_length (region->params), ==, 6);
  check_int (param (region, "object_id"), "id", 3);
  check_string (param (region, "face_id"), "label", "Unknown");
  check_string (param (region, "age"), "label", "40");
  check_string (param (region, "landmarks"), "format", "landmark_points");
  check_double (param (region, "detection"), "x_min", 11.0 / 320);
}

/* The tensors' pointers stay good in a copy, when the face and the first region are gone. */
static void
test_a_copied_region_keeps_its_data (void)
{
  GstBuffer *buffer = gst_buffer_new ();
  g_autoptr (GstBuffer) copy = NULL;

  gst_facerec_buffer_mirror_face (buffer, full_face_add (buffer, &box));
  copy = gst_buffer_copy (buffer);
  gst_buffer_unref (buffer);
  gst_buffer_remove_meta (copy, gst_buffer_get_meta (copy, GST_FACEREC_META_API_TYPE));
  check_full_region (only_region (copy));
}

/* ---- adopting ---- */

static GstVideoRegionOfInterestMeta *
add_foreign (GstBuffer *buffer, const gchar *type, gint id)
{
  GstVideoRegionOfInterestMeta *region = gst_buffer_add_video_region_of_interest_meta (buffer, type, 10, 20, 30, 40);

  region->id = id;
  return region;
}

static void
test_a_plain_face_is_adopted (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  const FullFaceBox expected = { 10, 20, 30, 40, 320, 240 };
  GstFacerecMeta *face;
  gpointer state = NULL;

  add_foreign (buffer, "face", 0);
  g_assert_cmpuint (gst_facerec_buffer_adopt_regions (buffer, 320, 240), ==, 1);
  face = gst_facerec_buffer_iterate_faces (buffer, &state);
  g_assert_true (face->x == expected.x && face->y == expected.y && face->width == expected.width
      && face->height == expected.height && face->frame_width == 320 && face->frame_height == 240);
  g_assert_cmpfloat (face->score, ==, 0);
  g_assert_null (gst_facerec_meta_get_detector (face));
  g_assert_cmpint (face->id, !=, 0);
  g_assert_cmpint (only_region (buffer)->id, ==, face->id);
}

static void
test_only_foreign_faces_are_adopted_once (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) faces = NULL;

  gst_facerec_buffer_mirror_face (buffer, full_face_add (buffer, &box));
  add_foreign (buffer, "person", 0);
  add_foreign (buffer, "face", 0);
  add_foreign (buffer, "face", 0);
  add_foreign (buffer, "face", -5);
  add_foreign (buffer, "face", -5);
  add_foreign (buffer, "face", 0)->w = 0;
  g_assert_cmpuint (gst_facerec_buffer_adopt_regions (buffer, 320, 240), ==, 4);
  g_assert_cmpuint (gst_facerec_buffer_adopt_regions (buffer, 320, 240), ==, 0);

  faces = gst_facerec_buffer_get_faces (buffer);
  g_assert_cmpuint (faces->len, ==, 5);
  for (guint i = 0; i < faces->len; i++)
    g_assert_true (g_hash_table_add (ids, GINT_TO_POINTER (gst_facerec_meta_get_id (faces->pdata[i]))));
}

static void
test_scores_of_other_detectors (void)
{
  static const struct {
    const gchar *detection;
    gdouble score;
  } cases[] = {
    { "detection, confidence=0.75, model_name=ssd", 1.0986123 },
    { "detection, confidence=0.5, score=2.5, model_name=ssd", 2.5 },
    { "detection, confidence=1.0, model_name=ssd", 13.8155096 },
    { "detection, confidence=-3.0, model_name=ssd", -13.8155096 },
    { "detection, label_id=3, model_name=ssd", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    GstVideoRegionOfInterestMeta *region = add_foreign (buffer, "face", 0);
    GstFacerecMeta *face;
    gpointer state = NULL;

    gst_video_region_of_interest_meta_add_param (region, gst_structure_from_string (cases[i].detection, NULL));
    g_assert_cmpuint (gst_facerec_buffer_adopt_regions (buffer, 320, 240), ==, 1);
    face = gst_facerec_buffer_iterate_faces (buffer, &state);
    g_assert_cmpfloat_with_epsilon (face->score, cases[i].score, 1e-4);
    g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "ssd");
  }
}

/* Their box and their detection are theirs, before and after; only what we wrote goes with the face. */
static void
test_an_adopted_region_stays_its_maker_s (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstVideoRegionOfInterestMeta *region = add_foreign (buffer, "face", 0);
  g_autoptr (GstFacerecIdentity) ada = gst_facerec_identity_new ("Ada", GST_FACEREC_REASON_NONE, 1, 0.25f, 5, 5);
  GstFacerecMeta *face;
  gpointer state = NULL;

  gst_video_region_of_interest_meta_add_param (region,
      gst_structure_from_string ("detection, confidence=0.75, label_id=9, model_name=ssd", NULL));
  gst_video_region_of_interest_meta_add_param (region, gst_structure_from_string ("object_id, id=8", NULL));
  gst_facerec_buffer_adopt_regions (buffer, 320, 240);
  face = gst_facerec_buffer_iterate_faces (buffer, &state);
  gst_facerec_meta_set_identity (face, ada);
  gst_facerec_buffer_mirror_face (buffer, face);

  region = only_region (buffer);
  g_assert_true (region->x == 10 && region->y == 20 && region->w == 30 && region->h == 40);
  g_assert_cmpuint (g_list_length (region->params), ==, 3);
  check_fields (param (region, "detection"), "confidence label_id model_name");
  check_int (param (region, "object_id"), "id", 8);
  check_string (param (region, "face_id"), "label", "Ada");

  g_assert_cmpuint (gst_facerec_buffer_remove_faces (buffer), ==, 1);
  region = only_region (buffer);
  g_assert_cmpuint (g_list_length (region->params), ==, 2);
  check_fields (param (region, "detection"), "confidence label_id model_name");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roi/mirror/every-field-of-a-full-face", test_every_field_of_a_full_face);
  g_test_add_func ("/roi/mirror/a-bare-face-has-a-detection-only", test_a_bare_face_has_a_detection_only);
  g_test_add_func ("/roi/mirror/an-unknown-face", test_an_unknown_face);
  g_test_add_func ("/roi/mirror/boxes-are-clipped-to-the-frame", test_boxes_are_clipped_to_the_frame);
  g_test_add_func ("/roi/mirror/confidence-rises-with-the-score", test_confidence_rises_with_the_score);
  g_test_add_func ("/roi/mirror/again-replaces-ours-and-keeps-others",
      test_mirroring_again_replaces_ours_and_keeps_others);
  g_test_add_func ("/roi/mirror/a-copied-region-keeps-its-data", test_a_copied_region_keeps_its_data);
  g_test_add_func ("/roi/adopt/a-plain-face", test_a_plain_face_is_adopted);
  g_test_add_func ("/roi/adopt/only-foreign-faces-and-once", test_only_foreign_faces_are_adopted_once);
  g_test_add_func ("/roi/adopt/scores-of-other-detectors", test_scores_of_other_detectors);
  g_test_add_func ("/roi/adopt/the-region-stays-its-maker-s", test_an_adopted_region_stays_its_maker_s);
  return g_test_run ();
}
