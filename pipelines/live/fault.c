/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/fault.h"

#include <string.h>

static gchar *
describe_network (const LiveSource *source, const GError *error, const gchar *debug)
{
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return g_strdup_printf ("%s: user name or password is missing or wrong; write rtsp://USER:PASSWORD@HOST/PATH",
        source->name);
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return g_strdup_printf ("%s: the server has no such stream; its manual tells the path (%s)", source->name,
        error->message);
  if (error->domain == GST_RESOURCE_ERROR && strstr (debug, "refused"))
    return g_strdup_printf ("%s: the connection was refused; is the camera on, and are address and port right?",
        source->name);
  if (error->domain == GST_RESOURCE_ERROR)
    return g_strdup_printf ("%s: cannot be reached; is it on, and are address and port right? (%s)", source->name,
        error->message);
  return NULL;
}

static gchar *
describe_camera (const LiveSource *source, const GError *error, const gchar *debug)
{
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY) || strstr (debug, "busy"))
    return g_strdup_printf ("%s: another program is using the camera; close it (fuser -v %s tells which)", source->name,
        source->location ? source->location : "/dev/video*");
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS))
    return g_strdup_printf ("%s: is no camera; gst-facerec live --list shows the cameras", source->name);
  if ((source->width > 0 || source->fps > 0) && strstr (debug, "not-negotiated"))
    return g_strdup_printf ("%s: has no such --width or --fps; leave them out", source->name);
  return NULL;
}

static gchar *
describe_media (const LiveSource *source, const GError *error)
{
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE))
    return g_strdup_printf ("%s: is neither a picture nor a recording that GStreamer knows", source->name);
  /* With nothing missing: it complains of streams that are no pictures. */
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return g_strdup_printf ("%s: has no pictures in it", source->name);
  return NULL;
}

gchar *
live_fault_describe (const LiveSource *source, GstMessage *message, const gchar *missing)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;
  gchar *text = NULL;

  gst_message_parse_error (message, &error, &debug);
  if (missing)
    return g_strdup_printf ("%s: no decoder is installed for it: %s (try the packages gstreamer1.0-libav and "
        "gstreamer1.0-plugins-bad)", source->name, missing);
  if (source->kind == LIVE_SOURCE_NETWORK)
    text = describe_network (source, error, debug ? debug : "");
  if (source->kind == LIVE_SOURCE_CAMERA)
    text = describe_camera (source, error, debug ? debug : "");
  if (!text)
    text = describe_media (source, error);
  return text ? text : g_strdup_printf ("%s: %s", source->name, error->message);
}

gboolean
live_fault_may_pass (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  return error->domain == GST_RESOURCE_ERROR && error->code != GST_RESOURCE_ERROR_NOT_AUTHORIZED;
}
