/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* No analysis element copies a pixel, and faces find their way through other elements. */
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=%s,width=320,height=240,framerate=30/1"

static const TestFace faces[] = { { 40, 48, 64, 80, 235 }, { 200, 16, 48, 56, 120 } };

/* ---- shared memory ---- */

/* The buffer that comes out when somebody else holds the one that went in. */
static GstBuffer *
push_shared (const gchar *launch, const gchar *format, const TestFace *painted, guint n_faces, GstBuffer **held)
{
  g_autofree gchar *caps = g_strdup_printf (CAPS, format);
  GstHarness *harness = test_harness_new (launch, caps, NULL);
  GstBuffer *in = test_frame_new_for_caps (caps, painted, n_faces), *out;

  *held = gst_buffer_ref (in);
  out = gst_harness_push_and_pull (harness, in);
  g_assert_nonnull (out);
  gst_harness_teardown (harness);
  return out;
}

static void
assert_same_memory (GstBuffer *a, GstBuffer *b)
{
  guint i;

  g_assert_cmpuint (gst_buffer_n_memory (a), ==, gst_buffer_n_memory (b));
  for (i = 0; i < gst_buffer_n_memory (a); i++)
    g_assert_true (gst_buffer_peek_memory (a, i) == gst_buffer_peek_memory (b, i));
}

static void
test_analysis_copies_nothing (void)
{
  g_autofree gchar *gallery = test_gallery_new ();
  g_autofree gchar *knn = g_strdup_printf ("facedetect detector=fake landmarks=5 ! faceembed engine=fake ! faceknn db=%s",
      gallery);
  const gchar *launches[] = { "facedetect detector=fake", "facetrack", "faceembed engine=fake", knn };
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (launches); i++)
    for (f = 0; test_formats[f]; f++) {
      GstBuffer *held, *out = push_shared (launches[i], test_formats[f], faces, 2, &held);

      g_assert_true (out != held);
      assert_same_memory (out, held);
      g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, i == 1 || i == 2 ? 0 : 2);
      g_assert_cmpuint (gst_facerec_buffer_count_faces (held), ==, 0);
      gst_buffer_unref (held);
      gst_buffer_unref (out);
    }
  test_gallery_remove (g_steal_pointer (&gallery));
}

static void
test_lone_buffer_goes_through (void)
{
  g_autofree gchar *caps = g_strdup_printf (CAPS, "NV12");
  GstHarness *harness = test_harness_new ("facedetect detector=fake ! faceembed engine=fake", caps, NULL);
  GstBuffer *in = test_frame_new_for_caps (caps, faces, 2), *out = gst_harness_push_and_pull (harness, in);

  g_assert_true (out == in);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

static void
test_overlay_leaves_empty_frames (void)
{
  GstBuffer *held, *out = push_shared ("facedetect detector=fake ! overlay", "I420", NULL, 0, &held);

  assert_same_memory (out, held);
  gst_buffer_unref (held);
  gst_buffer_unref (out);
}

/* What is drawn on one branch of a tee is not seen on the other. */
static void
test_overlay_draws_on_a_copy (void)
{
  GstBuffer *held, *out = push_shared ("facedetect detector=fake ! overlay", "I420", faces, 2, &held);
  g_autofree gchar *caps = g_strdup_printf (CAPS, "I420");
  GstBuffer *fresh = test_frame_new_for_caps (caps, faces, 2);
  g_autofree gchar *before = test_frame_checksum (fresh), *kept = test_frame_checksum (held);
  g_autofree gchar *drawn = test_frame_checksum (out);

  g_assert_cmpstr (kept, ==, before);
  g_assert_cmpstr (drawn, !=, before);
  gst_buffer_unref (fresh);
  gst_buffer_unref (held);
  gst_buffer_unref (out);
}

static GstPadProbeReturn
offer_pool (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  g_autoptr (GstBufferPool) pool = NULL;
  GstStructure *config;
  GstVideoInfo video;
  GstCaps *caps;

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_parse_allocation (query, &caps, NULL);
  g_assert_true (gst_video_info_from_caps (&video, caps));
  pool = gst_video_buffer_pool_new ();
  config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_set_params (config, caps, video.size, 2, 0);
  g_assert_true (gst_buffer_pool_set_config (pool, config));
  gst_query_add_allocation_pool (query, pool, video.size, 2, 0);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* A sink that offers a pool, as windows do, does not make an element copy into its buffers. */
static void
test_pool_is_not_used (void)
{
  g_autofree gchar *caps = g_strdup_printf (CAPS, "I420");
  GstHarness *harness = gst_harness_new_parse ("facedetect detector=fake ! faceembed engine=fake ! overlay");
  GstBuffer *in, *out;

  gst_harness_set_live (harness, FALSE);
  gst_pad_add_probe (harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_pool, NULL, NULL);
  gst_harness_set_caps_str (harness, caps, caps);
  in = gst_buffer_ref (test_frame_new_for_caps (caps, NULL, 0));
  out = gst_harness_push_and_pull (harness, in);
  assert_same_memory (in, out);
  gst_buffer_unref (in);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
}

/* ---- a real tee ---- */

typedef struct {
  GMutex lock;
  GHashTable *memory[2]; /* frame number -> GstMemory, kept alive */
  guint n_faces[2];
} Branches;

typedef struct {
  Branches *branches;
  guint index;
} Branch;

static GstPadProbeReturn
on_branch_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Branch *branch = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  g_mutex_lock (&branch->branches->lock);
  g_hash_table_insert (branch->branches->memory[branch->index], GSIZE_TO_POINTER (GST_BUFFER_PTS (buffer)),
      gst_buffer_get_memory (buffer, 0));
  branch->branches->n_faces[branch->index] += gst_facerec_buffer_count_faces (buffer);
  g_mutex_unlock (&branch->branches->lock);
  return GST_PAD_PROBE_OK;
}

static void
watch_branch (GstElement *pipeline, const gchar *sink, Branch *branch)
{
  g_autoptr (GstElement) element = gst_bin_get_by_name (GST_BIN (pipeline), sink);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");

  branch->branches->memory[branch->index] = g_hash_table_new_full (NULL, NULL, NULL,
      (GDestroyNotify) gst_memory_unref);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_branch_buffer, branch, NULL);
}

static void
assert_runs_to_end (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpstr (GST_MESSAGE_TYPE_NAME (message), ==, "eos");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
test_tee (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch ("videotestsrc pattern=ball num-buffers=20 "
      "! video/x-raw,format=I420,width=320,height=240 ! tee name=t "
      "t. ! queue ! facedetect detector=fake ! faceembed engine=fake ! fakesink name=a sync=false "
      "t. ! queue ! fakesink name=b sync=false", &error);
  Branches branches = { 0, };
  Branch a = { &branches, 0 }, b = { &branches, 1 };
  GHashTableIter iter;
  gpointer pts, memory;

  g_assert_no_error (error);
  watch_branch (pipeline, "a", &a);
  watch_branch (pipeline, "b", &b);
  assert_runs_to_end (pipeline);
  g_assert_cmpuint (g_hash_table_size (branches.memory[0]), ==, 20);
  g_assert_cmpuint (g_hash_table_size (branches.memory[1]), ==, 20);
  g_hash_table_iter_init (&iter, branches.memory[0]);
  while (g_hash_table_iter_next (&iter, &pts, &memory))
    g_assert_true (memory == g_hash_table_lookup (branches.memory[1], pts));
  g_assert_cmpuint (branches.n_faces[0], ==, 20);
  g_assert_cmpuint (branches.n_faces[1], ==, 0);
  g_hash_table_unref (branches.memory[0]);
  g_hash_table_unref (branches.memory[1]);
}

/* ---- survival ---- */

/* What is between detection and description keeps the faces, scales their boxes, and keeps what was known. */
static void
test_survival (void)
{
  static const struct {
    const gchar *between;
    gdouble scale_x, scale_y;
  } cases[] = {
    { "identity", 1, 1 },
    { "videoconvert ! video/x-raw,format=RGB", 1, 1 },
    { "videoconvert ! video/x-raw,format=YUY2", 1, 1 },
    { "videoscale ! video/x-raw,width=160,height=120", 0.5, 0.5 },
    { "videoscale add-borders=false ! video/x-raw,width=640,height=120", 2, 0.5 },
    { "videoconvertscale ! video/x-raw,format=BGRx,width=480,height=360", 1.5, 1.5 },
    { "videobalance contrast=0.9", 1, 1 },
  };
  g_autofree gchar *caps = g_strdup_printf (CAPS, "I420");
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake landmarks=5 ! %s ! faceembed engine=fake",
        cases[i].between);
    GstHarness *harness = test_harness_new (launch, caps, NULL);
    GstBuffer *out;
    GstFacerecMeta *face;
    gpointer state = NULL;
    gsize n_values;

    gst_harness_set_sink_caps_str (harness, "video/x-raw");
    out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (caps, faces, 1));
    g_test_message ("%s", cases[i].between);
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
    face = gst_facerec_buffer_iterate_faces (out, &state);
    g_assert_cmpfloat_with_epsilon (face->x, faces[0].x * cases[i].scale_x, 1e-3);
    g_assert_cmpfloat_with_epsilon (face->y, faces[0].y * cases[i].scale_y, 1e-3);
    g_assert_cmpfloat_with_epsilon (face->width, faces[0].width * cases[i].scale_x, 1e-3);
    g_assert_cmpfloat_with_epsilon (face->height, faces[0].height * cases[i].scale_y, 1e-3);
    g_assert_cmpstr (gst_facerec_meta_get_detector (face), ==, "fake");
    gst_facerec_meta_get_landmarks (face, &n_values);
    g_assert_cmpuint (n_values, ==, 10);
    gst_facerec_meta_get_embedding (face, &n_values);
    g_assert_cmpuint (n_values, ==, 128);
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/sharing/analysis copies no pixel of a shared buffer", test_analysis_copies_nothing);
  g_test_add_func ("/elements/sharing/a buffer of one owner goes through itself", test_lone_buffer_goes_through);
  g_test_add_func ("/elements/sharing/overlay leaves frames without faces alone", test_overlay_leaves_empty_frames);
  g_test_add_func ("/elements/sharing/overlay draws on a copy of a shared buffer", test_overlay_draws_on_a_copy);
  g_test_add_func ("/elements/sharing/a pool downstream changes nothing", test_pool_is_not_used);
  g_test_add_func ("/elements/sharing/both branches of a tee have one memory", test_tee);
  g_test_add_func ("/elements/sharing/faces survive other elements", test_survival);
  return g_test_run ();
}
