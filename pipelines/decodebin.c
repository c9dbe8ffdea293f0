/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/decodebin.h"

static void
on_pad_added (GstElement *decoder, GstPad *pad, GstPad *src)
{
  g_autoptr (GstPad) before = gst_ghost_pad_get_target (GST_GHOST_PAD (src));
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  const gchar *type = gst_caps_is_empty (caps) || gst_caps_is_any (caps)
      ? "" : gst_structure_get_name (gst_caps_get_structure (caps, 0));

  if (!before && g_str_has_prefix (type, "video/x-raw"))
    gst_ghost_pad_set_target (GST_GHOST_PAD (src), pad);
}

GstElement *
decodebin_new (const gchar *factory, GstElement **decoder)
{
  g_autoptr (GstCaps) raw = gst_caps_from_string ("video/x-raw(ANY)");
  g_autoptr (GstPad) sink = NULL;
  GstElement *bin;
  GstPad *src;

  *decoder = gst_element_factory_make (factory, NULL);
  if (!*decoder)
    return NULL;
  bin = gst_bin_new (NULL);
  gst_bin_add (GST_BIN (bin), *decoder);
  sink = gst_element_get_static_pad (*decoder, "sink");
  if (sink)
    gst_element_add_pad (bin, gst_ghost_pad_new ("sink", sink));
  src = gst_ghost_pad_new_no_target ("src", GST_PAD_SRC);
  gst_element_add_pad (bin, src);
  g_object_set (*decoder, "caps", raw, "expose-all-streams", FALSE, NULL);
  g_signal_connect_object (*decoder, "pad-added", G_CALLBACK (on_pad_added), src, 0);
  return bin;
}
