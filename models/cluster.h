/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/workers.h"

G_BEGIN_DECLS

/* Which of many faces, or tracks of faces, are the same person's: agglomerative clustering. The two groups nearest to
 * each other become one, again and again, until no two are within the threshold. How far two groups are from each other is
 * the root of the mean of the squared distances of every member of one to every member of the other (average linkage on
 * squared Euclidean distances of embeddings scaled to length 1), and of a surcharge for crowds: where many others are
 * around, as strangers who look alike are, two must be nearer to be one. It is a score normalised by its cohort, as speakers are
 * compared with each other: R. Auckenthaler, M. Carey and H. Lloyd-Thomas, "Score normalization for text-independent speaker
 * verification systems", Digital Signal Processing, 2000.
 *
 * All that can be told from a group's mean, the mean square of its members' distances to it, and its surcharge, so memory is
 * proportional to the items, not to their pairs. All pairs of groups that are each other's nearest are joined at once, which
 * gives the same groups: F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer
 * Journal, 1983. models/cluster.md has the rule, the measurements and what else was tried.
 *
 * The groups depend on the items alone and on the order in which they were added, nothing else: neither threads nor CPU.
 * For one thread. */
typedef struct _FacerecCluster FacerecCluster;

/* dimensions: numbers an embedding has, at least 1. */
FacerecCluster *facerec_cluster_new (guint dimensions);
void facerec_cluster_free (FacerecCluster *self); /* NULL is fine */

/* One item more: somebody of whom there are n (at least 1) embeddings of dimensions numbers, one after the other; their mean,
 * scaled to length 1, is compared. Returns its number; they count from 0. An item with a value that is not finite is in no group
 * but its own. */
guint facerec_cluster_add (FacerecCluster *self, const gfloat *embeddings, guint n);
/* Two different items that are surely not the same person, such as two faces in one picture: they, and whoever is
 * grouped with them, come never into one group. */
void facerec_cluster_keep_apart (FacerecCluster *self, guint a, guint b);

/* Fitted for dlib's ResNet ("dlib-resnet-v1"). */
#define FACEREC_CLUSTER_DEFAULT_THRESHOLD 0.367f

/* Groups all items; those that are like nobody are a group each. threshold: Euclidean, between vectors of length 1, > 0.
 * workers: who helps; NULL: this thread alone. groups: of each item the number of its group, counted from 0 in the order of
 * their first items. Returns how many there are. May be called again, with another threshold for one. */
guint facerec_cluster_run (FacerecCluster *self, gfloat threshold, FacerecWorkers *workers, guint *groups);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecCluster, facerec_cluster_free)

G_END_DECLS
