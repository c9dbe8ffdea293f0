/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What faceknn says when faceembed was forgotten. */
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"
#define FRAME_DURATION (GST_SECOND / 30)

static const TestFace bob = { 200, 16, 48, 56, 120 };

typedef struct {
  const gchar *name, *chain;
  gboolean is_missing;
} Case;

static const Case cases[] = {
  { "faces", "facedetect detector=fake", TRUE },
  { "tracks", "facedetect detector=fake ! facetrack detect-cuts=false", TRUE },
  { "described faces", "facedetect detector=fake ! faceembed engine=fake", FALSE },
  { "refused faces", "facedetect detector=fake ! faceembed engine=fake min-face-size=100", FALSE },
  { "poor faces", "facedetect detector=fake ! faceembed engine=fake min-quality=1", FALSE },
};

/* How many warnings n_frames bring, of which every second one has faces if with_faces. */
static guint
count_warnings (GstHarness *harness, GstBus *bus, guint *number, guint n_frames, gboolean with_faces)
{
  GstMessage *message;
  guint n = 0;

  for (guint i = 0; i < 2 * n_frames; i++) {
    GstBuffer *buffer = test_frame_new_for_caps (CAPS, &bob, with_faces && i % 2 == 1);

    GST_BUFFER_PTS (buffer) = (*number)++ * FRAME_DURATION;
    buffer = gst_harness_push_and_pull (harness, buffer);
    g_assert_nonnull (buffer);
    gst_buffer_unref (buffer);
  }
  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING))) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_warning (message, &error, NULL);
    g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
    g_assert_cmpstr (error->message, ==, "no face has an embedding: put faceembed before faceknn");
    gst_message_unref (message);
    n++;
  }
  return n;
}

/* Once a stream, counting only frames with faces. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gchar *gallery = test_gallery_new ();
  g_autofree gchar *launch = g_strdup_printf ("%s ! faceknn db=%s", c->chain, gallery);
  GstHarness *harness;
  GstBus *bus;
  guint number = 0;
  GstSegment segment;

  harness = test_harness_new (launch, CAPS, &bus);
  g_assert_cmpuint (count_warnings (harness, bus, &number, 120, FALSE), ==, 0);
  g_assert_cmpuint (count_warnings (harness, bus, &number, 40, TRUE), ==, 0);
  g_assert_cmpuint (count_warnings (harness, bus, &number, 100, TRUE), ==, c->is_missing);
  g_assert_cmpuint (count_warnings (harness, bus, &number, 120, TRUE), ==, 0);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_stream_start ("another"));
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  g_assert_cmpuint (count_warnings (harness, bus, &number, 120, TRUE), ==, c->is_missing);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
  test_gallery_remove (gallery);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/elements/undescribed/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
