/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements.hh"

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

namespace bench
{

Elements::Elements (const std::string &line, const Frame &frame)
{
  GError *error = nullptr;
  GstElement *bin = gst_parse_bin_from_description_full (line.c_str (), TRUE, nullptr, GST_PARSE_FLAG_FATAL_ERRORS,
      &error);
  GstVideoInfo info;

  if (!bin && g_error_matches (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT)) {
    const std::string text = error->message;
    g_error_free (error);
    throw Missing (text + "; run this inside meson devenv -C build");
  }
  if (!bin)
    fail (line, error);
  harness = gst_harness_new_with_element (bin, "sink", "src");
  gst_object_unref (bin);
  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, frame.width, frame.height);
  gst_harness_set_src_caps (harness, gst_video_info_to_caps (&info));
  buffer = gst_buffer_new_memdup (frame.i420.data (), frame.i420.size ());
}

Elements::~Elements ()
{
  gst_buffer_unref (buffer);
  gst_harness_teardown (harness);
}

unsigned
Elements::push ()
{
  GstBuffer *copy = gst_buffer_copy (buffer); /* its memory is shared; what is added to it is not */
  gpointer state = nullptr;
  unsigned n_faces = 0;

  if (gst_harness_push (harness, copy) != GST_FLOW_OK)
    throw std::runtime_error ("an element failed");
  GstBuffer *result = gst_harness_pull (harness);
  while (gst_facerec_buffer_iterate_faces (result, &state))
    n_faces++;
  gst_buffer_unref (result);
  return n_faces;
}

double
Elements::stat (const char *name, const char *member)
{
  GstElement *element = gst_bin_get_by_name (GST_BIN (harness->element), name);
  GstStructure *stats = nullptr;
  double value = 0;
  guint64 count;

  g_object_get (element, "stats", &stats, nullptr);
  if (gst_structure_get_uint64 (stats, member, &count))
    value = static_cast<double> (count);
  else
    gst_structure_get_double (stats, member, &value);
  gst_structure_free (stats);
  gst_object_unref (element);
  return value;
}

} // namespace bench
