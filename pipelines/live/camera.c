/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/camera.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/error.h"

#define ELSE_TRY "or try: gst-facerec live film.mp4, gst-facerec live rtsp://camera/stream, gst-facerec live test"

GList *
live_camera_list (void)
{
  g_autoptr (GstDeviceMonitor) monitor = gst_device_monitor_new ();
  GList *cameras = NULL;

  gst_device_monitor_add_filter (monitor, "Video/Source", NULL);
  if (!gst_device_monitor_start (monitor))
    return NULL;
  cameras = gst_device_monitor_get_devices (monitor);
  gst_device_monitor_stop (monitor);
  return cameras;
}

/* "/dev/video0, /dev/video1"; empty when there is none. */
static gchar *
list_device_files (void)
{
  glob_t found = { .gl_pathc = 0 };
  gchar *text = NULL;

  if (glob ("/dev/video[0-9]*", 0, NULL, &found) == 0)
    text = g_strjoinv (", ", found.gl_pathv);
  globfree (&found);
  return text ? text : g_strdup ("");
}

static void
set_permission_error (const gchar *path, GError **error)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: no permission; cameras belong to the group video: "
      "sudo usermod -aG video %s, then log in again", path, g_get_user_name ());
}

/* Why nothing was found although there are device files. */
static void
explain_device_files (const gchar *paths, GError **error)
{
  g_auto (GStrv) path = g_strsplit (paths, ", ", -1);

  for (guint i = 0; path[i]; i++) {
    if (access (path[i], R_OK | W_OK) != 0 && errno == EACCES) {
      set_permission_error (path[i], error);
      return;
    }
  }
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
      "no camera: none of %s can record pictures, or all are in use by others; " ELSE_TRY, paths);
}

GstDevice *
live_camera_find_first (GError **error)
{
  GList *cameras = live_camera_list ();
  GstDevice *first = cameras ? g_object_ref (GST_DEVICE (cameras->data)) : NULL;
  g_autofree gchar *paths = NULL;

  g_list_free_full (cameras, gst_object_unref);
  if (first)
    return first;
  paths = list_device_files ();
  if (*paths)
    explain_device_files (paths, error);
  else
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "no camera: there is no /dev/video*, and GStreamer's device monitor finds none; plug one in, " ELSE_TRY);
  return NULL;
}

gboolean
live_camera_check_device (const gchar *path, GError **error)
{
  g_autofree gchar *paths = NULL;
  gint fd = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gint reason = errno;
  struct stat st;

  if (fd >= 0) {
    gboolean device = fstat (fd, &st) == 0 && S_ISCHR (st.st_mode);

    close (fd);
    if (!device)
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: is no device", path);
    return device;
  }
  if (reason == EBUSY)
    return TRUE; /* its own error tells more */
  if (reason == EACCES) {
    set_permission_error (path, error);
    return FALSE;
  }
  paths = list_device_files ();
  if (reason == ENOENT && *paths)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: no such camera; there are %s", path, paths);
  else if (reason == ENOENT)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: no such camera, there is no /dev/video* at all; plug one in, " ELSE_TRY, path);
  else
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: %s", path, g_strerror (reason));
  return FALSE;
}

gchar *
live_camera_get_path (GstDevice *camera)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (camera);
  const gchar *path = properties ? gst_structure_get_string (properties, "device.path") : NULL;

  if (!path && properties)
    path = gst_structure_get_string (properties, "api.v4l2.path");
  return g_strdup (path);
}
