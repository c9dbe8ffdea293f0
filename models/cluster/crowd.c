/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster/crowd.h"

#include <float.h>
#include <string.h>

/* Whoever lies in a crowd of others must be nearer than somebody with nobody around. The crowd of a group are the CROWD nearest
 * others that are farther than CROWD_FROM (as squares; nearer ones may be the same person) and nearer than CROWD_TO (beyond it
 * nobody is there); CROWD_WEIGHT: how much of that is taken off. models/cluster.md has the measurements. */
#define CROWD 20
#define CROWD_FROM 0.13
#define CROWD_TO 0.2
#define CROWD_WEIGHT 0.75

typedef struct {
  gdouble squares[CROWD]; /* ascending */
} Crowd;

static void
crowd_add (Crowd *self, gdouble square)
{
  guint at = CROWD - 1;

  for (; at > 0 && self->squares[at - 1] > square; at--)
    self->squares[at] = self->squares[at - 1];
  self->squares[at] = square;
}

/* Rows first .. first + n - 1; squares: of the means, in float. */
static void
look_round (const FacerecGrouping *self, guint seeker, guint first, guint n, const gfloat *squares, Crowd *crowd)
{
  const gdouble slack = 1 + (self->dimensions + 8) * (gdouble) FLT_EPSILON;
  const gdouble spread = self->groups[seeker].spread;

  for (guint i = 0; i < n; i++) {
    const guint other = self->active[first + i];
    const gdouble about = (gdouble) squares[i] + self->spreads[first + i] + spread;
    gdouble square;

    if (other == seeker || about * slack < CROWD_FROM || about > crowd->squares[CROWD - 1] * slack)
      continue;
    square = facerec_grouping_square (self, seeker, other) + (spread + self->groups[other].spread);
    if (square >= CROWD_FROM && square < crowd->squares[CROWD - 1])
      crowd_add (crowd, square);
  }
}

/* What the crowd of each of n groups adds, to surcharges. */
static void
weigh (const FacerecGrouping *self, const guint *seekers, guint n, gfloat *queries, gfloat *squares, gdouble *surcharges)
{
  const guint d = self->dimensions;
  Crowd crowds[FACEREC_GROUPING_QUERIES];

  for (guint i = 0; i < n; i++) {
    memcpy (queries + (gsize) i * d, facerec_grouping_mean (self, seekers[i]), d * sizeof (gfloat));
    for (guint j = 0; j < CROWD; j++)
      crowds[i].squares[j] = CROWD_TO;
  }
  for (guint first = 0; first < self->n_active; first += FACEREC_GROUP_ROWS) {
    const guint rows = MIN (FACEREC_GROUP_ROWS, self->n_active - first);
    const guint n_blocks = (rows + FACEREC_LANES - 1) / FACEREC_LANES;

    facerec_search_squares (self->blocks + (gsize) first * d, d, n_blocks, queries, n, squares);
    for (guint i = 0; i < n; i++)
      look_round (self, seekers[i], first, rows, squares + (gsize) i * FACEREC_GROUP_ROWS, &crowds[i]);
  }
  for (guint i = 0; i < n; i++) {
    gdouble sum = 0;

    for (guint j = 0; j < CROWD; j++)
      sum += crowds[i].squares[j];
    surcharges[i] = CROWD_WEIGHT / 2 * (CROWD_TO - sum / CROWD);
  }
}

typedef struct {
  FacerecGrouping *grouping;
  gdouble *surcharges; /* of each active group */
} Weighing;

static void
weigh_on_thread (guint worker, gpointer data)
{
  const Weighing *weighing = data;
  FacerecGrouping *self = weighing->grouping;
  g_autofree gfloat *queries = g_new (gfloat, (gsize) FACEREC_GROUPING_QUERIES * self->dimensions);
  gfloat *squares = g_aligned_alloc (FACEREC_GROUPING_QUERIES * FACEREC_GROUP_ROWS, sizeof (gfloat), 64);
  guint first;

  while ((first = g_atomic_int_add (&self->next, FACEREC_GROUPING_QUERIES)) < self->n_active)
    weigh (self, self->active + first, MIN (FACEREC_GROUPING_QUERIES, self->n_active - first), queries, squares,
        weighing->surcharges + first);
  g_aligned_free (squares);
}

/* A group's surcharge is part of its distance to everybody, as its spread is: so both are kept as one, and that of a union is the
 * mean of its parts'. */
void
facerec_grouping_weigh_crowds (FacerecGrouping *self, FacerecWorkers *workers)
{
  Weighing weighing = { self, NULL };

  facerec_grouping_revive (self);
  weighing.surcharges = g_new (gdouble, self->n_active);
  facerec_grouping_lay_out (self);
  self->next = 0;
  facerec_workers_run (workers, weigh_on_thread, &weighing);
  for (guint i = 0; i < self->n_active; i++)
    self->groups[self->active[i]].spread += weighing.surcharges[i];
  g_free (weighing.surcharges);
}
