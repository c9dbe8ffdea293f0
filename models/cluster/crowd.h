/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/cluster/grouping.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Adds to each group's spread what the others around it weigh, so that those in a crowd must be nearer to be joined. Everybody is
 * active then. workers: nullable. */
void facerec_grouping_weigh_crowds (FacerecGrouping *self, FacerecWorkers *workers);

G_END_DECLS
