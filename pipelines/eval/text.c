/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "pipelines/eval/report.h"
#include "pipelines/output.h"

/* "98.4 %", or "-" for what is not known. */
static gchar *
percent (gdouble share, guint digits)
{
  return isnan (share) ? g_strdup ("-") : g_strdup_printf ("%.*f %%", (gint) digits, 100 * share);
}

static void
append_interval (GString *text, const gchar *what, const FacerecInterval *interval, const gchar *more)
{
  if (isnan (interval->value))
    g_string_append_printf (text, "  %-34s -\n", what);
  else if (isnan (interval->low))
    g_string_append_printf (text, "  %-34s %5.1f %%%s\n", what, 100 * interval->value, more);
  else
    g_string_append_printf (text, "  %-34s %5.1f %%  (%.1f to %.1f)%s\n", what, 100 * interval->value, 100 * interval->low,
        100 * interval->high, more);
}

static void
append_head (GString *text, const EvalModel *model)
{
  g_autofree gchar *name = output_printable (model->spec);
  g_autofree gchar *id = output_printable (model->id ? model->id : "");

  g_string_append_printf (text, "%s  (%s, %u numbers, %.1f ms a face)\n", name, id, model->dimensions,
      eval_model_face_ms (model));
}

static void
append_verification (GString *text, const EvalVerification *self)
{
  g_autofree gchar *eer = percent (self->eer, 2);
  g_autofree gchar *auc = isnan (self->auc) ? g_strdup ("-") : g_strdup_printf ("%.4f", self->auc);

  g_string_append_printf (text, "  %-34s %s, area under the curve %s  (%" G_GSIZE_FORMAT " pairs of one person, %"
      G_GSIZE_FORMAT " of different people)\n", "same person? equal error rate", eer, auc, self->pairs->n_same,
      self->pairs->n_different);
  for (guint i = 0; i < EVAL_N_FAR; i++) {
    g_autofree gchar *what = g_strdup_printf ("  recognised at FAR %g %%", 100 * eval_far[i]);

    if (self->known[i])
      g_string_append_printf (text, "  %-34s %5.1f %%  (distance %.3f)\n", what, 100 * self->at[i].tar, self->at[i].threshold);
    else
      g_string_append_printf (text, "  %-34s - (too few pairs of different people)\n", what);
  }
}

static void
append_open_set (GString *text, const EvalFigures *figures)
{
  for (guint i = 0; i < EVAL_N_FPIR; i++) {
    g_autofree gchar *what = g_strdup_printf ("strangers named: %g %%", 100 * eval_fpir[i]);

    if (figures->fpir_known[i])
      g_string_append_printf (text, "  %-34s %5.1f %% of known people named right  (distance %.3f)\n", what,
          100 * figures->at_fpir[i].tpir, figures->at_fpir[i].threshold);
    else
      g_string_append_printf (text, "  %-34s - (%s)\n", what, eval_report_fpir_gap (figures, i));
  }
}

static void
append_original (GString *text, const EvalOriginal *original)
{
  g_string_append_printf (text, "  %-34s %5.1f %%  (%u of %u; triplets %.1f %%, weighted %.1f %%)\n"
      "    Each picture asked about is enrolled too and votes for itself: not to be compared with any figure above.\n",
      "the original's protocol, k = 5", 100.0 * original->right / original->n, original->right, original->n,
      100 * original->triplets, 100 * original->weighted);
}

static void
append_figures (GString *text, const EvalFigures *figures)
{
  g_autofree gchar *nearest = g_strdup_printf ("  %u of %u", figures->loo->right[1], figures->loo->n_queries);
  g_autofree gchar *right = g_strdup_printf ("  %u of %u", figures->loo->right[EVAL_K], figures->loo->n_queries);
  g_autofree gchar *splits = g_strdup_printf ("  %u times", EVAL_SPLITS);
  g_autofree gchar *reason = eval_report_threshold_reason (figures);

  append_head (text, figures->model);
  append_interval (text, "each against all others, nearest", &figures->loo_by_k[1], nearest);
  append_interval (text, "  vote of the five nearest", &figures->loo_by_k[EVAL_K], right);
  append_interval (text, "half enrolled, vote of five", &figures->split_by_k[EVAL_K], splits);
  append_verification (text, &figures->verification);
  if (figures->has_disjoint)
    g_string_append_printf (text, "  %-34s %5.1f %% recognised, %.2f %% mistaken\n", "threshold chosen by other people",
        100 * figures->disjoint.mean.tar, 100 * figures->disjoint.mean.far);
  append_open_set (text, figures);
  if (figures->original)
    append_original (text, figures->original);
  if (!isnan (figures->threshold))
    g_string_append_printf (text, "  suggested distance threshold       %.3f\n", figures->threshold);
  g_string_append_printf (text, "    %s\n", reason);
}

static void
append_pair_figures (GString *text, const EvalPairFigures *figures)
{
  const FacerecPairProtocol *protocol = figures->protocol;

  append_head (text, figures->model);
  g_string_append_printf (text, "  %-34s %.2f %%", "pairs judged right", 100 * protocol->mean);
  if (!isnan (protocol->error))
    g_string_append_printf (text, " +- %.2f %%", 100 * protocol->error);
  g_string_append_printf (text, "  (%u folds, each judged by the threshold of the others)\n", protocol->n_folds);
  g_string_append_printf (text, "  %-34s %u of %u; counted as wrong they would leave %.2f %%\n", "pairs without a face",
      figures->n_pairs - figures->n_usable, figures->n_pairs, 100 * figures->share_of_all);
  g_string_append_printf (text, "  %-34s %.3f: %.2f %% (chosen by these very pairs)\n", "best threshold of all",
      protocol->best_threshold, 100 * protocol->best_share);
  append_verification (text, &figures->verification);
}

gchar *
eval_report_to_text (const EvalReport *self)
{
  GString *text = g_string_new (NULL);
  const guint n_photos = self->photos->photos->len;

  if (self->list)
    g_string_append_printf (text, "%u pairs of %u pictures, %u with a face\n\n", self->list->pairs->len, n_photos, self->n);
  else
    g_string_append_printf (text, "%u pictures of %u people (%u more cannot be used)\n\n", self->n, self->names->len,
        n_photos - self->n);
  for (guint i = 0; i < self->figures->len; i++)
    append_figures (text, g_ptr_array_index (self->figures, i));
  for (guint i = 0; i < self->pair_figures->len; i++)
    append_pair_figures (text, g_ptr_array_index (self->pair_figures, i));
  return g_string_free (text, FALSE);
}
