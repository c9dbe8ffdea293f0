/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Which numbers groups of tracks have, in the tables `cluster` and `cluster_track`. */

typedef struct {
  gint64 film, track;
  guint group;     /* counted from 0 */
  gdouble quality; /* of its best face; 0: unknown */
} BatchClusterTrack;

/* Writes both tables anew, in one transaction. A group gets the number that most of its tracks had before, when not more
 * tracks of another group had it; otherwise a new one, higher than any that there ever was: the larger group first, then
 * by its first track. tracks: (element-type BatchClusterTrack). */
gboolean batch_cluster_number (BatchIndex *index, GArray *tracks, guint n_groups, GError **error);

G_END_DECLS
