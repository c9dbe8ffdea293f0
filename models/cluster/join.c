/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster/join.h"

#include <string.h>

#include "models/cluster/nearest.h"

/* Whoever must not be with b must not be with a. */
static void
move_apart (FacerecGrouping *self, guint a, guint b)
{
  GHashTableIter iter;
  gpointer other;

  if (!self->apart[b])
    return;
  g_hash_table_iter_init (&iter, self->apart[b]);
  while (g_hash_table_iter_next (&iter, &other, NULL)) {
    g_hash_table_remove (self->apart[GPOINTER_TO_UINT (other)], GUINT_TO_POINTER (b));
    facerec_grouping_forbid (self, GPOINTER_TO_UINT (other), a);
    facerec_grouping_forbid (self, a, GPOINTER_TO_UINT (other));
  }
  g_clear_pointer (&self->apart[b], g_hash_table_unref);
}

/* b, the later one, becomes part of a. */
static void
join (FacerecGrouping *self, guint a, guint b)
{
  FacerecGroup *left = &self->groups[a], *right = &self->groups[b];
  const gdouble weight = (gdouble) left->weight + right->weight;
  const gdouble p = left->weight / weight, q = right->weight / weight;
  gfloat *mean = self->means + (gsize) a * self->dimensions;
  const gfloat *other = facerec_grouping_mean (self, b);

  left->spread = p * left->spread + q * right->spread + p * q * facerec_grouping_square (self, a, b);
  for (guint i = 0; i < self->dimensions; i++)
    mean[i] = p * mean[i] + q * other[i];
  left->weight += right->weight;
  self->parents[b] = a;
  move_apart (self, a, b);
}

/* All that are each other's nearest; how many. */
static guint
join_pairs (FacerecGrouping *self)
{
  guint n_joined = 0;

  for (guint i = 0; i < self->n_active; i++) {
    const guint a = self->active[i], b = self->groups[a].nearest;

    if (b != FACEREC_GROUPING_NOBODY && a < b && self->groups[b].nearest == a) {
      join (self, a, b);
      self->groups[a].changed = self->groups[b].changed = TRUE;
      n_joined++;
    }
  }
  return n_joined;
}

/* Who was joined to somebody, or near to nobody, drops out: a union is never nearer than the nearer one of its parts, so
 * nobody comes nearer any more. For the same reason only those whose nearest has changed need to look again. */
static void
drop_out (FacerecGrouping *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_active; i++) {
    const guint group = self->active[i];
    FacerecGroup *state = &self->groups[group];

    if (self->parents[group] != group || state->nearest == FACEREC_GROUPING_NOBODY)
      continue;
    state->stale = state->changed || self->groups[state->nearest].changed;
    self->seekers[n++] = group;
  }
  for (guint i = 0; i < n; i++)
    self->groups[self->seekers[i]].changed = FALSE;
  memcpy (self->active, self->seekers, n * sizeof (guint));
  self->n_active = n;
}

void
facerec_grouping_join_all (FacerecGrouping *self, gfloat threshold, FacerecWorkers *workers)
{
  gboolean all_anew = TRUE;

  self->limit = (gdouble) threshold * threshold;
  facerec_grouping_revive (self);
  while (self->n_active > 1) {
    facerec_grouping_find_nearest (self, workers);
    if (join_pairs (self) > 0) {
      drop_out (self);
      all_anew = FALSE;
      continue;
    }
    /* Rounding can make a union a hair nearer than its parts were, so that somebody's nearest is not the one known. */
    if (all_anew)
      break;
    for (guint i = 0; i < self->n_active; i++)
      self->groups[self->active[i]].stale = TRUE;
    all_anew = TRUE;
  }
}
