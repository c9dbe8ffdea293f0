/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A whole C application: recognises the people in a film or picture and prints a line whenever that changes.
 *
 *   cc names.c -o names $(pkg-config --cflags --libs gstreamer-facerec-1.0)
 *   ./names enc.bin film.mp4
 *
 * The pipeline's thread calls faces_of_frame() for every frame; a real application would hand the names on to its own
 * thread (g_idle_add, a queue) instead of printing. */
#include <gst/facerec/facerec.h>
#include <locale.h>

/* The people of one frame as "anna bert", "Unknown" for a face that nobody was found for, "-" without a face. */
static gchar *
names_of_faces (GstBuffer *buffer)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    const gchar *label = gst_facerec_meta_get_label (face);
    g_ptr_array_add (names, (gpointer) (label ? label : "Unknown"));
  }
  if (names->len == 0)
    g_ptr_array_add (names, (gpointer) "-");
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (gchar **) names->pdata);
}

static GstPadProbeReturn
faces_of_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  gchar **last = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autofree gchar *now = names_of_faces (buffer);

  if (g_strcmp0 (now, *last) != 0) {
    gdouble seconds = GST_BUFFER_PTS_IS_VALID (buffer) ? GST_BUFFER_PTS (buffer) / (gdouble) GST_SECOND : 0;
    g_print ("%.3f %s\n", seconds, now);
    g_free (*last);
    *last = g_steal_pointer (&now);
  }
  return GST_PAD_PROBE_OK;
}

/* Returns when the film is over: TRUE; or something failed: FALSE, and said what. */
static gboolean
run (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;
  gst_message_parse_error (message, &error, NULL);
  g_printerr ("%s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL, source = NULL, who = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autofree gchar *last = NULL;

  setlocale (LC_ALL, ""); /* names are written in any script */
  gst_init (&argc, &argv);
  if (argc != 3) {
    g_printerr ("usage: %s GALLERY FILE\n", argv[0]);
    return 2;
  }
  pipeline = gst_parse_launch (
      "filesrc name=source ! decodebin ! facerecdetect ! faceembed ! faceknn name=who ! fakesink sync=false", &error);
  if (!pipeline || error) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  /* Paths are set as properties, not written into the line: so they may hold any character. */
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  who = gst_bin_get_by_name (GST_BIN (pipeline), "who");
  g_object_set (who, "db", argv[1], NULL);
  g_object_set (source, "location", argv[2], NULL);
  pad = gst_element_get_static_pad (who, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, faces_of_frame, &last, NULL);
  return run (pipeline) ? 0 : 1;
}
