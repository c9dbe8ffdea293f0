/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/plugin.h"

#include <gst/gst.h>

#include "models/error.h"

#define PLUGIN_FILE "libgstfacerec.so"

static gboolean
is_available (void)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find ("facerecdetect");

  return factory != NULL;
}

/* FALSE without an error when there is no such file. */
static gboolean
load_from (const gchar *folder, const gchar *below, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, below, PLUGIN_FILE, NULL);
  g_autoptr (GstPlugin) plugin = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  plugin = gst_plugin_load_file (path, error);
  return plugin != NULL;
}

gboolean
plugin_load (GError **error)
{
  g_autofree gchar *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree gchar *folder = program ? g_path_get_dirname (program) : g_strdup (".");
  GError *reason = NULL;

  if (load_from (folder, "../elements", &reason))
    return TRUE;
  if (!reason && is_available ())
    return TRUE;
  /* An installed tree that was moved, then the one that was configured. */
  if (!reason && (load_from (folder, "../" PLUGIN_DIR, &reason) || (!reason && load_from (PREFIX, PLUGIN_DIR,
      &reason))))
    return TRUE;
  if (reason)
    g_propagate_prefixed_error (error, reason, "the facerec plugin cannot be loaded: ");
  else
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "GStreamer does not know the element facerecdetect; " PLUGIN_FILE
        " was looked for in %s/../elements, GST_PLUGIN_PATH, GStreamer's plugin folder and " PREFIX "/" PLUGIN_DIR,
            folder);
  return FALSE;
}
