/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster.h"

#include <math.h>

#include "models/cluster/crowd.h"
#include "models/cluster/join.h"

/* What is this near is one person wherever it is: unit vectors, as everything here. */
#define SURE 0.3f

struct _FacerecCluster {
  guint dimensions;
  guint n_items;
  GArray *items;     /* gfloat: mean embeddings of length 1, one after the other */
  GArray *apart;     /* guint: pairs of items */
};

FacerecCluster *
facerec_cluster_new (guint dimensions)
{
  FacerecCluster *self = g_new0 (FacerecCluster, 1);

  self->dimensions = dimensions;
  self->items = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->apart = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
facerec_cluster_free (FacerecCluster *self)
{
  if (!self)
    return;
  g_array_unref (self->items);
  g_array_unref (self->apart);
  g_free (self);
}

guint
facerec_cluster_add (FacerecCluster *self, const gfloat *embeddings, guint n)
{
  g_autofree gdouble *sums = g_new0 (gdouble, self->dimensions);
  gdouble square = 0;

  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < self->dimensions; i++)
      sums[i] += embeddings[(gsize) j * self->dimensions + i];
  for (guint i = 0; i < self->dimensions; i++)
    square += sums[i] * sums[i];
  for (guint i = 0; i < self->dimensions; i++) {
    const gfloat value = square == 0 ? 0 : isfinite (square) ? (gfloat) (sums[i] / sqrt (square)) : NAN;

    g_array_append_val (self->items, value);
  }
  return self->n_items++;
}

void
facerec_cluster_keep_apart (FacerecCluster *self, guint a, guint b)
{
  if (a == b)
    return;
  g_array_append_val (self->apart, a);
  g_array_append_val (self->apart, b);
}

guint
facerec_cluster_run (FacerecCluster *self, gfloat threshold, FacerecWorkers *workers, guint *groups)
{
  FacerecGrouping grouping = { 0 };
  guint n_groups;

  facerec_grouping_begin (&grouping, self->dimensions, self->n_items, (const gfloat *) self->items->data,
      (const guint *) self->apart->data, self->apart->len);
  facerec_grouping_join_all (&grouping, MIN (threshold, SURE), workers);
  facerec_grouping_weigh_crowds (&grouping, workers);
  facerec_grouping_join_all (&grouping, threshold, workers);
  n_groups = facerec_grouping_number (&grouping, groups);
  facerec_grouping_end (&grouping);
  return n_groups;
}
