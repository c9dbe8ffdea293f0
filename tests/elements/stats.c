/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/stats.h"

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"

static const TestFace painted[] = { { 40, 88, 64, 80, 235 }, { 200, 96, 96, 104, 120 } };

static guint64
get_count (const GstStructure *stats, const gchar *name)
{
  guint64 value = G_MAXUINT64;

  g_assert_true (gst_structure_get_uint64 (stats, name, &value));
  return value;
}

static gdouble
get_ms (const GstStructure *stats, const gchar *name)
{
  gdouble value = -1;

  g_assert_true (gst_structure_get_double (stats, name, &value));
  return value;
}

static void
assert_counts (const GstStructure *stats, guint64 frames, guint64 inferred, guint64 faces)
{
  g_assert_cmpuint (get_count (stats, "frames"), ==, frames);
  g_assert_cmpuint (get_count (stats, "inferred"), ==, inferred);
  g_assert_cmpuint (get_count (stats, "skipped"), ==, frames - inferred);
  g_assert_cmpuint (get_count (stats, "faces"), ==, faces);
}

/* ---- the figures ---- */

/* 1, 2, .. n ms in an order of no meaning: the mean is (n + 1) / 2, and the smallest that 99 of 100 do not exceed is known. */
static void
test_mean_and_p99 (void)
{
  static const struct {
    guint n;
    gdouble mean_ms, p99_ms;
  } cases[] = { { 1, 1, 1 }, { 100, 50.5, 99 }, { 1000, 500.5, 990 } };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecStats *stats = gst_facerec_stats_new ();
    GstStructure *structure;

    for (j = 0; j < cases[i].n; j++)
      gst_facerec_stats_add (stats, TRUE, 2, 1000 * (1 + (gint64) (j * 7 % cases[i].n)));
    structure = gst_facerec_stats_to_structure (stats);
    assert_counts (structure, cases[i].n, cases[i].n, 2 * cases[i].n);
    g_assert_cmpfloat_with_epsilon (get_ms (structure, "mean-ms"), cases[i].mean_ms, 1e-9);
    g_assert_cmpfloat_with_epsilon (get_ms (structure, "p99-ms"), cases[i].p99_ms, 1e-9);
    gst_structure_free (structure);
    gst_facerec_stats_free (stats);
  }
}

/* What was skipped counts as a frame and in no time; p99 forgets what is older than 1024 frames, the mean does not. */
static void
test_skipped_and_forgotten (void)
{
  GstFacerecStats *stats = gst_facerec_stats_new ();
  GstStructure *structure = gst_facerec_stats_to_structure (stats);
  guint i;

  assert_counts (structure, 0, 0, 0);
  g_assert_cmpfloat (get_ms (structure, "mean-ms"), ==, 0);
  g_assert_cmpfloat (get_ms (structure, "p99-ms"), ==, 0);
  gst_structure_free (structure);

  for (i = 0; i < 1024; i++)
    gst_facerec_stats_add (stats, TRUE, 0, 9000);
  for (i = 0; i < 1024; i++) {
    gst_facerec_stats_add (stats, TRUE, 0, 1000);
    gst_facerec_stats_add (stats, FALSE, 1, 1000000);
  }
  structure = gst_facerec_stats_to_structure (stats);
  assert_counts (structure, 3072, 2048, 1024);
  g_assert_cmpfloat_with_epsilon (get_ms (structure, "mean-ms"), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_ms (structure, "p99-ms"), 1, 1e-9);
  gst_structure_free (structure);
  gst_facerec_stats_free (stats);
}

/* ---- every element has them ---- */

static GstStructure *
get_stats (GstHarness *harness, const gchar *element)
{
  GstStructure *stats;

  gst_harness_get (harness, element, "stats", &stats, NULL);
  g_assert_nonnull (stats);
  return stats;
}

/* Frames with 0, 2, 1 and 0 faces: the detector works on each, the others where there is a face. What the elements say they
 * took fits into what pushing the frames took. */
static void
test_elements_count (void)
{
  static const guint n_faces[] = { 0, 2, 1, 0 };
  static const struct {
    const gchar *element;
    guint inferred;
  } cases[] = { { "facerecdetect", 4 }, { "faceembed", 2 }, { "faceknn", 2 }, { "facerecoverlay", 2 } };
  gchar *gallery = test_gallery_new ();
  g_autofree gchar *launch = g_strdup_printf (
      "facerecdetect detector=fake ! faceembed engine=fake min-quality=0 ! faceknn db=%s ! facerecoverlay", gallery);
  GstHarness *harness = test_harness_new (launch, CAPS, NULL);
  gdouble total_ms = 0, elapsed_ms;
  gint64 start_us = g_get_monotonic_time ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (n_faces); i++)
    gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, painted, n_faces[i])));
  elapsed_ms = (g_get_monotonic_time () - start_us) / 1000.0;
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstStructure *stats = get_stats (harness, cases[i].element);

    g_test_message ("%s", cases[i].element);
    assert_counts (stats, G_N_ELEMENTS (n_faces), cases[i].inferred, 3);
    g_assert_cmpfloat (get_ms (stats, "p99-ms"), >=, 0);
    total_ms += get_ms (stats, "mean-ms") * (gdouble) get_count (stats, "inferred");
    gst_structure_free (stats);
  }
  g_assert_cmpfloat (total_ms, >, 0);
  g_assert_cmpfloat (total_ms, <=, elapsed_ms);
  gst_harness_teardown (harness);
  test_gallery_remove (gallery);
}

static void
test_start_begins_anew (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake ! overlay", CAPS, NULL);
  static const gchar *const elements[] = { "facedetect", "overlay" };
  guint i;

  gst_buffer_unref (gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, painted, 2)));
  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    GstElement *element = gst_harness_find_element (harness, elements[i]);
    GstStructure *stats = get_stats (harness, elements[i]);

    assert_counts (stats, 1, 1, 2);
    gst_structure_free (stats);
    gst_element_set_state (element, GST_STATE_READY);
    gst_element_set_state (element, GST_STATE_PAUSED);
    stats = get_stats (harness, elements[i]);
    assert_counts (stats, 0, 0, 0);
    gst_structure_free (stats);
    gst_object_unref (element);
  }
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/stats/mean and p99 are what arithmetic says", test_mean_and_p99);
  g_test_add_func ("/elements/stats/skipped frames take no time, old ones are forgotten", test_skipped_and_forgotten);
  g_test_add_func ("/elements/stats/every element counts its frames and faces", test_elements_count);
  g_test_add_func ("/elements/stats/a start begins anew", test_start_begins_anew);
  return g_test_run ();
}
