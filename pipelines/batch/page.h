/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Writes OUTPUT/report.html, a page of all that is in the index: whole, or what was there stays. Names of films that are
 * relative are taken from the working directory. The same index, folders and place give the same bytes. To be called
 * whenever the index has changed. */
gboolean batch_page_write (BatchIndex *index, const gchar *output, GError **error);

/* Its path. (transfer full) */
gchar *batch_page_path (const gchar *output);

G_END_DECLS
