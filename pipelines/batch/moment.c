/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/moment.h"

gchar *
batch_moment_text (gint64 time_ns)
{
  const gint64 ms = MAX (time_ns, 0) / 1000000;

  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d.%03d", ms / 3600000, (gint) (ms / 60000 % 60),
      (gint) (ms / 1000 % 60), (gint) (ms % 1000));
}
