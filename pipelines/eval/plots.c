/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/plots.h"

#include <math.h>

#include "pipelines/eval/chart.h"

#define WIDTH 520
#define HEIGHT 300
#define CURVE_POINTS 240

/* ---- the vote ---- */

static const FacerecInterval *
intervals_of (const EvalFigures *figures, gboolean splits)
{
  return splits ? figures->split_by_k : figures->loo_by_k;
}

/* A round share below everything that is drawn, so that differences are seen. */
static gdouble
lowest_share (const EvalReport *report, gboolean splits)
{
  gdouble lowest = 1;

  for (guint i = 0; i < report->figures->len; i++)
    for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++) {
      const FacerecInterval *interval = &intervals_of (g_ptr_array_index (report->figures, i), splits)[k];

      if (!isnan (interval->value))
        lowest = MIN (lowest, isnan (interval->low) ? interval->value : interval->low);
    }
  return CLAMP (floor (lowest * 20 - 0.2) / 20, 0, 0.9);
}

static void
draw_sweep (EvalChart *chart, const EvalFigures *figures, guint model, gboolean splits)
{
  const FacerecInterval *intervals = intervals_of (figures, splits);
  gdouble line[2 * FACEREC_MAX_SWEEP], band[3 * FACEREC_MAX_SWEEP];
  g_autofree gchar *css = g_strdup_printf ("m%u", model % 8);

  for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++) {
    gdouble *point = line + 2 * (k - 1), *edges = band + 3 * (k - 1);

    point[0] = edges[0] = k;
    point[1] = intervals[k].value;
    edges[1] = intervals[k].low;
    edges[2] = intervals[k].high;
  }
  eval_chart_band (chart, band, FACEREC_MAX_SWEEP, css);
  eval_chart_line (chart, line, FACEREC_MAX_SWEEP, css);
  for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++) {
    g_autofree gchar *text = g_strdup_printf ("%s, k = %u: %.1f %% (%.1f to %.1f)", figures->model->name, k,
        100 * intervals[k].value, 100 * intervals[k].low, 100 * intervals[k].high);

    if (!isnan (intervals[k].value))
      eval_chart_dot (chart, k, intervals[k].value, k == EVAL_K ? 4.5 : 2.5, css, text);
  }
}

void
eval_plot_sweep (GString *html, const EvalReport *report, gboolean splits)
{
  EvalChart chart;

  eval_chart_begin (&chart, html, splits ? "Named right with half of everybody's pictures enrolled, by k"
      : "Named right, each picture against all others, by k", WIDTH, HEIGHT,
      (EvalScale) { 0, FACEREC_MAX_SWEEP + 1, FALSE, FALSE, "k: how many of the nearest pictures vote" },
      (EvalScale) { lowest_share (report, splits), 1, FALSE, TRUE, "named right" });
  for (guint i = 0; i < report->figures->len; i++)
    draw_sweep (&chart, g_ptr_array_index (report->figures, i), i, splits);
  eval_chart_end (&chart);
}

/* ---- curves ---- */

/* right over wrong at each of the thresholds at which wrong changes, thinned out evenly on the logarithmic scale. */
static void
draw_curve (EvalChart *chart, const gfloat *right, gsize n_right, guint64 n_all_right, const gfloat *wrong, gsize n_wrong,
    guint model)
{
  g_autofree gchar *css = g_strdup_printf ("m%u", model % 8);
  gdouble points[2 * (CURVE_POINTS + 1)];
  const gdouble first = chart->x.from, last = chart->x.to;
  guint n = 0;

  if (n_all_right == 0 || n_wrong == 0)
    return;
  for (guint i = 0; i <= CURVE_POINTS; i++) {
    const gdouble rate = first * pow (last / first, (gdouble) i / CURVE_POINTS);
    const gsize allowed = MIN ((gsize) (rate * n_wrong + 1e-9), n_wrong);
    /* Just below the first that is too many. */
    const gdouble threshold = allowed < n_wrong ? nextafter (wrong[allowed], -1) : INFINITY;

    points[2 * n] = rate;
    points[2 * n + 1] = (gdouble) facerec_count_up_to (right, n_right, threshold) / n_all_right;
    n++;
  }
  eval_chart_line (chart, points, n, css);
}

static gdouble
lowest_rate (gdouble n)
{
  return CLAMP (pow (10, floor (log10 (1 / MAX (n, 10)) + 1e-9)), 1e-5, 0.01);
}

void
eval_plot_roc (GString *html, const EvalVerification *const *verifications, guint n)
{
  EvalChart chart;
  gsize n_different = 0;

  for (guint i = 0; i < n; i++)
    n_different = MAX (n_different, verifications[i]->pairs->n_different);
  eval_chart_begin (&chart, html, "Pairs of one person recognised over pairs of different people mistaken", WIDTH, HEIGHT,
      (EvalScale) { lowest_rate (n_different), 1, TRUE, TRUE, "different people taken for one person (FAR)" },
      (EvalScale) { 0, 1, FALSE, TRUE, "one person recognised (TAR)" });
  for (guint i = 0; i < n; i++) {
    const FacerecVerification *pairs = verifications[i]->pairs;
    g_autofree gchar *css = g_strdup_printf ("m%u", i % 8);

    draw_curve (&chart, pairs->same, pairs->n_same, pairs->n_same, pairs->different, pairs->n_different, i);
    for (guint j = 0; j < EVAL_N_FAR; j++) {
      g_autofree gchar *text = g_strdup_printf ("FAR %.2f %%, TAR %.1f %%, distance %.3f", 100 * verifications[i]->at[j].far,
          100 * verifications[i]->at[j].tar, verifications[i]->at[j].threshold);

      if (verifications[i]->known[j])
        eval_chart_dot (&chart, eval_far[j], verifications[i]->at[j].tar, 4.5, css, text);
    }
  }
  eval_chart_end (&chart);
}

void
eval_plot_open_set (GString *html, const EvalReport *report)
{
  EvalChart chart;
  guint n_strangers = 0;

  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    if (figures->open_set)
      n_strangers = MAX (n_strangers, figures->open_set->n_stranger_pictures);
  }
  eval_chart_begin (&chart, html, "Known people named right over strangers given a name", WIDTH, HEIGHT,
      (EvalScale) { lowest_rate (n_strangers), 1, TRUE, TRUE, "strangers given a name (FPIR)" },
      (EvalScale) { 0, 1, FALSE, TRUE, "known people named right (TPIR)" });
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);
    const FacerecOpenSet *set = figures->open_set;
    g_autofree gchar *css = g_strdup_printf ("m%u", i % 8);

    if (!set)
      continue;
    draw_curve (&chart, (gfloat *) set->right->data, set->right->len, set->n_known, (gfloat *) set->strangers->data,
        set->strangers->len, i);
    for (guint j = 0; j < EVAL_N_FPIR; j++) {
      g_autofree gchar *text = g_strdup_printf ("FPIR %.2f %%, TPIR %.1f %%, distance %.3f", 100 * figures->at_fpir[j].fpir,
          100 * figures->at_fpir[j].tpir, figures->at_fpir[j].threshold);

      if (figures->fpir_known[j])
        eval_chart_dot (&chart, eval_fpir[j], figures->at_fpir[j].tpir, 4.5, css, text);
    }
  }
  eval_chart_end (&chart);
}

/* ---- distances ---- */

static void
draw_bins (EvalChart *chart, const guint64 *counts, gsize n, gdouble to, const gchar *css, const gchar *what)
{
  for (guint i = 0; i < EVAL_BINS && n > 0; i++) {
    const gdouble from = to * i / EVAL_BINS, until = to * (i + 1) / EVAL_BINS, share = (gdouble) counts[i] / n;
    g_autofree gchar *text = g_strdup_printf ("%s, %.3f to %.3f: %" G_GUINT64_FORMAT " pairs, %.2f %%", what, from, until,
        counts[i], 100 * share);

    if (counts[i] > 0)
      eval_chart_bar (chart, from, until, share, css, text);
  }
}

void
eval_plot_histogram (GString *html, const EvalVerification *self, gdouble threshold)
{
  EvalChart chart;
  gdouble highest = 0;

  for (guint i = 0; i < EVAL_BINS; i++) {
    highest = MAX (highest, self->pairs->n_same > 0 ? (gdouble) self->same[i] / self->pairs->n_same : 0);
    highest = MAX (highest, self->pairs->n_different > 0 ? (gdouble) self->different[i] / self->pairs->n_different : 0);
  }
  eval_chart_begin (&chart, html, "How far pictures of one person and of different people are apart", WIDTH, HEIGHT,
      (EvalScale) { 0, self->to, FALSE, FALSE, "distance" }, (EvalScale) { 0, highest * 1.08, FALSE, TRUE, "of the pairs" });
  draw_bins (&chart, self->same, self->pairs->n_same, self->to, "same", "one person");
  draw_bins (&chart, self->different, self->pairs->n_different, self->to, "different", "different people");
  if (!isnan (threshold)) {
    g_autofree gchar *text = g_strdup_printf ("%.3f", threshold);

    eval_chart_mark (&chart, threshold, "threshold", text);
  }
  /* Where the slider of the page is; it says how wide the frame is. */
  g_string_append_printf (html, "<line class=\"mark slider\" data-left=\"%.1f\" data-width=\"%.1f\" x1=\"0\" x2=\"0\" "
      "y1=\"%.1f\" "
      "y2=\"%.1f\" visibility=\"hidden\"/>", chart.left, chart.width, chart.top, chart.top + chart.height);
  eval_chart_end (&chart);
}
