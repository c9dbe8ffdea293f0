/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Up and down, again and again, many at once; whatever is left over is a leak. */
#include "tests/elements/testframe.h"

#define SOURCE "videotestsrc pattern=ball is-live=false "
#define CAPS "video/x-raw,format=I420,width=160,height=120,framerate=30/1"

static gchar *gallery;

static GstElement *
make_element (const gchar *name)
{
  GstElement *element = gst_element_factory_make (name, NULL);
  GObjectClass *klass;

  g_assert_nonnull (element);
  klass = G_OBJECT_GET_CLASS (element);
  if (g_object_class_find_property (klass, "detector"))
    gst_util_set_object_arg (G_OBJECT (element), "detector", "fake");
  if (g_object_class_find_property (klass, "engine"))
    g_object_set (element, "engine", "fake", NULL);
  if (g_object_class_find_property (klass, "db"))
    g_object_set (element, "db", gallery, NULL);
  if (g_object_class_find_property (klass, "location"))
    g_object_set (element, "location", "/dev/null", NULL);
  return gst_object_ref_sink (element);
}

static GstElement *
make_pipeline (const gchar *source, const gchar *sink)
{
  g_autofree gchar *launch = g_strdup_printf ("%s ! " CAPS " ! facedetect name=detect detector=fake landmarks=5 "
      "! facetrack ! faceembed name=embed engine=fake ! faceknn name=knn db=%s "
      "! faceenroll db=%s identity=Ann ! overlay name=overlay ! %s", source, gallery, gallery, sink);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (launch, &error);

  g_assert_no_error (error);
  return pipeline;
}

static void
await (GstElement *pipeline, GstMessageType type)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND, type | GST_MESSAGE_ERROR);

  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, type);
}

/* ---- one element ---- */

/* As GStreamer's own generic test does it, for all of the plugin's elements. */
static void
test_all_elements (void)
{
  GList *features = gst_registry_get_feature_list_by_plugin (gst_registry_get (), "facerec"), *link;
  static const GstState sequence[] = { GST_STATE_READY, GST_STATE_NULL, GST_STATE_READY, GST_STATE_PAUSED, GST_STATE_READY,
    GST_STATE_NULL, GST_STATE_PAUSED, GST_STATE_PLAYING, GST_STATE_PAUSED, GST_STATE_PLAYING, GST_STATE_NULL };
  guint n = 0, i;

  for (link = features; link; link = link->next) {
    GstElement *element;

    if (!GST_IS_ELEMENT_FACTORY (link->data))
      continue;
    g_test_message ("%s", GST_OBJECT_NAME (link->data));
    element = make_element (GST_OBJECT_NAME (link->data));
    for (i = 0; i < G_N_ELEMENTS (sequence); i++)
      g_assert_cmpint (gst_element_set_state (element, sequence[i]), ==, GST_STATE_CHANGE_SUCCESS);
    gst_object_unref (element);
    n++;
  }
  g_assert_cmpuint (n, >=, 7);
  gst_plugin_feature_list_free (features);
}

/* ---- pipelines ---- */

static void
test_hundred_times (void)
{
  GstElement *pipeline = make_pipeline (SOURCE, "fakesink name=sink sync=false");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  guint i;

  for (i = 0; i < 100; i++) {
    g_autoptr (GstSample) sample = NULL;

    g_assert_cmpint (gst_element_set_state (pipeline, GST_STATE_PLAYING), !=, GST_STATE_CHANGE_FAILURE);
    g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 10 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
    g_object_get (sink, "last-sample", &sample, NULL);
    g_assert_nonnull (sample);
    g_assert_cmpuint (gst_facerec_buffer_count_faces (gst_sample_get_buffer (sample)), ==, 1);
    g_assert_cmpint (gst_element_set_state (pipeline, GST_STATE_NULL), ==, GST_STATE_CHANGE_SUCCESS);
  }
  gst_object_unref (pipeline);
}

static void
test_two_pipelines (void)
{
  GstElement *a = make_pipeline (SOURCE "num-buffers=200", "fakesink sync=false");
  GstElement *b = make_pipeline (SOURCE "num-buffers=200", "fakesink sync=false");

  gst_element_set_state (a, GST_STATE_PLAYING);
  gst_element_set_state (b, GST_STATE_PLAYING);
  await (a, GST_MESSAGE_EOS);
  await (b, GST_MESSAGE_EOS);
  gst_element_set_state (a, GST_STATE_NULL);
  gst_element_set_state (b, GST_STATE_NULL);
  gst_object_unref (a);
  gst_object_unref (b);
}

static void
test_seek (void)
{
  GstElement *pipeline = make_pipeline (SOURCE "num-buffers=100", "fakesink sync=false");
  guint i;

  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  await (pipeline, GST_MESSAGE_ASYNC_DONE);
  for (i = 0; i < 20; i++) {
    g_assert_true (gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
        i * 100 * GST_MSECOND));
    await (pipeline, GST_MESSAGE_ASYNC_DONE);
  }
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  await (pipeline, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

/* Stopped while another thread is in the middle of a frame. */
static void
test_stop_in_the_middle (void)
{
  guint i;

  for (i = 0; i < 20; i++) {
    GstElement *pipeline = make_pipeline (SOURCE, "fakesink sync=false");

    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    g_usleep (i * 2000);
    gst_element_set_state (pipeline, GST_STATE_NULL);
    gst_object_unref (pipeline);
  }
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gallery = test_gallery_new ();
  g_test_add_func ("/elements/states/every element goes up and down", test_all_elements);
  g_test_add_func ("/elements/states/a pipeline starts a hundred times", test_hundred_times);
  g_test_add_func ("/elements/states/two pipelines in one process", test_two_pipelines);
  g_test_add_func ("/elements/states/seeks", test_seek);
  g_test_add_func ("/elements/states/stopped in the middle", test_stop_in_the_middle);
  result = g_test_run ();
  test_gallery_remove (gallery);
  gst_deinit ();
  return result;
}
