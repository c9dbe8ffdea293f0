/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/clusternumbers.h"

#include "pipelines/batch/index-private.h"

typedef struct {
  gint64 number; /* 0: none yet */
  guint group;
  guint n_tracks, n_films;
  BatchClusterTrack first, best;
} Group;

/* How many tracks of a group had a number before. */
typedef struct {
  gint64 number;
  guint group, n;
} Claim;

static gint
compare_tracks (gconstpointer a, gconstpointer b)
{
  const BatchClusterTrack *left = a, *right = b;

  if (left->film != right->film)
    return left->film < right->film ? -1 : 1;
  return (left->track > right->track) - (left->track < right->track);
}

static void
collect (GArray *tracks, Group *groups)
{
  g_autofree gint64 *films = g_new0 (gint64, tracks->len + 1);

  g_array_sort (tracks, compare_tracks);
  for (guint i = 0; i < tracks->len; i++) {
    const BatchClusterTrack *track = &g_array_index (tracks, BatchClusterTrack, i);
    Group *group = &groups[track->group];

    if (group->n_tracks++ == 0) {
      group->group = track->group;
      group->first = group->best = *track;
      group->n_films = 1;
    } else if (films[track->group] != track->film) {
      group->n_films++;
    }
    films[track->group] = track->film;
    if (track->quality > group->best.quality)
      group->best = *track;
  }
}

/* ---- numbers of before ---- */

static gint
compare_by_number (gconstpointer a, gconstpointer b)
{
  const Claim *left = a, *right = b;

  if (left->number != right->number)
    return left->number < right->number ? -1 : 1;
  return (left->group > right->group) - (left->group < right->group);
}

static gint
compare_claims (gconstpointer a, gconstpointer b)
{
  const Claim *left = a, *right = b;

  if (left->n != right->n)
    return left->n > right->n ? -1 : 1;
  return compare_by_number (a, b);
}

/* One claim for each pair of group and number, the strongest first. (transfer full) */
static GArray *
read_claims (BatchIndex *index, GArray *tracks, GError **error)
{
  g_autoptr (GArray) claims = g_array_new (FALSE, FALSE, sizeof (Claim));
  sqlite3_stmt *row = batch_index_prepare (index, "SELECT film, track, cluster FROM cluster_track ORDER BY film, track",
      error);
  GError *problem = NULL;
  guint at = 0, n = 0;

  if (!row)
    return NULL;
  while (batch_index_step (index, row, &problem)) {
    const BatchClusterTrack key = { .film = sqlite3_column_int64 (row, 0), .track = sqlite3_column_int64 (row, 1) };

    while (at < tracks->len && compare_tracks (&g_array_index (tracks, BatchClusterTrack, at), &key) < 0)
      at++;
    if (at < tracks->len && compare_tracks (&g_array_index (tracks, BatchClusterTrack, at), &key) == 0) {
      const Claim claim = { sqlite3_column_int64 (row, 2), g_array_index (tracks, BatchClusterTrack, at).group, 1 };

      g_array_append_val (claims, claim);
    }
  }
  sqlite3_finalize (row);
  if (problem) {
    g_propagate_error (error, problem);
    return NULL;
  }
  g_array_sort (claims, compare_by_number);
  for (guint i = 0; i < claims->len; i++) {
    const Claim *claim = &g_array_index (claims, Claim, i);

    if (n > 0 && compare_by_number (&g_array_index (claims, Claim, n - 1), claim) == 0)
      g_array_index (claims, Claim, n - 1).n++;
    else
      g_array_index (claims, Claim, n++) = *claim;
  }
  g_array_set_size (claims, n);
  g_array_sort (claims, compare_claims);
  return g_steal_pointer (&claims);
}

static void
keep_numbers (const GArray *claims, Group *groups)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < claims->len; i++) {
    Claim *claim = &g_array_index (claims, Claim, i);

    if (groups[claim->group].number == 0 && g_hash_table_add (taken, &claim->number))
      groups[claim->group].number = claim->number;
  }
}

/* ---- writing ---- */

static gint
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *left = a, *right = b;

  if (left->n_tracks != right->n_tracks)
    return left->n_tracks > right->n_tracks ? -1 : 1;
  return compare_tracks (&left->first, &right->first);
}

static gboolean
write_groups (BatchIndex *index, Group *groups, guint n_groups, gint64 *numbers, GError **error)
{
  for (guint i = 0; i < n_groups; i++) {
    const Group *group = &groups[i];

    /* Without a number SQLite gives one that never was (AUTOINCREMENT). */
    if (!batch_index_change (index, error, "INSERT INTO cluster VALUES (nullif(?, 0),?,?,?,?)", "iiiii", group->number,
        (gint64) group->n_tracks, (gint64) group->n_films, group->best.film, group->best.track))
      return FALSE;
    numbers[group->group] = sqlite3_last_insert_rowid (index->db);
  }
  return TRUE;
}

static gboolean
write_tracks (BatchIndex *index, const GArray *tracks, const gint64 *numbers, GError **error)
{
  for (guint i = 0; i < tracks->len; i++) {
    const BatchClusterTrack *track = &g_array_index (tracks, BatchClusterTrack, i);

    /* A film may have been done anew since it was read. */
    if (!batch_index_change (index, error, "INSERT INTO cluster_track SELECT film, track, ? FROM track WHERE film = ? AND "
            "track = ? AND person IS NULL", "iii", numbers[track->group], track->film, track->track))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_all (BatchIndex *index, GArray *tracks, guint n_groups, GError **error)
{
  g_autofree gint64 *numbers = g_new0 (gint64, n_groups + 1);
  g_autofree Group *groups = g_new0 (Group, n_groups + 1);
  g_autoptr (GArray) claims = NULL;

  collect (tracks, groups);
  if (!(claims = read_claims (index, tracks, error)))
    return FALSE;
  keep_numbers (claims, groups);
  qsort (groups, n_groups, sizeof *groups, compare_groups);
  return batch_index_execute (index, "DELETE FROM cluster; DELETE FROM cluster_track", error)
      && write_groups (index, groups, n_groups, numbers, error) && write_tracks (index, tracks, numbers, error);
}

gboolean
batch_cluster_number (BatchIndex *index, GArray *tracks, guint n_groups, GError **error)
{
  gboolean done = batch_index_execute (index, "BEGIN IMMEDIATE", error);

  if (done && !(done = write_all (index, tracks, n_groups, error) && batch_index_execute (index, "COMMIT", error)))
    sqlite3_exec (index->db, "ROLLBACK", NULL, NULL, NULL);
  return done;
}
