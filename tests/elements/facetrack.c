/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1"
#define CHAIN "facedetect detector=fake interval=1 ! facetrack detect-cuts=false"

static GstClockTime
time_of (guint frame)
{
  return gst_util_uint64_scale (frame, GST_SECOND, 30);
}

static GstBuffer *
push (GstHarness *harness, guint frame, const TestFace *faces, guint n_faces)
{
  GstBuffer *in = test_frame_new_for_caps (CAPS, faces, n_faces);

  GST_BUFFER_PTS (in) = time_of (frame);
  GST_BUFFER_DURATION (in) = time_of (1);
  return gst_harness_push_and_pull (harness, in);
}

static TestFace
face_at (gint x)
{
  return (TestFace) { x, 80, 50, 60, 235 };
}

static GstFacerecMeta *
only_face (GstBuffer *buffer)
{
  gpointer state = NULL;

  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 1);
  return gst_facerec_buffer_iterate_faces (buffer, &state);
}

/* Pushes a frame with one face at x, or none when x < 0, and expects one face of that track, or none when it is 0. */
static void
push_and_expect (GstHarness *harness, guint frame, gint x, guint64 track)
{
  TestFace face = face_at (x);
  GstBuffer *out = push (harness, frame, &face, x >= 0);

  g_test_message ("frame %u", frame);
  if (track == 0)
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 0);
  else
    g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, track);
  gst_buffer_unref (out);
}

/* ---- tracks ---- */

static void
test_follows_faces (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 40; frame++) {
    TestFace faces[] = { face_at (10 + 3 * frame), { 260, 20, 40, 40, 200 } };
    GstBuffer *out = push (harness, frame, faces, frame < 20 ? 1 : 2);
    GstFacerecMeta *face = test_find_face (out, &faces[0]);

    g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 1);
    g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, frame);
    g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, 0);
    g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "fake");
    if (frame >= 20) {
      face = test_find_face (out, &faces[1]);
      g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 2);
      g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, frame - 20);
    }
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* A face that was walking is where it must be by now, says so, and is gone after 250 ms; it has its track when it is back. */
static void
test_predicts_lost_faces (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 20; frame++)
    push_and_expect (harness, frame, 10 + 3 * frame, 1);
  for (; frame < 35; frame++) {
    GstBuffer *out = push (harness, frame, NULL, 0);

    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, frame < 28);
    if (frame < 28) {
      GstFacerecMeta *face = only_face (out);
      GstVideoRegionOfInterestMeta *region = gst_buffer_get_video_region_of_interest_meta_id (out, face->id);
      gint object_id;

      g_assert_cmpfloat (face->x, >, 10 + 3 * 19 + (frame - 19));
      g_assert_cmpfloat (face->x, <, 10 + 3 * frame + 6);
      g_assert_cmpfloat (face->y, ==, 80);
      g_assert_cmpfloat (face->width, ==, 50);
      g_assert_cmpuint (face->frame_width, ==, 320);
      g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 1);
      g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, frame);
      g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, frame - 19);
      g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "facetrack");
      g_assert_cmpfloat_with_epsilon (face->score, 235 / 255.0 - 0.25, 1e-3);
      g_assert_nonnull (region);
      g_assert_true (gst_structure_get_int (gst_video_region_of_interest_meta_get_param (region, "object_id"), "id",
              &object_id));
      g_assert_cmpint (object_id, ==, 1);
    }
    gst_buffer_unref (out);
  }
  push_and_expect (harness, frame, 10 + 3 * frame, 1);
  gst_harness_teardown (harness);
}

static void
test_times_are_properties (void)
{
  GstHarness *harness = test_harness_new (CHAIN " name=track max-lost=500 predict-lost=0", CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 5; frame++)
    push_and_expect (harness, frame, 100, 1);
  push_and_expect (harness, 5, -1, 0);
  push_and_expect (harness, 19, 100, 1);
  /* Half a second after the first frame that was searched in vain. */
  push_and_expect (harness, 20, -1, 0);
  push_and_expect (harness, 35, -1, 0);
  push_and_expect (harness, 36, 100, 2);
  gst_harness_set (harness, "facetrack", "max-lost", 0, NULL);
  push_and_expect (harness, 37, 100, 2);
  push_and_expect (harness, 38, -1, 0);
  push_and_expect (harness, 39, 100, 3);
  gst_harness_teardown (harness);
}

/* Mistakes of the detector are not drawn out. */
static void
test_new_faces_are_not_predicted (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);

  push_and_expect (harness, 0, 100, 1);
  push_and_expect (harness, 1, 100, 1);
  push_and_expect (harness, 2, -1, 0);
  gst_harness_teardown (harness);
}

/* A face that has walked out of the frame is not shown beside it. */
static void
test_faces_leave (void)
{
  GstHarness *harness = test_harness_new ("facetrack detect-cuts=false", CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 20; frame++) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;
    gpointer state = NULL;
    GstFacerecMeta *face;

    GST_BUFFER_PTS (in) = time_of (frame);
    if (frame < 14)
      gst_facerec_buffer_add_face (in, 238 + 4 * frame, 80, 50, 60, 320, 240, 1, "other");
    out = gst_harness_push_and_pull (harness, in);
    face = gst_facerec_buffer_iterate_faces (out, &state);
    if (frame < 14)
      g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 1);
    else if (frame == 14)
      g_assert_cmpfloat (face->x + face->width / 2, <, 320);
    else if (frame > 15)
      g_assert_null (face);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* ---- frames that were not searched ---- */

static void
test_moves_faces_carried_over (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=4 landmarks=5 ! facetrack detect-cuts=false",
      CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 60; frame++) {
    TestFace face = face_at (10 + 3 * frame);
    GstBuffer *out = push (harness, frame, &face, 1);
    GstFacerecMeta *found = only_face (out);
    gsize n_values;

    g_assert_cmpuint (gst_facerec_meta_get_track_id (found), ==, 1);
    g_assert_cmpuint (gst_facerec_meta_get_track_age (found), ==, frame);
    g_assert_cmpuint (gst_facerec_meta_get_box_age (found), ==, frame % 4);
    g_assert_cmpstr (gst_facerec_meta_get_detector (found), ==, "fake");
    gst_facerec_meta_get_landmarks (found, &n_values);
    g_assert_cmpuint (n_values, ==, 10);
    if (frame % 4 == 0)
      g_assert_cmpfloat (found->x, ==, face.x);
    else if (frame > 30)
      /* Carried over it would be up to 9 pixels behind. */
      g_assert_cmpfloat (fabs (found->x - face.x), <, 3);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* ---- faces that come late ---- */

/* A room: broad stripes, dark enough not to be a face. */
static void
furnish (GstBuffer *buffer, guint room)
{
  GstMapInfo map;
  guint x, y;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READWRITE));
  for (y = 0; y < 240; y++)
    for (x = 0; x < 320; x++)
      if (map.data[320 * y + x] < 64)
        map.data[320 * y + x] = (guint8) (30 + 30 * sin ((room ? x : y) / 20.0 + room) * cos ((room ? y : x) / 33.0));
  gst_buffer_unmap (buffer, &map);
}

/* A frame with a face where one who walks was that many frames ago. */
static GstFacerecMeta *
push_late (GstHarness *harness, guint frame, guint age, guint room)
{
  GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0);
  static GstBuffer *out;
  gpointer state = NULL;

  gst_clear_buffer (&out);
  furnish (in, room);
  GST_BUFFER_PTS (in) = time_of (frame);
  gst_facerec_meta_set_box_age (gst_facerec_buffer_add_face (in, 20 + 2 * (gfloat) (frame - age), 80, 50, 60, 320, 240, 1,
          "other"), age);
  out = gst_harness_push_and_pull (harness, in);
  return gst_facerec_buffer_count_faces (out) > 0 ? gst_facerec_buffer_iterate_faces (out, &state) : NULL;
}

/* Found six frames ago, and carried for six more: shown where they are by now. */
static void
test_late_faces (void)
{
  GstHarness *harness = test_harness_new ("facetrack detect-cuts=false", CAPS, NULL);
  guint frame;

  for (frame = 6; frame < 100; frame++) {
    const guint age = 6 + frame % 6;
    GstFacerecMeta *face = push_late (harness, frame, age, 0);

    g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 1);
    g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, frame);
    g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, age);
    g_assert_cmpfloat (face->width, ==, 50);
    if (frame > 50)
      /* Where they were found is up to 22 pixels behind. */
      g_assert_cmpfloat (fabs (face->x - (20 + 2 * (gfloat) frame)), <, 9);
  }
  gst_harness_teardown (harness);
}

/* What was found on the shot before is of no use on this one. */
static void
test_late_faces_of_another_shot (void)
{
  GstHarness *harness = test_harness_new ("facetrack", CAPS, NULL);
  guint frame;

  for (frame = 6; frame < 48; frame++) {
    GstFacerecMeta *face = push_late (harness, frame, 6 + frame % 6, frame >= 25);

    g_test_message ("frame %u", frame);
    if (frame < 25)
      g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 1);
    else if (frame < 36)
      /* Frame 30 brings what was found on frame 24. */
      g_assert_null (face);
    else
      g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, 2);
  }
  gst_harness_teardown (harness);
}


/* ---- cuts ---- */

static GstBuffer *
push_room (GstHarness *harness, guint frame, guint room, gint x)
{
  TestFace face = face_at (x);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &face, x >= 0);

  furnish (in, room);
  GST_BUFFER_PTS (in) = time_of (frame);
  return gst_harness_push_and_pull (harness, in);
}

static void
test_cuts_end_tracks (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=1 ! facetrack", CAPS, NULL);
  guint frame;

  /* The other is in the same place. */
  for (frame = 0; frame < 40; frame++) {
    GstBuffer *out = push_room (harness, frame, frame >= 20, 100);

    g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, frame < 20 ? 1 : 2);
    gst_buffer_unref (out);
  }
  /* Three frames of another room are a flash. */
  for (; frame < 50; frame++) {
    GstBuffer *out = push_room (harness, frame, frame < 40 || frame > 42, 100);

    if (frame > 42)
      g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, 2);
    gst_buffer_unref (out);
  }
  gst_harness_set (harness, "facetrack", "detect-cuts", FALSE, NULL);
  for (; frame < 70; frame++) {
    GstBuffer *out = push_room (harness, frame, 0, 100);

    g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, 2);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

static void
test_cuts_remove_faces_carried_over (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=5 ! facetrack", CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 30; frame++) {
    GstBuffer *out = push_room (harness, frame, frame >= 22, 100);

    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, frame < 22 || frame >= 25);
    g_assert_cmpuint (gst_buffer_get_n_meta (out, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==,
        frame < 22 || frame >= 25);
    if (frame >= 25)
      g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, 2);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* ---- resets ---- */

static void
start_segment (GstHarness *harness, gdouble rate)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.rate = rate;
  if (rate < 0)
    segment.stop = 100 * GST_SECOND;
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
}

static void
test_resets (void)
{
  static const gchar other_caps[] = "video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1,pixel-aspect-ratio=2/1";
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);

  push_and_expect (harness, 0, 100, 1);
  push_and_expect (harness, 1, 100, 1);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  start_segment (harness, 1);
  push_and_expect (harness, 2, 100, 2);
  gst_harness_set_caps_str (harness, other_caps, other_caps);
  push_and_expect (harness, 3, 100, 3);
  gst_harness_push_event (harness, gst_event_new_stream_start ("another"));
  start_segment (harness, 1);
  push_and_expect (harness, 4, 100, 4);
  /* Back, and on by more than a second and a half. */
  push_and_expect (harness, 3, 100, 5);
  push_and_expect (harness, 33, 100, 5);
  push_and_expect (harness, 80, 100, 6);
  /* A segment that goes on where the last one ended is no jump. */
  start_segment (harness, 1);
  push_and_expect (harness, 81, 100, 6);
  gst_harness_teardown (harness);
}

/* A queue that leaks flags a gap in the data; a pause is none. */
static void
test_discont_is_no_reset (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);
  TestFace face = face_at (100);
  GstBuffer *in;

  push_and_expect (harness, 0, 100, 1);
  in = test_frame_new_for_caps (CAPS, &face, 1);
  GST_BUFFER_PTS (in) = time_of (5);
  GST_BUFFER_FLAG_SET (in, GST_BUFFER_FLAG_DISCONT);
  in = gst_harness_push_and_pull (harness, in);
  g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (in)), ==, 1);
  gst_buffer_unref (in);
  gst_element_set_state (harness->element, GST_STATE_PAUSED);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  push_and_expect (harness, 6, 100, 1);
  gst_harness_teardown (harness);
}

static void
test_backwards (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);
  guint frame;

  start_segment (harness, -1);
  for (frame = 60; frame > 40; frame--)
    push_and_expect (harness, frame, 100, 1);
  gst_harness_teardown (harness);
}

/* Without timestamps frames follow on each other. */
static void
test_no_times (void)
{
  GstHarness *harness = test_harness_new (CHAIN, CAPS, NULL);
  TestFace face = face_at (100);
  guint i;

  for (i = 0; i < 100; i++) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, &face, i < 10 || i == 39 || i > 90), *out;

    out = gst_harness_push_and_pull (harness, in);
    if (i < 10 || i == 39 || i > 90)
      g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, i > 90 ? 2 : 1);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* Each run counts from 1, as the same file is to give the same result. */
static void
test_runs_are_alike (void)
{
  GstElement *pipeline;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;
  guint i;

  pipeline = gst_parse_launch ("videotestsrc pattern=ball num-buffers=9 ! video/x-raw,format=I420,width=160,height=120 "
      "! facedetect detector=fake ! facetrack ! fakesink name=sink sync=false", &error);
  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  for (i = 0; i < 3; i++) {
    g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
    g_autoptr (GstSample) sample = NULL;

    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    gst_message_unref (gst_bus_timed_pop_filtered (bus, 10 * GST_SECOND, GST_MESSAGE_EOS));
    g_object_get (sink, "last-sample", &sample, NULL);
    g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (gst_sample_get_buffer (sample))), ==, 1);
    g_assert_cmpuint (gst_facerec_meta_get_track_age (only_face (gst_sample_get_buffer (sample))), ==, 8);
    gst_element_set_state (pipeline, GST_STATE_NULL);
  }
  gst_object_unref (pipeline);
}

/* ---- faces of others ---- */

static void
test_regions_of_others (void)
{
  GstHarness *harness = test_harness_new ("facetrack detect-cuts=false", CAPS, NULL);
  guint i;

  for (i = 0; i < 3; i++) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;

    GST_BUFFER_PTS (in) = time_of (i);
    gst_buffer_add_video_region_of_interest_meta (in, "face", 40 + i, 48, 64, 80);
    gst_buffer_add_video_region_of_interest_meta (in, "cat", 140, 48, 64, 80);
    out = gst_harness_push_and_pull (harness, in);
    g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, 1);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

static void
test_face_of_another_frame_is_left (void)
{
  GstHarness *harness = test_harness_new ("facetrack", CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;

  gst_facerec_buffer_add_face (in, 40, 48, 64, 80, 240, 320, 1, "other");
  out = gst_harness_push_and_pull (harness, in);
  g_assert_cmpuint (gst_facerec_meta_get_track_id (only_face (out)), ==, GST_FACEREC_NO_TRACK);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* Behind faceembed the faces themselves decide: two who change places at once, in the dark between two frames. */
static void
test_embeddings_decide (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=1 ! faceembed engine=fake min-quality=0 "
      "! facetrack detect-cuts=false", CAPS, NULL);
  guint frame;

  for (frame = 0; frame < 20; frame++) {
    gboolean changed = frame >= 12, dark = frame == 10 || frame == 11;
    TestFace faces[] = { { changed ? 130 : 100, 80, 20, 60, 235 }, { changed ? 100 : 130, 80, 20, 60, 90 } };
    GstBuffer *out = push (harness, frame, faces, dark ? 0 : 2);
    guint i;

    for (i = 0; i < 2 && !dark; i++) {
      GstFacerecMeta *face = test_find_face (out, &faces[i]);
      gsize n_values;
      gboolean bright = gst_facerec_meta_get_embedding (face, &n_values)[0] < 0;

      g_assert_cmpint (bright, ==, i == 0);
      if (frame == 0)
        g_assert_cmpuint (gst_facerec_meta_get_track_id (face), <=, 2);
      else
        g_assert_cmpuint (gst_facerec_meta_get_track_id (face), ==, i == 0 ? 1 : 2);
    }
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/facetrack/follows faces", test_follows_faces);
  g_test_add_func ("/elements/facetrack/predicts faces that are lost", test_predicts_lost_faces);
  g_test_add_func ("/elements/facetrack/times are properties", test_times_are_properties);
  g_test_add_func ("/elements/facetrack/new faces are not predicted", test_new_faces_are_not_predicted);
  g_test_add_func ("/elements/facetrack/faces leave the frame", test_faces_leave);
  g_test_add_func ("/elements/facetrack/moves faces carried over", test_moves_faces_carried_over);
  g_test_add_func ("/elements/facetrack/late faces", test_late_faces);
  g_test_add_func ("/elements/facetrack/late faces of another shot", test_late_faces_of_another_shot);
  g_test_add_func ("/elements/facetrack/cuts end tracks", test_cuts_end_tracks);
  g_test_add_func ("/elements/facetrack/cuts remove faces carried over", test_cuts_remove_faces_carried_over);
  g_test_add_func ("/elements/facetrack/ends tracks when it must", test_resets);
  g_test_add_func ("/elements/facetrack/a discontinuity is no reset", test_discont_is_no_reset);
  g_test_add_func ("/elements/facetrack/runs backwards", test_backwards);
  g_test_add_func ("/elements/facetrack/frames without times", test_no_times);
  g_test_add_func ("/elements/facetrack/runs are alike", test_runs_are_alike);
  g_test_add_func ("/elements/facetrack/faces of another detector", test_regions_of_others);
  g_test_add_func ("/elements/facetrack/leaves a face of another frame alone", test_face_of_another_frame_is_left);
  g_test_add_func ("/elements/facetrack/embeddings decide", test_embeddings_decide);
  return g_test_run ();
}
