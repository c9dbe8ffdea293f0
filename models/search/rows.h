/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/search/chunk.h"

G_BEGIN_DECLS

/* A matrix as a list of chunks, so that two matrices with mostly the same rows share their memory. Rows count from 0
 * through all chunks. */
typedef struct {
  guint dimensions;
  guint n_rows;
  GPtrArray *chunks; /* FacerecChunk, none empty */
  GArray *first;     /* guint: the row that each chunk begins with */
  guint expected;    /* rows: room that a chunk begun by facerec_rows_add has at once */
} FacerecRows;

void facerec_rows_init (FacerecRows *self, guint dimensions);
void facerec_rows_clear (FacerecRows *self);

/* One row more. Only the chunk that it goes into may be copied for it, when somebody else has that too. */
void facerec_rows_add (FacerecRows *self, gint64 id, const gfloat *values);
/* All rows of chunk more, sharing it (transfer none); but two chunks in a row that fit into one become one. */
void facerec_rows_add_chunk (FacerecRows *self, FacerecChunk *chunk);
/* Gives back the room that facerec_rows_add has left for more. */
void facerec_rows_trim (FacerecRows *self);

static inline FacerecChunk *
facerec_rows_chunk (const FacerecRows *self, guint n)
{
  return g_ptr_array_index (self->chunks, n);
}

static inline guint
facerec_rows_first (const FacerecRows *self, guint n)
{
  return g_array_index (self->first, guint, n);
}

/* Which chunk a row is in; row < n_rows. */
guint facerec_rows_find (const FacerecRows *self, guint row);
void facerec_rows_get (const FacerecRows *self, guint row, gfloat *values);
gint64 facerec_rows_get_id (const FacerecRows *self, guint row);

G_END_DECLS
