/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a chain that tracks forgets, and when: facetrack its tracks, faceembed what they look like, faceknn who they are. */
#include <string.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1"
#define LARGER_CAPS "video/x-raw,format=GRAY8,width=640,height=480,framerate=30/1"
/* Long enough for everybody to be settled. */
#define SETTLED 35

static gchar *gallery;

static const TestFace ann = { 20, 60, 60, 72, 235 }, first = { 220, 60, 60, 72, 180 }, second = { 120, 60, 60, 72, 68 };

/* ---- what happens to a stream ---- */

typedef struct {
  GstHarness *harness;
  GstBus *bus;
  const gchar *caps;
  GstClockTime time;
  guint flags; /* of the next buffer */
} Stream;

static void
start_segment (Stream *stream)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (stream->harness, gst_event_new_segment (&segment));
}

static void
do_nothing (Stream *stream)
{
}

static void
flush (Stream *stream)
{
  gst_harness_push_event (stream->harness, gst_event_new_flush_start ());
  gst_harness_push_event (stream->harness, gst_event_new_flush_stop (TRUE));
  start_segment (stream);
}

static void
change_size (Stream *stream)
{
  stream->caps = LARGER_CAPS;
  gst_harness_set_caps_str (stream->harness, LARGER_CAPS, LARGER_CAPS);
}

static void
set_same_caps (Stream *stream)
{
  gst_harness_set_caps_str (stream->harness, CAPS, CAPS);
}

static void
begin_stream (Stream *stream, const gchar *id)
{
  gst_harness_push_event (stream->harness, gst_event_new_stream_start (id));
  start_segment (stream);
}

static void
change_stream (Stream *stream)
{
  begin_stream (stream, "another");
}

static void
end_stream (Stream *stream)
{
  gst_harness_push_event (stream->harness, gst_event_new_eos ());
  begin_stream (stream, "one");
}

static void
continue_segment (Stream *stream)
{
  start_segment (stream);
}

static void
pause_a_while (Stream *stream)
{
  gst_element_set_state (stream->harness->element, GST_STATE_PAUSED);
  g_usleep (20000);
  gst_element_set_state (stream->harness->element, GST_STATE_PLAYING);
}

static void
lose_frames (Stream *stream)
{
  stream->time += 3 * GST_SECOND / 30;
  stream->flags = GST_BUFFER_FLAG_DISCONT;
}

static void
jump_two_seconds (Stream *stream)
{
  stream->time += 2 * GST_SECOND;
}

static void
jump_six_seconds (Stream *stream)
{
  stream->time += 6 * GST_SECOND;
}

static void
go_back (Stream *stream)
{
  stream->time -= GST_SECOND / 2;
}

/* What is known of the three who were in the picture when there is another frame. */
typedef struct {
  const gchar *name;
  void (*happens) (Stream *stream);
  gboolean same_tracks;     /* else they have new ones, with numbers counted on */
  gboolean same_embeddings; /* else everybody is described anew */
  gboolean told_again;      /* everybody is told to have come again */
  gboolean same_strangers;
} Case;

static const Case cases[] = {
  { "nothing", do_nothing, TRUE, TRUE, FALSE, TRUE },
  { "a pause", pause_a_while, TRUE, TRUE, FALSE, TRUE },
  { "the same caps again", set_same_caps, TRUE, TRUE, FALSE, TRUE },
  { "a segment that continues", continue_segment, TRUE, TRUE, FALSE, TRUE },
  { "lost frames", lose_frames, TRUE, TRUE, FALSE, TRUE },
  { "a flush", flush, FALSE, FALSE, TRUE, TRUE },
  { "frames of another size", change_size, FALSE, FALSE, TRUE, TRUE },
  { "the end", end_stream, FALSE, FALSE, TRUE, TRUE },
  { "another stream", change_stream, FALSE, FALSE, TRUE, FALSE },
  { "a jump of two seconds", jump_two_seconds, FALSE, FALSE, TRUE, TRUE },
  { "a jump of six seconds", jump_six_seconds, FALSE, FALSE, TRUE, TRUE },
  { "half a second back", go_back, FALSE, FALSE, FALSE, TRUE },
};

/* ---- frames ---- */

static GstBuffer *
push (Stream *stream, const TestFace *faces, guint n_faces)
{
  GstBuffer *buffer = test_frame_new_for_caps (stream->caps, faces, n_faces);

  GST_BUFFER_PTS (buffer) = stream->time;
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  GST_BUFFER_FLAG_SET (buffer, stream->flags);
  stream->time += GST_SECOND / 30;
  stream->flags = 0;
  return gst_harness_push_and_pull (stream->harness, buffer);
}

static const gchar *
stranger_of (GstBuffer *buffer, const TestFace *face)
{
  GstFacerecMeta *meta = test_find_face (buffer, face);
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (meta);

  return identity ? gst_facerec_identity_get_stranger (identity) : NULL;
}

/* The highest track of a frame with so many faces. */
static guint64
last_track (GstBuffer *buffer, guint n_faces)
{
  gpointer state = NULL;
  GstFacerecMeta *face;
  guint64 last = 0;

  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, n_faces);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    last = MAX (last, gst_facerec_meta_get_track_id (face));
  return last;
}

static guint
count_told (GstBus *bus, const gchar *name)
{
  guint n = 0;
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    n += gst_message_has_name (message, name);
    gst_message_unref (message);
  }
  return n;
}

static Stream
stream_new (void)
{
  g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake interval=1 ! facetrack detect-cuts=false "
      "! faceembed engine=fake min-quality=0 ! faceknn db=%s", gallery);
  Stream stream = { NULL, NULL, CAPS, 0, 0 };

  stream.harness = test_harness_new (launch, CAPS, &stream.bus);
  begin_stream (&stream, "one");
  return stream;
}

static void
test_case (gconstpointer data)
{
  const Case *what = data;
  const TestFace three[] = { ann, first, second }, two[] = { ann, second };
  Stream stream = stream_new ();
  GstBuffer *out = NULL;
  guint64 tracks;
  guint i;

  for (i = 0; i < SETTLED; i++) {
    gst_clear_buffer (&out);
    out = push (&stream, three, 3);
  }
  tracks = last_track (out, 3);
  g_assert_cmpuint (tracks, ==, 3);
  g_assert_cmpstr (gst_facerec_meta_get_label (test_find_face (out, &ann)), ==, "Ann");
  g_assert_cmpstr (stranger_of (out, &first), ==, "unknown-1");
  g_assert_cmpstr (stranger_of (out, &second), ==, "unknown-2");
  gst_buffer_unref (out);
  g_assert_cmpuint (count_told (stream.bus, "face-identified"), ==, 3);

  what->happens (&stream);
  out = push (&stream, three, 3);
  g_assert_cmpuint (last_track (out, 3), ==, what->same_tracks ? 3 : 6);
  for (i = 0; i < 3; i++) {
    const GstFacerecMeta *face = test_find_face (out, &three[i]);

    g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, what->same_tracks ? SETTLED : 0);
    if (what->same_embeddings)
      g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), >, 0);
    else
      g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, 0);
  }
  gst_buffer_unref (out);
  out = NULL;

  /* The second stranger alone is who they were, or the first of another stream. */
  for (i = 0; i < SETTLED; i++) {
    gst_clear_buffer (&out);
    out = push (&stream, two, 2);
  }
  g_assert_cmpstr (gst_facerec_meta_get_label (test_find_face (out, &ann)), ==, "Ann");
  g_assert_cmpstr (stranger_of (out, &second), ==, what->same_strangers ? "unknown-2" : "unknown-1");
  gst_buffer_unref (out);
  g_assert_cmpint (count_told (stream.bus, "face-identified") > 0, ==, what->told_again);
  gst_harness_teardown (stream.harness);
  gst_object_unref (stream.bus);
}

/* ---- a pipeline ---- */

static GstSample *
pull (GstElement *sink)
{
  GstSample *sample = NULL;

  g_signal_emit_by_name (sink, "pull-sample", &sample);
  g_assert_nonnull (sample);
  return sample;
}

typedef struct {
  GstClockTime time;
  guint64 track;
  guint age, embedding_age;
} Seen;

static Seen
see (GstElement *sink)
{
  g_autoptr (GstSample) sample = pull (sink);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gpointer state = NULL;
  GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffer, &state);

  g_assert_nonnull (face);
  return (Seen) { GST_BUFFER_PTS (buffer), gst_facerec_meta_get_track_id (face), gst_facerec_meta_get_track_age (face),
    gst_facerec_meta_get_embedding_age (face) };
}

/* A seek through queues, a pause, and a second run. */
static void
test_pipeline (void)
{
  g_autofree gchar *launch = g_strdup_printf ("videotestsrc pattern=ball ! video/x-raw,format=I420,width=160,height=120,"
      "framerate=30/1 ! facedetect detector=fake ! queue ! facetrack ! queue ! faceembed engine=fake min-quality=0 "
      "! faceknn db=%s ! appsink name=sink sync=false max-buffers=1", gallery);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error), sink = NULL;
  guint run, i;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  for (run = 0; run < 2; run++) {
    Seen seen = { 0, };

    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    for (i = 0; i < 40; i++) {
      seen = see (sink);
      g_assert_cmpuint (seen.track, ==, 1);
      g_assert_cmpuint (seen.age, ==, i);
    }
    gst_element_set_state (pipeline, GST_STATE_PAUSED);
    g_usleep (50000);
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    for (; i < 60; i++) {
      seen = see (sink);
      g_assert_cmpuint (seen.track, ==, 1);
      g_assert_cmpuint (seen.age, ==, i);
    }
    for (i = 2; i < 5; i++) {
      guint frame;

      g_assert_true (gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, 10 * GST_SECOND / i));
      for (frame = 0; frame < 40; frame++) {
        seen = see (sink);
        g_assert_cmpuint (seen.track, ==, i);
        /* Ten thirds of a second are within a frame: that one goes before the segment, and the sink drops it. */
        g_assert_cmpuint (seen.age, ==, frame + (i == 3));
        if (frame == 0) {
          g_assert_cmpuint (seen.time, >=, 10 * GST_SECOND / i);
          g_assert_cmpuint (seen.embedding_age, ==, 0);
        }
      }
    }
    gst_element_set_state (pipeline, GST_STATE_NULL);
  }
}

int
main (int argc, char **argv)
{
  gint result;
  guint i;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gallery = test_gallery_new ();
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/elements/trackresets/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/elements/trackresets/a pipeline that is sought, paused and run again", test_pipeline);
  result = g_test_run ();
  test_gallery_remove (gallery);
  return result;
}
