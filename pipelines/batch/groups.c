/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/groups.h"

#include <math.h>

#include "pipelines/batch/folder.h"
#include "pipelines/batch/index-private.h"
#include "pipelines/batch/tracks.h"

static const gchar query[] =
  "SELECT c.cluster, c.film = t.film AND c.track = t.track, t.film, t.track, f.path, f.folder, t.from_ns, t.to_ns, "
  "t.best_ns, t.quality, t.thumbnail FROM cluster c JOIN cluster_track m ON m.cluster = c.cluster "
  "JOIN track t ON t.film = m.film AND t.track = m.track JOIN film f ON f.id = t.film "
  "WHERE c.cluster = ?1 OR ?1 = 0 ORDER BY c.cluster, f.path, t.from_ns, t.track";

static void
track_free (gpointer data)
{
  BatchGroupTrack *track = data;

  g_free (track->path);
  g_free (track->folder);
  g_free (track->thumbnail);
  g_free (track);
}

static void
group_free (gpointer data)
{
  BatchGroup *group = data;

  g_ptr_array_unref (group->tracks);
  g_free (group);
}

static gchar *
text_at (sqlite3_stmt *row, gint column)
{
  return g_strdup ((const gchar *) sqlite3_column_text (row, column));
}

static gboolean
is_usable (sqlite3_stmt *row)
{
  return sqlite3_column_text (row, 4) && batch_folder_is_name ((const gchar *) sqlite3_column_text (row, 5));
}

static void
add_track (BatchGroup *group, sqlite3_stmt *row)
{
  BatchGroupTrack *track = g_new0 (BatchGroupTrack, 1);
  const BatchGroupTrack *last = group->tracks->len > 0 ? g_ptr_array_index (group->tracks, group->tracks->len - 1) : NULL;

  *track = (BatchGroupTrack) {
    .film = sqlite3_column_int64 (row, 2), .track = sqlite3_column_int64 (row, 3),
    .path = text_at (row, 4), .folder = text_at (row, 5),
    .from_ns = sqlite3_column_int64 (row, 6), .to_ns = sqlite3_column_int64 (row, 7),
    .best_ns = sqlite3_column_int64 (row, 8),
    .quality = sqlite3_column_type (row, 9) == SQLITE_NULL ? NAN : (gfloat) sqlite3_column_double (row, 9),
    .thumbnail = text_at (row, 10),
  };
  if (!batch_tracks_is_picture_name (track->thumbnail))
    g_clear_pointer (&track->thumbnail, g_free);
  if (sqlite3_column_int (row, 1))
    group->best = group->tracks->len;
  group->n_films += !last || last->film != track->film;
  g_ptr_array_add (group->tracks, track);
}

static gint
compare_groups (gconstpointer a, gconstpointer b)
{
  const BatchGroup *left = *(BatchGroup *const *) a, *right = *(BatchGroup *const *) b;

  if (left->tracks->len != right->tracks->len)
    return left->tracks->len > right->tracks->len ? -1 : 1;
  return (left->number > right->number) - (left->number < right->number);
}

static void
drop_small (GPtrArray *groups, guint min_tracks)
{
  for (guint i = groups->len; i > 0; i--)
    if (((BatchGroup *) g_ptr_array_index (groups, i - 1))->tracks->len < min_tracks)
      g_ptr_array_remove_index_fast (groups, i - 1);
}

GPtrArray *
batch_groups_read (BatchIndex *index, gint64 number, guint min_tracks, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  sqlite3_stmt *row = batch_index_prepare (index, query, error);
  BatchGroup *group = NULL;
  GError *problem = NULL;

  if (!row)
    return NULL;
  sqlite3_bind_int64 (row, 1, number);
  while (batch_index_step (index, row, &problem)) {
    const gint64 whose = sqlite3_column_int64 (row, 0);

    if (!is_usable (row))
      continue;
    if (!group || group->number != whose) {
      group = g_new0 (BatchGroup, 1);
      group->number = whose;
      group->tracks = g_ptr_array_new_with_free_func (track_free);
      g_ptr_array_add (groups, group);
    }
    add_track (group, row);
  }
  sqlite3_finalize (row);
  if (problem) {
    g_propagate_error (error, problem);
    return NULL;
  }
  drop_small (groups, min_tracks);
  g_ptr_array_sort (groups, compare_groups);
  return g_steal_pointer (&groups);
}
