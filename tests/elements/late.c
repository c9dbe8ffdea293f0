/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A slow engine behind live and synchronised streams. The place of the face on a frame, and its brightness, tell which frame
 * it is; so what comes late can be traced back to where it was measured, whatever the machine does meanwhile. */
#include <math.h>

#include "tests/elements/testframe.h"

#define RATE 25
#define FRAME (GST_SECOND / RATE)
#define CAPS "video/x-raw,format=I420,width=640,height=240,framerate=25/1"
#define OTHER_CAPS "video/x-raw,format=NV12,width=640,height=240,framerate=25/1"
/* threads are milliseconds a call, see models/fake.h. */
#define SLOW_MS 200
#define DETECT "facerecdetect detector=fake interval=1 "
#define SLOW_DETECT DETECT "threads=200 "
#define NEVER G_MAXUINT

typedef struct {
  GstHarness *harness;
  GstBus *bus;
  guint n_pushed;
} Stream;

static void
open_stream (Stream *stream, const gchar *launch, gboolean live)
{
  stream->harness = test_harness_new (launch, CAPS, &stream->bus);
  gst_harness_set_sink_caps_str (stream->harness, "video/x-raw");
  stream->n_pushed = 0;
  /* Said before the first frame, which is when it is asked. */
  gst_harness_set_live (stream->harness, live);
}

static void
close_stream (Stream *stream)
{
  gst_harness_teardown (stream->harness);
  gst_object_unref (stream->bus);
}

static TestFace
face_of_frame (guint number)
{
  return (TestFace) { 2 * number, 80, 64, 64, (guint8) (90 + number) };
}

static GstBuffer *
push (Stream *stream, const gchar *caps)
{
  const guint number = stream->n_pushed++;
  const TestFace face = face_of_frame (number);
  GstBuffer *in = test_frame_new_for_caps (caps, &face, 1), *out;

  GST_BUFFER_PTS (in) = number * FRAME;
  GST_BUFFER_DURATION (in) = FRAME;
  out = gst_harness_push_and_pull (stream->harness, in);
  g_assert_nonnull (out);
  g_assert_cmpuint (GST_BUFFER_PTS (out), ==, number * FRAME);
  return out;
}

/* The frame on which the face of buffer was, NEVER without a face. Its age must say the same. */
static guint
measured_on (GstBuffer *buffer)
{
  const guint number = GST_BUFFER_PTS (buffer) / FRAME;
  gpointer state = NULL;
  GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffer, &state);
  guint measured;

  if (!face)
    return NEVER;
  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 1);
  measured = (guint) face->x / 2;
  g_assert_cmpuint (gst_facerec_meta_get_box_age (face), ==, number - measured);
  return measured;
}

static guint64
get_count (Stream *stream, const gchar *element, const gchar *name)
{
  GstStructure *stats;
  guint64 value = G_MAXUINT64;

  gst_harness_get (stream->harness, element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, name, &value));
  gst_structure_free (stats);
  return value;
}

/* The last QoS message on the bus; how many there were. */
static guint
read_qos (Stream *stream, guint64 *processed, guint64 *dropped)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop_filtered (stream->bus, GST_MESSAGE_QOS))) {
    GstFormat format;

    gst_message_parse_qos_stats (message, &format, processed, dropped);
    g_assert_cmpint (format, ==, GST_FORMAT_BUFFERS);
    gst_message_unref (message);
    n++;
  }
  return n;
}

/* ---- facedetect ---- */

/* Every frame comes out at once and in order; faces come late, say so, and each search is of a later frame. */
static void
test_live_never_waits (void)
{
  Stream stream;
  guint64 processed = 0, dropped = 0;
  guint i, last = NEVER, n_searches = 0, n_messages;
  const gint64 begin_us = g_get_monotonic_time ();

  open_stream (&stream, SLOW_DETECT, TRUE);
  for (i = 0; i < 60; i++) {
    GstBuffer *out = push (&stream, CAPS);
    const guint measured = measured_on (out);

    if (measured != NEVER && measured != last) {
      g_assert_true (last == NEVER || measured > last);
      last = measured;
      n_searches++;
    }
    gst_buffer_unref (out);
    g_usleep (10000);
  }
  g_assert_cmpuint (n_searches, >, 0);
  g_assert_cmpuint (n_searches, <, 30);
  g_assert_cmpuint (get_count (&stream, "facerecdetect", "frames"), ==, 60);
  g_assert_cmpuint (get_count (&stream, "facerecdetect", "inferred"), ==, n_searches);
  g_assert_cmpuint (get_count (&stream, "facerecdetect", "late"), >, 0);
  gst_harness_push_event (stream.harness, gst_event_new_eos ());
  n_messages = read_qos (&stream, &processed, &dropped);
  g_assert_cmpuint (n_messages, >=, 1);
  g_assert_cmpuint (n_messages, <=, 2 + (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC);
  g_assert_cmpuint (processed, ==, n_searches);
  g_assert_cmpuint (dropped, ==, get_count (&stream, "facerecdetect", "late"));
  close_stream (&stream);
}

/* What fits into the time of a frame is of that frame. At a frame every two seconds a third of it is much. */
static void
test_live_waits_for_what_fits (void)
{
  GstHarness *harness = test_harness_new (DETECT "threads=5", "video/x-raw,format=I420,width=640,height=240,framerate=1/20",
      NULL);
  guint i;

  gst_harness_set_live (harness, TRUE);
  for (i = 0; i < 10; i++) {
    const TestFace face = face_of_frame (i);
    GstBuffer *out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, &face, 1));

    g_assert_nonnull (test_find_face (out, &face));
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* Nobody waits for these frames, or is willing to: each has its own faces. */
static void
test_others_are_searched (void)
{
  static const struct {
    const gchar *launch;
    gboolean live;
  } cases[] = { { DETECT "threads=20", FALSE }, { DETECT "threads=20 late-policy=process", TRUE } };
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint64 processed, dropped;
    Stream stream;

    open_stream (&stream, cases[i].launch, cases[i].live);
    for (f = 0; f < 10; f++) {
      GstBuffer *out = push (&stream, CAPS);

      g_assert_cmpuint (measured_on (out), ==, f);
      gst_buffer_unref (out);
    }
    g_assert_cmpuint (get_count (&stream, "facerecdetect", "late"), ==, 0);
    g_assert_cmpuint (read_qos (&stream, &processed, &dropped), ==, 0);
    close_stream (&stream);
  }
}

static void
send_qos (Stream *stream, GstClockTimeDiff jitter)
{
  g_assert_true (gst_harness_push_upstream_event (stream->harness,
          gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 2.0, jitter, stream->n_pushed * FRAME)));
}

static void
push_and_expect (Stream *stream, guint measured)
{
  GstBuffer *out = push (stream, CAPS);

  g_assert_cmpuint (measured_on (out), ==, measured);
  gst_buffer_unref (out);
}

/* The faces of the next frame are older than it is, but not older than those of frame since. */
static void
push_and_expect_late (Stream *stream, guint since)
{
  const guint number = stream->n_pushed;
  GstBuffer *out = push (stream, CAPS);
  const guint measured = measured_on (out);

  g_assert_cmpuint (measured, >=, since);
  g_assert_cmpuint (measured, <, number);
  gst_buffer_unref (out);
}

/* A sink that waits for the clock says so by QoS events; no event drops a frame. One that does not wait sends events of no
 * deviation. */
static void
test_synchronised_sink (void)
{
  Stream stream;

  open_stream (&stream, SLOW_DETECT, FALSE);
  push_and_expect (&stream, 0);
  push_and_expect (&stream, 1);
  send_qos (&stream, 500 * GST_MSECOND);
  push_and_expect_late (&stream, 1);
  send_qos (&stream, 900 * GST_MSECOND);
  push_and_expect_late (&stream, 1);
  g_usleep (10 * SLOW_MS * 1000);
  /* Late, but no later than it has to be: a search began on frame 2. */
  push_and_expect_late (&stream, 2);
  send_qos (&stream, 0);
  push_and_expect (&stream, 5);
  push_and_expect (&stream, 6);
  close_stream (&stream);
}

/* Where the clock stands still nobody is late. */
static void
test_pause (void)
{
  Stream stream;
  GstElement *element;

  open_stream (&stream, SLOW_DETECT, FALSE);
  element = gst_harness_find_element (stream.harness, "facerecdetect");
  push_and_expect (&stream, 0);
  send_qos (&stream, 500 * GST_MSECOND);
  push_and_expect_late (&stream, 0);
  gst_element_set_state (element, GST_STATE_PAUSED);
  push_and_expect (&stream, 2);
  push_and_expect (&stream, 3);
  gst_element_set_state (element, GST_STATE_PLAYING);
  push_and_expect_late (&stream, 3);
  gst_object_unref (element);
  close_stream (&stream);
}

static void
flush (Stream *stream)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (stream->harness, gst_event_new_flush_start ());
  gst_harness_push_event (stream->harness, gst_event_new_flush_stop (TRUE));
  gst_harness_push_event (stream->harness, gst_event_new_segment (&segment));
}

/* What was under way belongs to the old stream: it comes on no frame of the new one. */
static void
test_old_results_are_discarded (void)
{
  Stream stream;
  GstBuffer *out;
  guint way;

  for (way = 0; way < 2; way++) {
    open_stream (&stream, SLOW_DETECT, TRUE);
    push_and_expect (&stream, NEVER);
    if (way == 0)
      flush (&stream);
    else
      gst_harness_set_src_caps_str (stream.harness, OTHER_CAPS);
    g_usleep (10 * SLOW_MS * 1000);
    out = push (&stream, way == 0 ? CAPS : OTHER_CAPS);
    g_assert_cmpuint (measured_on (out), !=, 0);
    gst_buffer_unref (out);
    g_usleep (10 * SLOW_MS * 1000);
    out = push (&stream, way == 0 ? CAPS : OTHER_CAPS);
    g_assert_cmpuint (measured_on (out), ==, 1);
    gst_buffer_unref (out);
    close_stream (&stream);
  }
}

/* A frame of a stream that is not live has its own faces after a flush, whatever is under way. */
static void
test_first_frame_after_a_seek (void)
{
  Stream stream;

  open_stream (&stream, SLOW_DETECT, FALSE);
  push_and_expect (&stream, 0);
  send_qos (&stream, 500 * GST_MSECOND);
  push_and_expect_late (&stream, 0);
  flush (&stream);
  push_and_expect (&stream, 2);
  push_and_expect_late (&stream, 2);
  close_stream (&stream);
}

/* The element stops in the midst of it, and begins anew. */
static void
test_stop (void)
{
  Stream stream;
  GstElement *element;
  guint i;

  open_stream (&stream, SLOW_DETECT "! faceembed engine=fake threads=200", TRUE);
  element = gst_harness_find_element (stream.harness, "facerecdetect");
  for (i = 0; i < 5; i++) {
    gst_buffer_unref (push (&stream, CAPS));
    g_assert_cmpint (gst_element_set_state (element, GST_STATE_NULL), ==, GST_STATE_CHANGE_SUCCESS);
    g_assert_cmpint (gst_element_set_state (element, GST_STATE_PLAYING), ==, GST_STATE_CHANGE_SUCCESS);
    gst_harness_set_src_caps_str (stream.harness, CAPS);
  }
  push_and_expect (&stream, NEVER);
  gst_object_unref (element);
  close_stream (&stream);
}

/* Every third of 25 a second, at 10 at most: the times decide, not the machine. */
static void
test_max_fps (void)
{
  static const guint measured[] = { 0, 0, 0, 3, 3, 5, 5, 5, 8, 8, 10 };
  Stream stream;
  guint i;

  open_stream (&stream, DETECT "max-fps=10", FALSE);
  for (i = 0; i < G_N_ELEMENTS (measured); i++)
    push_and_expect (&stream, measured[i]);
  g_assert_cmpuint (get_count (&stream, "facerecdetect", "late"), ==, 0);
  close_stream (&stream);
}

/* ---- latency ---- */

static GstClockTime
get_latency (Stream *stream)
{
  GstQuery *query = gst_query_new_latency ();
  GstClockTime least;

  g_assert_true (gst_pad_peer_query (stream->harness->sinkpad, query));
  gst_query_parse_latency (query, NULL, &least, NULL);
  gst_query_unref (query);
  return least;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* What it says is what frames take that are held up for 40 ms, within a fifth; and no message without need. */
static void
test_latency (void)
{
  static const gboolean live[] = { TRUE, FALSE };
  gint64 stays_us[64];
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (live); i++) {
    Stream stream;
    GstMessage *message;

    open_stream (&stream, DETECT "threads=40 late-policy=process", live[i]);
    gst_harness_set_upstream_latency (stream.harness, 7 * GST_MSECOND);
    g_assert_cmpuint (get_latency (&stream), ==, live[i] ? 7 * GST_MSECOND : get_latency (&stream));
    for (f = 0; f < G_N_ELEMENTS (stays_us); f++) {
      gint64 start_us = g_get_monotonic_time ();

      gst_buffer_unref (push (&stream, CAPS));
      stays_us[f] = g_get_monotonic_time () - start_us;
    }
    qsort (stays_us, G_N_ELEMENTS (stays_us), sizeof stays_us[0], compare_times);
    message = gst_bus_pop_filtered (stream.bus, GST_MESSAGE_LATENCY);
    if (live[i]) {
      const gdouble own_us = (gdouble) (get_latency (&stream) - 7 * GST_MSECOND) / GST_USECOND;

      g_test_message ("says %.0f us, median %" G_GINT64_FORMAT ", second %" G_GINT64_FORMAT, own_us,
          stays_us[G_N_ELEMENTS (stays_us) / 2], stays_us[G_N_ELEMENTS (stays_us) - 2]);
      g_assert_nonnull (message);
      g_assert_cmpfloat (own_us, >=, 40000);
      g_assert_cmpfloat (own_us, <=, 1.2 * stays_us[G_N_ELEMENTS (stays_us) - 1]);
    } else {
      g_assert_null (message);
      g_assert_cmpuint (get_latency (&stream), <=, 7 * GST_MSECOND);
    }
    g_clear_pointer (&message, gst_message_unref);
    close_stream (&stream);
  }
}

/* ---- faceembed ---- */

/* A frame with a face that has been searched, of a track or of none. */
static GstBuffer *
push_face (Stream *stream, guint64 track)
{
  const guint number = stream->n_pushed++;
  const TestFace face = face_of_frame (number);
  GstBuffer *in = test_frame_new_for_caps (CAPS, &face, 1), *out;
  GstFacerecMeta *meta = gst_facerec_buffer_add_face (in, face.x, face.y, face.width, face.height, 640, 240, 1, "test");

  gst_facerec_meta_set_track (meta, track, track == GST_FACEREC_NO_TRACK ? 0 : number);
  GST_BUFFER_PTS (in) = number * FRAME;
  GST_BUFFER_DURATION (in) = FRAME;
  out = gst_harness_push_and_pull (stream->harness, in);
  g_assert_nonnull (out);
  return out;
}

/* The frame whose picture the embedding is of, by the brightness that it tells (models/fake.h); its age must say the same. */
static guint
described_on (GstBuffer *buffer)
{
  const guint number = GST_BUFFER_PTS (buffer) / FRAME;
  gpointer state = NULL;
  GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffer, &state);
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);
  gdouble gray;
  guint age, described = NEVER, f;

  if (!values)
    return NEVER;
  age = gst_facerec_meta_get_embedding_age (face);
  gray = atan2 (values[1], values[0]) / G_PI * 255;
  for (f = 0; f <= number; f++) {
    /* Y of 16..235 to gray of 0..255 */
    const gdouble expected = (face_of_frame (f).luma - 16) * 255.0 / 219.0;

    if (fabs (gray - expected) < 0.58)
      described = f;
  }
  g_assert_cmpuint (described, ==, number - age);
  return described;
}

static void
test_tracks_are_described_late (void)
{
  Stream stream;
  guint i, first = NEVER, n_without = 0;

  open_stream (&stream, "faceembed engine=fake threads=200 reembed-interval=1000", TRUE);
  for (i = 0; i < 60; i++) {
    GstBuffer *out = push_face (&stream, 7);
    const guint described = described_on (out);

    gst_buffer_unref (out);
    if (described == NEVER)
      n_without++;
    else if (first == NEVER)
      first = described;
    /* Once there, there is always one. */
    g_assert_true (described != NEVER || first == NEVER);
    g_usleep (10000);
  }
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (n_without, >, 0);
  /* Frames 0 and 25 and 50 of 25 a second, and what has been better by then. */
  g_assert_cmpuint (get_count (&stream, "faceembed", "inferred"), >=, 2);
  g_assert_cmpuint (get_count (&stream, "faceembed", "inferred"), <=, 6);
  g_assert_cmpuint (get_count (&stream, "faceembed", "late"), <, n_without);
  close_stream (&stream);
}

/* An embedding that nobody can be given is of no use, and is not kept for anybody else. */
static void
test_without_tracks (void)
{
  Stream stream;
  guint i;

  open_stream (&stream, "faceembed engine=fake threads=200", TRUE);
  for (i = 0; i < 40; i++) {
    GstBuffer *out = push_face (&stream, GST_FACEREC_NO_TRACK);

    g_assert_cmpuint (described_on (out), ==, NEVER);
    gst_buffer_unref (out);
    g_usleep (5000);
  }
  g_assert_cmpuint (get_count (&stream, "faceembed", "late"), >, 0);
  close_stream (&stream);
}

/* A whole chain of the slow: tracks are found, moved, described, by boxes that are never of age 0. */
static void
test_chain (void)
{
  Stream stream;
  guint i, n_described = 0, n_tracked = 0;

  open_stream (&stream, SLOW_DETECT "! facetrack ! faceembed engine=fake threads=60", TRUE);
  for (i = 0; i < 80; i++) {
    GstBuffer *out = push (&stream, CAPS);
    gpointer state = NULL;
    GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (out, &state);

    if (face) {
      g_assert_cmpuint (gst_facerec_meta_get_box_age (face), >, 0);
      n_tracked += gst_facerec_meta_get_track_id (face) != GST_FACEREC_NO_TRACK;
      n_described += gst_facerec_meta_get_embedding (face, NULL) != NULL;
    }
    gst_buffer_unref (out);
    g_usleep (20000);
  }
  g_assert_cmpuint (n_tracked, >, 40);
  g_assert_cmpuint (n_described, >, 20);
  g_assert_cmpuint (get_count (&stream, "faceembed", "inferred"), <=, 8);
  close_stream (&stream);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/late/a live frame never waits for what takes long", test_live_never_waits);
  g_test_add_func ("/elements/late/it waits for what fits", test_live_waits_for_what_fits);
  g_test_add_func ("/elements/late/others are searched, all of them", test_others_are_searched);
  g_test_add_func ("/elements/late/a sink that waits is not made to", test_synchronised_sink);
  g_test_add_func ("/elements/late/in a pause nobody is late", test_pause);
  g_test_add_func ("/elements/late/a new stream has nothing of the old one", test_old_results_are_discarded);
  g_test_add_func ("/elements/late/after a seek the first frame has its faces", test_first_frame_after_a_seek);
  g_test_add_func ("/elements/late/it may stop at any time", test_stop);
  g_test_add_func ("/elements/late/max-fps goes by timestamps", test_max_fps);
  g_test_add_func ("/elements/late/the latency is what it takes", test_latency);
  g_test_add_func ("/elements/late/tracks are described late", test_tracks_are_described_late);
  g_test_add_func ("/elements/late/faces without a track go without", test_without_tracks);
  g_test_add_func ("/elements/late/a chain of the slow", test_chain);
  return g_test_run ();
}
