/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/cluster.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "models/search/kernel.h"

#define QUERIES 64 /* groups whose nearest is looked for together: what is read of the others serves all of them */
#define NOBODY G_MAXUINT

/* What is this near is one person wherever it is: unit vectors, as everything here. */
#define SURE 0.3f
/* Whoever lies in a crowd of others must be nearer than somebody with nobody around. The crowd of a group are the CROWD nearest
 * others that are farther than CROWD_FROM (as squares; nearer ones may be the same person) and nearer than CROWD_TO (beyond it
 * nobody is there); CROWD_WEIGHT: how much of that is taken off. models/cluster.md has the measurements. */
#define CROWD 20
#define CROWD_FROM 0.13
#define CROWD_TO 0.2
#define CROWD_WEIGHT 0.75

/* Some items that are one person. It is called by its first item. */
typedef struct {
  guint nearest; /* group; NOBODY: none within the threshold */
  guint weight;  /* items */
  gboolean stale; /* nearest is to be looked for */
  gboolean changed; /* in the last round: joined, or gone */
  gdouble square;  /* of the distance to nearest */
  gdouble spread;  /* mean square of the distances of members to their mean, and what their crowds add */
} Group;

struct _FacerecCluster {
  guint dimensions;
  guint n_items;
  GArray *items;     /* gfloat: mean embeddings of length 1, one after the other */
  GArray *apart;     /* guint: pairs of items */
};

/* ---- items ---- */

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

/* ---- the state of a run ---- */

typedef struct {
  guint dimensions, n_items;
  gdouble limit;   /* square of the threshold */
  gfloat *means;   /* of each group, at its first item */
  Group *groups;   /* likewise */
  guint *parents;  /* of each item one in the same group, itself: it is the first */
  GHashTable **apart; /* of each group those that it must not be joined with; nullable */
  /* Who may still be joined, ascending, and their means as the kernel wants them: blocks of FACEREC_LANES. */
  guint *active;
  guint n_active;
  gfloat *blocks, *spreads;
  /* Those among them that look for their nearest. */
  guint *seekers;
  guint n_seekers;
  gint next; /* atomic: of seekers, the first that no thread has taken */
} Run;

static void
forbid (GHashTable **apart, guint a, guint b)
{
  if (!apart[a])
    apart[a] = g_hash_table_new (NULL, NULL);
  g_hash_table_add (apart[a], GUINT_TO_POINTER (b));
}

static gboolean
is_finite (const gfloat *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

static void
begin (Run *run, const FacerecCluster *self)
{
  const guint n = self->n_items, lanes = FACEREC_GROUP_ROWS;
  const gsize n_rows = ((gsize) n + lanes - 1) / lanes * lanes;

  run->dimensions = self->dimensions;
  run->n_items = n;
  run->means = g_memdup2 (self->items->data, (gsize) n * self->dimensions * sizeof (gfloat));
  run->groups = g_new0 (Group, n);
  run->parents = g_new (guint, n);
  run->apart = g_new0 (GHashTable *, n);
  run->active = g_new (guint, n);
  run->seekers = g_new (guint, n);
  run->blocks = g_aligned_alloc (n_rows * self->dimensions, sizeof (gfloat), 64);
  run->spreads = g_aligned_alloc (n_rows, sizeof (gfloat), 64);
  for (guint i = 0; i < n; i++) {
    run->groups[i] = (Group) { .nearest = NOBODY, .weight = 1 };
    run->parents[i] = i;
  }
  for (guint i = 0; i < self->apart->len; i += 2) {
    const guint a = g_array_index (self->apart, guint, i), b = g_array_index (self->apart, guint, i + 1);

    forbid (run->apart, a, b);
    forbid (run->apart, b, a);
  }
}

/* Every group may be joined again. */
static void
revive (Run *run)
{
  run->n_active = 0;
  for (guint i = 0; i < run->n_items; i++) {
    run->groups[i].stale = TRUE;
    run->groups[i].changed = FALSE;
    if (run->parents[i] == i && is_finite (run->means + (gsize) i * run->dimensions, run->dimensions))
      run->active[run->n_active++] = i;
  }
}

static void
end (Run *run)
{
  for (guint i = 0; i < run->n_items; i++)
    g_clear_pointer (&run->apart[i], g_hash_table_unref);
  g_free (run->means);
  g_free (run->groups);
  g_free (run->parents);
  g_free (run->apart);
  g_free (run->active);
  g_free (run->seekers);
  g_aligned_free (run->blocks);
  g_aligned_free (run->spreads);
}

static const gfloat *
mean_of (const Run *run, guint group)
{
  return run->means + (gsize) group * run->dimensions;
}

/* Of the distance of two groups' means, in double and in one order: the same on every CPU. */
static gdouble
mean_square (const Run *run, guint a, guint b)
{
  const gfloat *left = mean_of (run, a), *right = mean_of (run, b);
  gdouble sum = 0;

  for (guint i = 0; i < run->dimensions; i++) {
    const gdouble difference = (gdouble) left[i] - right[i];

    sum += difference * difference;
  }
  return sum;
}

/* ---- looking for the nearest ---- */

/* Lays out whoever is active. Lanes without one are too far from everybody. */
static void
lay_out (Run *run)
{
  const guint d = run->dimensions;

  for (guint row = 0; row < run->n_active; row++) {
    gfloat *lane = run->blocks + (gsize) (row / FACEREC_LANES) * d * FACEREC_LANES + row % FACEREC_LANES;
    const gfloat *mean = mean_of (run, run->active[row]);

    for (guint i = 0; i < d; i++)
      lane[(gsize) i * FACEREC_LANES] = mean[i];
    run->spreads[row] = run->groups[run->active[row]].spread;
  }
  for (guint row = run->n_active; row % FACEREC_LANES; row++) {
    gfloat *lane = run->blocks + (gsize) (row / FACEREC_LANES) * d * FACEREC_LANES + row % FACEREC_LANES;

    for (guint i = 0; i < d; i++)
      lane[(gsize) i * FACEREC_LANES] = 0;
    run->spreads[row] = INFINITY;
  }
}

/* Whether one of rows first .. first + n - 1 is nearer than what the seeker has found before. squares: of the means, in
 * float. */
static void
compare (const Run *run, guint seeker, guint first, guint n, const gfloat *squares)
{
  /* What rounding can have done to a sum of so many squares, and to the spreads. */
  const gdouble slack = 1 + (run->dimensions + 8) * (gdouble) FLT_EPSILON;
  Group *group = &run->groups[seeker];
  GHashTable *apart = run->apart[seeker];

  for (guint i = 0; i < n; i++) {
    const guint other = run->active[first + i];
    gdouble square;

    if ((gdouble) squares[i] + run->spreads[first + i] + group->spread > group->square * slack || other == seeker
        || (apart && g_hash_table_contains (apart, GUINT_TO_POINTER (other))))
      continue;
    square = mean_square (run, seeker, other) + (group->spread + run->groups[other].spread);
    /* Ties go to the lower one, which comes first. */
    if (square < group->square || (group->nearest == NOBODY && square <= group->square)) {
      group->square = square;
      group->nearest = other;
    }
  }
}

static void
seek (const Run *run, const guint *seekers, guint n, gfloat *queries, gfloat *squares)
{
  const guint d = run->dimensions;

  for (guint i = 0; i < n; i++) {
    memcpy (queries + (gsize) i * d, mean_of (run, seekers[i]), d * sizeof (gfloat));
    run->groups[seekers[i]].nearest = NOBODY;
    run->groups[seekers[i]].square = run->limit;
  }
  for (guint first = 0; first < run->n_active; first += FACEREC_GROUP_ROWS) {
    const guint rows = MIN (FACEREC_GROUP_ROWS, run->n_active - first);
    const guint n_blocks = (rows + FACEREC_LANES - 1) / FACEREC_LANES;

    facerec_search_squares (run->blocks + (gsize) first * d, d, n_blocks, queries, n, squares);
    for (guint i = 0; i < n; i++)
      compare (run, seekers[i], first, rows, squares + (gsize) i * FACEREC_GROUP_ROWS);
  }
}

static void
seek_on_thread (guint worker, gpointer data)
{
  Run *run = data;
  g_autofree gfloat *queries = g_new (gfloat, (gsize) QUERIES * run->dimensions);
  gfloat *squares = g_aligned_alloc (QUERIES * FACEREC_GROUP_ROWS, sizeof (gfloat), 64);
  guint first;

  while ((first = g_atomic_int_add (&run->next, QUERIES)) < run->n_seekers)
    seek (run, run->seekers + first, MIN (QUERIES, run->n_seekers - first), queries, squares);
  g_aligned_free (squares);
}

static void
find_nearest (Run *run, FacerecWorkers *workers)
{
  run->n_seekers = 0;
  for (guint i = 0; i < run->n_active; i++)
    if (run->groups[run->active[i]].stale)
      run->seekers[run->n_seekers++] = run->active[i];
  if (run->n_seekers == 0)
    return;
  lay_out (run);
  run->next = 0;
  facerec_workers_run (workers, seek_on_thread, run);
  for (guint i = 0; i < run->n_seekers; i++)
    run->groups[run->seekers[i]].stale = FALSE;
}

/* ---- joining ---- */

/* Whoever must not be with b must not be with a. */
static void
move_apart (Run *run, guint a, guint b)
{
  GHashTableIter iter;
  gpointer other;

  if (!run->apart[b])
    return;
  g_hash_table_iter_init (&iter, run->apart[b]);
  while (g_hash_table_iter_next (&iter, &other, NULL)) {
    g_hash_table_remove (run->apart[GPOINTER_TO_UINT (other)], GUINT_TO_POINTER (b));
    forbid (run->apart, GPOINTER_TO_UINT (other), a);
    forbid (run->apart, a, GPOINTER_TO_UINT (other));
  }
  g_clear_pointer (&run->apart[b], g_hash_table_unref);
}

/* b, the later one, becomes part of a. */
static void
join (Run *run, guint a, guint b)
{
  Group *left = &run->groups[a], *right = &run->groups[b];
  const gdouble weight = (gdouble) left->weight + right->weight;
  const gdouble p = left->weight / weight, q = right->weight / weight;
  gfloat *mean = run->means + (gsize) a * run->dimensions;
  const gfloat *other = mean_of (run, b);

  left->spread = p * left->spread + q * right->spread + p * q * mean_square (run, a, b);
  for (guint i = 0; i < run->dimensions; i++)
    mean[i] = p * mean[i] + q * other[i];
  left->weight += right->weight;
  run->parents[b] = a;
  move_apart (run, a, b);
}

/* All that are each other's nearest; how many. */
static guint
join_pairs (Run *run)
{
  guint n_joined = 0;

  for (guint i = 0; i < run->n_active; i++) {
    const guint a = run->active[i], b = run->groups[a].nearest;

    if (b != NOBODY && a < b && run->groups[b].nearest == a) {
      join (run, a, b);
      run->groups[a].changed = run->groups[b].changed = TRUE;
      n_joined++;
    }
  }
  return n_joined;
}

/* Who was joined to somebody, or near to nobody, drops out: a union is never nearer than the nearer one of its parts, so
 * nobody comes nearer any more. For the same reason only those whose nearest has changed need to look again. */
static void
drop_out (Run *run)
{
  guint n = 0;

  for (guint i = 0; i < run->n_active; i++) {
    const guint group = run->active[i];
    Group *state = &run->groups[group];

    if (run->parents[group] != group || state->nearest == NOBODY)
      continue;
    state->stale = state->changed || run->groups[state->nearest].changed;
    run->seekers[n++] = group;
  }
  for (guint i = 0; i < n; i++)
    run->groups[run->seekers[i]].changed = FALSE;
  memcpy (run->active, run->seekers, n * sizeof (guint));
  run->n_active = n;
}

/* Joins whoever is within the threshold. */
static void
join_all (Run *run, gfloat threshold, FacerecWorkers *workers)
{
  gboolean all_anew = TRUE;

  run->limit = (gdouble) threshold * threshold;
  revive (run);
  while (run->n_active > 1) {
    find_nearest (run, workers);
    if (join_pairs (run) > 0) {
      drop_out (run);
      all_anew = FALSE;
      continue;
    }
    /* Rounding can make a union a hair nearer than its parts were, so that somebody's nearest is not the one known. */
    if (all_anew)
      break;
    for (guint i = 0; i < run->n_active; i++)
      run->groups[run->active[i]].stale = TRUE;
    all_anew = TRUE;
  }
}

/* ---- crowds ---- */

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
look_round (const Run *run, guint seeker, guint first, guint n, const gfloat *squares, Crowd *crowd)
{
  const gdouble slack = 1 + (run->dimensions + 8) * (gdouble) FLT_EPSILON;
  const gdouble spread = run->groups[seeker].spread;

  for (guint i = 0; i < n; i++) {
    const guint other = run->active[first + i];
    const gdouble about = (gdouble) squares[i] + run->spreads[first + i] + spread;
    gdouble square;

    if (other == seeker || about * slack < CROWD_FROM || about > crowd->squares[CROWD - 1] * slack)
      continue;
    square = mean_square (run, seeker, other) + (spread + run->groups[other].spread);
    if (square >= CROWD_FROM && square < crowd->squares[CROWD - 1])
      crowd_add (crowd, square);
  }
}

/* What the crowd of each of n groups adds, to surcharges. */
static void
weigh (const Run *run, const guint *seekers, guint n, gfloat *queries, gfloat *squares, gdouble *surcharges)
{
  const guint d = run->dimensions;
  Crowd crowds[QUERIES];

  for (guint i = 0; i < n; i++) {
    memcpy (queries + (gsize) i * d, mean_of (run, seekers[i]), d * sizeof (gfloat));
    for (guint j = 0; j < CROWD; j++)
      crowds[i].squares[j] = CROWD_TO;
  }
  for (guint first = 0; first < run->n_active; first += FACEREC_GROUP_ROWS) {
    const guint rows = MIN (FACEREC_GROUP_ROWS, run->n_active - first);
    const guint n_blocks = (rows + FACEREC_LANES - 1) / FACEREC_LANES;

    facerec_search_squares (run->blocks + (gsize) first * d, d, n_blocks, queries, n, squares);
    for (guint i = 0; i < n; i++)
      look_round (run, seekers[i], first, rows, squares + (gsize) i * FACEREC_GROUP_ROWS, &crowds[i]);
  }
  for (guint i = 0; i < n; i++) {
    gdouble sum = 0;

    for (guint j = 0; j < CROWD; j++)
      sum += crowds[i].squares[j];
    surcharges[i] = CROWD_WEIGHT / 2 * (CROWD_TO - sum / CROWD);
  }
}

typedef struct {
  Run *run;
  gdouble *surcharges; /* of each active group */
} Weighing;

static void
weigh_on_thread (guint worker, gpointer data)
{
  Weighing *self = data;
  Run *run = self->run;
  g_autofree gfloat *queries = g_new (gfloat, (gsize) QUERIES * run->dimensions);
  gfloat *squares = g_aligned_alloc (QUERIES * FACEREC_GROUP_ROWS, sizeof (gfloat), 64);
  guint first;

  while ((first = g_atomic_int_add (&run->next, QUERIES)) < run->n_active)
    weigh (run, run->active + first, MIN (QUERIES, run->n_active - first), queries, squares, self->surcharges + first);
  g_aligned_free (squares);
}

/* A group's surcharge is part of its distance to everybody, as its spread is: so both are kept as one, and that of a union is the
 * mean of its parts'. */
static void
weigh_crowds (Run *run, FacerecWorkers *workers)
{
  Weighing weighing = { run, NULL };

  revive (run);
  weighing.surcharges = g_new (gdouble, run->n_active);
  lay_out (run);
  run->next = 0;
  facerec_workers_run (workers, weigh_on_thread, &weighing);
  for (guint i = 0; i < run->n_active; i++)
    run->groups[run->active[i]].spread += weighing.surcharges[i];
  g_free (weighing.surcharges);
}

static guint
number_groups (const Run *run, guint *groups)
{
  guint n = 0;

  /* A parent is earlier than its child. */
  for (guint i = 0; i < run->n_items; i++)
    groups[i] = run->parents[i] == i ? n++ : groups[run->parents[i]];
  return n;
}

guint
facerec_cluster_run (FacerecCluster *self, gfloat threshold, FacerecWorkers *workers, guint *groups)
{
  Run run = { 0 };
  guint n_groups;

  begin (&run, self);
  join_all (&run, MIN (threshold, SURE), workers);
  weigh_crowds (&run, workers);
  join_all (&run, threshold, workers);
  n_groups = number_groups (&run, groups);
  end (&run);
  return n_groups;
}
