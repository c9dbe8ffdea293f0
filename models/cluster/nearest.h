/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/cluster/grouping.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Of every active group that is stale the nearest active one within the limit, by the mean square of the distances of their
 * members. Of two equally near the lower one. workers: nullable. */
void facerec_grouping_find_nearest (FacerecGrouping *self, FacerecWorkers *workers);

G_END_DECLS
