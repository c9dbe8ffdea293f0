/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/claim.h"
#include "pipelines/batch/list.h"

G_BEGIN_DECLS

/* One film in a process of its own. A file that crashes a decoder, or that it never comes back from, takes this process along
 * and no other; what a decoder leaks is gone with it; and no film can leave a trace in the results of the next. */
typedef struct _BatchWorker BatchWorker;

typedef enum {
  BATCH_WORKER_FINISHED, /* all results are in the folder */
  BATCH_WORKER_FAULT,    /* the film is at fault; the text says how */
  BATCH_WORKER_KILLED,   /* by somebody else: the film may be fine; the text says how */
  BATCH_WORKER_USELESS,  /* no film can be done; the text says why */
} BatchWorkerEnd;

/* Called from the main context. text: nullable. */
typedef void (*BatchWorkerFunc) (BatchWorker *worker, BatchWorkerEnd end, const gchar *text, gpointer user_data);

/* arguments: of the subcommand, as typed. folder: empty. from: nullable, the folder with earlier results in which only names have
 * to change. claim: on the film; the process holds it, too, until it has ended. item must outlive it. */
BatchWorker *batch_worker_start (gchar **arguments, BatchItem *item, const BatchClaim *claim, const gchar *folder,
    const gchar *from, BatchWorkerFunc func, gpointer user_data, GError **error);
BatchItem *batch_worker_get_item (const BatchWorker *self);
/* How far it is. */
gint64 batch_worker_get_time (const BatchWorker *self);
guint64 batch_worker_get_n_frames (const BatchWorker *self);
/* To be called now and then: ends a process that has not been heard of for minutes. */
void batch_worker_check (BatchWorker *self);
/* Kills the process when it runs still; func is not called any more. NULL is fine. */
void batch_worker_free (BatchWorker *self);

G_END_DECLS
