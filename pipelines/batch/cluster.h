/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/cluster.h"
#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Strangers over all films of an index: tracks that have no person are grouped by their embeddings, the tables `cluster`
 * and `cluster_track` written anew. cluster.md describes the rules.
 *
 * What is one stranger within a film stays one; two that were in one picture at the same time stay two. A group keeps the
 * number that most of its tracks had before; a number that was given once never comes to mean other tracks. */

typedef struct {
  guint n_clusters, n_tracks, n_films; /* films: with a stranger */
  guint n_left; /* tracks without a person that could not be compared: too little was seen of them */
} BatchClusterCount;

/* threshold: as in models/cluster.h; 0: the default. count (nullable): filled in. The change is whole or not at all. */
gboolean batch_cluster_run (BatchIndex *index, gdouble threshold, BatchClusterCount *count, GError **error);

G_END_DECLS
