/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread for one piece of work at a time, so that nobody has to wait for it. The thread is of lower priority than the one
 * that made it, as are those that it makes itself, and begins with the first work.
 *
 * All functions are for one other thread. Between start and the take that returns TRUE, or the idle after an abandon, the
 * data that the work uses belong to the worker. */
typedef struct _GstFacerecLateWorker GstFacerecLateWorker;

/* The work. A failure is handed to whoever takes the result. */
typedef gboolean (*GstFacerecLateFunc) (gpointer user_data, GError **error);

GstFacerecLateWorker *gst_facerec_late_worker_new (const gchar *name, GstFacerecLateFunc func, gpointer user_data);
/* Waits until work that is under way is done. NULL is fine. */
void gst_facerec_late_worker_free (GstFacerecLateWorker *self);

/* Whether there is neither work under way nor a result to be taken. */
gboolean gst_facerec_late_worker_is_idle (GstFacerecLateWorker *self);
/* Starts the work. Only when idle. */
void gst_facerec_late_worker_start (GstFacerecLateWorker *self);
/* Waits until the work is done, for patience_us microseconds at most; below 0: for as long as it takes. */
void gst_facerec_late_worker_wait (GstFacerecLateWorker *self, gint64 patience_us);
/* Takes the result: returns FALSE when there is none yet. It is idle then. duration_us (out): what the work took. error (out):
 * set when it failed. */
gboolean gst_facerec_late_worker_take (GstFacerecLateWorker *self, gint64 *duration_us, GError **error);
/* Nobody wants the result of what is under way any more: it will be idle when that is done, at once when it is. */
void gst_facerec_late_worker_abandon (GstFacerecLateWorker *self);

G_END_DECLS
