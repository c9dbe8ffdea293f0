/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/pagedata.h"

#include <math.h>

#include "pipelines/batch/folder.h"
#include "pipelines/batch/index-private.h"

typedef struct {
  BatchPageData *data;
  GHashTable *numbers; /* id of a film -> its place + 1 */
  GHashTable *known;   /* key -> BatchPageWho */
} Reading;

static void
free_film (gpointer film)
{
  BatchPageFilm *self = film;

  g_free (self->path);
  g_free (self->folder);
  g_free (self->status);
  g_free (self->reason);
  g_free (self);
}

static void
free_who (gpointer who)
{
  g_free (((BatchPageWho *) who)->name);
  g_free (who);
}

static const gchar *
text (sqlite3_stmt *row, int column)
{
  return (const gchar *) sqlite3_column_text (row, column);
}

/* ---- films ---- */

static void
take_film (Reading *self, sqlite3_stmt *row)
{
  BatchPageFilm *film;
  gint64 *id;

  if (!text (row, 1) || !batch_folder_is_name (text (row, 2)))
    return;
  film = g_new0 (BatchPageFilm, 1);
  id = g_new (gint64, 1);
  *id = sqlite3_column_int64 (row, 0);
  film->path = g_strdup (text (row, 1));
  film->folder = g_strdup (text (row, 2));
  film->status = g_strdup (text (row, 3));
  film->reason = g_strdup (text (row, 4));
  film->duration_ns = sqlite3_column_int64 (row, 5);
  film->width = sqlite3_column_int (row, 6);
  film->height = sqlite3_column_int (row, 7);
  film->n_frames = sqlite3_column_int64 (row, 8);
  film->n_faces = sqlite3_column_int64 (row, 9);
  g_ptr_array_add (self->data->films, film);
  g_hash_table_insert (self->numbers, id, GUINT_TO_POINTER (self->data->films->len));
}

/* ---- who ---- */

static BatchPageWho *
find_who (Reading *self, BatchPageKind kind, const gchar *name, gint64 cluster, guint film)
{
  g_autofree gchar *key = g_strdup_printf ("%d %" G_GINT64_FORMAT " %u %s", kind, cluster, film, name ? name : "");
  BatchPageWho *who = g_hash_table_lookup (self->known, key);

  if (who)
    return who;
  who = g_new0 (BatchPageWho, 1);
  *who = (BatchPageWho) { kind, g_strdup (name), cluster, film, 0, G_MAXUINT, BATCH_PAGE_NO_PICTURE };
  g_hash_table_insert (self->known, g_steal_pointer (&key), who);
  g_ptr_array_add (self->data->people, who);
  return who;
}

static BatchPageWho *
whose (Reading *self, const gchar *person, const gchar *stranger, gint64 cluster, guint film)
{
  if (person)
    return find_who (self, BATCH_PAGE_PERSON, person, 0, 0);
  if (cluster > 0)
    return find_who (self, BATCH_PAGE_CLUSTER, NULL, cluster, 0);
  if (stranger)
    return find_who (self, BATCH_PAGE_STRANGER, stranger, 0, film);
  return find_who (self, BATCH_PAGE_BRIEF, NULL, 0, 0);
}

static gint
compare_who (gconstpointer left, gconstpointer right)
{
  const BatchPageWho *a = *(const BatchPageWho **) left, *b = *(const BatchPageWho **) right;

  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->cluster != b->cluster)
    return a->cluster < b->cluster ? -1 : 1;
  return a->film != b->film ? (a->film < b->film ? -1 : 1) : g_strcmp0 (a->name, b->name);
}

/* ---- spans ---- */

static void
take_span (Reading *self, sqlite3_stmt *row)
{
  const gint64 id = sqlite3_column_int64 (row, 0);
  const guint film = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &id));
  const gboolean sure = sqlite3_column_type (row, 5) != SQLITE_NULL, pictured = sqlite3_column_type (row, 9) != SQLITE_NULL;
  BatchPageSpan span = { .from_ns = sqlite3_column_int64 (row, 3), .to_ns = sqlite3_column_int64 (row, 4),
    .confidence = sure ? sqlite3_column_double (row, 5) : NAN, .best_frame = sqlite3_column_int64 (row, 7),
    .best_ns = sqlite3_column_int64 (row, 8), .quality = sqlite3_column_double (row, 10), .track = -1,
    .picture = BATCH_PAGE_NO_PICTURE };
  BatchPageWho *who;

  if (film == 0)
    return;
  span.film = film - 1;
  span.who = who = whose (self, text (row, 1), text (row, 2), sqlite3_column_int64 (row, 11), span.film);
  if (pictured) {
    span.track = sqlite3_column_int64 (row, 6);
    span.picture = BATCH_PAGE_OTHER_PICTURE;
    if (who->best == G_MAXUINT || span.quality > g_array_index (self->data->spans, BatchPageSpan, who->best).quality)
      who->best = self->data->spans->len;
  }
  g_array_append_val (self->data->spans, span);
}

static gboolean
read_rows (Reading *self, BatchIndex *index, const gchar *sql, void (*take) (Reading *self, sqlite3_stmt *row),
    GError **error)
{
  sqlite3_stmt *row = batch_index_prepare (index, sql, error);
  GError *problem = NULL;

  if (!row)
    return FALSE;
  while (batch_index_step (index, row, &problem))
    take (self, row);
  sqlite3_finalize (row);
  if (problem)
    g_propagate_error (error, problem);
  return !problem;
}

BatchPageData *
batch_page_data_read (BatchIndex *index, GError **error)
{
  g_autoptr (BatchPageData) data = g_new0 (BatchPageData, 1);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading self = { data, numbers, known };

  data->films = g_ptr_array_new_with_free_func (free_film);
  data->people = g_ptr_array_new_with_free_func (free_who);
  data->spans = g_array_new (FALSE, FALSE, sizeof (BatchPageSpan));
  if (!read_rows (&self, index, "SELECT id, path, folder, status, reason, duration_ns, width, height, frames, faces "
        "FROM film ORDER BY path, id", take_film, error)
      || !read_rows (&self, index, "SELECT s.film, s.person, s.stranger, s.from_ns, s.to_ns, s.confidence, s.best_track, "
        "s.best_frame, s.best_ns, t.thumbnail, t.quality, (SELECT min(c.cluster) FROM span_track p JOIN cluster_track c "
        "ON c.film = p.film AND c.track = p.track WHERE p.film = s.film AND p.span = s.number) "
        "FROM span s JOIN film f ON f.id = s.film LEFT JOIN track t ON t.film = s.film AND t.track = s.best_track "
        "ORDER BY f.path, f.id, s.number", take_span, error))
    return NULL;
  g_ptr_array_sort (data->people, compare_who);
  for (guint i = 0; i < data->people->len; i++)
    ((BatchPageWho *) g_ptr_array_index (data->people, i))->number = i;
  return g_steal_pointer (&data);
}

guint
batch_page_data_count (const BatchPageData *self, BatchPageKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->people->len; i++)
    n += ((const BatchPageWho *) g_ptr_array_index (self->people, i))->kind == kind;
  return n;
}

void
batch_page_data_free (BatchPageData *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->films, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self);
}
