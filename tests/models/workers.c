/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every part of the work is done once, by no more threads than asked for, and workers can be used again at once. */
#include "models/workers.h"

#define N_PARTS 200
#define N_ROUNDS 2000

typedef struct {
  guint n_threads;
  gint next, parts[N_PARTS], inside[16];
} Work;

static void
work (guint worker, gpointer user_data)
{
  Work *self = user_data;
  gint part;
  g_assert_cmpuint (worker, <, self->n_threads);
  g_assert_cmpint (g_atomic_int_add (&self->inside[worker], 1), ==, 0);
  while ((part = g_atomic_int_add (&self->next, 1)) < N_PARTS)
    g_atomic_int_inc (&self->parts[part]);
  g_atomic_int_add (&self->inside[worker], -1);
}

static void
run_once (FacerecWorkers *workers, guint n_threads)
{
  Work self = { .n_threads = n_threads };
  facerec_workers_run (workers, work, &self);
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_cmpint (self.parts[i], ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (self.inside); i++)
    g_assert_cmpint (self.inside[i], ==, 0);
}

static void
test_every_part_once (void)
{
  static const guint counts[] = { 1, 2, 3, 16 };
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (FacerecWorkers) workers = facerec_workers_new (counts[i]);
    g_assert_cmpuint (facerec_workers_get_n (workers), ==, counts[i]);
    for (guint round = 0; round < N_ROUNDS; round++)
      run_once (workers, counts[i]);
  }
  run_once (NULL, 1);
  g_assert_cmpuint (facerec_workers_get_n (NULL), ==, 1);
}

static void
test_never_used (void)
{
  facerec_workers_free (facerec_workers_new (4));
  facerec_workers_free (NULL);
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (0);
  g_assert_cmpuint (facerec_workers_get_n (workers), ==, g_get_num_processors ());
}

static gpointer
run_often (gpointer workers)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    run_once (workers, 3);
  return NULL;
}

static void
test_several_callers (void)
{
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (3);
  GThread *threads[3];
  for (guint i = 0; i < 3; i++)
    threads[i] = g_thread_new ("caller", run_often, workers);
  for (guint i = 0; i < 3; i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workers/every-part-once", test_every_part_once);
  g_test_add_func ("/workers/never-used", test_never_used);
  g_test_add_func ("/workers/several-callers", test_several_callers);
  return g_test_run ();
}
