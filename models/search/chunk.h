/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of numbers that belong together in memory, shared by reference: filled by one owner, never changed once anybody
 * else has it. */

#define FACEREC_LANES 16 /* rows that stand side by side: 64 bytes of float, a cache line and the widest register */

typedef struct {
  gint ref_count; /* atomic */
  guint dimensions;
  guint n_rows, capacity; /* capacity: a multiple of FACEREC_LANES */
  /* Blocks of FACEREC_LANES rows: their first numbers, then their second ones, and so on. So a search adds up 16
   * rows at once, each in its own lane, and reads memory in order. Lanes without a row hold 0. */
  gfloat *values;
  gint64 *ids; /* of each row */
} FacerecChunk;

/* How many rows at most, a multiple of FACEREC_LANES: 8 MiB of them, but no more than 16384. */
guint facerec_chunk_max_rows (guint dimensions);

/* capacity: rows there will be room for at once; it grows as rows are added. */
FacerecChunk *facerec_chunk_new (guint dimensions, guint capacity);
FacerecChunk *facerec_chunk_ref (FacerecChunk *self);
void facerec_chunk_unref (FacerecChunk *self); /* NULL is fine */

/* values: dimensions numbers, one after the other. There must be fewer rows than facerec_chunk_max_rows. */
void facerec_chunk_add (FacerecChunk *self, gint64 id, const gfloat *values);
/* Adds rows first .. first + n - 1 of another chunk of as many dimensions. */
void facerec_chunk_add_rows (FacerecChunk *self, const FacerecChunk *from, guint first, guint n);
/* Gives back room that is not needed. */
void facerec_chunk_trim (FacerecChunk *self);

void facerec_chunk_get (const FacerecChunk *self, guint row, gfloat *values);
/* Whether row holds exactly these numbers, bit for bit. */
gboolean facerec_chunk_equals (const FacerecChunk *self, guint row, const gfloat *values);

/* The first number of a row; the next ones follow at distances of FACEREC_LANES. */
static inline const gfloat *
facerec_chunk_row (const FacerecChunk *self, guint row)
{
  return self->values + (gsize) (row / FACEREC_LANES) * self->dimensions * FACEREC_LANES + row % FACEREC_LANES;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecChunk, facerec_chunk_unref)

G_END_DECLS
