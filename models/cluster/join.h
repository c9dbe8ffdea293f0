/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/cluster/grouping.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Joins the two groups nearest to each other, again and again, until no two are within the threshold. workers: nullable. */
void facerec_grouping_join_all (FacerecGrouping *self, gfloat threshold, FacerecWorkers *workers);

G_END_DECLS
