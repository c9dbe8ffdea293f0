/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/duplicates.h"

#include <math.h>
#include <stdlib.h>

#include "models/encodings-private.h"

/* A vector changes its projections on unit vectors by no more than itself. */
typedef struct {
  gfloat along, across; /* projections on two unit vectors */
  guint row;
} Shadow;

static int
compare_shadows (const void *a, const void *b)
{
  const Shadow *x = a, *y = b;
  if (x->along != y->along)
    return x->along < y->along ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static Shadow
cast_shadow (const FacerecChunk *chunk, guint row, guint number)
{
  const gfloat *values = facerec_chunk_row (chunk, row);
  gdouble along = 0, across = 0;
  /* Signs as a multiplicative generator makes them: no pattern that embeddings could have too. */
  guint32 signs = 1;
  for (guint i = 0; i < chunk->dimensions; i++, signs = signs * 1664525u + 1013904223u) {
    along += (signs & 0x80000000u) != 0 ? values[i * FACEREC_LANES] : -values[i * FACEREC_LANES];
    across += (signs & 0x40000000u) != 0 ? values[i * FACEREC_LANES] : -values[i * FACEREC_LANES];
  }
  const gdouble length = sqrt (chunk->dimensions);
  return (Shadow) { (gfloat) (along / length), (gfloat) (across / length), number };
}

static Shadow *
cast_shadows (const FacerecEncodings *encodings, gfloat *longest)
{
  Shadow *shadows = g_new (Shadow, encodings->faces.n_rows);
  *longest = 0;
  for (guint c = 0; c < encodings->faces.chunks->len; c++) {
    const guint first = facerec_rows_first (&encodings->faces, c);
    const FacerecChunk *chunk = facerec_rows_chunk (&encodings->faces, c);
    for (guint row = 0; row < chunk->n_rows; row++) {
      shadows[first + row] = cast_shadow (chunk, row, first + row);
      *longest = MAX (*longest, MAX (fabsf (shadows[first + row].along), fabsf (shadows[first + row].across)));
    }
  }
  return shadows;
}

static gdouble
distance (const FacerecEncodings *encodings, guint a, guint b)
{
  const guint ca = facerec_rows_find (&encodings->faces, a), cb = facerec_rows_find (&encodings->faces, b);
  const gfloat *x = facerec_chunk_row (facerec_rows_chunk (&encodings->faces, ca),
      a - facerec_rows_first (&encodings->faces, ca));
  const gfloat *y = facerec_chunk_row (facerec_rows_chunk (&encodings->faces, cb),
      b - facerec_rows_first (&encodings->faces, cb));
  gdouble sum = 0;
  for (guint i = 0; i < encodings->dimensions * FACEREC_LANES; i += FACEREC_LANES)
    sum += ((gdouble) x[i] - y[i]) * ((gdouble) x[i] - y[i]);
  return sqrt (sum);
}

guint *
facerec_find_duplicates (const FacerecEncodings *encodings, gfloat limit)
{
  const guint n = encodings->faces.n_rows;
  gfloat longest;
  g_autofree Shadow *shadows = cast_shadows (encodings, &longest);
  g_autofree gfloat *nearest = g_new (gfloat, n);
  guint *others = g_new (guint, n);
  /* What rounding a projection to float may hide. */
  const gfloat reach = limit + 4 * longest * 1.2e-7f;
  for (guint i = 0; i < n; i++) {
    others[i] = G_MAXUINT;
    nearest[i] = limit;
  }
  /* Without rows there is no array either, which qsort must not be given. */
  if (n > 0)
    qsort (shadows, n, sizeof *shadows, compare_shadows);
  for (guint i = 1; i < n; i++)
    for (guint j = i; j-- > 0 && shadows[i].along - shadows[j].along <= reach;) {
      if (fabsf (shadows[i].across - shadows[j].across) > reach)
        continue;
      const guint later = MAX (shadows[i].row, shadows[j].row), earlier = MIN (shadows[i].row, shadows[j].row);
      const gfloat found = (gfloat) distance (encodings, later, earlier);
      if (found < nearest[later]) {
        nearest[later] = found;
        others[later] = earlier;
      }
      /* One in a row of equals needs no other. */
      if (found == 0)
        break;
    }
  return others;
}
