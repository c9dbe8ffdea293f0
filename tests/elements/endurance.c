/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything at once and for a long time. */
#include <stdio.h>

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=160,height=120,framerate=30/1"

static const TestFace faces[] = { { 8, 56, 48, 56, 235 }, { 96, 40, 40, 48, 120 } };
static gchar *gallery, *other_gallery, *chain;

/* ---- properties ---- */

typedef struct {
  GstHarness *harness;
  gint stop; /* atomic */
} Stress;

/* Every property that may change while playing, with values good and bad. */
static gpointer
change_properties (gpointer data)
{
  static const gchar *const regions[] = { NULL, "", "0,0,80,120", "0.5,0,0.5,1", "nowhere" };
  static const gchar *const fonts[] = { NULL, "", "Serif Italic 30", "no such font 0", "Monospace 4px" };
  Stress *stress = data;
  GstHarness *harness = stress->harness;
  guint i;

  for (i = 0; !g_atomic_int_get (&stress->stop); i++) {
    gst_harness_set (harness, "facedetect", "interval", 1 + i % 4, "min-face-size", 10 + (gint) (i % 100), "threshold",
        ((gint) (i % 5) - 2) * 0.1, "region", regions[i % G_N_ELEMENTS (regions)], "append", i % 2, "updates", i % 4,
        "roi-meta", i % 3 != 0, NULL);
    gst_harness_set (harness, "facetrack", "max-lost", i % 1000, "max-hidden", i % 3000, "predict-lost", i % 500,
        "min-overlap", (i % 10) / 10.0,
        "detect-cuts", i % 2, "roi-meta", i % 5 != 0, NULL);
    gst_harness_set (harness, "faceembed", "jitter", i % 2, "min-face-size", (gint) (i % 60), "min-quality",
        (i % 10) / 10.0, "roi-meta", i % 2, NULL);
    gst_harness_set (harness, "faceknn", "k", 1 + i % 7, "distance-threshold", (i % 10) / 10.0, "margin",
        (i % 3) / 10.0, "unknown-label", i % 2 ? "Nobody" : NULL, "roi-meta", i % 2, "db",
        i % 64 == 0 ? "/nonexistent" : i % 2 ? gallery : other_gallery, NULL);
    gst_harness_set (harness, "overlay", "show-name", i % 2, "show-distance", i % 3 != 0, "show-landmarks", i % 2,
        "font-desc", fonts[i % G_N_ELEMENTS (fonts)], "line-width", (gdouble) (i % 5), "known-color", i * 7919u,
        "unknown-color", i * 104729u, "unknown-label", i % 2 ? "<&>" : NULL, NULL);
    if (i % 16 == 0) {
      GstStructure *stats;

      gst_harness_get (harness, "facedetect", "stats", &stats, NULL);
      gst_structure_free (stats);
      g_usleep (500);
    }
  }
  return NULL;
}

static void
test_properties_while_playing (void)
{
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  Stress stress = { harness, 0 };
  GThread *thread = g_thread_new ("stress", change_properties, &stress);
  gint64 end_us = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;
  guint n = 0;

  while (g_get_monotonic_time () < end_us || n <= 100) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, faces, n % 3), *out;

    GST_BUFFER_PTS (in) = n++ * 33 * GST_MSECOND;
    out = gst_harness_push_and_pull (harness, in);
    g_assert_nonnull (out);
    gst_buffer_unref (out);
  }
  g_atomic_int_set (&stress.stop, 1);
  g_thread_join (thread);
  gst_harness_teardown (harness);
}

/* ---- memory ---- */

/* Resident memory, KiB. */
static glong
get_resident (void)
{
  g_autofree gchar *status = NULL;
  const gchar *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);
  return strtol (line + 6, NULL, 10);
}

static void
push_frames (GstHarness *harness, guint n)
{
  guint i;

  for (i = 0; i < n; i++) {
    /* Faces that move and come and go, so that caches and tables turn over. */
    TestFace moved[] = { faces[0], faces[1] };
    GstBuffer *in;

    moved[0].x += i % 8;
    moved[1].height -= i % 5;
    in = test_frame_new_for_caps (CAPS, moved, i % 100 < 40 ? 2 : i % 2);
    GST_BUFFER_PTS (in) = i * 100 * GST_MSECOND;
    gst_buffer_unref (gst_harness_push_and_pull (harness, in));
  }
}

static void
test_memory_is_flat (void)
{
  GstHarness *harness = test_harness_new (chain, CAPS, NULL);
  glong before, after;

#if defined (__SANITIZE_ADDRESS__)
  g_test_skip ("AddressSanitizer keeps freed memory back");
  gst_harness_teardown (harness);
  return;
#endif
  push_frames (harness, 1500);
  before = get_resident ();
  push_frames (harness, 10000);
  after = get_resident ();
  g_test_message ("%ld KiB after 1500 frames, %ld KiB after 11500", before, after);
  g_assert_cmpint (after - before, <, 2048);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gallery = test_gallery_new ();
  other_gallery = test_gallery_new ();
  chain = g_strdup_printf ("facedetect detector=fake landmarks=5 ! facetrack ! faceembed engine=fake ! faceknn db=%s ! overlay",
      gallery);
  g_test_add_func ("/elements/endurance/properties change while playing", test_properties_while_playing);
  g_test_add_func ("/elements/endurance/memory is flat over ten thousand frames", test_memory_is_flat);
  result = g_test_run ();
  g_free (chain);
  test_gallery_remove (gallery);
  test_gallery_remove (other_gallery);
  return result;
}
