/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "stream.hh"

#include <gst/facerec/facerec.h>
#include <gst/gst.h>

#include "material.hh"
#include "medians.hh"

namespace bench
{

namespace
{

GstPadProbeReturn
note_names (GstPad *, GstPadProbeInfo *info, gpointer user_data)
{
  Pass &pass = *static_cast<Pass *> (user_data);
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  std::set<std::string> names;
  gpointer state = nullptr;

  while (GstFacerecMeta *face = gst_facerec_buffer_iterate_faces (buffer, &state)) {
    gsize n_values;

    if (const gchar *label = gst_facerec_meta_get_label (face))
      names.insert (label);
    pass.n_faces++;
    pass.n_embedded += gst_facerec_meta_get_embedding (face, &n_values) && gst_facerec_meta_get_embedding_age (face) == 0;
  }
  pass.names.push_back (names);
  pass.n_frames++;
  return GST_PAD_PROBE_OK;
}

GstElement *
parse (const std::string &line)
{
  GError *error = nullptr;
  GstElement *pipeline = gst_parse_launch_full (line.c_str (), nullptr, GST_PARSE_FLAG_FATAL_ERRORS, &error);

  if (pipeline)
    return pipeline;
  if (!g_error_matches (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT))
    fail (line, error);
  const std::string text = std::string (error->message) + "; run this inside meson devenv -C build";
  g_error_free (error);
  throw Missing (text);
}

/* Our elements load their models as they leave READY. */
void
load_models (GstElement *pipeline)
{
  for (const char *name : { "detect", "embed", "knn" })
    if (GstElement *element = gst_bin_get_by_name (GST_BIN (pipeline), name)) {
      gst_element_set_state (element, GST_STATE_PAUSED);
      gst_object_unref (element);
    }
}

void
wait_for_end (GstElement *pipeline)
{
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
      static_cast<GstMessageType> (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  GError *error = nullptr;

  gst_object_unref (bus);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, nullptr);
  gst_message_unref (message);
  if (error) {
    gst_element_set_state (pipeline, GST_STATE_NULL);
    gst_object_unref (pipeline);
    fail ("the pipeline", error);
  }
}

} // namespace

Pass
run_stream (const std::string &line, const std::string &film)
{
  Pass pass;
  GstElement *pipeline = parse (line);
  GstElement *file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  GstElement *sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  GstPad *pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (file, "location", film.c_str (), nullptr);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_names, &pass, nullptr);
  gst_object_unref (pad);
  gst_object_unref (sink);
  gst_object_unref (file);
  load_models (pipeline);
  const double start = now_ms ();
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  wait_for_end (pipeline);
  pass.ms_per_frame = (now_ms () - start) / pass.n_frames;
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  return pass;
}

} // namespace bench
