/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/cluster.h"

#include <string.h>

#include "pipelines/batch/clusternumbers.h"
#include "pipelines/batch/index-private.h"

/* Poorer pictures than that are like nobody, or like each other. */
#define MIN_QUALITY 0.1
/* Two who are in a film at the same time for less may be one, whose track was lost and found. */
#define TOGETHER_NS (G_GINT64_CONSTANT (200000000))

/* A stranger of a film: all tracks that were told to be one, or one that was not told anything about. */
typedef struct {
  guint first, n; /* among the tracks */
} Item;

typedef struct {
  BatchIndex *index;
  GArray *tracks; /* BatchClusterTrack, those of an item together */
  GArray *times;  /* gint64: of each track from, to */
  GArray *items;
  FacerecCluster *cluster;
  guint dimensions, n_left;
} Work;

/* ---- reading ---- */

static GPtrArray *
read_models (BatchIndex *index, GError **error)
{
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *row = batch_index_prepare (index, "SELECT DISTINCT model FROM film WHERE model IS NOT NULL ORDER BY 1",
      error);
  GError *problem = NULL;

  if (!row)
    return NULL;
  while (batch_index_step (index, row, &problem))
    g_ptr_array_add (models, g_strdup ((const gchar *) sqlite3_column_text (row, 0)));
  sqlite3_finalize (row);
  if (problem)
    g_propagate_error (error, problem);
  return problem ? NULL : g_steal_pointer (&models);
}

/* Adds the good embeddings of a track to values; how many. */
static guint
read_embeddings (Work *self, sqlite3_stmt *row, const BatchClusterTrack *track, GArray *values, GError **error)
{
  guint n = 0;

  sqlite3_reset (row);
  sqlite3_bind_int64 (row, 1, track->film);
  sqlite3_bind_int64 (row, 2, track->track);
  while (batch_index_step (self->index, row, error)) {
    const guint dimensions = sqlite3_column_bytes (row, 0) / sizeof (gfloat);

    if (self->dimensions == 0 && dimensions > 0) {
      self->dimensions = dimensions;
      self->cluster = facerec_cluster_new (dimensions);
    }
    if (dimensions == 0 || dimensions != self->dimensions)
      continue;
    g_array_append_vals (values, sqlite3_column_blob (row, 0), dimensions);
    n++;
  }
  return n;
}

static void
end_item (Work *self, Item *item, GArray *values)
{
  if (item->n > 0) {
    facerec_cluster_add (self->cluster, (const gfloat *) values->data, values->len / self->dimensions);
    g_array_append_val (self->items, *item);
  }
  g_array_set_size (values, 0);
  *item = (Item) { self->tracks->len, 0 };
}

static void
read_items (Work *self, sqlite3_stmt *tracks, sqlite3_stmt *embeddings, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gfloat));
  g_autofree gchar *stranger = NULL;
  GError *problem = NULL;
  Item item = { 0, 0 };
  gint64 film = -1;

  while (!problem && batch_index_step (self->index, tracks, &problem)) {
    BatchClusterTrack track = { .film = sqlite3_column_int64 (tracks, 0), .track = sqlite3_column_int64 (tracks, 1) };
    const gchar *whose = (const gchar *) sqlite3_column_text (tracks, 2);
    const gint64 times[] = { sqlite3_column_int64 (tracks, 3), sqlite3_column_int64 (tracks, 4) };

    track.quality = sqlite3_column_double (tracks, 5);
    if (track.film != film || !whose || g_strcmp0 (whose, stranger) != 0)
      end_item (self, &item, values);
    film = track.film;
    g_free (stranger);
    stranger = g_strdup (whose);
    if (read_embeddings (self, embeddings, &track, values, &problem) == 0) {
      self->n_left++;
      continue;
    }
    g_array_append_val (self->tracks, track);
    g_array_append_vals (self->times, times, 2);
    item.n++;
  }
  end_item (self, &item, values);
  if (problem)
    g_propagate_error (error, problem);
}

static gboolean
read_all (Work *self, const gchar *model, GError **error)
{
  sqlite3_stmt *tracks = batch_index_prepare (self->index, "SELECT t.film, t.track, t.stranger, t.from_ns, t.to_ns, "
      "t.quality FROM track t JOIN film f ON f.id = t.film WHERE t.person IS NULL AND f.model = ? "
      "ORDER BY t.film, t.stranger, t.track", error);
  sqlite3_stmt *embeddings = tracks ? batch_index_prepare (self->index, "SELECT value FROM embedding WHERE film = ? AND "
      "track = ? AND quality >= ? ORDER BY number", error) : NULL;
  GError *problem = NULL;

  if (embeddings) {
    sqlite3_bind_text (tracks, 1, model, -1, SQLITE_STATIC);
    sqlite3_bind_double (embeddings, 3, MIN_QUALITY);
    read_items (self, tracks, embeddings, &problem);
  }
  sqlite3_finalize (tracks);
  sqlite3_finalize (embeddings);
  if (problem)
    g_propagate_error (error, problem);
  return embeddings && !problem;
}

/* ---- who was seen together ---- */

static gboolean
were_together (const Work *self, const Item *a, const Item *b)
{
  const gint64 *times = (const gint64 *) self->times->data;

  for (guint i = a->first; i < a->first + a->n; i++)
    for (guint j = b->first; j < b->first + b->n; j++)
      if (MIN (times[2 * i + 1], times[2 * j + 1]) - MAX (times[2 * i], times[2 * j]) > TOGETHER_NS)
        return TRUE;
  return FALSE;
}

static void
keep_apart (Work *self)
{
  const BatchClusterTrack *tracks = (const BatchClusterTrack *) self->tracks->data;

  for (guint i = 0; i < self->items->len; i++) {
    const Item *a = &g_array_index (self->items, Item, i);

    for (guint j = i + 1; j < self->items->len; j++) {
      const Item *b = &g_array_index (self->items, Item, j);

      if (tracks[b->first].film != tracks[a->first].film)
        break;
      if (were_together (self, a, b))
        facerec_cluster_keep_apart (self->cluster, i, j);
    }
  }
}

/* ---- all ---- */

/* Groups those whose embeddings are of one network; their groups are numbered from *n_groups on, which is moved. */
static gboolean
group_model (BatchIndex *index, const gchar *model, gdouble threshold, GArray *tracks, guint *n_groups, guint *n_left,
    GError **error)
{
  Work self = { .index = index };
  gboolean done;

  self.tracks = g_array_new (FALSE, FALSE, sizeof (BatchClusterTrack));
  self.times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.items = g_array_new (FALSE, FALSE, sizeof (Item));
  done = read_all (&self, model, error);
  if (done && self.items->len > 0) {
    g_autofree guint *groups = g_new (guint, self.items->len);
    g_autoptr (FacerecWorkers) workers = facerec_workers_new (0);
    guint n;

    keep_apart (&self);
    n = facerec_cluster_run (self.cluster, threshold, workers, groups);
    for (guint i = 0; i < self.items->len; i++) {
      const Item *item = &g_array_index (self.items, Item, i);

      for (guint j = 0; j < item->n; j++)
        g_array_index (self.tracks, BatchClusterTrack, item->first + j).group = *n_groups + groups[i];
    }
    g_array_append_vals (tracks, self.tracks->data, self.tracks->len);
    *n_groups += n;
  }
  *n_left += self.n_left;
  facerec_cluster_free (self.cluster);
  g_array_unref (self.tracks);
  g_array_unref (self.times);
  g_array_unref (self.items);
  return done;
}

gboolean
batch_cluster_run (BatchIndex *index, gdouble threshold, BatchClusterCount *count, GError **error)
{
  g_autoptr (GArray) tracks = g_array_new (FALSE, FALSE, sizeof (BatchClusterTrack));
  g_autoptr (GPtrArray) models = read_models (index, error);
  guint n_groups = 0, n_left = 0;
  gboolean done = models != NULL;

  for (guint i = 0; done && i < models->len; i++)
    done = group_model (index, g_ptr_array_index (models, i), threshold > 0 ? threshold : FACEREC_CLUSTER_DEFAULT_THRESHOLD,
        tracks, &n_groups, &n_left, error);
  if (!done || !batch_cluster_number (index, tracks, n_groups, error))
    return FALSE;
  if (count) {
    *count = (BatchClusterCount) { n_groups, tracks->len, 0, n_left };
    for (guint i = 0; i < tracks->len; i++)
      if (i == 0 || g_array_index (tracks, BatchClusterTrack, i).film != g_array_index (tracks, BatchClusterTrack, i - 1).film)
        count->n_films++;
  }
  return TRUE;
}
