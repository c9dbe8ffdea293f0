/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "elements/detect/message.h"
#include "models/engine.h"
#include "models/modelfile.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"
#define FRAME_DURATION (GST_SECOND / 30)

static const TestFace left = { 40, 48, 64, 80, 235 }, right = { 200, 16, 48, 56, 120 };

static GstBuffer *
push (GstHarness *harness, guint number, const TestFace *faces, guint n_faces)
{
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, faces, n_faces);

  GST_BUFFER_PTS (buffer) = number * FRAME_DURATION;
  GST_BUFFER_DURATION (buffer) = FRAME_DURATION;
  return gst_harness_push_and_pull (harness, buffer);
}

/* ---- boxes ---- */

static void
test_finds_faces (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake", CAPS, NULL);
  TestFace both[] = { left, right };
  GstBuffer *out = push (harness, 0, both, 2);
  GstFacerecMeta *face = test_find_face (out, &left), *other = test_find_face (out, &right);
  GstVideoRegionOfInterestMeta *region;

  g_assert_nonnull (face);
  g_assert_nonnull (other);
  g_assert_cmpint (face->id, !=, other->id);
  g_assert_cmpfloat_with_epsilon (face->score, 235 / 255.0 - 0.25, 1e-3);
  g_assert_cmpuint (face->frame_width, ==, 320);
  g_assert_cmpuint (face->frame_height, ==, 240);
  g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "fake");
  region = gst_buffer_get_video_region_of_interest_meta_id (out, face->id);
  g_assert_nonnull (region);
  g_assert_cmpuint (region->x, ==, left.x);
  g_assert_cmpuint (region->h, ==, left.height);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static guint
count_regions (GstBuffer *buffer)
{
  gpointer state = NULL;
  guint n = 0;

  while (gst_buffer_iterate_meta_filtered (buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
    n++;
  return n;
}

static void
test_regions_of_interest_can_be_left_out (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake roi-meta=false", CAPS, NULL);
  GstBuffer *out = push (harness, 0, &left, 1);

  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
  g_assert_cmpuint (count_regions (out), ==, 0);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
test_two_detectors_in_a_row (void)
{
  static const struct {
    const gchar *launch;
    guint n_faces;
  } cases[] = {
    { "facedetect detector=fake ! facedetect detector=fake", 1 },
    { "facedetect detector=fake ! facedetect detector=fake append=true", 2 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *harness = test_harness_new (cases[i].launch, CAPS, NULL);
    GstBuffer *out = push (harness, 0, &left, 1);

    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, cases[i].n_faces);
    g_assert_cmpuint (count_regions (out), ==, cases[i].n_faces);
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
}

static void
test_threshold (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake threshold=0.5", CAPS, NULL);
  TestFace both[] = { left, right };
  GstBuffer *out = push (harness, 0, both, 2);

  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
  g_assert_nonnull (test_find_face (out, &left));
  gst_buffer_unref (out);
  gst_harness_set (harness, "facedetect", "threshold", -0.5f, NULL);
  out = push (harness, 1, both, 2);
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 2);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* Landmarks of the fake engine are fixed places in the box; the first is at 0.85, 0.35 of it. */
static void
test_landmarks (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake landmarks=5", CAPS, NULL);
  GstBuffer *out = push (harness, 0, &left, 1);
  GstFacerecMeta *face = test_find_face (out, &left);
  gsize n_values;
  const gfloat *landmarks = gst_facerec_meta_get_landmarks (face, &n_values);

  g_assert_cmpuint (n_values, ==, 10);
  g_assert_cmpfloat_with_epsilon (landmarks[0], 0.85, 1e-5);
  g_assert_cmpfloat_with_epsilon (landmarks[1], 0.35, 1e-5);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* ---- region ---- */

static void
test_region (void)
{
  static const struct {
    const gchar *region;
    gboolean finds_left, finds_right;
  } cases[] = {
    { "", TRUE, TRUE },
    { "0,0,1,1", TRUE, TRUE },
    { "0,0,160,240", TRUE, FALSE },
    { "160,0,160,240", FALSE, TRUE },
    { "0.5,0,0.5,1", FALSE, TRUE },
    { "39,47,66,82", TRUE, FALSE },
    { "160,0,9999,9999", FALSE, TRUE },
    { "400,300,10,10", FALSE, FALSE },
  };
  TestFace both[] = { left, right };
  guint i, f;

  for (f = 0; test_formats[f]; f++)
    for (i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake region=\"%s\"", cases[i].region);
      g_autofree gchar *caps = g_strdup_printf ("video/x-raw,format=%s,width=320,height=240,framerate=30/1",
          test_formats[f]);
      GstHarness *harness = test_harness_new (launch, caps, NULL);
      GstBuffer *out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (caps, both, 2));

      g_test_message ("%s \"%s\"", test_formats[f], cases[i].region);
      g_assert_cmpint (test_find_face (out, &left) != NULL, ==, cases[i].finds_left);
      g_assert_cmpint (test_find_face (out, &right) != NULL, ==, cases[i].finds_right);
      g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, cases[i].finds_left + cases[i].finds_right);
      gst_buffer_unref (out);
      gst_harness_teardown (harness);
    }
}

static void
test_bad_region_while_playing (void)
{
  GstBus *bus;
  GstHarness *harness = test_harness_new ("facedetect detector=fake region=0,0,160,240", CAPS, &bus);
  TestFace both[] = { left, right };
  GstMessage *message;
  GstBuffer *out;
  guint i;

  gst_harness_set (harness, "facedetect", "region", "0,0,wide", NULL);
  for (i = 0; i < 3; i++) {
    out = push (harness, i, both, 2);
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
    gst_buffer_unref (out);
  }
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_assert_nonnull (message);
  gst_message_unref (message);
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR));
  gst_harness_teardown (harness);
  gst_object_unref (bus);
}

/* ---- interval ---- */

static guint64
get_stat (GstHarness *harness, const gchar *element, const gchar *name)
{
  GstStructure *stats;
  guint64 value = G_MAXUINT64;

  gst_harness_get (harness, element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, name, &value));
  gst_structure_free (stats);
  return value;
}

/* Frames between carry the faces of the last one searched, even when they have none themselves. */
static void
test_interval (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=3 landmarks=5", CAPS, NULL);
  static const guint expected[] = { 1, 1, 1, 0, 0, 0, 1 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++) {
    GstBuffer *out = push (harness, i, &left, i == 0 || i == 4 || i == 6);

    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, expected[i]);
    if (expected[i] > 0) {
      gsize n_values;

      g_assert_nonnull (test_find_face (out, &left));
      g_assert_cmpuint (gst_facerec_meta_get_box_age (test_find_face (out, &left)), ==, i % 3);
      gst_facerec_meta_get_landmarks (test_find_face (out, &left), &n_values);
      g_assert_cmpuint (n_values, ==, 10);
    }
    gst_buffer_unref (out);
  }
  g_assert_cmpuint (get_stat (harness, "facedetect", "frames"), ==, 7);
  g_assert_cmpuint (get_stat (harness, "facedetect", "inferred"), ==, 3);
  g_assert_cmpuint (get_stat (harness, "facedetect", "skipped"), ==, 4);
  g_assert_cmpuint (get_stat (harness, "facedetect", "faces"), ==, 4);
  gst_harness_teardown (harness);
}

/* A seek or other caps: nothing is carried from before. */
static void
test_reset (void)
{
  static const gchar other_caps[] = "video/x-raw,format=I420,width=640,height=480,framerate=30/1";
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=100", CAPS, NULL);
  GstBuffer *out = push (harness, 0, &left, 1);
  GstSegment segment;

  gst_buffer_unref (out);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  out = push (harness, 1, &right, 1);
  g_assert_nonnull (test_find_face (out, &right));
  gst_buffer_unref (out);

  gst_harness_set_caps_str (harness, other_caps, other_caps);
  out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (other_caps, &left, 1));
  g_assert_nonnull (test_find_face (out, &left));
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
test_gap (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out = push (harness, 0, &left, 1);

  gst_buffer_unref (out);
  GST_BUFFER_FLAG_SET (in, GST_BUFFER_FLAG_GAP);
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (test_find_face (out, &left));
  g_assert_true (GST_BUFFER_FLAG_IS_SET (out, GST_BUFFER_FLAG_GAP));
  gst_buffer_unref (out);

  in = gst_buffer_new ();
  GST_BUFFER_FLAG_SET (in, GST_BUFFER_FLAG_GAP);
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (out);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* ---- messages ---- */

static void
test_updates (void)
{
  static const guint n_faces[] = { 0, 0, 1, 1, 2, 0, 0 };
  static const struct {
    const gchar *updates;
    guint n_messages;
  } cases[] = { { "none", 0 }, { "every_frame", 7 }, { "on_change", 3 }, { "on_face", 3 } };
  TestFace both[] = { left, right };
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake updates=%s", cases[i].updates);
    GstBus *bus;
    GstHarness *harness = test_harness_new (launch, CAPS, &bus);

    for (f = 0; f < G_N_ELEMENTS (n_faces); f++)
      gst_buffer_unref (push (harness, f, both, n_faces[f]));
    g_test_message ("%s", cases[i].updates);
    g_assert_cmpuint (test_count_messages (bus, "facedetect"), ==, cases[i].n_messages);
    gst_harness_teardown (harness);
    gst_object_unref (bus);
  }
}

static void
test_update_fields (void)
{
  GstBus *bus;
  GstHarness *harness = test_harness_new ("facedetect detector=fake updates=on_face", CAPS, &bus);
  GstBuffer *out = push (harness, 3, &left, 1);
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);
  const GstStructure *structure = gst_message_get_structure (message), *face;
  guint64 timestamp, stream_time, running_time, duration;
  guint x, y, width, height;
  gdouble confidence;
  gint id;

  g_assert_true (gst_structure_get (structure, "timestamp", G_TYPE_UINT64, &timestamp, "stream-time", G_TYPE_UINT64,
      &stream_time, "running-time", G_TYPE_UINT64, &running_time, "duration", G_TYPE_UINT64, &duration, NULL));
  g_assert_cmpuint (timestamp, ==, 3 * FRAME_DURATION);
  g_assert_cmpuint (stream_time, ==, 3 * FRAME_DURATION);
  g_assert_cmpuint (running_time, ==, 3 * FRAME_DURATION);
  g_assert_cmpuint (duration, ==, FRAME_DURATION);
  g_assert_cmpuint (gst_value_list_get_size (gst_structure_get_value (structure, "faces")), ==, 1);
  face = gst_value_get_structure (gst_value_list_get_value (gst_structure_get_value (structure, "faces"), 0));
  g_assert_cmpstr (gst_structure_get_name (face), ==, "face");
  g_assert_true (gst_structure_get (face, "x", G_TYPE_UINT, &x, "y", G_TYPE_UINT, &y, "width", G_TYPE_UINT, &width,
      "height", G_TYPE_UINT, &height, "id", G_TYPE_INT, &id, "confidence", G_TYPE_DOUBLE, &confidence, NULL));
  g_assert_cmpuint (x, ==, left.x);
  g_assert_cmpuint (y, ==, left.y);
  g_assert_cmpuint (width, ==, left.width);
  g_assert_cmpuint (height, ==, left.height);
  g_assert_nonnull (gst_facerec_buffer_find_face (out, id));
  g_assert_cmpfloat_with_epsilon (confidence, 1 / (1 + exp (-(235 / 255.0 - 0.25))), 1e-3);
  gst_message_unref (message);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
}

/* Messages and regions of interest tell the same box of one face, also where it is not of whole pixels. */
static void
test_message_agrees_with_region (void)
{
  static const gfloat boxes[][4] = { { 10.6f, 20.4f, 30.3f, 40.9f }, { -3.7f, 0.5f, 20.0f, 20.0f },
    { 300.6f, 230.5f, 90.0f, 90.0f }, { 400, 400, 10, 10 } };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (boxes); i++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    GstFacerecMeta *meta = gst_facerec_buffer_add_face (buffer, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], 320,
        240, 0, NULL);
    g_autoptr (GstStructure) message = gst_facerec_detect_message_new (buffer, 0, 0);
    const GstStructure *face = gst_value_get_structure (gst_value_list_get_value (gst_structure_get_value (message,
        "faces"), 0));
    GstVideoRegionOfInterestMeta *region;
    guint x, y, width, height;

    gst_facerec_buffer_mirror_face (buffer, meta);
    region = gst_buffer_get_video_region_of_interest_meta_id (buffer, meta->id);
    g_assert_true (gst_structure_get (face, "x", G_TYPE_UINT, &x, "y", G_TYPE_UINT, &y, "width", G_TYPE_UINT, &width,
        "height", G_TYPE_UINT, &height, NULL));
    g_assert_cmpuint (x, ==, region->x);
    g_assert_cmpuint (y, ==, region->y);
    g_assert_cmpuint (width, ==, region->w);
    g_assert_cmpuint (height, ==, region->h);
  }
}

/* auto follows the rate of the frames: stills and frames that come too fast are for hog; where the engine has no fast cnn, or
 * its model file is missing, everything is. */
static void
test_auto (void)
{
  static const struct {
    const gchar *rate;
    gdouble frames_per_second;
  } cases[] = { { "0/1", 0 }, { "1/1", 1 }, { "100000/1", 100000 }, { "25/1", 25 } };
  const FacerecEngine *engine = facerec_engine_find ("auto", NULL);
  const FacerecEngineOptions engine_options = { 0, };
  const FacerecDetectOptions options = { 80, 0 };
  g_autofree gchar *model = NULL;
  guint i;

  if (!engine) {
    g_test_skip ("no engine but the fake one");
    return;
  }
  model = facerec_model_file_find (NULL, engine->cnn->model_file, NULL);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *caps = g_strdup_printf ("video/x-raw,format=GRAY8,width=160,height=120,framerate=%s", cases[i].rate);
    const gdouble cnn_ms = engine->cnn->expected_ms ? engine->cnn->expected_ms (&engine_options, 160, 120, &options) : 0;
    const gboolean cnn = model && cnn_ms > 0 && cases[i].frames_per_second > 0
        && cnn_ms * cases[i].frames_per_second <= 500;
    GstHarness *harness = test_harness_new ("facedetect", caps, NULL);
    GstElement *element = gst_harness_find_element (harness, "facedetect");
    g_autofree gchar *used = NULL;

    gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (caps, NULL, 0)));
    g_object_get (element, "detector-used", &used, NULL);
    g_test_message ("%s: %s", cases[i].rate, used);
    g_assert_cmpstr (used, ==, cnn ? "cnn" : "hog");
    gst_object_unref (element);
    gst_harness_teardown (harness);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/facedetect/finds faces where they are", test_finds_faces);
  g_test_add_func ("/elements/facedetect/regions of interest can be left out", test_regions_of_interest_can_be_left_out);
  g_test_add_func ("/elements/facedetect/a second detector replaces or appends", test_two_detectors_in_a_row);
  g_test_add_func ("/elements/facedetect/threshold leaves weak faces out", test_threshold);
  g_test_add_func ("/elements/facedetect/landmarks are relative to the box", test_landmarks);
  g_test_add_func ("/elements/facedetect/only the region is searched", test_region);
  g_test_add_func ("/elements/facedetect/a bad region while playing keeps the old one", test_bad_region_while_playing);
  g_test_add_func ("/elements/facedetect/frames between carry the last faces", test_interval);
  g_test_add_func ("/elements/facedetect/flush and new caps forget", test_reset);
  g_test_add_func ("/elements/facedetect/gaps are not searched", test_gap);
  g_test_add_func ("/elements/facedetect/messages come when they are asked for", test_updates);
  g_test_add_func ("/elements/facedetect/messages say what OpenCV's say, and more", test_update_fields);
  g_test_add_func ("/elements/facedetect/a message tells the box of the region of interest",
      test_message_agrees_with_region);
  g_test_add_func ("/elements/facedetect/auto follows the stream", test_auto);
  return g_test_run ();
}
