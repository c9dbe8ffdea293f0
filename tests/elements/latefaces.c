/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A slow network behind live streams: who is described late, and who goes without. */
#include <math.h>

#include "tests/elements/latestream.h"

/* A frame with a face that has been searched, of a track or of none. */
static GstBuffer *
push_face (LateStream *stream, guint64 track)
{
  const guint number = stream->n_pushed++;
  const TestFace face = late_stream_face (number);
  GstBuffer *in = test_frame_new_for_caps (LATE_CAPS, &face, 1), *out;
  GstFacerecMeta *meta = gst_facerec_buffer_add_face (in, face.x, face.y, face.width, face.height, 640, 240, 1, "test");

  gst_facerec_meta_set_track (meta, track, track == GST_FACEREC_NO_TRACK ? 0 : number);
  GST_BUFFER_PTS (in) = number * LATE_FRAME;
  GST_BUFFER_DURATION (in) = LATE_FRAME;
  out = gst_harness_push_and_pull (stream->harness, in);
  g_assert_nonnull (out);
  return out;
}

/* The frame whose picture the embedding is of, by the brightness that it tells (models/fake.h); its age must say the same. */
static guint
described_on (GstBuffer *buffer)
{
  const guint number = GST_BUFFER_PTS (buffer) / LATE_FRAME;
  gpointer state = NULL;
  GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffer, &state);
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);
  gdouble gray;
  guint age, described = LATE_NEVER, f;

  if (!values)
    return LATE_NEVER;
  age = gst_facerec_meta_get_embedding_age (face);
  gray = atan2 (values[1], values[0]) / G_PI * 255;
  for (f = 0; f <= number; f++) {
    /* Y of 16..235 to gray of 0..255 */
    const gdouble expected = (late_stream_face (f).luma - 16) * 255.0 / 219.0;

    if (fabs (gray - expected) < 0.58)
      described = f;
  }
  g_assert_cmpuint (described, ==, number - age);
  return described;
}

static void
test_tracks_are_described_late (void)
{
  LateStream stream;
  guint i, first = LATE_NEVER, n_without = 0;

  late_stream_open (&stream, "faceembed engine=fake threads=200 reembed-interval=1000", TRUE);
  for (i = 0; i < 60; i++) {
    GstBuffer *out = push_face (&stream, 7);
    const guint described = described_on (out);

    gst_buffer_unref (out);
    if (described == LATE_NEVER)
      n_without++;
    else if (first == LATE_NEVER)
      first = described;
    /* Once there, there is always one. */
    g_assert_true (described != LATE_NEVER || first == LATE_NEVER);
    g_usleep (10000);
  }
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (n_without, >, 0);
  /* Frames 0 and 25 and 50 of 25 a second, and what has been better by then. */
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "inferred"), >=, 2);
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "inferred"), <=, 6);
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "late"), <, n_without);
  late_stream_close (&stream);
}

/* A frame whose face, of no track, is at left, whatever its number. */
static GstBuffer *
push_face_at (LateStream *stream, gfloat left)
{
  const guint number = stream->n_pushed++;
  const TestFace face = { (guint) left, 80, 64, 64, late_stream_face (number).luma };
  GstBuffer *in = test_frame_new_for_caps (LATE_CAPS, &face, 1), *out;

  gst_facerec_buffer_add_face (in, face.x, face.y, face.width, face.height, 640, 240, 1, "test");
  GST_BUFFER_PTS (in) = number * LATE_FRAME;
  GST_BUFFER_DURATION (in) = LATE_FRAME;
  out = gst_harness_push_and_pull (stream->harness, in);
  g_assert_nonnull (out);
  return out;
}

/* Without a track its place tells who a face is: once described it is on every frame, by a picture less than a second old.
 * Nobody else gets that. */
static void
test_places (void)
{
  LateStream stream;
  GstBuffer *out;
  guint i, n_described = 0, first = LATE_NEVER;

  late_stream_open (&stream, "faceembed engine=fake threads=60", TRUE);
  for (i = 0; i < 40; i++) {
    guint described;

    out = push_face_at (&stream, 100 + i % 3);
    described = described_on (out);
    gst_buffer_unref (out);
    if (described != LATE_NEVER) {
      first = MIN (first, i);
      g_assert_cmpuint (i - described, <=, LATE_RATE);
      g_assert_cmpuint (i - described, >, 0);
      n_described++;
    }
    g_assert_true (described != LATE_NEVER || first == LATE_NEVER);
    g_usleep (LATE_FRAME / GST_USECOND);
  }
  g_assert_cmpuint (n_described, >, 20);
  out = push_face_at (&stream, 400);
  g_assert_cmpuint (described_on (out), ==, LATE_NEVER);
  gst_buffer_unref (out);
  /* Every 0.3 s and what the work takes. */
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "inferred"), >=, 2);
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "inferred"), <=, 8);
  late_stream_close (&stream);
}

/* Its face has gone elsewhere before the embedding is there: that is of no use, and is not kept for anybody else. */
static void
test_without_tracks (void)
{
  LateStream stream;
  guint i;

  late_stream_open (&stream, "faceembed engine=fake threads=200", TRUE);
  for (i = 0; i < 40; i++) {
    GstBuffer *out = push_face (&stream, GST_FACEREC_NO_TRACK);

    g_assert_cmpuint (described_on (out), ==, LATE_NEVER);
    gst_buffer_unref (out);
    g_usleep (5000);
  }
  g_assert_cmpuint (late_stream_count (&stream, "faceembed", "late"), >, 0);
  late_stream_close (&stream);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/latefaces/tracks are described late", test_tracks_are_described_late);
  g_test_add_func ("/elements/latefaces/faces without a track are known by their places", test_places);
  g_test_add_func ("/elements/latefaces/faces without a track that move away go without", test_without_tracks);
  return g_test_run ();
}
