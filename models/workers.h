/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Threads that share one piece of work and sleep between two of them. */
typedef struct _FacerecWorkers FacerecWorkers;

/* Called once on each thread that takes part. worker: 0 .. facerec_workers_get_n () - 1, no two at once have the same;
 * 0 is the thread that called facerec_workers_run. It takes parts of the work, from an atomic counter for one, until
 * none is left: how many threads take part, and which, is open, since a busy machine may give none in time. */
typedef void (*FacerecWorkersFunc) (guint worker, gpointer user_data);

/* n_threads: including the one that calls facerec_workers_run; 0: one for each core. They are started when first
 * needed. */
FacerecWorkers *facerec_workers_new (guint n_threads);
void facerec_workers_free (FacerecWorkers *self); /* NULL is fine */
/* At least 1; 1 for NULL. */
guint facerec_workers_get_n (const FacerecWorkers *self);
/* Returns when func has returned everywhere. NULL: func runs on this thread alone; so it does while another thread
 * is in here with the same workers. */
void facerec_workers_run (FacerecWorkers *self, FacerecWorkersFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecWorkers, facerec_workers_free)

G_END_DECLS
