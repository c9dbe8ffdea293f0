/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/window.h"

#include "models/error.h"

#define WITHOUT "without a window: gst-facerec live --no-window --json …"

/* Best first. The first takes every format and draws names without touching the picture; Wayland's own is last since it tells
 * of no keys. */
static const gchar *const sinks[] = { "glimagesink", "xvimagesink", "ximagesink", "waylandsink" };

/* Whether it can really draw shows only when it is about to. */
static gboolean
works (GstElement *sink)
{
  gboolean started = gst_element_set_state (sink, GST_STATE_PAUSED) != GST_STATE_CHANGE_FAILURE;

  return gst_element_set_state (sink, started ? GST_STATE_READY : GST_STATE_NULL) != GST_STATE_CHANGE_FAILURE && started;
}

static GstElement *
find_sink (guint *n_installed)
{
  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++) {
    GstElement *sink = gst_element_factory_make (sinks[i], "window");

    *n_installed += sink != NULL;
    if (sink && works (sink))
      return sink;
    if (sink)
      gst_object_unref (gst_object_ref_sink (sink));
  }
  return NULL;
}

GstElement *
live_window_make_sink (GError **error)
{
  const gchar *wayland = g_getenv ("WAYLAND_DISPLAY"), *display = wayland ? wayland : g_getenv ("DISPLAY");
  guint n_installed = 0;
  GstElement *sink;

  if (!display || !*display) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "no display: neither DISPLAY nor WAYLAND_DISPLAY is set; run it on a desktop or through ssh -X, or " WITHOUT);
    return NULL;
  }
  sink = find_sink (&n_installed);
  if (!sink && n_installed == 0)
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "nothing that opens a window is installed: apt install gstreamer1.0-gl gstreamer1.0-x; or " WITHOUT);
  else if (!sink)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "no window can be opened on display %s: is it the right one, and are you allowed to? or " WITHOUT, display);
  return sink;
}
