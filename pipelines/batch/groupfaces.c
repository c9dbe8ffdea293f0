/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/groupfaces.h"

#include <math.h>

#include "models/finite.h"
#include "pipelines/batch/index-private.h"

/* The best of these are chosen from; more cost time alone. */
#define MAX_FACES "400"
/* As in cluster.c: poorer ones are like anybody. The box is that of the one frame that the track's is of. */
static const gchar query[] =
  "SELECT f.path, e.time_ns, e.quality, e.value, f.model, e.frame = t.best_frame, t.x, t.y, t.width, t.height, "
  "row_number() OVER (PARTITION BY e.film ORDER BY e.quality DESC, e.time_ns, e.track) AS place "
  "FROM cluster_track m JOIN track t ON t.film = m.film AND t.track = m.track "
  "JOIN embedding e ON e.film = m.film AND e.track = m.track JOIN film f ON f.id = m.film "
  "WHERE m.cluster = ? AND e.quality >= 0.1 AND f.model IS NOT NULL AND f.path IS NOT NULL "
  "ORDER BY place, e.quality DESC, f.path, e.time_ns, e.track LIMIT " MAX_FACES;

static void
face_free (gpointer data)
{
  BatchGroupFace *face = data;

  g_free (face->path);
  g_free (face->values);
  g_free (face);
}

static gboolean
is_usable (const gfloat *values, gsize n_bytes)
{
  return values && n_bytes > 0 && n_bytes % sizeof (gfloat) == 0 && facerec_are_finite (values, n_bytes / sizeof (gfloat));
}

static void
add_face (GPtrArray *faces, sqlite3_stmt *row)
{
  const gfloat *values = sqlite3_column_blob (row, 3);
  const gsize n_bytes = sqlite3_column_bytes (row, 3);
  BatchGroupFace *face;

  if (!is_usable (values, n_bytes))
    return;
  face = g_new0 (BatchGroupFace, 1);
  face->path = g_strdup ((const gchar *) sqlite3_column_text (row, 0));
  face->time_ns = sqlite3_column_int64 (row, 1);
  face->quality = sqlite3_column_double (row, 2);
  face->values = g_memdup2 (values, n_bytes);
  face->n_values = n_bytes / sizeof (gfloat);
  if (sqlite3_column_int (row, 5)) {
    face->x = sqlite3_column_double (row, 6);
    face->y = sqlite3_column_double (row, 7);
    face->width = sqlite3_column_double (row, 8);
    face->height = sqlite3_column_double (row, 9);
  }
  g_ptr_array_add (faces, face);
}

GPtrArray *
batch_group_faces_read (BatchIndex *index, gint64 group, gchar **model, GError **error)
{
  g_autoptr (GPtrArray) faces = g_ptr_array_new_with_free_func (face_free);
  sqlite3_stmt *row = batch_index_prepare (index, query, error);
  GError *problem = NULL;

  *model = NULL;
  if (!row)
    return NULL;
  sqlite3_bind_int64 (row, 1, group);
  while (batch_index_step (index, row, &problem)) {
    if (!*model)
      *model = g_strdup ((const gchar *) sqlite3_column_text (row, 4));
    add_face (faces, row);
  }
  sqlite3_finalize (row);
  if (!problem)
    return g_steal_pointer (&faces);
  g_propagate_error (error, problem);
  g_clear_pointer (model, g_free);
  return NULL;
}

gfloat
batch_group_face_distance (const BatchGroupFace *a, const BatchGroupFace *b)
{
  gdouble sum = 0;

  if (a->n_values != b->n_values)
    return INFINITY;
  for (guint i = 0; i < a->n_values; i++) {
    const gdouble difference = (gdouble) a->values[i] - b->values[i];

    sum += difference * difference;
  }
  return (gfloat) sqrt (sum);
}
