/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search/rows.h"

static void
unref_chunk (gpointer data)
{
  facerec_chunk_unref (data);
}

void
facerec_rows_init (FacerecRows *self, guint dimensions)
{
  *self = (FacerecRows) { dimensions, 0, g_ptr_array_new_with_free_func (unref_chunk),
    g_array_new (FALSE, FALSE, sizeof (guint)), 0 };
}

void
facerec_rows_clear (FacerecRows *self)
{
  g_clear_pointer (&self->chunks, g_ptr_array_unref);
  g_clear_pointer (&self->first, g_array_unref);
}

static FacerecChunk *
last_chunk (const FacerecRows *self)
{
  return self->chunks->len > 0 ? facerec_rows_chunk (self, self->chunks->len - 1) : NULL;
}

/* chunk is taken over. */
static void
append (FacerecRows *self, FacerecChunk *chunk)
{
  g_array_append_val (self->first, self->n_rows);
  g_ptr_array_add (self->chunks, chunk);
  self->n_rows += chunk->n_rows;
}

/* Puts a copy with room for n rows more in the place of the last chunk, unless nobody else has that. */
static FacerecChunk *
reopen_last (FacerecRows *self, guint n)
{
  FacerecChunk *last = last_chunk (self);
  if (g_atomic_int_get (&last->ref_count) == 1)
    return last;
  FacerecChunk *copy = facerec_chunk_new (self->dimensions, last->n_rows + n);
  facerec_chunk_add_rows (copy, last, 0, last->n_rows);
  facerec_chunk_unref (last);
  return self->chunks->pdata[self->chunks->len - 1] = copy;
}

void
facerec_rows_add (FacerecRows *self, gint64 id, const gfloat *values)
{
  const FacerecChunk *last = last_chunk (self);
  if (last == NULL || last->n_rows == facerec_chunk_max_rows (self->dimensions))
    append (self, facerec_chunk_new (self->dimensions, MAX (self->expected, FACEREC_LANES)));
  facerec_chunk_add (reopen_last (self, 1), id, values);
  self->n_rows++;
}

void
facerec_rows_add_chunk (FacerecRows *self, FacerecChunk *chunk)
{
  const FacerecChunk *last = last_chunk (self);
  if (chunk->n_rows == 0)
    return;
  if (last == NULL || last->n_rows + chunk->n_rows > facerec_chunk_max_rows (self->dimensions)) {
    append (self, facerec_chunk_ref (chunk));
    return;
  }
  facerec_chunk_add_rows (reopen_last (self, chunk->n_rows), chunk, 0, chunk->n_rows);
  self->n_rows += chunk->n_rows;
}

void
facerec_rows_trim (FacerecRows *self)
{
  FacerecChunk *last = last_chunk (self);
  if (last != NULL && g_atomic_int_get (&last->ref_count) == 1)
    facerec_chunk_trim (last);
}

guint
facerec_rows_find (const FacerecRows *self, guint row)
{
  guint low = 0, high = self->chunks->len;
  while (high - low > 1) {
    const guint middle = low + (high - low) / 2;
    if (facerec_rows_first (self, middle) <= row)
      low = middle;
    else
      high = middle;
  }
  return low;
}

void
facerec_rows_get (const FacerecRows *self, guint row, gfloat *values)
{
  const guint n = facerec_rows_find (self, row);
  facerec_chunk_get (facerec_rows_chunk (self, n), row - facerec_rows_first (self, n), values);
}

gint64
facerec_rows_get_id (const FacerecRows *self, guint row)
{
  const guint n = facerec_rows_find (self, row);
  return facerec_rows_chunk (self, n)->ids[row - facerec_rows_first (self, n)];
}
