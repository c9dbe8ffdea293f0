/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/grouptext.h"

#include <gst/facerec/facerec.h>

#include "pipelines/batch/folder.h"
#include "pipelines/batch/moment.h"
#include "pipelines/output.h"

#define N_COLUMNS 6

/* ---- JSON ---- */

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

static void
append_track (GString *json, const BatchGroupTrack *track)
{
  g_string_append (json, "{\"file\":");
  gst_facerec_json_append_string (json, track->path);
  append_text (json, "folder", track->folder);
  append_integer (json, "track", track->track);
  append_integer (json, "from_ns", track->from_ns);
  append_integer (json, "to_ns", track->to_ns);
  append_integer (json, "best_ns", track->best_ns);
  g_string_append (json, ",\"quality\":");
  gst_facerec_json_append_number (json, track->quality);
  append_text (json, "thumbnail", track->thumbnail);
  g_string_append_c (json, '}');
}

gchar *
batch_group_to_json (const BatchGroup *group)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"version\":%d", GST_FACEREC_OUTPUT_VERSION);
  append_integer (json, "cluster", group->number);
  append_integer (json, "films", group->n_films);
  append_integer (json, "best", group->best);
  g_string_append (json, ",\"tracks\":[");
  for (guint i = 0; i < group->tracks->len; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    append_track (json, g_ptr_array_index (group->tracks, i));
  }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

/* ---- table ---- */

static gchar *
moment_of (const BatchGroupTrack *track, gint64 time_ns)
{
  g_autofree gchar *path = output_printable (track->path), *moment = batch_moment_text (time_ns);

  return g_strconcat (path, " ", moment, NULL);
}

static gchar **
make_row (const BatchGroup *group, const gchar *output)
{
  const BatchGroupTrack *first = g_ptr_array_index (group->tracks, 0);
  const BatchGroupTrack *last = g_ptr_array_index (group->tracks, group->tracks->len - 1);
  const BatchGroupTrack *best = g_ptr_array_index (group->tracks, group->best);
  g_autofree gchar *folder = batch_folder_film (output, best->folder);
  g_autofree gchar *picture = best->thumbnail ? g_build_filename (folder, best->thumbnail, NULL) : g_strdup ("-");
  gchar **row = g_new0 (gchar *, N_COLUMNS + 1);

  row[0] = g_strdup_printf ("%" G_GINT64_FORMAT, group->number);
  row[1] = g_strdup_printf ("%u", group->tracks->len);
  row[2] = g_strdup_printf ("%u", group->n_films);
  row[3] = moment_of (first, first->from_ns);
  row[4] = moment_of (last, last->to_ns);
  row[5] = output_printable (picture);
  return row;
}

static gchar *
join_row (gchar **row, const glong *widths)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < N_COLUMNS; i++) {
    const gint pad = (gint) (widths[i] - g_utf8_strlen (row[i], -1));
    const gboolean is_number = i < 3;

    if (i == N_COLUMNS - 1)
      g_string_append (line, row[i]);
    else if (is_number)
      g_string_append_printf (line, "%*s%s  ", pad, "", row[i]);
    else
      g_string_append_printf (line, "%s%*s  ", row[i], pad, "");
  }
  return g_string_free (line, FALSE);
}

GPtrArray *
batch_groups_to_table (GPtrArray *groups, const gchar *output)
{
  const gchar *const titles[] = { "group", "tracks", "films", "first seen", "last seen", "best picture", NULL };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  glong widths[N_COLUMNS] = { 0 };

  g_ptr_array_add (rows, g_strdupv ((gchar **) titles));
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add (rows, make_row (g_ptr_array_index (groups, i), output));
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < N_COLUMNS; j++)
      widths[j] = MAX (widths[j], g_utf8_strlen (((gchar **) g_ptr_array_index (rows, i))[j], -1));
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lines, join_row (g_ptr_array_index (rows, i), widths));
  return lines;
}
