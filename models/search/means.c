/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each person's mean encoding, computed anew only where faces came or went. */
#include <math.h>
#include <string.h>

#include "models/encodings-private.h"

/* People whose sums are kept at once: 4 MiB of them with 128 dimensions. */
#define PEOPLE_AT_ONCE 4096

/* People whose means become one chunk, or are one already. */
typedef struct {
  guint first, n;
  FacerecChunk *chunk;
} Piece;

typedef struct {
  const FacerecEncodings *encodings;
  GArray *pieces; /* Piece */
  gint next;      /* atomic */
} Means;

static void
piece_clear (gpointer data)
{
  facerec_chunk_unref (((Piece *) data)->chunk);
}

/* In order of the faces, so that the sums are the same whoever computes them. */
static void
sum_faces (const FacerecEncodings *self, guint first, guint n, gdouble *sums)
{
  const guint dimensions = self->dimensions;
  memset (sums, 0, (gsize) n * dimensions * sizeof *sums);
  for (guint c = 0; c < self->faces.chunks->len; c++) {
    const FacerecChunk *chunk = facerec_rows_chunk (&self->faces, c);
    const guint *people = &g_array_index (self->face_person, guint, facerec_rows_first (&self->faces, c));
    for (guint row = 0; row < chunk->n_rows; row++) {
      const guint person = people[row] - first;
      if (person >= n)
        continue;
      const gfloat *values = facerec_chunk_row (chunk, row);
      gdouble *sum = sums + (gsize) person * dimensions;
      for (guint i = 0; i < dimensions; i++)
        sum[i] += values[i * FACEREC_LANES];
    }
  }
}

static FacerecChunk *
compute_piece (const FacerecEncodings *self, guint first, guint n, gdouble *sums, gfloat *mean)
{
  FacerecChunk *chunk = facerec_chunk_new (self->dimensions, n);
  for (guint done = 0; done < n; done += PEOPLE_AT_ONCE) {
    const guint n_now = MIN (PEOPLE_AT_ONCE, n - done);
    sum_faces (self, first + done, n_now, sums);
    for (guint p = 0; p < n_now; p++) {
      const FacerecEncodingsPerson *person = facerec_encodings_person (self, first + done + p);
      for (guint i = 0; i < self->dimensions; i++)
        mean[i] = person->n_faces > 0 ? (gfloat) (sums[(gsize) p * self->dimensions + i] / person->n_faces) : NAN;
      facerec_chunk_add (chunk, person->id, mean);
    }
  }
  return chunk;
}

static void
compute_pieces (guint worker, gpointer user_data)
{
  Means *means = user_data;
  const FacerecEncodings *self = means->encodings;
  g_autofree gdouble *sums = NULL;
  g_autofree gfloat *mean = NULL;
  guint next;
  while ((next = (guint) g_atomic_int_add (&means->next, 1)) < means->pieces->len) {
    Piece *piece = &g_array_index (means->pieces, Piece, next);
    if (piece->chunk != NULL)
      continue;
    if (sums == NULL) {
      sums = g_new (gdouble, (gsize) MIN (PEOPLE_AT_ONCE, self->people->len) * self->dimensions);
      mean = g_new (gfloat, self->dimensions);
    }
    piece->chunk = compute_piece (self, piece->first, piece->n, sums, mean);
  }
}

/* ---- what can stay ---- */

/* Of each person of base the index in self, G_MAXUINT: gone. Both are in order of their ids. */
static guint *
map_people (const FacerecEncodings *self, const FacerecEncodings *base)
{
  guint *map = g_new (guint, base->people->len);
  guint p = 0;
  for (guint old = 0; old < base->people->len; old++) {
    const gint64 id = facerec_encodings_person (base, old)->id;
    while (p < self->people->len && facerec_encodings_person (self, p)->id < id)
      p++;
    map[old] = p < self->people->len && facerec_encodings_person (self, p)->id == id ? p : G_MAXUINT;
  }
  return map;
}

/* Whose faces are not exactly what they were, or stand in chunks that are not exactly what they were. */
static guint8 *
find_changed (const FacerecEncodings *self, const FacerecEncodings *base)
{
  g_autofree guint *map = map_people (self, base);
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  guint8 *changed = g_new0 (guint8, MAX (self->people->len, 1));
  for (guint c = 0; c < self->faces.chunks->len; c++)
    g_hash_table_insert (kept, facerec_rows_chunk (&self->faces, c), GUINT_TO_POINTER (c + 1));
  for (guint c = 0; c < base->faces.chunks->len; c++) {
    const FacerecChunk *chunk = facerec_rows_chunk (&base->faces, c);
    const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (kept, chunk));
    const guint first = found > 0 ? facerec_rows_first (&self->faces, found - 1) : 0;
    for (guint row = 0; row < chunk->n_rows; row++) {
      const guint was = map[facerec_encodings_face_person (base, facerec_rows_first (&base->faces, c) + row)];
      const guint is = found > 0 ? facerec_encodings_face_person (self, first + row) : G_MAXUINT;
      if (was == is)
        continue;
      if (was != G_MAXUINT)
        changed[was] = TRUE;
      if (is != G_MAXUINT)
        changed[is] = TRUE;
    }
    g_hash_table_remove (kept, chunk);
  }
  GHashTableIter iter;
  gpointer chunk, number;
  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &chunk, &number))
    for (guint row = 0; row < ((FacerecChunk *) chunk)->n_rows; row++)
      changed[facerec_encodings_face_person (self,
          facerec_rows_first (&self->faces, GPOINTER_TO_UINT (number) - 1) + row)] = TRUE;
  return changed;
}

static gboolean
is_kept (const FacerecEncodings *self, const guint8 *changed, guint first, guint n, const FacerecChunk *chunk)
{
  if (n != chunk->n_rows)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (changed[first + i] || facerec_encodings_person (self, first + i)->id != chunk->ids[i])
      return FALSE;
  return TRUE;
}

static void
add_pieces (GArray *pieces, guint dimensions, guint first, guint n)
{
  const guint max_rows = facerec_chunk_max_rows (dimensions);
  for (; n > 0; first += MIN (n, max_rows), n -= MIN (n, max_rows)) {
    const Piece piece = { first, MIN (n, max_rows), NULL };
    g_array_append_val (pieces, piece);
  }
}

/* A chunk of base answers for the people from its first one up to the next chunk's. */
static void
add_kept_pieces (const FacerecEncodings *self, const FacerecEncodings *base, GArray *pieces)
{
  g_autofree guint8 *changed = find_changed (self, base);
  const guint n_chunks = base->means.chunks->len;
  guint first = 0;
  for (guint c = 0; c < n_chunks; c++) {
    FacerecChunk *chunk = facerec_rows_chunk (&base->means, c);
    const gint64 *next = c + 1 < n_chunks ? facerec_rows_chunk (&base->means, c + 1)->ids : NULL;
    guint end = first;
    while (end < self->people->len && (next == NULL || facerec_encodings_person (self, end)->id < *next))
      end++;
    if (is_kept (self, changed, first, end - first, chunk)) {
      const Piece piece = { first, end - first, facerec_chunk_ref (chunk) };
      g_array_append_val (pieces, piece);
    } else {
      add_pieces (pieces, self->dimensions, first, end - first);
    }
    first = end;
  }
  add_pieces (pieces, self->dimensions, first, self->people->len - first);
}

void
facerec_encodings_compute_means (FacerecEncodings *self, const FacerecEncodings *base, FacerecWorkers *workers)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (pieces, piece_clear);
  if (base != NULL && base->dimensions == self->dimensions)
    add_kept_pieces (self, base, pieces);
  else
    add_pieces (pieces, self->dimensions, 0, self->people->len);
  Means means = { self, pieces, 0 };
  facerec_workers_run (pieces->len > 1 ? workers : NULL, compute_pieces, &means);
  for (guint i = 0; i < pieces->len; i++)
    facerec_rows_add_chunk (&self->means, g_array_index (pieces, Piece, i).chunk);
}
