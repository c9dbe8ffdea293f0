/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What facepublish writes, and when. tests/pipelines/outputformats.py reads it with other people's readers. */
#include <string.h>

#include "tests/elements/testpublishing.h"

#define SMALL_CAPS "video/x-raw,format=GRAY8,width=160,height=120,framerate=30/1"

/* ---- what is written ---- */

/* The library's own line is the reference; whole lines after every frame. */
static void
test_a_line_a_frame (void)
{
  TestPublishing *self = test_publishing_new ("source=\"the film\" embeddings=true");
  const gchar *names[] = { "Zoë", "?", "a,\"b\"", "unknown-1", NULL };
  g_autoptr (GString) expected = g_string_new (NULL);
  GstSegment segment;
  guint frame;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.time = 5 * GST_SECOND;
  gst_harness_push_event (self->harness, gst_event_new_segment (&segment));
  for (frame = 0; frame < 5; frame++) {
    g_autoptr (GstBuffer) like = gst_buffer_new ();
    g_autofree gchar *line = NULL;
    guint i;

    names[frame] = frame < 4 ? names[frame] : NULL;
    for (i = 0; names[i]; i++)
      test_publishing_add_face (like, names[i], strlen (names[i]));
    GST_BUFFER_PTS (like) = test_publishing_time_of (frame) + 5 * GST_SECOND;
    line = gst_facerec_buffer_to_json (like, "the film", frame, 320, 240, GST_FACEREC_JSON_EMBEDDING);
    g_string_append_printf (expected, "%s\n", line);
    test_publishing_push_names (self, frame, names);
    test_publishing_assert_written (self, expected->str);
  }
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_ERROR, NULL, NULL), ==, 0);
  test_publishing_free (self);
}

static void
test_csv (void)
{
  TestPublishing *self = test_publishing_new ("format=csv source=\"a, b\"");
  const gchar *names[] = { "Zo\"ë", "unknown-7", NULL };

  test_publishing_push_names (self, 0, names);
  test_publishing_push (self, 1, NULL);
  test_publishing_assert_written (self, "version,file,frame,pts_ns,width,height,id,x,y,w,h,score,detector,quality,track,"
      "box_age,label,stranger,reason,identity_score,distance,votes,k\r\n"
      "1,\"a, b\",0,0,320,240,0,10.5,20,40,50,1.5,fake,,5,0,\"Zo\"\"ë\",,,0.125,0.25,4,5\r\n"
      "1,\"a, b\",0,0,320,240,1,70.5,20,40,50,1.5,fake,,9,0,,unknown-7,too-far,0.125,0.25,4,5\r\n"
      "1,\"a, b\",1,33333333,320,240,,,,,,,,,,,,,,,,,\r\n");
  test_publishing_free (self);
}

static void
test_changes_only (void)
{
  TestPublishing *self = test_publishing_new ("mode=change post-messages=true");
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  static const gint expected[] = { 0, 30, 121, 150, 240, 280 };
  guint frame, i;

  /* Nobody; Ann from 30 with a hole of ten frames; gone for more than a second from 90 on; unknown-1, and another. */
  for (frame = 0; frame < 300; frame++)
    test_publishing_push (self, frame, frame < 30 ? NULL : frame < 50 ? "Ann" : frame < 60 ? NULL : frame < 91 ? "Ann"
        : frame < 150 ? NULL : frame < 240 ? "unknown-1" : frame < 250 ? "unknown-02" : "unknown-1");
  text = test_publishing_contents (self);
  lines = g_strsplit (text, "\n", -1);
  for (i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree gchar *key = g_strdup_printf ("\"frame\":%d,", expected[i]);

    g_test_message ("%s", lines[i]);
    g_assert_nonnull (strstr (lines[i], key));
  }
  g_assert_cmpuint (test_count_messages (self->bus, "face-frame"), ==, test_publishing_count_lines (text));
  test_publishing_free (self);
}

/* Ann from 1 s to 3 s with a hole of 1 s, Bob from 2 s to 2.5 s, a stranger from 10 s on. */
static void
push_film (TestPublishing *self)
{
  guint frame;

  for (frame = 0; frame < 420; frame++) {
    const gchar *names[4] = { NULL };
    guint n = 0;

    if ((frame >= 30 && frame < 45) || (frame >= 75 && frame < 90))
      names[n++] = "Ann & Co";
    if (frame >= 60 && frame < 75)
      names[n++] = "Bob";
    if (frame >= 300)
      names[n++] = "unknown-1";
    test_publishing_push_names (self, frame, names);
  }
}

/* Frames that do not say how long they stand do so for as long as their rate says. */
static void
test_spans_without_durations (void)
{
  TestPublishing *self = test_publishing_new ("format=csv mode=span");
  g_autofree gchar *text = NULL;
  guint frame;

  gst_harness_set_sink_caps_str (self->harness, "video/x-raw");
  gst_harness_set_src_caps_str (self->harness, "video/x-raw,format=GRAY8,width=320,height=240,framerate=2/1");
  for (frame = 0; frame < 4; frame++) {
    GstBuffer *buffer = test_frame_new_for_caps (TEST_PUBLISHING_CAPS, NULL, 0);

    GST_BUFFER_PTS (buffer) = frame * (GST_SECOND / 2);
    test_publishing_add_face (buffer, "Ann", 1);
    g_assert_cmpint (gst_harness_push (self->harness, buffer), ==, GST_FLOW_OK);
  }
  gst_harness_push_event (self->harness, gst_event_new_eos ());
  text = test_publishing_contents (self);
  g_assert_nonnull (strstr (text, "\r\n1,Ann,,0.000,2.000,"));
  test_publishing_free (self);
}

#define CUES \
  "WEBVTT gst-facerec 1\n" \
  "\n1\n00:00:01.000 --> 00:00:03.000\nAnn &amp; Co\n" \
  "\n2\n00:00:02.000 --> 00:00:02.500\nBob\n"
#define LAST_CUE "\n3\n00:00:10.000 --> 00:00:14.000\nunknown-1\n"

static void
test_webvtt (void)
{
  TestPublishing *self = test_publishing_new ("format=webvtt");

  test_publishing_assert_written (self, "WEBVTT gst-facerec 1\n");
  push_film (self);
  test_publishing_assert_written (self, CUES);
  gst_harness_push_event (self->harness, gst_event_new_eos ());
  test_publishing_assert_written (self, CUES LAST_CUE);
  test_publishing_free (self);
}

/* Stopped without an end: what was held back is written all the same. */
static void
test_webvtt_stopped (void)
{
  TestPublishing *self = test_publishing_new ("format=webvtt");

  push_film (self);
  gst_element_set_state (self->harness->element, GST_STATE_NULL);
  test_publishing_assert_written (self, CUES LAST_CUE);
  test_publishing_free (self);
}

/* Somebody who stays does not keep back for ever who comes and goes. */
static void
test_webvtt_cuts (void)
{
  TestPublishing *self = test_publishing_new ("format=webvtt");
  guint frame;

  for (frame = 0; frame < 90 * 30; frame++) {
    const gchar *names[] = { "Ann", frame >= 300 && frame < 330 ? "Robert" : NULL, NULL };

    test_publishing_push_names (self, frame, names);
    if (frame == 59 * 30)
      test_publishing_assert_written (self, "WEBVTT gst-facerec 1\n");
  }
  gst_harness_push_event (self->harness, gst_event_new_eos ());
  test_publishing_assert_written (self, "WEBVTT gst-facerec 1\n"
      "\n1\n00:00:00.000 --> 00:01:00.000\nAnn\n"
      "\n2\n00:00:10.000 --> 00:00:11.000\nRobert\n"
      "\n3\n00:01:00.000 --> 00:01:30.000\nAnn\n");
  test_publishing_free (self);
}

/* As they end. */
static void
test_spans (void)
{
  TestPublishing *self = test_publishing_new ("mode=span format=csv post-messages=true");

  push_film (self);
  gst_harness_push_event (self->harness, gst_event_new_eos ());
  test_publishing_assert_written (self, "version,person,stranger,from,to,confidence,frames,best_time,best_frame,best_track\r\n"
      "1,Bob,,2.000,2.500,0.7773,15,2.000,60,3\r\n"
      "1,Ann & Co,,1.000,3.000,0.7773,30,1.000,30,8\r\n"
      "1,,unknown-1,10.000,14.000,,120,10.000,300,9\r\n");
  g_assert_cmpuint (test_count_messages (self->bus, "face-span"), ==, 3);
  test_publishing_free (self);
}

/* Ann is found on the first frame only. As long as frames are not searched she is there; where facetrack only expects
 * her she is not. */
static void
test_unsearched_frames_count (void)
{
  TestPublishing *self = test_publishing_new ("format=webvtt");
  guint frame;

  for (frame = 0; frame < 90; frame++) {
    GstBuffer *buffer = test_frame_new_for_caps (TEST_PUBLISHING_CAPS, NULL, 0);
    GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 10, 20, 40, 50, 320, 240, 1, frame < 60 ? "fake" : "facetrack");
    g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new ("Ann", GST_FACEREC_REASON_NONE, 0.1f, 0.2f, 4, 5);

    gst_facerec_meta_set_track (face, 1, frame);
    gst_facerec_meta_set_box_age (face, frame);
    gst_facerec_meta_set_identity (face, identity);
    GST_BUFFER_PTS (buffer) = test_publishing_time_of (frame);
    GST_BUFFER_DURATION (buffer) = test_publishing_time_of (1);
    gst_buffer_unref (gst_harness_push_and_pull (self->harness, buffer));
  }
  gst_harness_push_event (self->harness, gst_event_new_eos ());
  test_publishing_assert_written (self, "WEBVTT gst-facerec 1\n\n1\n00:00:00.000 --> 00:00:02.000\nAnn\n");
  test_publishing_free (self);
}

/* ---- streams ---- */

static void
test_flush_ends_spans (void)
{
  TestPublishing *self = test_publishing_new ("format=webvtt");
  guint frame;

  for (frame = 0; frame < 30; frame++)
    test_publishing_push (self, frame, "Ann");
  gst_harness_push_event (self->harness, gst_event_new_flush_start ());
  gst_harness_push_event (self->harness, gst_event_new_flush_stop (TRUE));
  test_publishing_assert_written (self, "WEBVTT gst-facerec 1\n\n1\n00:00:00.000 --> 00:00:01.000\nAnn\n");
  test_publishing_free (self);
}

static guint
last_frame_number (TestPublishing *self)
{
  g_autofree gchar *text = test_publishing_contents (self);
  const gchar *last = g_strrstr (text, "\"frame\":");

  g_assert_nonnull (last);
  return (guint) g_ascii_strtoull (last + strlen ("\"frame\":"), NULL, 10);
}

/* A seek does not set the count back, another stream does; the size is that of the caps. */
static void
test_streams_are_counted_apart (void)
{
  TestPublishing *self = test_publishing_new ("");
  g_autofree gchar *text = NULL;
  GstSegment segment;

  test_publishing_push (self, 0, "Ann");
  test_publishing_push (self, 1, "Ann");
  gst_harness_push_event (self->harness, gst_event_new_flush_start ());
  gst_harness_push_event (self->harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (self->harness, gst_event_new_segment (&segment));
  test_publishing_push (self, 2, "Ann");
  g_assert_cmpuint (last_frame_number (self), ==, 2);
  gst_harness_push_event (self->harness, gst_event_new_stream_start ("another"));
  gst_harness_set_caps_str (self->harness, SMALL_CAPS, SMALL_CAPS);
  gst_harness_push_event (self->harness, gst_event_new_segment (&segment));
  test_publishing_push (self, 3, "Ann");
  g_assert_cmpuint (last_frame_number (self), ==, 0);
  text = test_publishing_contents (self);
  g_assert_nonnull (strstr (text, "\"width\":320,\"height\":240"));
  g_assert_nonnull (strstr (text, "\"width\":160,\"height\":120"));
  test_publishing_free (self);
}

static GstPadProbeReturn
answer_uri (GstPad *pad, GstPadProbeInfo *info, gpointer uri)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_URI)
    return GST_PAD_PROBE_OK;
  gst_query_set_uri (query, uri);
  return GST_PAD_PROBE_HANDLED;
}

/* Where a stream comes from, without what may be a secret. */
static void
test_source (void)
{
  static const struct {
    const gchar *uri, *file;
  } sources[] = {
    { "file:///films/a%20b.mp4", "\"/films/a b.mp4\"" },
    { "file:///films/%ff.mp4", "\"/films/\uFFFD.mp4\"" },
    { "rtsp://admin:secret@camera.example:554/live?token=secret", "\"rtsp://camera.example:554/live\"" },
    { "v4l2:///dev/video0", "\"v4l2:///dev/video0\"" },
    { "data:;base64,c2VjcmV0", "null" },
    { "", "null" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sources); i++) {
    TestPublishing *self = test_publishing_new ("");
    g_autoptr (GstPad) pad = gst_element_get_static_pad (self->harness->element, "sink");
    g_autofree gchar *begin = g_strdup_printf ("{\"version\":1,\"file\":%s,\"frame\":0,", sources[i].file);
    g_autofree gchar *text = NULL;
    GstPad *peer = gst_pad_get_peer (pad);

    gst_pad_add_probe (peer, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, answer_uri, (gpointer) sources[i].uri, NULL);
    gst_object_unref (peer);
    test_publishing_push (self, 0, NULL);
    text = test_publishing_contents (self);
    g_test_message ("%s: %s", sources[i].uri, text);
    g_assert_true (g_str_has_prefix (text, begin));
    test_publishing_free (self);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/facepublish/a line a frame, at once", test_a_line_a_frame);
  g_test_add_func ("/elements/facepublish/csv", test_csv);
  g_test_add_func ("/elements/facepublish/changes only", test_changes_only);
  g_test_add_func ("/elements/facepublish/spans without durations", test_spans_without_durations);
  g_test_add_func ("/elements/facepublish/webvtt", test_webvtt);
  g_test_add_func ("/elements/facepublish/webvtt of a stopped stream", test_webvtt_stopped);
  g_test_add_func ("/elements/facepublish/webvtt is cut after a minute", test_webvtt_cuts);
  g_test_add_func ("/elements/facepublish/spans", test_spans);
  g_test_add_func ("/elements/facepublish/frames that are not searched count", test_unsearched_frames_count);
  g_test_add_func ("/elements/facepublish/a flush ends spans", test_flush_ends_spans);
  g_test_add_func ("/elements/facepublish/streams are counted apart", test_streams_are_counted_apart);
  g_test_add_func ("/elements/facepublish/source", test_source);
  return g_test_run ();
}
