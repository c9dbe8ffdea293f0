/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/lateworker.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

/* A stream that has frames to pass gets a core whenever it wants one; against others' programs there is still a share. */
#define NICER 10
#define NICEST 19

typedef enum {
  IDLE,
  RUNNING,
  DONE,
} State;

struct _GstFacerecLateWorker {
  gchar *name;
  GstFacerecLateFunc func;
  gpointer user_data;
  GThread *thread;

  GMutex lock;
  GCond changed;
  State state;
  gboolean abandoned, quit;
  gint64 duration_us;
  GError *error;
};

GstFacerecLateWorker *
gst_facerec_late_worker_new (const gchar *name, GstFacerecLateFunc func, gpointer user_data)
{
  GstFacerecLateWorker *self = g_new0 (GstFacerecLateWorker, 1);

  self->name = g_strdup (name);
  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

void
gst_facerec_late_worker_free (GstFacerecLateWorker *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->thread)
    g_thread_join (self->thread);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->name);
  g_free (self);
}

/* ---- the thread ---- */

/* Under the lock. */
static void
finish (GstFacerecLateWorker *self, gint64 duration_us, GError *error)
{
  self->duration_us = duration_us;
  self->error = error;
  self->state = DONE;
  if (self->abandoned) {
    g_clear_error (&self->error);
    self->abandoned = FALSE;
    self->state = IDLE;
  }
  g_cond_broadcast (&self->changed);
}

static gpointer
run (gpointer data)
{
  GstFacerecLateWorker *self = data;

#ifdef __linux__
  /* Of this thread alone; elsewhere it would be the whole process. */
  setpriority (PRIO_PROCESS, 0, MIN (getpriority (PRIO_PROCESS, 0) + NICER, NICEST));
#endif
  g_mutex_lock (&self->lock);
  while (TRUE) {
    GError *error = NULL;
    gint64 start_us;

    while (self->state != RUNNING && !self->quit)
      g_cond_wait (&self->changed, &self->lock);
    if (self->quit)
      break;
    g_mutex_unlock (&self->lock);
    start_us = g_get_monotonic_time ();
    self->func (self->user_data, &error);
    g_mutex_lock (&self->lock);
    finish (self, g_get_monotonic_time () - start_us, error);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* ---- the other thread ---- */

gboolean
gst_facerec_late_worker_is_idle (GstFacerecLateWorker *self)
{
  gboolean idle;

  g_mutex_lock (&self->lock);
  idle = self->state == IDLE;
  g_mutex_unlock (&self->lock);
  return idle;
}

void
gst_facerec_late_worker_start (GstFacerecLateWorker *self)
{
  g_mutex_lock (&self->lock);
  self->state = RUNNING;
  if (!self->thread)
    self->thread = g_thread_new (self->name, run, self);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_late_worker_wait (GstFacerecLateWorker *self, gint64 patience_us)
{
  const gint64 until_us = g_get_monotonic_time () + patience_us;

  g_mutex_lock (&self->lock);
  while (self->state == RUNNING)
    if (patience_us < 0)
      g_cond_wait (&self->changed, &self->lock);
    else if (!g_cond_wait_until (&self->changed, &self->lock, until_us))
      break;
  g_mutex_unlock (&self->lock);
}

gboolean
gst_facerec_late_worker_take (GstFacerecLateWorker *self, gint64 *duration_us, GError **error)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = self->state == DONE;
  if (taken) {
    *duration_us = self->duration_us;
    if (self->error)
      g_propagate_error (error, g_steal_pointer (&self->error));
    self->state = IDLE;
  }
  g_mutex_unlock (&self->lock);
  return taken;
}

void
gst_facerec_late_worker_abandon (GstFacerecLateWorker *self)
{
  g_mutex_lock (&self->lock);
  if (self->state == RUNNING)
    self->abandoned = TRUE;
  else
    self->state = IDLE;
  g_clear_error (&self->error);
  g_mutex_unlock (&self->lock);
}
