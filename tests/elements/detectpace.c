/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/pace.h"

#include <math.h>
#include <string.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1"

/* ---- the rule ---- */

static void
test_intervals (void)
{
  static const struct {
    guint asked;
    gboolean tracked;
    gdouble rate;
    guint interval;
  } cases[] = {
    { 1, TRUE, 30, 1 }, { 4, TRUE, 30, 4 }, { 4, FALSE, 0, 4 }, { 0, FALSE, 30, 1 }, { 0, FALSE, 0, 1 }, { 0, TRUE, 0, 1 },
    { 0, TRUE, 5, 1 }, { 0, TRUE, 10, 1 }, { 0, TRUE, 15, 1 }, { 0, TRUE, 23.976, 2 }, { 0, TRUE, 24, 3 }, { 0, TRUE, 25, 3 },
    { 0, TRUE, 29.97, 3 }, { 0, TRUE, 30, 3 }, { 0, TRUE, 50, 6 }, { 0, TRUE, 60, 7 }, { 0, TRUE, 1e9, 8 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GstFacerecDetectTerms terms = { cases[i].asked, cases[i].tracked, cases[i].rate };

    g_test_message ("case %u", i);
    g_assert_cmpuint (gst_facerec_detect_pace_interval (&terms), ==, cases[i].interval);
  }
}

/* ---- in pipelines ---- */

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

static GstBuffer *
frame_of (guint number, guint room)
{
  static const TestFace face = { 100, 80, 50, 60, 235 };
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, &face, 1);

  furnish (buffer, room);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (number, GST_SECOND, 30);
  return buffer;
}

static guint64
n_searched (GstHarness *harness)
{
  GstStructure *stats;
  guint64 n = 0;

  gst_harness_get (harness, "facedetect", "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, "inferred", &n));
  gst_structure_free (stats);
  return n;
}

/* Pushes the frames from first to end; which were searched is told by an S, the other ones by a -. */
static gchar *
push_frames (GstHarness *harness, guint first, guint end, guint room)
{
  GString *text = g_string_new (NULL);

  for (; first < end; first++) {
    const guint64 before = n_searched (harness);

    gst_buffer_unref (gst_harness_push_and_pull (harness, frame_of (first, room)));
    g_string_append_c (text, n_searched (harness) > before ? 'S' : '-');
  }
  return g_string_free (text, FALSE);
}

static const struct {
  const gchar *name, *launch, *searched;
} chains[] = {
  { "nobody", "facedetect detector=fake", "SSSSSSSSS" },
  { "another", "facedetect detector=fake ! faceembed engine=fake", "SSSSSSSSS" },
  { "facetrack", "facedetect detector=fake ! facetrack", "S--S--S--" },
  { "facetrack behind faceembed", "facedetect detector=fake ! faceembed engine=fake ! facetrack", "S--S--S--" },
  { "facetrack behind a queue", "facedetect detector=fake ! queue ! identity ! queue ! facetrack", "S--S--S--" },
  { "facetrack behind other formats", "facedetect detector=fake ! capsfilter caps=video/x-raw,format=GRAY8 ! facetrack",
      "S--S--S--" },
  { "facetrack in one branch of two", "facedetect detector=fake ! tee name=t ! queue ! fakesink async=false t. ! queue "
      "! facetrack", "S--S--S--" },
  { "nobody in both branches", "facedetect detector=fake ! tee name=t ! queue ! fakesink async=false t. ! queue",
      "SSSSSSSSS" },
  { "facetrack before it", "facetrack ! facedetect detector=fake", "SSSSSSSSS" },
  { "asked for", "facedetect detector=fake interval=4 ! facetrack", "S---S---S" },
  { "asked for all", "facedetect detector=fake interval=1 ! facetrack", "SSSSSSSSS" },
};

static void
test_chains (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (chains); i++) {
    GstHarness *harness = test_harness_new (chains[i].launch, CAPS, NULL);
    g_autofree gchar *searched = push_frames (harness, 0, 9, 0);

    g_test_message ("%s", chains[i].name);
    g_assert_cmpstr (searched, ==, chains[i].searched);
    gst_harness_teardown (harness);
  }
}

/* The first frame of another shot is searched, and counted from; not where the interval was asked for. */
static void
test_cuts (void)
{
  static const struct {
    const gchar *launch, *searched;
  } cases[] = {
    { "facedetect detector=fake ! facetrack", "S--S--S|S--S--" },
    { "facedetect detector=fake interval=3 ! facetrack", "S--S--S|--S--S" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *harness = test_harness_new (cases[i].launch, CAPS, NULL);
    g_autofree gchar *before = push_frames (harness, 0, 7, 0), *after = push_frames (harness, 7, 13, 1);
    g_autofree gchar *both = g_strconcat (before, "|", after, NULL);

    g_assert_cmpstr (both, ==, cases[i].searched);
    gst_harness_teardown (harness);
  }
}

/* A seek and other caps begin anew; a facetrack that comes later is noticed. */
static void
test_changes (void)
{
  GstHarness *harness = test_harness_new ("facedetect name=detect detector=fake ! facetrack", CAPS, NULL);
  g_autofree gchar *before = push_frames (harness, 0, 5, 0), *flushed = NULL, *slow = NULL;
  GstSegment segment;

  g_assert_cmpstr (before, ==, "S--S-");
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  flushed = push_frames (harness, 5, 10, 0);
  g_assert_cmpstr (flushed, ==, "S--S-");
  gst_harness_set_caps_str (harness, "video/x-raw,format=GRAY8,width=320,height=240,framerate=10/1",
      "video/x-raw,format=GRAY8,width=320,height=240,framerate=10/1");
  slow = push_frames (harness, 10, 14, 0);
  g_assert_cmpstr (slow, ==, "SSSS");
  gst_harness_teardown (harness);
}

static void
test_tracker_comes_later (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake ! tee name=t ! queue", CAPS, NULL);
  g_autofree gchar *before = push_frames (harness, 0, 4, 0), *after = NULL;
  g_autoptr (GstElement) tee = gst_bin_get_by_name (GST_BIN (harness->element), "t");
  GstElement *branch = gst_parse_bin_from_description ("queue ! facetrack ! fakesink async=false", TRUE, NULL);

  g_assert_cmpstr (before, ==, "SSSS");
  gst_bin_add (GST_BIN (harness->element), branch);
  g_assert_true (gst_element_link (tee, branch));
  gst_element_sync_state_with_parent (branch);
  after = push_frames (harness, 4, 10, 0);
  g_assert_cmpstr (after, ==, "--S--S");
  gst_harness_teardown (harness);
}

/* Two runs over the same film, queues between: the same boxes, ids and ages, frame by frame. */
static gchar *
run_film (void)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch ("videotestsrc pattern=ball motion=sweep num-buffers=50 "
      "! video/x-raw,format=I420,width=160,height=120 ! facedetect detector=fake ! queue ! facetrack ! queue "
      "! appsink name=sink sync=false", NULL);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  GString *text = g_string_new (NULL);
  GstSample *sample;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (;;) {
    gpointer state = NULL;
    GstFacerecMeta *face;

    g_signal_emit_by_name (sink, "pull-sample", &sample);
    if (!sample)
      break;
    while ((face = gst_facerec_buffer_iterate_faces (gst_sample_get_buffer (sample), &state)))
      g_string_append_printf (text, "%a %a %" G_GUINT64_FORMAT " %u\n", face->x, face->y,
          gst_facerec_meta_get_track_id (face), gst_facerec_meta_get_box_age (face));
    g_string_append_c (text, '\n');
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return g_string_free (text, FALSE);
}

static void
test_runs_are_alike (void)
{
  g_autofree gchar *first = run_film ();
  guint i;

  g_assert_nonnull (strstr (first, " 2\n"));
  for (i = 0; i < 5; i++) {
    g_autofree gchar *again = run_film ();

    g_assert_cmpstr (again, ==, first);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/detectpace/intervals", test_intervals);
  g_test_add_func ("/elements/detectpace/chains", test_chains);
  g_test_add_func ("/elements/detectpace/searches at cuts", test_cuts);
  g_test_add_func ("/elements/detectpace/begins anew", test_changes);
  g_test_add_func ("/elements/detectpace/a tracker comes later", test_tracker_comes_later);
  g_test_add_func ("/elements/detectpace/runs are alike", test_runs_are_alike);
  return g_test_run ();
}
