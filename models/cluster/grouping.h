/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/search/kernel.h"

G_BEGIN_DECLS

/* The state of one run of models/cluster.h: which items are one group by now, and who may still be joined. nearest.h looks for
 * who is nearest to whom, join.h makes groups of them, crowd.h weighs who is around. */

#define FACEREC_GROUPING_QUERIES 64 /* groups looked for together: what is read of the others serves all of them */
#define FACEREC_GROUPING_NOBODY G_MAXUINT

/* Some items that are one person. It is called by its first item. */
typedef struct {
  guint nearest; /* group; FACEREC_GROUPING_NOBODY: none within the threshold */
  guint weight;  /* items */
  gboolean stale; /* nearest is to be looked for */
  gboolean changed; /* in the last round: joined, or gone */
  gdouble square;  /* of the distance to nearest */
  gdouble spread;  /* mean square of the distances of members to their mean, and what their crowds add */
} FacerecGroup;

typedef struct {
  guint dimensions, n_items;
  gdouble limit;   /* square of the threshold */
  gfloat *means;   /* of each group, at its first item */
  FacerecGroup *groups; /* likewise */
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
} FacerecGrouping;

/* Every one of n items, of length 1 each, is a group. apart: n_apart numbers, pairs of items that never come into one group. */
void facerec_grouping_begin (FacerecGrouping *self, guint dimensions, guint n, const gfloat *items, const guint *apart,
    guint n_apart);
/* Every group may be joined again. */
void facerec_grouping_revive (FacerecGrouping *self);
/* Fills blocks and spreads with whoever is active. Lanes without one are too far from everybody. */
void facerec_grouping_lay_out (FacerecGrouping *self);
/* Groups a and b are not to be joined, as far as a is asked. */
void facerec_grouping_forbid (FacerecGrouping *self, guint a, guint b);
const gfloat *facerec_grouping_mean (const FacerecGrouping *self, guint group); /* (transfer none) */
/* Square of the distance of two groups' means, in double and in one order: the same on every CPU. */
gdouble facerec_grouping_square (const FacerecGrouping *self, guint a, guint b);
/* groups: of each item its group's number, in the order of their first items. Returns how many there are. */
guint facerec_grouping_number (const FacerecGrouping *self, guint *groups);
void facerec_grouping_end (FacerecGrouping *self);

G_END_DECLS
