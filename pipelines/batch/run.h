/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/list.h"
#include "pipelines/batch/report.h"

G_BEGIN_DECLS

/* Works through a list: n_jobs films at a time, each in a process of its own. arguments: of the subcommand, as typed; how
 * workers are started. index: takes every film that is done; NULL: none is kept. Films with results of before are passed
 * over; one that another process has in work is waited for, behind all others, and done here when that process has not finished
 * it. report is added to. FALSE with an error when no film can be done; TRUE also when interrupted. */
gboolean batch_run (GPtrArray *items, guint n_jobs, gchar **arguments, const gchar *output, BatchIndex *index,
    BatchReport *report, GError **error);

G_END_DECLS
