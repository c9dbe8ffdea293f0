/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/appearances.h"

#include <math.h>

#include "models/error.h"
#include "models/finite.h"
#include "models/search.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/index-private.h"
#include "pipelines/batch/tracks.h"

/* Tracks that are compared in one piece: some 64 MB. */
#define PIECE 16384
/* Of which so many are looked for at first; twice as many when all of them are near. */
#define FIRST_HITS 64

/* As in cluster.c: poorer pictures are like anybody. */
static const gchar embeddings_query[] =
  "SELECT e.film, e.track, e.frame, e.time_ns, e.value FROM embedding e JOIN film f ON f.id = e.film "
  "WHERE f.model = ? AND (e.quality >= 0.1 OR e.quality IS NULL) ORDER BY e.film, e.track, e.number";
static const gchar track_query[] =
  "SELECT f.path, f.folder, coalesce(s.person, t.person), coalesce(s.stranger, t.stranger), "
  "coalesce(s.from_ns, t.from_ns), coalesce(s.to_ns, t.to_ns), t.thumbnail, coalesce(s.number, 0), "
  "coalesce((SELECT c.cluster FROM cluster_track c WHERE c.film = t.film AND c.track = t.track), 0) "
  "FROM track t JOIN film f ON f.id = t.film LEFT JOIN span_track p ON p.film = t.film AND p.track = t.track "
  "LEFT JOIN span s ON s.film = p.film AND s.number = p.span WHERE t.film = ? AND t.track = ? ORDER BY s.number LIMIT 1";

typedef struct {
  gint64 film, track;
} Track;

typedef struct {
  gint64 frame, time_ns;
} Moment;

typedef struct {
  Track track;
  Moment moment;
  gdouble distance;
} Hit;

typedef struct {
  BatchIndex *index;
  const BatchFaceQuery *faces;
  gdouble threshold;
  FacerecWorkers *workers;
  /* Of the present piece. */
  FacerecEncodings *encodings;
  GArray *tracks, *moments; /* Track of each person, Moment of each face */
  GArray **hits;            /* Hit, of each face that is looked for */
} Search;

/* ---- comparing ---- */

static void
begin_piece (Search *self)
{
  self->encodings = facerec_encodings_new (self->faces->model, self->faces->dimensions);
  g_array_set_size (self->tracks, 0);
  g_array_set_size (self->moments, 0);
}

/* Adds what is near among the nearest m tracks of each face. FALSE: there may be more. */
static gboolean
take_hits (Search *self, const FacerecNeighbour *people, guint m)
{
  gboolean all = TRUE;

  for (guint i = 0; i < self->faces->n; i++)
    all = all && (m == self->tracks->len || people[(gsize) i * m + m - 1].distance > self->threshold);
  for (guint i = 0; all && i < self->faces->n; i++)
    for (const FacerecNeighbour *near = people + (gsize) i * m; near < people + (gsize) (i + 1) * m
        && near->distance <= self->threshold; near++) {
      const Hit hit = { g_array_index (self->tracks, Track, near->person), g_array_index (self->moments, Moment, near->face),
        near->distance };

      g_array_append_val (self->hits[i], hit);
    }
  return all;
}

static void
end_piece (Search *self)
{
  const guint n_tracks = self->tracks->len;

  facerec_encodings_seal (self->encodings);
  for (guint m = MIN (FIRST_HITS, n_tracks), all = n_tracks == 0; !all; m = MIN (2 * m, n_tracks)) {
    g_autofree FacerecNeighbour *people = g_new (FacerecNeighbour, (gsize) self->faces->n * m);

    facerec_search (self->encodings, self->workers, self->faces->values, self->faces->n, 0, NULL, m, people);
    all = take_hits (self, people, m);
  }
  facerec_encodings_unref (self->encodings);
}

static gboolean
is_usable (const gfloat *values, gsize n_bytes, guint dimensions)
{
  return values && n_bytes == dimensions * sizeof (gfloat) && facerec_are_finite (values, dimensions);
}

static void
add_embedding (Search *self, sqlite3_stmt *row)
{
  const Track track = { sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1) };
  const Moment moment = { sqlite3_column_int64 (row, 2), sqlite3_column_int64 (row, 3) };
  const gfloat *values = sqlite3_column_blob (row, 4);
  const Track *last = self->tracks->len > 0 ? &g_array_index (self->tracks, Track, self->tracks->len - 1) : NULL;

  if (!is_usable (values, sqlite3_column_bytes (row, 4), self->faces->dimensions))
    return;
  if (!last || last->film != track.film || last->track != track.track) {
    if (self->tracks->len == PIECE) {
      end_piece (self);
      begin_piece (self);
    }
    g_array_append_val (self->tracks, track);
    facerec_encodings_add_person (self->encodings, "", FACEREC_PERSON, NAN);
  }
  g_array_append_val (self->moments, moment);
  facerec_encodings_add_face (self->encodings, self->tracks->len - 1, values);
}

static gboolean
compare_all (Search *self, GError **error)
{
  sqlite3_stmt *row = batch_index_prepare (self->index, embeddings_query, error);
  GError *problem = NULL;

  if (!row)
    return FALSE;
  sqlite3_bind_text (row, 1, self->faces->model, -1, SQLITE_STATIC);
  begin_piece (self);
  while (batch_index_step (self->index, row, &problem))
    add_embedding (self, row);
  end_piece (self);
  sqlite3_finalize (row);
  if (problem)
    g_propagate_error (error, problem);
  return !problem;
}

/* ---- models ---- */

/* Whether any film can be compared. */
static gboolean
check_models (BatchIndex *index, const gchar *model, guint *n_left, GError **error)
{
  sqlite3_stmt *row = batch_index_prepare (index, "SELECT model, count(*) FROM film WHERE model IS NOT NULL GROUP BY model "
      "ORDER BY 2 DESC", error);
  g_autofree gchar *other = NULL;
  gboolean any = FALSE;
  GError *problem = NULL;

  *n_left = 0;
  if (!row)
    return FALSE;
  while (batch_index_step (index, row, &problem)) {
    const gchar *found = (const gchar *) sqlite3_column_text (row, 0);

    if (g_strcmp0 (found, model) == 0) {
      any = TRUE;
      continue;
    }
    *n_left += sqlite3_column_int (row, 1);
    if (!other)
      other = g_strdup (found);
  }
  sqlite3_finalize (row);
  if (problem)
    g_propagate_error (error, problem);
  else if (!any && other)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH, "%s: its faces were described by the model \"%s\", the photo by "
        "\"%s\"; give --model and --engine as they were given to batch", index->path, other, model);
  return !problem && (any || !other);
}

/* ---- from tracks to appearances ---- */

static void
appearance_free (gpointer data)
{
  BatchAppearance *appearance = data;

  g_free (appearance->path);
  g_free (appearance->folder);
  g_free (appearance->person);
  g_free (appearance->stranger);
  g_free (appearance->thumbnail);
  g_free (appearance);
}

static gchar *
text_at (sqlite3_stmt *row, gint column)
{
  return g_strdup ((const gchar *) sqlite3_column_text (row, column));
}

/* NULL without an error: the track is gone, or nothing that we write. */
static BatchAppearance *
look_up (BatchIndex *index, sqlite3_stmt *row, const Hit *hit, GError **error)
{
  BatchAppearance *appearance;

  sqlite3_reset (row);
  sqlite3_bind_int64 (row, 1, hit->track.film);
  sqlite3_bind_int64 (row, 2, hit->track.track);
  if (!batch_index_step (index, row, error) || !sqlite3_column_text (row, 0)
      || !batch_folder_is_name ((const gchar *) sqlite3_column_text (row, 1)))
    return NULL;
  appearance = g_new0 (BatchAppearance, 1);
  *appearance = (BatchAppearance) {
    .film = hit->track.film, .track = hit->track.track, .distance = hit->distance,
    .frame = hit->moment.frame, .time_ns = hit->moment.time_ns,
    .path = text_at (row, 0), .folder = text_at (row, 1), .person = text_at (row, 2), .stranger = text_at (row, 3),
    .from_ns = sqlite3_column_int64 (row, 4), .to_ns = sqlite3_column_int64 (row, 5), .thumbnail = text_at (row, 6),
    .span = sqlite3_column_int64 (row, 7), .cluster = sqlite3_column_int64 (row, 8),
  };
  if (!batch_tracks_is_picture_name (appearance->thumbnail))
    g_clear_pointer (&appearance->thumbnail, g_free);
  return appearance;
}

static gint
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *left = a, *right = b;

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  if (left->track.film != right->track.film)
    return left->track.film < right->track.film ? -1 : 1;
  return (left->track.track > right->track.track) - (left->track.track < right->track.track);
}

static gint
compare_appearances (gconstpointer a, gconstpointer b)
{
  const BatchAppearance *left = *(BatchAppearance *const *) a, *right = *(BatchAppearance *const *) b;
  gint order;

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  order = g_strcmp0 (left->path, right->path);
  return order ? order : (left->from_ns > right->from_ns) - (left->from_ns < right->from_ns);
}

/* The nearest track stands for its span. (transfer full) */
static GPtrArray *
gather (BatchIndex *index, GArray *hits, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (appearance_free);
  g_autoptr (GHashTable) spans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *problem = NULL;
  sqlite3_stmt *row = batch_index_prepare (index, track_query, &problem);

  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len && !problem; i++) {
    BatchAppearance *appearance = look_up (index, row, &g_array_index (hits, Hit, i), &problem);
    gchar *span;

    if (!appearance)
      continue;
    span = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, appearance->film, appearance->span);
    if (appearance->span == 0 || !g_hash_table_contains (spans, span))
      g_ptr_array_add (found, appearance);
    else
      appearance_free (appearance);
    g_hash_table_add (spans, span);
  }
  sqlite3_finalize (row);
  if (problem) {
    g_propagate_error (error, problem);
    return NULL;
  }
  g_ptr_array_sort (found, compare_appearances);
  return g_steal_pointer (&found);
}

GPtrArray *
batch_appearances_find (BatchIndex *index, const BatchFaceQuery *faces, gdouble threshold, guint *n_left, GError **error)
{
  Search self = { .index = index, .faces = faces, .threshold = threshold };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gboolean done;

  if (!check_models (index, faces->model, n_left, error))
    return NULL;
  self.workers = facerec_workers_new (0);
  self.tracks = g_array_new (FALSE, FALSE, sizeof (Track));
  self.moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  self.hits = g_new (GArray *, faces->n);
  for (guint i = 0; i < faces->n; i++)
    self.hits[i] = g_array_new (FALSE, FALSE, sizeof (Hit));
  done = compare_all (&self, error);
  for (guint i = 0; i < faces->n; i++) {
    GPtrArray *appearances = done ? gather (index, self.hits[i], error) : NULL;

    done = appearances != NULL;
    if (done)
      g_ptr_array_add (found, appearances);
    g_array_unref (self.hits[i]);
  }
  g_free (self.hits);
  g_array_unref (self.tracks);
  g_array_unref (self.moments);
  facerec_workers_free (self.workers);
  return done ? g_steal_pointer (&found) : NULL;
}
