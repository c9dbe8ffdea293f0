/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/appearancetext.h"

#include <gst/facerec/facerec.h>

#include "pipelines/batch/folder.h"
#include "pipelines/batch/moment.h"
#include "pipelines/output.h"

static void
append_text (GString *json, const gchar *key, const gchar *value)
{
  g_string_append_printf (json, ",\"%s\":", key);
  gst_facerec_json_append_string (json, value);
}

static void
append_integer (GString *json, const gchar *key, gint64 value)
{
  g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, key, value);
}

gchar *
batch_appearance_to_json (const BatchAppearance *appearance, const gchar *photo)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"version\":%d", GST_FACEREC_OUTPUT_VERSION);
  append_text (json, "photo", photo);
  append_text (json, "file", appearance->path);
  append_text (json, "folder", appearance->folder);
  g_string_append (json, ",\"distance\":");
  gst_facerec_json_append_number (json, (gfloat) appearance->distance);
  append_text (json, "person", appearance->person);
  append_text (json, "stranger", appearance->stranger);
  if (appearance->cluster)
    append_integer (json, "cluster", appearance->cluster);
  else
    g_string_append (json, ",\"cluster\":null");
  append_integer (json, "from_ns", appearance->from_ns);
  append_integer (json, "to_ns", appearance->to_ns);
  append_integer (json, "track", appearance->track);
  append_integer (json, "frame", appearance->frame);
  append_integer (json, "pts_ns", appearance->time_ns);
  append_text (json, "thumbnail", appearance->thumbnail);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* The name, else the number of the group, else of the stranger in the film. (transfer full) */
static gchar *
who (const BatchAppearance *appearance)
{
  if (appearance->person)
    return output_printable (appearance->person);
  if (appearance->cluster)
    return g_strdup_printf ("group %" G_GINT64_FORMAT, appearance->cluster);
  return output_printable (appearance->stranger ? appearance->stranger : "-");
}

gchar *
batch_appearance_to_text (const BatchAppearance *appearance, const gchar *output)
{
  g_autofree gchar *film = output_printable (appearance->path), *name = who (appearance);
  g_autofree gchar *from = batch_moment_text (appearance->from_ns), *to = batch_moment_text (appearance->to_ns);
  g_autofree gchar *folder = batch_folder_film (output, appearance->folder);
  g_autofree gchar *path = appearance->thumbnail ? g_build_filename (folder, appearance->thumbnail, NULL) : g_strdup ("-");
  g_autofree gchar *picture = output_printable (path);

  return g_strdup_printf ("%.3f\t%s\t%s\t%s\t%s\t%s", appearance->distance, film, from, to, name, picture);
}
