/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* When to infer, how long to wait for it, what to tell of it, and the thread that does it. */
#include "elements/base/pacing.h"

#include "elements/base/latencygauge.h"
#include "elements/base/lateworker.h"
#include "models/error.h"

/* ---- max-fps ---- */

/* Frames of a rate, and which of them are due: every one whose time a clock of max_fps has reached, as is known by hand. */
static void
test_max_fps (void)
{
  static const struct {
    gdouble max_fps;
    guint rate;
    const gchar *due; /* '1' for each frame that is */
  } cases[] = {
    { 0, 30, "111111111" },
    { 30, 30, "111111111" },
    { 60, 30, "111111111" },
    { 10, 30, "100100100" },
    { 20, 30, "101101101" },
    { 25, 30, "10111110111110111110" },
    { 0.5, 1, "101010101" },
    { 1e-300, 1, "100000000" },
  };
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecPacing pacing = { .n_costs = 0 };

    for (f = 0; cases[i].due[f]; f++) {
      const GstClockTime time = gst_util_uint64_scale_ceil (GST_SECOND, f, cases[i].rate);
      const gboolean due = gst_facerec_pacing_is_due (&pacing, cases[i].max_fps, time);

      g_test_message ("%g of %u, frame %u", cases[i].max_fps, cases[i].rate, f);
      g_assert_cmpint (due, ==, cases[i].due[f] == '1');
      if (due)
        gst_facerec_pacing_spend (&pacing, cases[i].max_fps, time);
    }
  }
}

/* Cameras do not keep to the time; as many are due as would be, and not one more. */
static void
test_max_fps_jitter (void)
{
  static const gint jitter_ms[] = { 0, -3, 2, 3, -2, -3, 1, 0, 3, -1 };
  GstFacerecPacing pacing = { .n_costs = 0 };
  guint f, n_due = 0;

  for (f = 0; f < 300; f++) {
    const GstClockTime time = (GST_SECOND + f * GST_SECOND / 30) + jitter_ms[f % 10] * (gint64) GST_MSECOND;

    if (!gst_facerec_pacing_is_due (&pacing, 30, time))
      continue;
    gst_facerec_pacing_spend (&pacing, 30, time);
    n_due++;
  }
  g_assert_cmpuint (n_due, ==, 300);
}

static void
test_max_fps_breaks (void)
{
  GstFacerecPacing pacing = { .n_costs = 0 };

  /* After a break it is counted from the frame that comes, not made up for. */
  gst_facerec_pacing_spend (&pacing, 10, 0);
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, 5 * GST_SECOND));
  gst_facerec_pacing_spend (&pacing, 10, 5 * GST_SECOND);
  g_assert_false (gst_facerec_pacing_is_due (&pacing, 10, 5 * GST_SECOND + 80 * GST_MSECOND));
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, 5 * GST_SECOND + 100 * GST_MSECOND));
  /* Without a time there is nothing to count. */
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, GST_CLOCK_TIME_NONE));
  gst_facerec_pacing_restart (&pacing);
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, 0));
  /* A time that goes back is that of another segment, not one to wait for. */
  gst_facerec_pacing_spend (&pacing, 10, 60 * GST_SECOND);
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, 0));
  gst_facerec_pacing_spend (&pacing, 10, 0);
  g_assert_false (gst_facerec_pacing_is_due (&pacing, 10, 80 * GST_MSECOND));
  g_assert_true (gst_facerec_pacing_is_due (&pacing, 10, 100 * GST_MSECOND));
}

/* ---- cost ---- */

static void
test_cost (void)
{
  static const gint64 taken_ms[] = { 100, 3, 3, 900, 4, 5, 5, 5 };
  static const gint64 median_ms[] = { 100, 100, 3, 100, 4, 4, 5, 5 };
  GstFacerecPacing pacing = { .n_costs = 0 };
  guint i;

  g_assert_cmpint (gst_facerec_pacing_get_cost (&pacing), ==, -1);
  for (i = 0; i < G_N_ELEMENTS (taken_ms); i++) {
    gst_facerec_pacing_learn (&pacing, 2, 2000 * taken_ms[i]);
    g_assert_cmpint (gst_facerec_pacing_get_cost (&pacing), ==, 1000 * median_ms[i]);
  }
}

static void
test_patience (void)
{
  static const struct {
    gint64 cost_us; /* -1: unknown */
    guint n;
    gint64 patience_us; /* at 30 frames a second */
  } cases[] = { { -1, 1, 11111 }, { 5000, 1, 11111 }, { 5000, 2, 11111 }, { 5000, 3, 0 }, { 11111, 1, 11111 }, { 11112, 1, 0 } };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecPacing pacing = { .n_costs = 0 };

    if (cases[i].cost_us >= 0)
      gst_facerec_pacing_learn (&pacing, 1, cases[i].cost_us);
    g_assert_cmpint (gst_facerec_pacing_get_patience (&pacing, cases[i].n, GST_SECOND / 30), ==, cases[i].patience_us);
  }
}

/* ---- latency ---- */

/* n frames that stay for us, all alike; told: what is told after them. */
static void
test_gauge (void)
{
  static const struct {
    guint n;
    gint64 us, told_us;
  } steps[] = {
    { 4, 500000, 0 },     /* the first ones do not count */
    { 7, 30000, 0 },      /* too few to tell */
    { 1, 30000, 30000 },
    { 60, 34000, 30000 }, /* not by a fifth */
    { 1, 90000, 30000 },  /* one may stumble */
    { 32, 37000, 37000 },
    { 64, 80000, 80000 },
    { 319, 70000, 80000 },
    { 250, 10000, 80000 }, /* all of the window is to be quicker, but one */
    { 64, 10000, 10000 },
    { 320, 1500, 1500 },
    { 320, 700, 1500 }, /* less than a millisecond */
  };
  GstFacerecLatencyGauge gauge = { .n_frames = 0 };
  guint i, f;

  for (i = 0; i < G_N_ELEMENTS (steps); i++) {
    gint64 before = gauge.told_us;
    gboolean changed = FALSE;

    for (f = 0; f < steps[i].n; f++)
      changed |= gst_facerec_latency_gauge_add (&gauge, steps[i].us);
    g_test_message ("step %u", i);
    g_assert_cmpint (gauge.told_us, ==, steps[i].told_us);
    g_assert_cmpint (changed, ==, gauge.told_us != before);
  }
  gst_facerec_latency_gauge_clear (&gauge);
  g_assert_cmpint (gauge.told_us, ==, 0);
}

/* ---- worker ---- */

typedef struct {
  GMutex lock; /* held: the work does not end */
  gint n_begun, n_done; /* atomic */
  gboolean fails;
} Work;

static gboolean
do_work (gpointer data, GError **error)
{
  Work *work = data;

  g_atomic_int_inc (&work->n_begun);
  g_mutex_lock (&work->lock);
  g_mutex_unlock (&work->lock);
  g_atomic_int_inc (&work->n_done);
  if (work->fails)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "no");
  return !work->fails;
}

static void
test_worker (void)
{
  Work work = { .fails = FALSE };
  GstFacerecLateWorker *worker;
  g_autoptr (GError) error = NULL;
  gint64 duration_us = -1;

  g_mutex_init (&work.lock);
  worker = gst_facerec_late_worker_new ("test", do_work, &work);
  g_assert_true (gst_facerec_late_worker_is_idle (worker));
  g_assert_false (gst_facerec_late_worker_take (worker, &duration_us, &error));

  /* A result is there when the work is done, and once. */
  g_mutex_lock (&work.lock);
  gst_facerec_late_worker_start (worker);
  while (g_atomic_int_get (&work.n_begun) < 1)
    g_usleep (100);
  gst_facerec_late_worker_wait (worker, 5000);
  g_assert_false (gst_facerec_late_worker_take (worker, &duration_us, &error));
  g_assert_false (gst_facerec_late_worker_is_idle (worker));
  g_mutex_unlock (&work.lock);
  gst_facerec_late_worker_wait (worker, -1);
  g_assert_true (gst_facerec_late_worker_take (worker, &duration_us, &error));
  g_assert_cmpint (duration_us, >=, 4900);
  g_assert_false (gst_facerec_late_worker_take (worker, &duration_us, &error));

  /* Nobody wants it: not while it is under way, nor afterwards, nor its failure. */
  work.fails = TRUE;
  g_mutex_lock (&work.lock);
  gst_facerec_late_worker_start (worker);
  gst_facerec_late_worker_abandon (worker);
  g_assert_false (gst_facerec_late_worker_is_idle (worker));
  g_mutex_unlock (&work.lock);
  gst_facerec_late_worker_wait (worker, -1);
  g_assert_true (gst_facerec_late_worker_is_idle (worker));
  gst_facerec_late_worker_start (worker);
  gst_facerec_late_worker_wait (worker, -1);
  gst_facerec_late_worker_abandon (worker);
  g_assert_false (gst_facerec_late_worker_take (worker, &duration_us, &error));
  g_assert_no_error (error);

  gst_facerec_late_worker_start (worker);
  gst_facerec_late_worker_wait (worker, -1);
  g_assert_true (gst_facerec_late_worker_take (worker, &duration_us, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  g_assert_cmpint (work.n_done, ==, 4);

  /* Freed in the midst of it: that is waited for. */
  gst_facerec_late_worker_start (worker);
  while (g_atomic_int_get (&work.n_begun) < 5)
    g_usleep (100);
  gst_facerec_late_worker_free (worker);
  g_assert_cmpint (work.n_done, ==, 5);
  gst_facerec_late_worker_free (NULL);
  g_mutex_clear (&work.lock);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elements/pacing/max-fps goes by the times of frames", test_max_fps);
  g_test_add_func ("/elements/pacing/max-fps bears with cameras", test_max_fps_jitter);
  g_test_add_func ("/elements/pacing/max-fps makes up for nothing", test_max_fps_breaks);
  g_test_add_func ("/elements/pacing/cost is the median of the last five", test_cost);
  g_test_add_func ("/elements/pacing/nobody waits in vain", test_patience);
  g_test_add_func ("/elements/pacing/latency is told when it has changed", test_gauge);
  g_test_add_func ("/elements/pacing/a result is taken once, or never", test_worker);
  return g_test_run ();
}
