/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/conclusion.h"

#include "pipelines/batch/page.h"

gboolean
batch_conclude (BatchIndex *index, const gchar *output, gdouble threshold, BatchClusterCount *count, GError **error)
{
  return batch_cluster_run (index, threshold, count, error) && batch_page_write (index, output, error);
}
