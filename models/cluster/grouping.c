/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster/grouping.h"

#include <math.h>

#include "models/finite.h"

void
facerec_grouping_forbid (FacerecGrouping *self, guint a, guint b)
{
  if (!self->apart[a])
    self->apart[a] = g_hash_table_new (NULL, NULL);
  g_hash_table_add (self->apart[a], GUINT_TO_POINTER (b));
}

void
facerec_grouping_begin (FacerecGrouping *self, guint dimensions, guint n, const gfloat *items, const guint *apart,
    guint n_apart)
{
  const guint lanes = FACEREC_GROUP_ROWS;
  const gsize n_rows = ((gsize) n + lanes - 1) / lanes * lanes;

  self->dimensions = dimensions;
  self->n_items = n;
  self->means = g_memdup2 (items, (gsize) n * dimensions * sizeof (gfloat));
  self->groups = g_new0 (FacerecGroup, n);
  self->parents = g_new (guint, n);
  self->apart = g_new0 (GHashTable *, n);
  self->active = g_new (guint, n);
  self->seekers = g_new (guint, n);
  self->blocks = g_aligned_alloc (n_rows * dimensions, sizeof (gfloat), 64);
  self->spreads = g_aligned_alloc (n_rows, sizeof (gfloat), 64);
  for (guint i = 0; i < n; i++) {
    self->groups[i] = (FacerecGroup) { .nearest = FACEREC_GROUPING_NOBODY, .weight = 1 };
    self->parents[i] = i;
  }
  for (guint i = 0; i < n_apart; i += 2) {
    facerec_grouping_forbid (self, apart[i], apart[i + 1]);
    facerec_grouping_forbid (self, apart[i + 1], apart[i]);
  }
}

void
facerec_grouping_revive (FacerecGrouping *self)
{
  self->n_active = 0;
  for (guint i = 0; i < self->n_items; i++) {
    self->groups[i].stale = TRUE;
    self->groups[i].changed = FALSE;
    if (self->parents[i] == i && facerec_are_finite (self->means + (gsize) i * self->dimensions, self->dimensions))
      self->active[self->n_active++] = i;
  }
}

void
facerec_grouping_end (FacerecGrouping *self)
{
  for (guint i = 0; i < self->n_items; i++)
    g_clear_pointer (&self->apart[i], g_hash_table_unref);
  g_free (self->means);
  g_free (self->groups);
  g_free (self->parents);
  g_free (self->apart);
  g_free (self->active);
  g_free (self->seekers);
  g_aligned_free (self->blocks);
  g_aligned_free (self->spreads);
}

const gfloat *
facerec_grouping_mean (const FacerecGrouping *self, guint group)
{
  return self->means + (gsize) group * self->dimensions;
}

gdouble
facerec_grouping_square (const FacerecGrouping *self, guint a, guint b)
{
  const gfloat *left = facerec_grouping_mean (self, a), *right = facerec_grouping_mean (self, b);
  gdouble sum = 0;

  for (guint i = 0; i < self->dimensions; i++) {
    const gdouble difference = (gdouble) left[i] - right[i];

    sum += difference * difference;
  }
  return sum;
}

void
facerec_grouping_lay_out (FacerecGrouping *self)
{
  const guint d = self->dimensions;

  for (guint row = 0; row < self->n_active; row++) {
    gfloat *lane = self->blocks + (gsize) (row / FACEREC_LANES) * d * FACEREC_LANES + row % FACEREC_LANES;
    const gfloat *mean = facerec_grouping_mean (self, self->active[row]);

    for (guint i = 0; i < d; i++)
      lane[(gsize) i * FACEREC_LANES] = mean[i];
    self->spreads[row] = self->groups[self->active[row]].spread;
  }
  for (guint row = self->n_active; row % FACEREC_LANES; row++) {
    gfloat *lane = self->blocks + (gsize) (row / FACEREC_LANES) * d * FACEREC_LANES + row % FACEREC_LANES;

    for (guint i = 0; i < d; i++)
      lane[(gsize) i * FACEREC_LANES] = 0;
    self->spreads[row] = INFINITY;
  }
}

guint
facerec_grouping_number (const FacerecGrouping *self, guint *groups)
{
  guint n = 0;

  /* A parent is earlier than its child. */
  for (guint i = 0; i < self->n_items; i++)
    groups[i] = self->parents[i] == i ? n++ : groups[self->parents[i]];
  return n;
}
