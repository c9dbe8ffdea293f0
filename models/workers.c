/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/workers.h"

#include <pthread.h>

struct _FacerecWorkers {
  guint n_threads;
  GThread **threads; /* n_threads - 1; NULL until first needed */
  /* Not GLib's: ThreadSanitizer can see through these. */
  pthread_mutex_t in_use; /* held by the thread that is in run */

  pthread_mutex_t lock; /* for all below */
  pthread_cond_t started, finished;
  FacerecWorkersFunc func; /* NULL: nothing more to begin with */
  gpointer user_data;
  guint round;   /* counts the pieces of work: nobody begins with one twice */
  guint running; /* threads of ours that are in func */
  gboolean stop;
};

typedef struct {
  FacerecWorkers *workers;
  guint number;
} Start;

static gpointer
work (gpointer data)
{
  Start *start = data;
  FacerecWorkers *self = start->workers;
  const guint number = start->number;
  guint done = 0;

  g_free (start);
  pthread_mutex_lock (&self->lock);
  while (TRUE) {
    while (!self->stop && (self->func == NULL || self->round == done))
      pthread_cond_wait (&self->started, &self->lock);
    if (self->stop)
      break;
    const FacerecWorkersFunc func = self->func;
    const gpointer user_data = self->user_data;
    done = self->round;
    self->running++;
    pthread_mutex_unlock (&self->lock);
    func (number, user_data);
    pthread_mutex_lock (&self->lock);
    if (--self->running == 0)
      pthread_cond_signal (&self->finished);
  }
  pthread_mutex_unlock (&self->lock);
  return NULL;
}

FacerecWorkers *
facerec_workers_new (guint n_threads)
{
  FacerecWorkers *self = g_new0 (FacerecWorkers, 1);
  self->n_threads = n_threads > 0 ? n_threads : MAX (g_get_num_processors (), 1);
  pthread_mutex_init (&self->in_use, NULL);
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->started, NULL);
  pthread_cond_init (&self->finished, NULL);
  return self;
}

void
facerec_workers_free (FacerecWorkers *self)
{
  if (self == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  self->stop = TRUE;
  pthread_cond_broadcast (&self->started);
  pthread_mutex_unlock (&self->lock);
  for (guint i = 0; self->threads != NULL && i + 1 < self->n_threads; i++)
    if (self->threads[i] != NULL)
      g_thread_join (self->threads[i]);
  g_free (self->threads);
  pthread_cond_destroy (&self->started);
  pthread_cond_destroy (&self->finished);
  pthread_mutex_destroy (&self->lock);
  pthread_mutex_destroy (&self->in_use);
  g_free (self);
}

guint
facerec_workers_get_n (const FacerecWorkers *self)
{
  return self != NULL ? self->n_threads : 1;
}

static void
start_threads (FacerecWorkers *self)
{
  self->threads = g_new0 (GThread *, self->n_threads - 1);
  for (guint i = 0; i + 1 < self->n_threads; i++) {
    Start *start = g_new (Start, 1);
    *start = (Start) { self, i + 1 };
    self->threads[i] = g_thread_try_new ("facerec-worker", work, start, NULL);
    /* Whoever cannot be started is done without. */
    if (self->threads[i] == NULL)
      g_free (start);
  }
}

void
facerec_workers_run (FacerecWorkers *self, FacerecWorkersFunc func, gpointer user_data)
{
  g_return_if_fail (func != NULL);

  if (self == NULL || self->n_threads == 1 || pthread_mutex_trylock (&self->in_use) != 0) {
    func (0, user_data);
    return;
  }
  if (self->threads == NULL)
    start_threads (self);
  pthread_mutex_lock (&self->lock);
  self->func = func;
  self->user_data = user_data;
  self->round++;
  pthread_cond_broadcast (&self->started);
  pthread_mutex_unlock (&self->lock);

  func (0, user_data);

  /* Nothing is left to do: who has not begun by now need not. */
  pthread_mutex_lock (&self->lock);
  self->func = NULL;
  while (self->running > 0)
    pthread_cond_wait (&self->finished, &self->lock);
  pthread_mutex_unlock (&self->lock);
  pthread_mutex_unlock (&self->in_use);
}
