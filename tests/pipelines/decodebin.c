/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* decodebin_new(): what stands behind it is started before it, in whatever order the elements were added; frames come. */
#include "pipelines/decodebin.h"

#include <gst/gst.h>

/* The element's place in the order in which a bin starts its elements. */
static gint
place (GstBin *bin, GstElement *element)
{
  GstIterator *sorted = gst_bin_iterate_sorted (bin);
  GValue item = G_VALUE_INIT;
  gint n = 0, found = -1;

  for (; gst_iterator_next (sorted, &item) == GST_ITERATOR_OK; n++) {
    if (g_value_get_object (&item) == element)
      found = n;
    g_value_reset (&item);
  }
  g_value_unset (&item);
  gst_iterator_free (sorted);
  return found;
}

static void
test_order (gconstpointer decoder_first)
{
  GstBin *bin = GST_BIN (gst_bin_new (NULL));
  GstElement *inner, *decoder = decodebin_new ("decodebin", &inner), *next = gst_element_factory_make ("identity", NULL);
  GstElement *source = gst_element_factory_make ("filesrc", NULL);

  g_assert_nonnull (decoder);
  /* Members added last are found first among equals. */
  gst_bin_add_many (bin, decoder_first ? decoder : next, source, decoder_first ? next : decoder, NULL);
  g_assert_true (gst_element_link_many (source, decoder, next, NULL));
  g_assert_cmpint (place (bin, next), ==, 0);
  g_assert_cmpint (place (bin, decoder), ==, 1);
  g_assert_cmpint (place (bin, source), ==, 2);
  gst_object_unref (bin);
}

static void
test_frames (void)
{
  GstElement *pipeline = gst_pipeline_new (NULL), *inner, *decoder = decodebin_new ("decodebin", &inner);
  GstElement *source = gst_parse_bin_from_description ("videotestsrc num-buffers=7 ! jpegenc ! matroskamux", TRUE, NULL);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  GstStructure *stats;
  guint64 rendered;

  gst_bin_add_many (GST_BIN (pipeline), decoder, sink, source, NULL);
  g_assert_true (gst_element_link_many (source, decoder, sink, NULL));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  g_object_get (sink, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, "rendered", &rendered));
  g_assert_cmpuint (rendered, ==, 7);
  gst_structure_free (stats);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static void
test_missing (void)
{
  GstElement *inner;

  g_assert_null (decodebin_new ("facerec-no-such-element", &inner));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/decodebin/order/decoder-first", GINT_TO_POINTER (TRUE), test_order);
  g_test_add_data_func ("/decodebin/order/decoder-last", GINT_TO_POINTER (FALSE), test_order);
  g_test_add_func ("/decodebin/frames", test_frames);
  g_test_add_func ("/decodebin/missing", test_missing);
  return g_test_run ();
}
