/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search/chunk.h"

#include <string.h>
#include <sys/mman.h>

#define MAX_BYTES (8 << 20)
#define MAX_ROWS 16384
/* What a processor's large page covers. With small ones a search spends a third of its time on finding them. */
#define LARGE_PAGE (2 << 20)

guint
facerec_chunk_max_rows (guint dimensions)
{
  const guint fit = (guint) (MAX_BYTES / (sizeof (gfloat) * MAX (dimensions, 1)));
  return CLAMP (fit / FACEREC_LANES * FACEREC_LANES, FACEREC_LANES, MAX_ROWS);
}

static gsize
bytes_for (const FacerecChunk *self, guint capacity)
{
  return (gsize) capacity * self->dimensions * sizeof (gfloat);
}

static gfloat *
allocate (gsize n_bytes)
{
  const gsize alignment = n_bytes >= LARGE_PAGE ? LARGE_PAGE : FACEREC_LANES * sizeof (gfloat);
  gfloat *values = g_aligned_alloc (1, MAX (n_bytes, 1), alignment);
#ifdef MADV_HUGEPAGE
  if (n_bytes >= LARGE_PAGE)
    madvise (values, n_bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
  return values;
}

static void
set_capacity (FacerecChunk *self, guint capacity)
{
  capacity = (capacity + FACEREC_LANES - 1) / FACEREC_LANES * FACEREC_LANES;
  if (capacity == self->capacity)
    return;
  const gsize used = bytes_for (self, (self->n_rows + FACEREC_LANES - 1) / FACEREC_LANES * FACEREC_LANES);
  gfloat *values = allocate (bytes_for (self, capacity));
  if (used > 0)
    memcpy (values, self->values, used);
  g_aligned_free (self->values);
  self->values = values;
  self->ids = g_renew (gint64, self->ids, capacity);
  self->capacity = capacity;
}

FacerecChunk *
facerec_chunk_new (guint dimensions, guint capacity)
{
  FacerecChunk *self = g_new0 (FacerecChunk, 1);
  self->ref_count = 1;
  self->dimensions = dimensions;
  set_capacity (self, MIN (capacity, facerec_chunk_max_rows (dimensions)));
  return self;
}

FacerecChunk *
facerec_chunk_ref (FacerecChunk *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
facerec_chunk_unref (FacerecChunk *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_aligned_free (self->values);
  g_free (self->ids);
  g_free (self);
}

/* Room for another row, its lane's block cleared when it is the first there. Returns where its numbers begin. */
static gfloat *
append (FacerecChunk *self, gint64 id)
{
  const guint max_rows = facerec_chunk_max_rows (self->dimensions), row = self->n_rows;
  g_return_val_if_fail (row < max_rows, NULL);
  if (row == self->capacity)
    set_capacity (self, MIN (MAX (2 * row, FACEREC_LANES), max_rows));
  gfloat *block = self->values + (gsize) (row / FACEREC_LANES) * self->dimensions * FACEREC_LANES;
  if (row % FACEREC_LANES == 0)
    memset (block, 0, self->dimensions * FACEREC_LANES * sizeof (gfloat));
  self->ids[row] = id;
  self->n_rows++;
  return block + row % FACEREC_LANES;
}

void
facerec_chunk_add (FacerecChunk *self, gint64 id, const gfloat *values)
{
  gfloat *row = append (self, id);
  for (guint i = 0; i < self->dimensions; i++)
    row[i * FACEREC_LANES] = values[i];
}

void
facerec_chunk_add_rows (FacerecChunk *self, const FacerecChunk *from, guint first, guint n)
{
  for (guint row = first; row < first + n; row++) {
    const gfloat *values = facerec_chunk_row (from, row);
    gfloat *copy = append (self, from->ids[row]);
    for (guint i = 0; i < self->dimensions; i++)
      copy[i * FACEREC_LANES] = values[i * FACEREC_LANES];
  }
}

void
facerec_chunk_trim (FacerecChunk *self)
{
  set_capacity (self, self->n_rows);
}

void
facerec_chunk_get (const FacerecChunk *self, guint row, gfloat *values)
{
  const gfloat *at = facerec_chunk_row (self, row);
  for (guint i = 0; i < self->dimensions; i++)
    values[i] = at[i * FACEREC_LANES];
}

gboolean
facerec_chunk_equals (const FacerecChunk *self, guint row, const gfloat *values)
{
  const gfloat *at = facerec_chunk_row (self, row);
  guint32 different = 0;
  for (guint i = 0; i < self->dimensions; i++) {
    guint32 a, b;
    memcpy (&a, &at[i * FACEREC_LANES], sizeof a);
    memcpy (&b, &values[i], sizeof b);
    different |= a ^ b;
  }
  return different == 0;
}
