/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster/nearest.h"

#include <float.h>
#include <string.h>

/* Whether one of rows first .. first + n - 1 is nearer than what the seeker has found before. squares: of the means, in
 * float. */
static void
compare (const FacerecGrouping *self, guint seeker, guint first, guint n, const gfloat *squares)
{
  /* What rounding can have done to a sum of so many squares, and to the spreads. */
  const gdouble slack = 1 + (self->dimensions + 8) * (gdouble) FLT_EPSILON;
  FacerecGroup *group = &self->groups[seeker];
  GHashTable *apart = self->apart[seeker];

  for (guint i = 0; i < n; i++) {
    const guint other = self->active[first + i];
    gdouble square;

    if ((gdouble) squares[i] + self->spreads[first + i] + group->spread > group->square * slack || other == seeker
        || (apart && g_hash_table_contains (apart, GUINT_TO_POINTER (other))))
      continue;
    square = facerec_grouping_square (self, seeker, other) + (group->spread + self->groups[other].spread);
    /* Ties go to the lower one, which comes first. */
    if (square < group->square || (group->nearest == FACEREC_GROUPING_NOBODY && square <= group->square)) {
      group->square = square;
      group->nearest = other;
    }
  }
}

static void
seek (const FacerecGrouping *self, const guint *seekers, guint n, gfloat *queries, gfloat *squares)
{
  const guint d = self->dimensions;

  for (guint i = 0; i < n; i++) {
    memcpy (queries + (gsize) i * d, facerec_grouping_mean (self, seekers[i]), d * sizeof (gfloat));
    self->groups[seekers[i]].nearest = FACEREC_GROUPING_NOBODY;
    self->groups[seekers[i]].square = self->limit;
  }
  for (guint first = 0; first < self->n_active; first += FACEREC_GROUP_ROWS) {
    const guint rows = MIN (FACEREC_GROUP_ROWS, self->n_active - first);
    const guint n_blocks = (rows + FACEREC_LANES - 1) / FACEREC_LANES;

    facerec_search_squares (self->blocks + (gsize) first * d, d, n_blocks, queries, n, squares);
    for (guint i = 0; i < n; i++)
      compare (self, seekers[i], first, rows, squares + (gsize) i * FACEREC_GROUP_ROWS);
  }
}

static void
seek_on_thread (guint worker, gpointer data)
{
  FacerecGrouping *self = data;
  g_autofree gfloat *queries = g_new (gfloat, (gsize) FACEREC_GROUPING_QUERIES * self->dimensions);
  gfloat *squares = g_aligned_alloc (FACEREC_GROUPING_QUERIES * FACEREC_GROUP_ROWS, sizeof (gfloat), 64);
  guint first;

  while ((first = g_atomic_int_add (&self->next, FACEREC_GROUPING_QUERIES)) < self->n_seekers)
    seek (self, self->seekers + first, MIN (FACEREC_GROUPING_QUERIES, self->n_seekers - first), queries, squares);
  g_aligned_free (squares);
}

void
facerec_grouping_find_nearest (FacerecGrouping *self, FacerecWorkers *workers)
{
  self->n_seekers = 0;
  for (guint i = 0; i < self->n_active; i++)
    if (self->groups[self->active[i]].stale)
      self->seekers[self->n_seekers++] = self->active[i];
  if (self->n_seekers == 0)
    return;
  facerec_grouping_lay_out (self);
  self->next = 0;
  facerec_workers_run (workers, seek_on_thread, self);
  for (guint i = 0; i < self->n_seekers; i++)
    self->groups[self->seekers[i]].stale = FALSE;
}
