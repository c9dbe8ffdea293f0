/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which of the faces collected are enrolled, where they are from, and how more of them are asked for. */
#include "elements/enroll/facechoice.h"

#include <math.h>

#include "elements/embed/request.h"
#include "elements/enroll/streamsource.h"
#include "tests/elements/testframe.h"

#define MAX_SAMPLES 12

/* ---- choosing ---- */

typedef struct {
  gfloat x, y, quality; /* quality 0 ends the list */
} Sample;

typedef struct {
  const gchar *name;
  Sample samples[MAX_SAMPLES];
  guint max_faces;
  const gchar *taken; /* their numbers, in order */
  guint n_strangers;
} Case;

static const Case cases[] = {
  { "nothing", { { 0, 0, 0 } }, 5, "", 0 },
  { "one", { { 0, 0, 0.5f } }, 5, "0", 0 },
  { "best first", { { 0, 0, 0.5f }, { 0.2f, 0, 0.9f }, { 0.4f, 0, 0.7f } }, 5, "120", 0 },
  { "only as many as asked for", { { 0, 0, 0.5f }, { 0.2f, 0, 0.9f }, { 0.4f, 0, 0.7f } }, 2, "12", 0 },
  { "what is told twice is taken once, the better one",
    { { 0, 0, 0.8f }, { 0.05f, 0, 0.9f }, { 0.09f, 0, 0.7f }, { 0, 0.16f, 0.6f } }, 5, "13", 0 },
  { "different enough", { { 0, 0, 0.8f }, { 0.151f, 0, 0.7f } }, 5, "01", 0 },
  { "equally good: the first seen", { { 0, 0, 0.5f }, { 0.05f, 0, 0.5f } }, 5, "0", 0 },
  { "a stranger is not taken", { { 0, 0, 0.5f }, { 0.2f, 0, 0.5f }, { 0.7f, 0, 0.4f } }, 5, "01", 1 },
  { "nor when that is the best picture", { { 0, 0, 0.5f }, { 0.2f, 0, 0.5f }, { 0.7f, 0, 0.9f } }, 5, "01", 1 },
  { "somebody in between agrees with most",
    { { 0, 0, 0.5f }, { 0.4f, 0, 0.6f }, { 0.8f, 0, 0.7f } }, 5, "120", 0 },
  { "unknown quality comes last", { { 0, 0, NAN }, { 0.2f, 0, 0.1f } }, 5, "10", 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_facerec_face_sample_free);
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GString) numbers = g_string_new (NULL);
  guint n_strangers = 0, i, place;

  for (i = 0; i < MAX_SAMPLES && c->samples[i].quality != 0; i++) {
    GstFacerecFaceSample *sample = g_new0 (GstFacerecFaceSample, 1);

    sample->values = g_memdup2 (&c->samples[i].x, 2 * sizeof (gfloat));
    sample->n_values = 2;
    sample->quality = c->samples[i].quality;
    g_ptr_array_add (samples, sample);
  }
  taken = gst_facerec_face_choice (samples, c->max_faces, &n_strangers);
  for (i = 0; i < taken->len; i++) {
    g_assert_true (g_ptr_array_find (samples, g_ptr_array_index (taken, i), &place));
    g_string_append_printf (numbers, "%u", place);
  }
  g_assert_cmpstr (numbers->str, ==, c->taken);
  g_assert_cmpuint (n_strangers, ==, c->n_strangers);
}

/* ---- where from ---- */

static void
test_source (void)
{
  static const struct {
    const gchar *uri, *source;
  } sources[] = {
    { "file:///films/a%20b.mp4", "/films/a b.mp4" },
    { "rtsp://user:secret@camera.example:554/stream?token=secret#x", "rtsp://camera.example:554/stream" },
    { "https://films.example/a%20b.mp4", "https://films.example/a%20b.mp4" },
    { "no address", NULL },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_autofree gchar *source = gst_facerec_stream_source_from_uri (sources[i].uri);

    g_assert_cmpstr (source, ==, sources[i].source);
  }
}

/* ---- more embeddings ---- */

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1"

static guint64
count_embeddings (GstHarness *harness)
{
  g_autoptr (GstStructure) stats = NULL;
  GstElement *element = gst_harness_find_element (harness, "faceembed");
  guint64 n = 0;

  g_object_get (element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, "faces", &n));
  gst_object_unref (element);
  return n;
}

/* How many embeddings that many more frames of one face need. */
static guint64
push (GstHarness *harness, guint *n_frames, guint n)
{
  const TestFace face = { 100, 60, 80, 80, 200 };
  guint64 before = count_embeddings (harness);
  guint i;

  for (i = 0; i < n; i++) {
    GstBuffer *buffer = test_frame_new_for_caps (CAPS, &face, 1);

    GST_BUFFER_PTS (buffer) = (*n_frames)++ * 40 * GST_MSECOND;
    gst_buffer_unref (gst_harness_push_and_pull (harness, buffer));
  }
  return count_embeddings (harness) - before;
}

static void
ask (GstHarness *harness, GstClockTime interval, GstClockTime duration)
{
  const GstFacerecEmbedRequest request = { interval, duration };

  g_assert_true (gst_harness_push_upstream_event (harness, gst_facerec_embed_request_to_event (&request)));
}

static void
test_request (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=1 ! facetrack ! faceembed engine=fake "
      "reembed-interval=60000", CAPS, NULL);
  GstEvent *event;
  guint n_frames = 0;

  push (harness, &n_frames, 100);
  g_assert_cmpuint (push (harness, &n_frames, 100), ==, 0);
  /* Every fifth frame of one second, then no more. */
  ask (harness, 200 * GST_MSECOND, GST_SECOND);
  g_assert_cmpuint (push (harness, &n_frames, 100), ==, 5);
  ask (harness, 40 * GST_MSECOND, 100 * GST_SECOND);
  g_assert_cmpuint (push (harness, &n_frames, 20), ==, 20);
  ask (harness, 40 * GST_MSECOND, 0);
  g_assert_cmpuint (push (harness, &n_frames, 100), ==, 0);
  /* What somebody else may have to do with goes on upstream. */
  while ((event = gst_harness_try_pull_upstream_event (harness))) {
    g_assert_false (gst_event_has_name (event, "facerec-embed-often"));
    gst_event_unref (event);
  }
  gst_harness_push_upstream_event (harness, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
      gst_structure_new ("facerec-embed-often", "interval", G_TYPE_STRING, "now", NULL)));
  event = gst_harness_pull_upstream_event (harness);
  g_assert_true (gst_event_has_name (event, "facerec-embed-often"));
  gst_event_unref (event);
  g_assert_cmpuint (push (harness, &n_frames, 20), ==, 0);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/elements/facechoice/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/elements/facechoice/source", test_source);
  g_test_add_func ("/elements/facechoice/embeddings that are asked for", test_request);
  return g_test_run ();
}
