/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/cluster.h"

G_BEGIN_DECLS

/* What follows from the whole index, whenever it has changed: the groups of strangers in it, and OUTPUT/report.html, which shows
 * them. threshold, count: as in cluster.h. FALSE with an error; groups that were made then stay. */
gboolean batch_conclude (BatchIndex *index, const gchar *output, gdouble threshold, BatchClusterCount *count, GError **error);

G_END_DECLS
