/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames that wait in overlay: order, timestamps, events, latency, memory. */
#include <string.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=64,height=64,framerate=25/1"
#define OTHER_CAPS "video/x-raw,format=GRAY8,width=96,height=64,framerate=25/1"
#define STEP (40 * GST_MSECOND)

static GstHarness *
harness_new (const gchar *properties, const gchar *caps)
{
  g_autofree gchar *launch = g_strdup_printf ("overlay hide=all %s", properties);
  GstHarness *harness = gst_harness_new_parse (launch);

  gst_harness_set_live (harness, FALSE);
  gst_harness_set_sink_caps_str (harness, "video/x-raw");
  gst_harness_set_src_caps_str (harness, caps);
  return harness;
}

static GstBuffer *
frame_new (const gchar *caps, GstClockTime time)
{
  GstBuffer *frame = test_frame_new_for_caps (caps, NULL, 0);

  GST_BUFFER_PTS (frame) = time;
  GST_BUFFER_DURATION (frame) = GST_CLOCK_TIME_IS_VALID (time) ? STEP : GST_CLOCK_TIME_NONE;
  return frame;
}

static guint
push_frames (GstHarness *harness, const gchar *caps, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    g_assert_cmpint (gst_harness_push (harness, frame_new (caps, i * STEP)), ==, GST_FLOW_OK);
  return gst_harness_buffers_received (harness);
}

static void
pull_frames (GstHarness *harness, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    GstBuffer *frame = gst_harness_try_pull (harness);

    g_assert_nonnull (frame);
    g_assert_cmpuint (GST_BUFFER_PTS (frame), ==, i * STEP);
    g_assert_cmpuint (GST_BUFFER_DURATION (frame), ==, STEP);
    gst_buffer_unref (frame);
  }
  g_assert_null (gst_harness_try_pull (harness));
}

/* As many frames wait as the look-ahead says, none more, whole ones, and all of them come out in the end. */
static void
test_waits (void)
{
  static const struct {
    const gchar *properties;
    guint n_held;
  } cases[] = { { "look-ahead=200", 5 }, { "look-ahead=201", 6 }, { "look-ahead=1", 1 }, { "look-ahead=0", 0 },
    { "look-ahead=200 hide=none", 0 }, { "look-ahead=200 hide=known", 5 },
    { "look-ahead=1000 look-ahead-bytes=40960", 9 }, { "look-ahead=1000 look-ahead-bytes=4095", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *harness = harness_new (cases[i].properties, CAPS);

    g_test_message ("%s", cases[i].properties);
    g_assert_cmpuint (push_frames (harness, CAPS, 0, 20), ==, 20 - cases[i].n_held);
    g_assert_true (gst_harness_push_event (harness, gst_event_new_eos ()));
    pull_frames (harness, 0, 20);
    gst_harness_teardown (harness);
  }
}

static void
test_without_timestamps (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);

  for (guint i = 0; i < 20; i++)
    gst_harness_push (harness, frame_new (CAPS, GST_CLOCK_TIME_NONE));
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 15);
  gst_harness_teardown (harness);
}

/* Nobody knows when the next frame comes: the time alone counts. */
static void
test_a_variable_rate (void)
{
  const gchar *caps = "video/x-raw,format=GRAY8,width=64,height=64,framerate=0/1";
  static const guint times[] = { 0, 1, 2, 7, 8, 20, 21 }, left[] = { 0, 0, 0, 3, 3, 5, 5 };
  GstHarness *harness = harness_new ("look-ahead=200", caps);

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    gst_harness_push (harness, frame_new (caps, times[i] * STEP));
    g_assert_cmpuint (gst_harness_buffers_received (harness), ==, left[i]);
  }
  gst_harness_teardown (harness);
}

static void
test_flush_drops (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);
  GstSegment segment;

  g_assert_cmpuint (push_frames (harness, CAPS, 0, 5), ==, 0);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  push_frames (harness, CAPS, 100, 110);
  gst_harness_push_event (harness, gst_event_new_eos ());
  pull_frames (harness, 100, 110);
  gst_harness_teardown (harness);
}

/* Frames of the old size leave with the old caps, before the new ones. */
static void
test_other_caps_drain (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);

  g_assert_cmpuint (push_frames (harness, CAPS, 0, 3), ==, 0);
  gst_harness_set_src_caps_str (harness, CAPS);
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 0);
  gst_harness_set_src_caps_str (harness, OTHER_CAPS);
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 3);
  for (guint i = 0; i < 3; i++) {
    GstBuffer *frame = gst_harness_pull (harness);

    g_assert_cmpuint (gst_buffer_get_size (frame), ==, 64 * 64);
    gst_buffer_unref (frame);
  }
  push_frames (harness, OTHER_CAPS, 3, 6);
  gst_harness_push_event (harness, gst_event_new_eos ());
  pull_frames (harness, 3, 6);
  gst_harness_teardown (harness);
}

/* Whoever asks for it wants every buffer back, as before its pool is made anew. */
static void
test_a_drain_query_drains (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);
  g_autoptr (GstQuery) query = gst_query_new_drain ();

  g_assert_cmpuint (push_frames (harness, CAPS, 0, 3), ==, 0);
  gst_pad_peer_query (harness->srcpad, query);
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 3);
  push_frames (harness, CAPS, 3, 6);
  gst_harness_push_event (harness, gst_event_new_eos ());
  pull_frames (harness, 0, 6);
  gst_harness_teardown (harness);
}

/* A frame that only fills a gap may have no picture: there is nothing to hide on it, be it in a face's hold. */
static void
test_a_gap_without_a_picture (void)
{
  GstHarness *harness = harness_new ("look-ahead=80 trail=1000", CAPS);
  GstFacerecMeta *face;

  for (guint i = 0; i < 6; i++) {
    GstBuffer *frame = i == 3 ? gst_buffer_new () : frame_new (CAPS, i * STEP);

    GST_BUFFER_PTS (frame) = i * STEP;
    GST_BUFFER_DURATION (frame) = STEP;
    if (i == 3) {
      GST_BUFFER_FLAG_SET (frame, GST_BUFFER_FLAG_GAP);
    } else {
      face = gst_facerec_buffer_add_face (frame, 10 + 4 * i, 10, 20, 20, 64, 64, 1, "test");
      gst_facerec_meta_set_track (face, 1, i);
    }
    g_assert_cmpint (gst_harness_push (harness, frame), ==, GST_FLOW_OK);
  }
  g_assert_true (gst_harness_push_event (harness, gst_event_new_eos ()));
  pull_frames (harness, 0, 6);
  gst_harness_teardown (harness);
}

/* Durations are whatever somebody has written. */
static void
test_absurd_durations (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);

  for (guint i = 0; i < 8; i++) {
    GstBuffer *frame = frame_new (CAPS, GST_CLOCK_TIME_NONE);

    GST_BUFFER_DURATION (frame) = G_MAXUINT64 / 4 * 3;
    gst_harness_push (harness, frame);
  }
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 7);
  gst_harness_push_event (harness, gst_event_new_eos ());
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 8);
  gst_harness_teardown (harness);
}

/* ---- events ---- */

static GstPadProbeReturn
note (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GString *order = user_data;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    g_string_append_printf (order, "%" G_GUINT64_FORMAT " ", GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info)) / STEP);
  } else {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

    if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS && GST_EVENT_TYPE (event) != GST_EVENT_STREAM_START)
      g_string_append_printf (order, "%s ", GST_EVENT_TYPE_NAME (event));
  }
  return GST_PAD_PROBE_OK;
}

/* What comes between two frames leaves between them; what is out of band does not wait. */
static void
test_events_keep_their_place (void)
{
  GstHarness *harness = harness_new ("look-ahead=120", CAPS);
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GstElement) overlay = gst_harness_find_element (harness, "overlay");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (overlay, "src");
  GstSegment segment;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, note, order, NULL);
  push_frames (harness, CAPS, 0, 2);
  gst_harness_push_event (harness, gst_event_new_tag (gst_tag_list_new (GST_TAG_TITLE, "film", NULL)));
  push_frames (harness, CAPS, 2, 3);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  gst_harness_push_event (harness, gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM_OOB, gst_structure_new_empty ("a")));
  push_frames (harness, CAPS, 3, 5);
  gst_harness_push_event (harness, gst_event_new_gap (5 * STEP, 2 * STEP));
  push_frames (harness, CAPS, 7, 8);
  gst_harness_push_event (harness, gst_event_new_eos ());
  g_assert_cmpstr (order->str, ==, "custom-downstream-oob 0 1 tag 2 segment 3 4 gap 7 eos ");
  gst_harness_teardown (harness);
}

/* Frames that nobody takes are lost, what was told between them is not. */
static void
test_events_survive_a_lost_link (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);
  g_autoptr (GstPad) pad = gst_pad_get_peer (harness->sinkpad);
  g_autoptr (GstCaps) caps = gst_caps_from_string (OTHER_CAPS);
  g_autoptr (GstEvent) told = NULL;
  const GstSegment *got;
  GstSegment segment;

  push_frames (harness, CAPS, 0, 2);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.time = 70 * GST_SECOND;
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  push_frames (harness, CAPS, 2, 3);
  g_assert_true (gst_pad_unlink (pad, harness->sinkpad));
  gst_harness_push_event (harness, gst_event_new_caps (caps));
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 0);
  g_assert_cmpint (gst_pad_link (pad, harness->sinkpad), ==, GST_PAD_LINK_OK);
  push_frames (harness, OTHER_CAPS, 3, 10);
  pull_frames (harness, 3, 5);
  told = gst_pad_get_sticky_event (harness->sinkpad, GST_EVENT_SEGMENT, 0);
  g_assert_nonnull (told);
  gst_event_parse_segment (told, &got);
  g_assert_cmpuint (got->time, ==, 70 * GST_SECOND);
  gst_harness_teardown (harness);
}

/* ---- latency ---- */

static void
check_latency (GstHarness *harness, gboolean live, GstClockTime min, GstClockTime max)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  g_autoptr (GstElement) overlay = gst_harness_find_element (harness, "overlay");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (overlay, "src");
  GstClockTime told_min, told_max;
  gboolean told_live;

  g_assert_true (gst_pad_query (pad, query));
  gst_query_parse_latency (query, &told_live, &told_min, &told_max);
  g_assert_cmpint (told_live, ==, live);
  g_assert_cmpuint (told_min, ==, min);
  g_assert_cmpuint (told_max, ==, max);
}

static void
test_latency (void)
{
  static const struct {
    const gchar *properties;
    GstClockTime latency;
  } cases[] = { { "look-ahead=200", 5 * STEP }, { "look-ahead=201", 6 * STEP }, { "look-ahead=0", 0 },
    { "hide=none look-ahead=500", 0 }, { "look-ahead=1000 look-ahead-bytes=40960", 9 * STEP } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *harness = harness_new (cases[i].properties, CAPS);

    check_latency (harness, FALSE, cases[i].latency, GST_CLOCK_TIME_NONE);
    gst_harness_set_live (harness, TRUE);
    gst_harness_set_upstream_latency (harness, 7 * GST_MSECOND);
    check_latency (harness, TRUE, 7 * GST_MSECOND + cases[i].latency, GST_CLOCK_TIME_NONE);
    gst_harness_teardown (harness);
  }
}

/* Everybody is told when it changes, and frames go on in order. */
static void
test_latency_changes (void)
{
  static const struct {
    const gchar *hide;
    guint look_ahead, n_messages, n_held;
  } steps[] = { { "none", 200, 1, 0 }, { "none", 400, 0, 0 }, { "all", 400, 1, 10 }, { "known", 200, 1, 5 },
    { "all", 200, 0, 5 }, { "all", 0, 1, 0 } };
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);
  g_autoptr (GstElement) overlay = gst_harness_find_element (harness, "overlay");
  g_autoptr (GstBus) bus = gst_bus_new ();
  guint n_pushed = 0;

  gst_element_set_bus (overlay, bus);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    GstMessage *message;
    guint n = 0;

    g_object_set (overlay, "hide", steps[i].hide, "look-ahead", steps[i].look_ahead, NULL);
    g_assert_cmpuint (push_frames (harness, CAPS, n_pushed, n_pushed + 20), ==, n_pushed + 20 - steps[i].n_held);
    n_pushed += 20;
    while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_LATENCY))) {
      n++;
      gst_message_unref (message);
    }
    g_test_message ("step %u", i);
    g_assert_cmpuint (n, ==, steps[i].n_messages);
  }
  pull_frames (harness, 0, n_pushed);
  gst_element_set_bus (overlay, NULL);
  gst_harness_teardown (harness);
}

/* ---- memory ---- */

/* A look-ahead that has no room is shortened, and says so once. */
static void
test_warns_of_too_little_memory (void)
{
  GstHarness *harness = harness_new ("look-ahead=1000 look-ahead-bytes=40960", "video/x-raw,format=GRAY8,width=64,"
      "height=64,framerate=50/1");
  g_autoptr (GstElement) overlay = gst_harness_find_element (harness, "overlay");
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  gst_element_set_bus (overlay, bus);
  gst_harness_set_src_caps_str (harness, CAPS);
  push_frames (harness, CAPS, 0, 30);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_assert_nonnull (message);
  gst_message_parse_warning (message, &error, NULL);
  g_assert_nonnull (strstr (error->message, "360 ms"));
  second = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_assert_null (second);
  gst_element_set_bus (overlay, NULL);
  gst_harness_teardown (harness);
}

/* What waits is the frame itself. */
static void
test_copies_nothing (void)
{
  GstHarness *harness = harness_new ("look-ahead=200", CAPS);
  gpointer memory[20];

  for (guint i = 0; i < G_N_ELEMENTS (memory); i++) {
    GstBuffer *frame = frame_new (CAPS, i * STEP);

    memory[i] = gst_buffer_peek_memory (frame, 0);
    gst_harness_push (harness, frame);
  }
  for (guint i = 0; i < 15; i++) {
    GstBuffer *frame = gst_harness_pull (harness);

    g_assert_true (gst_buffer_peek_memory (frame, 0) == memory[i]);
    gst_buffer_unref (frame);
  }
  gst_harness_teardown (harness);
}

/* A pool of four frames whose owner waits for one to come back. */
static void
test_a_small_pool (void)
{
  GstHarness *harness = harness_new ("look-ahead=400", CAPS);
  GstBufferPool *pool = gst_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (pool);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS);
  GstBufferPoolAcquireParams dont_wait = { .flags = GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT };

  gst_buffer_pool_config_set_params (config, caps, 64 * 64, 4, 4);
  gst_buffer_pool_set_config (pool, config);
  gst_buffer_pool_set_active (pool, TRUE);
  for (guint i = 0; i < 20; i++) {
    GstBuffer *frame;

    g_assert_cmpint (gst_buffer_pool_acquire_buffer (pool, &frame, &dont_wait), ==, GST_FLOW_OK);
    GST_BUFFER_PTS (frame) = i * STEP;
    GST_BUFFER_DURATION (frame) = STEP;
    gst_harness_push (harness, frame);
  }
  gst_harness_push_event (harness, gst_event_new_eos ());
  pull_frames (harness, 0, 20);
  gst_buffer_pool_set_active (pool, FALSE);
  gst_object_unref (pool);
  gst_harness_teardown (harness);
}

static void
test_asks_for_more_buffers (void)
{
  static const struct {
    const gchar *properties;
    guint min;
  } cases[] = { { "look-ahead=200", 6 }, { "look-ahead=0", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *harness = harness_new (cases[i].properties, CAPS);
    g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS);
    g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);
    guint min = 0;

    g_assert_true (gst_pad_peer_query (harness->srcpad, query));
    if (gst_query_get_n_allocation_pools (query) > 0)
      gst_query_parse_nth_allocation_pool (query, 0, NULL, NULL, &min, NULL);
    g_assert_cmpuint (min, ==, cases[i].min);
    gst_harness_teardown (harness);
  }
}

/* ---- a real stream ---- */

static GstPadProbeReturn
count_buffers (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
  return GST_PAD_PROBE_OK;
}

/* Live, into a sink that waits for the clock: no frame is late by as much as the wait, since the sink knows of it. */
static void
test_live (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch ("videotestsrc is-live=true num-buffers=40 pattern=ball "
      "! video/x-raw,format=I420,width=320,height=240,framerate=50/1 ! facerecdetect detector=fake "
      "! overlay hide=all look-ahead=200 ! fakesink name=sink sync=true qos=true max-lateness=150000000", &error);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstStructure) stats = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstPad) pad = NULL;
  guint64 rendered = 0, dropped = 0;
  GstClockTime min;
  gint n = 0;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_buffers, &n, NULL);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  do {
    g_clear_pointer (&message, gst_message_unref);
    message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_LATENCY);
    if (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
      gst_bin_recalculate_latency (GST_BIN (pipeline));
  } while (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY);
  g_assert_cmpstr (message ? GST_MESSAGE_TYPE_NAME (message) : "nothing", ==, "eos");
  g_assert_true (gst_element_query (pipeline, query));
  gst_query_parse_latency (query, NULL, &min, NULL);
  g_assert_cmpuint (min, >=, 200 * GST_MSECOND);
  g_object_get (sink, "stats", &stats, NULL);
  gst_structure_get (stats, "rendered", G_TYPE_UINT64, &rendered, "dropped", G_TYPE_UINT64, &dropped, NULL);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpint (n, ==, 40);
  /* Did the sink not know of the wait, every frame would come too late for it. A machine may stop for a moment. */
  g_assert_cmpuint (dropped, <, 10);
  g_assert_cmpuint (rendered, ==, 40 - dropped);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/holding/as many as the look-ahead says, in order", test_waits);
  g_test_add_func ("/elements/holding/without timestamps", test_without_timestamps);
  g_test_add_func ("/elements/holding/at a variable rate", test_a_variable_rate);
  g_test_add_func ("/elements/holding/a flush drops what waits", test_flush_drops);
  g_test_add_func ("/elements/holding/other caps end the wait", test_other_caps_drain);
  g_test_add_func ("/elements/holding/a query for it ends the wait", test_a_drain_query_drains);
  g_test_add_func ("/elements/holding/a gap without a picture", test_a_gap_without_a_picture);
  g_test_add_func ("/elements/holding/absurd durations", test_absurd_durations);
  g_test_add_func ("/elements/holding/events keep their place", test_events_keep_their_place);
  g_test_add_func ("/elements/holding/events survive a lost link", test_events_survive_a_lost_link);
  g_test_add_func ("/elements/holding/latency", test_latency);
  g_test_add_func ("/elements/holding/latency that changes is told", test_latency_changes);
  g_test_add_func ("/elements/holding/too little memory is told once", test_warns_of_too_little_memory);
  g_test_add_func ("/elements/holding/frames themselves wait", test_copies_nothing);
  g_test_add_func ("/elements/holding/a small pool gets its buffers back", test_a_small_pool);
  g_test_add_func ("/elements/holding/asks upstream for more buffers", test_asks_for_more_buffers);
  g_test_add_func ("/elements/holding/live", test_live);
  return g_test_run ();
}
