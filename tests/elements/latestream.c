/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/elements/latestream.h"

void
late_stream_open (LateStream *stream, const gchar *launch, gboolean live)
{
  stream->harness = test_harness_new (launch, LATE_CAPS, &stream->bus);
  gst_harness_set_sink_caps_str (stream->harness, "video/x-raw");
  stream->n_pushed = 0;
  /* Said before the first frame, which is when it is asked. */
  gst_harness_set_live (stream->harness, live);
}

void
late_stream_close (LateStream *stream)
{
  gst_harness_teardown (stream->harness);
  gst_object_unref (stream->bus);
}

TestFace
late_stream_face (guint number)
{
  return (TestFace) { 2 * number, 80, 64, 64, (guint8) (90 + number) };
}

GstBuffer *
late_stream_push (LateStream *stream, const gchar *caps)
{
  const guint number = stream->n_pushed++;
  const TestFace face = late_stream_face (number);
  GstBuffer *in = test_frame_new_for_caps (caps, &face, 1), *out;

  GST_BUFFER_PTS (in) = number * LATE_FRAME;
  GST_BUFFER_DURATION (in) = LATE_FRAME;
  out = gst_harness_push_and_pull (stream->harness, in);
  g_assert_nonnull (out);
  g_assert_cmpuint (GST_BUFFER_PTS (out), ==, number * LATE_FRAME);
  return out;
}

guint64
late_stream_count (LateStream *stream, const gchar *element, const gchar *name)
{
  GstStructure *stats;
  guint64 value = G_MAXUINT64;

  gst_harness_get (stream->harness, element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, name, &value));
  gst_structure_free (stats);
  return value;
}
