/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/pca.h"

#include <math.h>
#include <string.h>

#define MAX_ROUNDS 1000
#define TURN 1e-14 /* a direction that turns by less (1 - cosine) has settled */

static gdouble *
centre (const gfloat *embeddings, guint n, guint dimensions)
{
  gdouble *centred = g_new (gdouble, (gsize) n * dimensions);

  for (guint j = 0; j < dimensions; j++) {
    gdouble mean = 0;

    for (gsize i = 0; i < n; i++)
      mean += embeddings[i * dimensions + j];
    mean /= n;
    for (gsize i = 0; i < n; i++)
      centred[i * dimensions + j] = embeddings[i * dimensions + j] - mean;
  }
  return centred;
}

static gdouble
dot (const gdouble *a, const gdouble *b, guint n)
{
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Makes direction one of length 1, at right angles to other (nullable). FALSE: there is nothing left of it. */
static gboolean
straighten (gdouble *direction, const gdouble *other, guint n)
{
  gdouble length;

  if (other) {
    const gdouble part = dot (direction, other, n);

    for (guint i = 0; i < n; i++)
      direction[i] -= part * other[i];
  }
  length = sqrt (dot (direction, direction, n));
  if (!(length > 1e-150))
    return FALSE;
  for (guint i = 0; i < n; i++)
    direction[i] /= length;
  return TRUE;
}

static void
point_to_largest (gdouble *direction, guint n)
{
  guint largest = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (direction[i]) > fabs (direction[largest]))
      largest = i;
  if (direction[largest] < 0)
    for (guint i = 0; i < n; i++)
      direction[i] = -direction[i];
}

/* The direction of most variance at right angles to other. Starts with the longest row, which is never blind to it all. */
static gboolean
find_direction (const gdouble *rows, guint n, guint dimensions, const gdouble *other, gdouble *direction)
{
  g_autofree gdouble *next = g_new (gdouble, dimensions);
  gdouble longest = 0;

  memset (direction, 0, dimensions * sizeof *direction);
  for (gsize i = 0; i < n; i++) {
    memcpy (next, rows + i * dimensions, dimensions * sizeof *next);
    if (other) {
      const gdouble part = dot (next, other, dimensions);

      for (guint j = 0; j < dimensions; j++)
        next[j] -= part * other[j];
    }
    if (dot (next, next, dimensions) > longest * (1 + 1e-9)) {
      longest = dot (next, next, dimensions);
      memcpy (direction, next, dimensions * sizeof *next);
    }
  }
  if (!straighten (direction, other, dimensions))
    return FALSE;
  for (guint round = 0; round < MAX_ROUNDS; round++) {
    gboolean settled;

    memset (next, 0, dimensions * sizeof *next);
    for (gsize i = 0; i < n; i++) {
      const gdouble part = dot (rows + i * dimensions, direction, dimensions);

      for (guint j = 0; j < dimensions; j++)
        next[j] += part * rows[i * dimensions + j];
    }
    if (!straighten (next, other, dimensions))
      return FALSE;
    settled = 1 - dot (next, direction, dimensions) < TURN;
    memcpy (direction, next, dimensions * sizeof *next);
    if (settled)
      break;
  }
  point_to_largest (direction, dimensions);
  return TRUE;
}

void
facerec_pca_plane (const gfloat *embeddings, guint n, guint dimensions, gdouble *places, gdouble *shares)
{
  g_autofree gdouble *rows = centre (embeddings, n, dimensions);
  g_autofree gdouble *directions = g_new0 (gdouble, 2 * (gsize) dimensions);
  gdouble all = 0;

  for (gsize i = 0; i < n; i++)
    all += dot (rows + i * dimensions, rows + i * dimensions, dimensions);
  for (guint axis = 0; axis < 2; axis++) {
    gdouble *direction = directions + (gsize) axis * dimensions, shown = 0;
    const gboolean found = find_direction (rows, n, dimensions, axis ? directions : NULL, direction);

    for (gsize i = 0; i < n; i++) {
      const gdouble place = found ? dot (rows + i * dimensions, direction, dimensions) : 0;

      places[2 * i + axis] = place;
      shown += place * place;
    }
    shares[axis] = all > 0 ? shown / all : 0;
  }
}
