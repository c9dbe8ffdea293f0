/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What goes through a chain of ours comes out as it was: as many buffers, their times and flags, events and queries. */
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"

static gchar *gallery, *chain;
static const TestFace face = { 40, 48, 64, 80, 235 };

/* ---- buffers ---- */

static void
test_times_and_flags (void)
{
  static const struct {
    GstClockTime pts, dts, duration;
    guint64 offset, offset_end;
    guint flags;
  } cases[] = {
    { 0, 0, 33333333, 0, 1, 0 },
    { 33333333, 12345, 33333333, 1, 2, GST_BUFFER_FLAG_DISCONT },
    { GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, GST_BUFFER_OFFSET_NONE, GST_BUFFER_OFFSET_NONE, 0 },
    { 5 * GST_SECOND, 1, 0, 7, 9, GST_BUFFER_FLAG_DELTA_UNIT | GST_BUFFER_FLAG_MARKER },
    { 4 * GST_SECOND, 4 * GST_SECOND, 1, 8, 9, GST_BUFFER_FLAG_GAP },
    { 0, 0, 0, 0, 0, GST_BUFFER_FLAG_CORRUPTED | GST_BUFFER_FLAG_DROPPABLE | GST_BUFFER_FLAG_RESYNC },
  };
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  gboolean shared;
  guint i;

  for (shared = FALSE; shared <= TRUE; shared++)
    for (i = 0; i < G_N_ELEMENTS (cases); i++) {
      GstBuffer *in = test_frame_new_for_caps (CAPS, &face, 1), *out;

      GST_BUFFER_PTS (in) = cases[i].pts;
      GST_BUFFER_DTS (in) = cases[i].dts;
      GST_BUFFER_DURATION (in) = cases[i].duration;
      GST_BUFFER_OFFSET (in) = cases[i].offset;
      GST_BUFFER_OFFSET_END (in) = cases[i].offset_end;
      GST_BUFFER_FLAG_SET (in, cases[i].flags);
      if (shared)
        gst_buffer_ref (in);
      out = gst_harness_push_and_pull (harness, in);
      g_assert_nonnull (out);
      g_assert_cmpuint (GST_BUFFER_PTS (out), ==, cases[i].pts);
      g_assert_cmpuint (GST_BUFFER_DTS (out), ==, cases[i].dts);
      g_assert_cmpuint (GST_BUFFER_DURATION (out), ==, cases[i].duration);
      g_assert_cmpuint (GST_BUFFER_OFFSET (out), ==, cases[i].offset);
      g_assert_cmpuint (GST_BUFFER_OFFSET_END (out), ==, cases[i].offset_end);
      /* The memory of a copy is tagged as changed hands, nothing else. */
      g_assert_cmphex (GST_BUFFER_FLAGS (out) & ~GST_BUFFER_FLAG_TAG_MEMORY, ==, cases[i].flags);
      gst_buffer_unref (out);
      if (shared)
        gst_buffer_unref (in);
    }
  gst_harness_teardown (harness);
}

/* Late frames come out too: quality of service is no reason to lose one. */
static void
test_counts_are_equal (void)
{
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  guint i;

  for (i = 0; i < 100; i++) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, &face, i % 3 == 0);

    GST_BUFFER_PTS (in) = i * GST_MSECOND;
    if (i == 10)
      gst_harness_push_upstream_event (harness, gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 0.1, 10 * GST_SECOND,
          i * GST_MSECOND));
    g_assert_cmpint (gst_harness_push (harness, in), ==, GST_FLOW_OK);
  }
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 100);
  gst_harness_teardown (harness);
}

/* An image is a video of no frame rate, and there is nothing to track. */
static void
test_image (void)
{
  static const gchar caps[] = "video/x-raw,format=RGB,width=320,height=240,framerate=0/1";
  g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake ! faceembed engine=fake ! faceknn db=%s ! overlay",
      gallery);
  GstHarness *harness = test_harness_new (launch, caps, NULL);
  GstBuffer *out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (caps, &face, 1));

  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
  g_assert_cmpstr (gst_facerec_meta_get_label (test_find_face (out, &face)), ==, "Ann");
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
test_caps_change (void)
{
  static const gchar *const all[] = { CAPS, "video/x-raw,format=RGB,width=640,height=480,framerate=30/1",
    "video/x-raw,format=YUY2,width=161,height=241,framerate=5/1", "video/x-raw,format=GRAY8,width=320,height=240,framerate=0/1",
    CAPS };
  GstHarness *harness = gst_harness_new_parse (chain);
  guint i;

  gst_harness_set_live (harness, FALSE);
  gst_harness_set_sink_caps_str (harness, "video/x-raw");
  for (i = 0; i < G_N_ELEMENTS (all); i++) {
    GstBuffer *out;

    gst_harness_set_src_caps_str (harness, all[i]);
    out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (all[i], &face, 1));
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
    g_assert_nonnull (test_find_face (out, &face));
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

static void
test_eos_before_data (void)
{
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);

  g_assert_true (gst_harness_push_event (harness, gst_event_new_eos ()));
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 0);
  gst_harness_teardown (harness);
}

static void
test_buffer_before_caps (void)
{
  GstHarness *harness = gst_harness_new_parse (chain);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_stream_start ("stream"));
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  g_assert_cmpint (gst_harness_push (harness, gst_buffer_new_allocate (NULL, 100, NULL)), ==, GST_FLOW_NOT_NEGOTIATED);
  gst_harness_teardown (harness);
}

/* ---- events and queries ---- */

static gboolean
came_out (GstHarness *harness, GstEventType type)
{
  GstEvent *event;
  gboolean came = FALSE;

  while ((event = gst_harness_try_pull_event (harness))) {
    came |= GST_EVENT_TYPE (event) == type;
    gst_event_unref (event);
  }
  return came;
}

static void
test_downstream_events (void)
{
  GstSegment segment;
  GstEvent *events[12];
  guint i, n = 0;
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  g_autoptr (GstToc) toc = gst_toc_new (GST_TOC_SCOPE_GLOBAL);

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_toc_append_entry (toc, gst_toc_entry_new (GST_TOC_ENTRY_TYPE_EDITION, "edition"));
  gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, &face, 1)));
  events[n++] = gst_event_new_tag (gst_tag_list_new (GST_TAG_TITLE, "film", NULL));
  events[n++] = gst_event_new_toc (toc, FALSE);
  events[n++] = gst_event_new_gap (0, GST_SECOND);
  events[n++] = gst_event_new_segment (&segment);
  events[n++] = gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM, gst_structure_new_empty ("custom"));
  events[n++] = gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM_OOB, gst_structure_new_empty ("custom"));
  events[n++] = gst_event_new_segment_done (GST_FORMAT_TIME, GST_SECOND);
  events[n++] = gst_event_new_flush_start ();
  events[n++] = gst_event_new_flush_stop (TRUE);
  events[n++] = gst_event_new_stream_start ("another");
  events[n++] = gst_event_new_segment (&segment);
  events[n++] = gst_event_new_eos ();
  came_out (harness, GST_EVENT_UNKNOWN);
  for (i = 0; i < n; i++) {
    GstEventType type = GST_EVENT_TYPE (events[i]);

    g_test_message ("%s", gst_event_type_get_name (type));
    g_assert_true (gst_harness_push_event (harness, events[i]));
    g_assert_true (came_out (harness, type));
  }
  gst_harness_teardown (harness);
}

static void
test_upstream_events (void)
{
  GstEvent *events[] = {
    gst_event_new_seek (1, GST_FORMAT_TIME, 0, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, 0),
    gst_event_new_navigation (gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
        "pointer_x", G_TYPE_DOUBLE, 1.0, "pointer_y", G_TYPE_DOUBLE, 2.0, NULL)),
    gst_event_new_latency (GST_MSECOND),
    gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 1, 0, 0),
    gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, gst_structure_new_empty ("custom")),
  };
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  guint i;

  gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, &face, 1)));
  for (i = 0; i < G_N_ELEMENTS (events); i++) {
    GstEventType type = GST_EVENT_TYPE (events[i]);
    gboolean came = FALSE;
    GstEvent *event;

    gst_harness_push_upstream_event (harness, events[i]);
    while ((event = gst_harness_try_pull_upstream_event (harness))) {
      came |= GST_EVENT_TYPE (event) == type;
      gst_event_unref (event);
    }
    g_test_message ("%s", gst_event_type_get_name (type));
    g_assert_true (came);
  }
  gst_harness_teardown (harness);
}

static GstPadProbeReturn
answer_query (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  if (GST_QUERY_TYPE (GST_PAD_PROBE_INFO_QUERY (info)) == *(GstQueryType *) user_data) {
    *(GstQueryType *) user_data = GST_QUERY_UNKNOWN;
    return GST_PAD_PROBE_HANDLED;
  }
  return GST_PAD_PROBE_OK;
}

/* A query of the sink reaches the source. */
static void
test_queries (void)
{
  /* Position is answered on the way, by GstBaseTransform. */
  GstQuery *queries[] = { gst_query_new_duration (GST_FORMAT_TIME),
    gst_query_new_latency (), gst_query_new_seeking (GST_FORMAT_TIME), gst_query_new_segment (GST_FORMAT_TIME),
    gst_query_new_formats (), gst_query_new_uri (), gst_query_new_scheduling (),
    gst_query_new_custom (GST_QUERY_CUSTOM, gst_structure_new_empty ("custom")) };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (queries); i++) {
    GstHarness *harness = test_harness_new (chain, CAPS, NULL);
    GstQueryType type = GST_QUERY_TYPE (queries[i]);

    gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, &face, 1)));
    gst_pad_add_probe (harness->srcpad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, answer_query, &type, NULL);
    g_test_message ("%s", gst_query_type_get_name (GST_QUERY_TYPE (queries[i])));
    gst_pad_peer_query (harness->sinkpad, queries[i]);
    g_assert_cmpint (type, ==, GST_QUERY_UNKNOWN);
    gst_query_unref (queries[i]);
    gst_harness_teardown (harness);
  }
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gallery = test_gallery_new ();
  chain = g_strdup_printf ("facedetect detector=fake ! facetrack ! faceembed engine=fake ! faceknn db=%s ! overlay",
      gallery);
  g_test_add_func ("/elements/stream/times and flags stay", test_times_and_flags);
  g_test_add_func ("/elements/stream/no frame is lost, however late", test_counts_are_equal);
  g_test_add_func ("/elements/stream/images are recognised", test_image);
  g_test_add_func ("/elements/stream/caps may change", test_caps_change);
  g_test_add_func ("/elements/stream/a stream may end before it begins", test_eos_before_data);
  g_test_add_func ("/elements/stream/a buffer before caps is refused", test_buffer_before_caps);
  g_test_add_func ("/elements/stream/events go downstream", test_downstream_events);
  g_test_add_func ("/elements/stream/events go upstream", test_upstream_events);
  g_test_add_func ("/elements/stream/queries are answered by others", test_queries);
  result = g_test_run ();
  g_free (chain);
  test_gallery_remove (gallery);
  return result;
}
