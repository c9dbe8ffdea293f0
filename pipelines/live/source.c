/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/source.h"

#include <string.h>
#include <sys/stat.h>

#include "elements/base/videoframe.h"
#include "pipelines/decodebin.h"
#include "pipelines/live/camera.h"
#include "pipelines/mediafile.h"

/* Long silence of an RTSP server on UDP is a firewall: after that many microseconds rtspsrc tries TCP. */
#define UDP_TIMEOUT_US (3 * G_USEC_PER_SEC)
#define TCP_TIMEOUT_US (10 * G_USEC_PER_SEC)
/* A photo is shown that often a second. */
#define STILL_FPS 15

/* ---- what it is ---- */

/* rtsp://user:password@host/path without "user:password@": lines are read by others. */
static gchar *
hide_credentials (const gchar *address)
{
  const gchar *host = strstr (address, "://") + 3;
  const gchar *path = strpbrk (host, "/?#");
  const gchar *at = g_strrstr_len (host, path ? path - host : -1, "@");

  return at ? g_strdup_printf ("%.*s%s", (gint) (host - address), address, at + 1) : g_strdup (address);
}

static gboolean
read_address (LiveSource *self, const gchar *address, GError **error)
{
  g_autofree gchar *scheme = gst_uri_get_protocol (address);

  self->kind = LIVE_SOURCE_NETWORK;
  self->live = g_str_has_prefix (address, "rtsp");
  self->location = g_strdup (address);
  self->name = hide_credentials (address);
  if (scheme && gst_uri_protocol_is_supported (GST_URI_SRC, scheme))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
      "%s: nothing installed opens %s:// addresses; network cameras need the package gstreamer1.0-plugins-good",
      self->name, scheme ? scheme : "such");
  return FALSE;
}

static gboolean
read_file (LiveSource *self, const gchar *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (MediaFile) file = media_file_open (path, &reason);

  self->name = g_strdup (path);
  self->location = g_strdup (path);
  if (file) {
    self->kind = file->still ? LIVE_SOURCE_STILL : LIVE_SOURCE_FILE;
    self->live = file->still;
    self->orientation = file->orientation;
    return TRUE;
  }
  if (g_error_matches (reason, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND))
    g_set_error (error, FACEREC_ERROR, reason->code, "%s: %s; SOURCE is a file, a device such as /dev/video0, an address "
        "such as rtsp://camera/stream, or test; gst-facerec live --list shows the cameras", path, reason->message);
  else
    g_set_error (error, FACEREC_ERROR, reason->code, "%s: %s", path, reason->message);
  return FALSE;
}

static gboolean
is_device (const gchar *path)
{
  struct stat st;

  return g_str_has_prefix (path, "/dev/video") || (stat (path, &st) == 0 && S_ISCHR (st.st_mode));
}

static gboolean
read_device (LiveSource *self, const gchar *path, GError **error)
{
  self->kind = LIVE_SOURCE_CAMERA;
  self->live = TRUE;
  self->name = g_strdup (path);
  self->location = g_strdup (path);
  return live_camera_check_device (path, error);
}

static gboolean
read_first_camera (LiveSource *self, GError **error)
{
  self->kind = LIVE_SOURCE_CAMERA;
  self->live = TRUE;
  self->camera = live_camera_find_first (error);
  if (!self->camera)
    return FALSE;
  self->name = gst_device_get_display_name (self->camera);
  return TRUE;
}

static gboolean
read_argument (LiveSource *self, const gchar *argument, GError **error)
{
  g_autofree gchar *numbered = NULL, *path = NULL;

  if (!argument)
    return read_first_camera (self, error);
  if (g_str_has_prefix (argument, "file://")) {
    path = g_filename_from_uri (argument, NULL, error);
    return path && read_file (self, path, error);
  }
  if (strstr (argument, "://"))
    return read_address (self, argument, error);
  if (g_file_test (argument, G_FILE_TEST_IS_REGULAR))
    return read_file (self, argument, error);
  if (strcmp (argument, "test") == 0) {
    self->kind = LIVE_SOURCE_TEST;
    self->live = TRUE;
    self->name = g_strdup (argument);
    return TRUE;
  }
  if (*argument && strspn (argument, "0123456789") == strlen (argument))
    numbered = g_strconcat ("/dev/video", argument, NULL);
  if (numbered || is_device (argument))
    return read_device (self, numbered ? numbered : argument, error);
  return read_file (self, argument, error);
}

LiveSource *
live_source_new (const gchar *argument, GError **error)
{
  g_autoptr (LiveSource) self = g_new0 (LiveSource, 1);

  self->orientation = GST_VIDEO_ORIENTATION_AUTO;
  self->latency = LIVE_SOURCE_LATENCY;
  return read_argument (self, argument, error) ? g_steal_pointer (&self) : NULL;
}

void
live_source_free (LiveSource *self)
{
  if (!self)
    return;
  g_clear_object (&self->camera);
  g_free (self->name);
  g_free (self->location);
  g_free (self);
}

/* ---- the bin ---- */

/* element: (transfer floating) (nullable), of that factory */
static GstElement *
take (GstBin *bin, GstElement *element, const gchar *factory, GError **error)
{
  if (element)
    gst_bin_add (bin, element);
  else if (!*error)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "GStreamer's element %s is not installed (packages gstreamer1.0-plugins-base and -good)", factory);
  return element;
}

static GstElement *
add (GstBin *bin, const gchar *factory, GError **error)
{
  return take (bin, gst_element_factory_make (factory, NULL), factory, error);
}

/* What was made for files waits for seconds of packets. */
static void
on_source_setup (GstElement *decoder, GstElement *source, gpointer latency)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (source);

  if (!g_object_class_find_property (klass, "drop-on-latency"))
    return;
  g_object_set (source, "latency", GPOINTER_TO_UINT (latency), "timeout", (guint64) UDP_TIMEOUT_US, "tcp-timeout",
      (guint64) TCP_TIMEOUT_US, NULL);
}

static GstElement *
add_decoder (const LiveSource *self, GstBin *bin, GstElement *next, GError **error)
{
  gboolean network = self->kind == LIVE_SOURCE_NETWORK;
  const gchar *factory = network ? "uridecodebin" : "decodebin";
  GstElement *inner, *decoder = take (bin, decodebin_new (factory, &inner), factory, error);

  if (!decoder)
    return NULL;
  if (network) {
    g_object_set (inner, "uri", self->location, NULL);
    g_signal_connect (inner, "source-setup", G_CALLBACK (on_source_setup), GUINT_TO_POINTER (self->latency));
  }
  return gst_element_link (decoder, next) ? decoder : NULL;
}

static gboolean
add_file (const LiveSource *self, GstBin *bin, GstElement *next, GError **error)
{
  GstElement *source = add (bin, "filesrc", error);
  GstElement *decoder = add_decoder (self, bin, next, error);

  if (!source || !decoder)
    return FALSE;
  g_object_set (source, "location", self->location, NULL);
  return gst_element_link (source, decoder);
}

/* Of the sizes that a camera offers, raw or compressed. */
static GstCaps *
camera_caps (const LiveSource *self)
{
  GstCaps *caps = gst_caps_from_string ("video/x-raw; image/jpeg; video/x-h264");

  if (self->width > 0)
    gst_caps_set_simple (caps, "width", G_TYPE_INT, self->width, NULL);
  if (self->fps > 0)
    gst_caps_set_simple (caps, "framerate", GST_TYPE_FRACTION, self->fps, 1, NULL);
  return caps;
}

static gboolean
add_camera (const LiveSource *self, GstBin *bin, GstElement *next, GError **error)
{
  g_autoptr (GstCaps) caps = camera_caps (self);
  GstElement *source = self->camera ? gst_device_create_element (self->camera, NULL) : add (bin, "v4l2src", error);
  GstElement *filter = add (bin, "capsfilter", error);
  GstElement *decoder = add_decoder (self, bin, next, error);

  if (!source || !filter || !decoder)
    return FALSE;
  if (self->camera)
    gst_bin_add (bin, source);
  else
    g_object_set (source, "device", self->location, NULL);
  g_object_set (filter, "caps", caps, NULL);
  return gst_element_link_many (source, filter, decoder, NULL);
}

static gboolean
add_test_picture (const LiveSource *self, GstBin *bin, GstElement *next, GError **error)
{
  GstElement *source = add (bin, "videotestsrc", error);
  GstElement *filter = add (bin, "capsfilter", error);
  g_autoptr (GstCaps) caps = gst_caps_from_string ("video/x-raw,format=I420,width=640,height=480,framerate=30/1");

  if (!source || !filter)
    return FALSE;
  g_object_set (source, "is-live", TRUE, NULL);
  g_object_set (filter, "caps", caps, NULL);
  return gst_element_link_many (source, filter, next, NULL);
}

/* Repeats the only picture, at a steady pace. */
static GstElement *
add_repeater (const LiveSource *self, GstBin *bin, GstElement *previous, GError **error)
{
  GstElement *freeze = add (bin, "imagefreeze", error), *filter = add (bin, "capsfilter", error);
  g_autoptr (GstCaps) caps = gst_caps_new_simple ("video/x-raw", "framerate", GST_TYPE_FRACTION, STILL_FPS, 1, NULL);

  if (!freeze || !filter)
    return NULL;
  g_object_set (freeze, "is-live", TRUE, NULL);
  g_object_set (filter, "caps", caps, NULL);
  return gst_element_link_many (previous, freeze, filter, NULL) ? filter : NULL;
}

static gboolean
add_source (const LiveSource *self, GstBin *bin, GstElement *next, GError **error)
{
  switch (self->kind) {
    case LIVE_SOURCE_CAMERA:
      return add_camera (self, bin, next, error);
    case LIVE_SOURCE_FILE:
    case LIVE_SOURCE_STILL:
      return add_file (self, bin, next, error);
    case LIVE_SOURCE_NETWORK:
      return add_decoder (self, bin, next, error) != NULL;
    case LIVE_SOURCE_TEST:
      return add_test_picture (self, bin, next, error);
  }
  return FALSE;
}

static GstElement *
fill_bin (const LiveSource *self, GstBin *bin, GError **error)
{
  g_autoptr (GstCaps) frames = gst_caps_from_string ("video/x-raw, format=(string)" GST_FACEREC_VIDEO_FORMATS);
  GstElement *convert = add (bin, "videoconvert", error), *flip = add (bin, "videoflip", error);
  GstElement *filter = add (bin, "capsfilter", error);

  if (!convert || !flip || !filter)
    return NULL;
  g_object_set (flip, "video-direction", self->orientation, NULL);
  g_object_set (filter, "caps", frames, NULL);
  if (!gst_element_link_many (convert, flip, filter, NULL) || !add_source (self, bin, convert, error))
    return NULL;
  return self->kind == LIVE_SOURCE_STILL ? add_repeater (self, bin, filter, error) : filter;
}

GstElement *
live_source_make_bin (const LiveSource *self, GError **error)
{
  GstElement *bin = gst_bin_new ("source");
  GError *reason = NULL;
  GstElement *last = fill_bin (self, GST_BIN (bin), &reason);
  g_autoptr (GstPad) pad = last ? gst_element_get_static_pad (last, "src") : NULL;

  if (pad && gst_element_add_pad (bin, gst_ghost_pad_new ("src", pad)))
    return bin;
  if (!reason)
    reason = g_error_new (FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "%s: cannot be opened with the elements that are "
        "installed", self->name);
  g_propagate_error (error, reason);
  gst_object_unref (gst_object_ref_sink (bin));
  return NULL;
}
