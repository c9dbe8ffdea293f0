/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <gst/facerec/facerec.h>

#include "models/evaluation/confusion.h"
#include "pipelines/eval/report.h"

#define CURVE_POINTS 200 /* of a curve with more; ends are kept */

/* ---- keys and values ---- */

static void
key (GString *json, const gchar *name)
{
  if (json->len && !strchr ("{[:", json->str[json->len - 1]))
    g_string_append_c (json, ',');
  if (name)
    g_string_append_printf (json, "\"%s\":", name);
}

static void
number (GString *json, const gchar *name, gdouble value)
{
  key (json, name);
  gst_facerec_json_append_number (json, (gfloat) value);
}

static void
count (GString *json, const gchar *name, guint64 value)
{
  key (json, name);
  g_string_append_printf (json, "%" G_GUINT64_FORMAT, value);
}

static void
text (GString *json, const gchar *name, const gchar *value)
{
  key (json, name);
  gst_facerec_json_append_string (json, value);
}

static void
begin (GString *json, const gchar *name, gchar bracket)
{
  key (json, name);
  g_string_append_c (json, bracket);
}

static void
end (GString *json, gchar bracket)
{
  g_string_append_c (json, bracket);
}

/* ---- parts of a model ---- */

static void
append_sweep (GString *json, const EvalFigures *figures)
{
  begin (json, "knn", '[');
  for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++) {
    const FacerecInterval *loo = &figures->loo_by_k[k], *split = &figures->split_by_k[k];

    begin (json, NULL, '{');
    count (json, "k", k);
    number (json, "leave_one_out", loo->value);
    number (json, "leave_one_out_low", loo->low);
    number (json, "leave_one_out_high", loo->high);
    number (json, "split", split->value);
    number (json, "split_low", split->low);
    number (json, "split_high", split->high);
    end (json, '}');
  }
  end (json, ']');
  count (json, "asked", figures->loo->n_queries);
  count (json, "splits", isnan (figures->split_by_k[1].value) ? 0 : EVAL_SPLITS);
}

/* Points of the curve: after each of so many pairs of different people, or strangers, one. */
static void
append_curve (GString *json, const gfloat *same, gsize n_same, guint64 n_all_same, const gfloat *different, gsize n_different)
{
  const gsize n = MIN (n_different, CURVE_POINTS);

  begin (json, "curve", '[');
  for (gsize i = 0; i < n; i++) {
    /* Dense where rates are small, which is where one looks. */
    const gdouble part = n > 1 ? (gdouble) i / (n - 1) : 1;
    const gsize place = (gsize) (n == n_different ? i : part * part * part * (n_different - 1));
    const gdouble threshold = different[place];

    begin (json, NULL, '[');
    number (json, NULL, threshold);
    number (json, NULL, (gdouble) facerec_count_up_to (different, n_different, threshold) / n_different);
    number (json, NULL, n_all_same > 0 ? (gdouble) facerec_count_up_to (same, n_same, threshold) / n_all_same : NAN);
    end (json, ']');
  }
  end (json, ']');
}

static void
append_bins (GString *json, const gchar *name, const guint64 *counts)
{
  begin (json, name, '[');
  for (guint i = 0; i < EVAL_BINS; i++)
    count (json, NULL, counts[i]);
  end (json, ']');
}

static void
append_verification (GString *json, const EvalVerification *self)
{
  const FacerecVerification *pairs = self->pairs;

  begin (json, "verification", '{');
  count (json, "same_pairs", pairs->n_same);
  count (json, "different_pairs", pairs->n_different);
  number (json, "auc", self->auc);
  number (json, "eer", self->eer);
  number (json, "eer_threshold", self->eer_threshold);
  begin (json, "tar_at_far", '[');
  for (guint i = 0; i < EVAL_N_FAR; i++) {
    begin (json, NULL, '{');
    number (json, "at", eval_far[i]);
    number (json, "far", self->known[i] ? self->at[i].far : NAN);
    number (json, "tar", self->known[i] ? self->at[i].tar : NAN);
    number (json, "threshold", self->known[i] ? self->at[i].threshold : NAN);
    end (json, '}');
  }
  end (json, ']');
  append_curve (json, pairs->same, pairs->n_same, pairs->n_same, pairs->different, pairs->n_different);
  begin (json, "histogram", '{');
  number (json, "to", self->to);
  append_bins (json, "same", self->same);
  append_bins (json, "different", self->different);
  end (json, '}');
  end (json, '}');
}

static void
append_unseen (GString *json, const EvalFigures *figures)
{
  key (json, "unseen_people");
  if (!figures->has_disjoint) {
    g_string_append (json, "null");
    return;
  }
  g_string_append_c (json, '{');
  number (json, "far", figures->disjoint.mean.far);
  number (json, "tar", figures->disjoint.mean.tar);
  begin (json, "folds", '[');
  for (guint i = 0; i < figures->disjoint.n_folds; i++) {
    begin (json, NULL, '{');
    count (json, "people", figures->disjoint.folds[i].n_people);
    count (json, "same_pairs", figures->disjoint.folds[i].n_same);
    count (json, "different_pairs", figures->disjoint.folds[i].n_different);
    number (json, "threshold", figures->disjoint.folds[i].point.threshold);
    number (json, "far", figures->disjoint.folds[i].point.far);
    number (json, "tar", figures->disjoint.folds[i].point.tar);
    end (json, '}');
  }
  end (json, ']');
  end (json, '}');
}

static void
append_open_set (GString *json, const EvalFigures *figures)
{
  const FacerecOpenSet *set = figures->open_set;

  key (json, "open_set");
  if (!set) {
    g_string_append (json, "null");
    return;
  }
  g_string_append_c (json, '{');
  count (json, "draws", set->n_draws);
  count (json, "known_pictures", set->n_known);
  count (json, "stranger_pictures", set->strangers->len);
  count (json, "different_stranger_pictures", set->n_stranger_pictures);
  begin (json, "tpir_at_fpir", '[');
  for (guint i = 0; i < EVAL_N_FPIR; i++) {
    const gboolean known = figures->fpir_known[i];

    begin (json, NULL, '{');
    number (json, "at", eval_fpir[i]);
    number (json, "fpir", known ? figures->at_fpir[i].fpir : NAN);
    number (json, "tpir", known ? figures->at_fpir[i].tpir : NAN);
    number (json, "threshold", known ? figures->at_fpir[i].threshold : NAN);
    end (json, '}');
  }
  end (json, ']');
  append_curve (json, (gfloat *) set->right->data, set->right->len, set->n_known, (gfloat *) set->strangers->data,
      set->strangers->len);
  end (json, '}');
}

static void
append_people (GString *json, const EvalReport *report, const EvalFigures *figures)
{
  const guint n = report->names->len;

  begin (json, "people", '[');
  for (guint person = 0; person < n; person++) {
    guint n_asked, n_pictures = 0;
    const gdouble recall = facerec_confusion_recall (figures->confusion, n, person, &n_asked);

    for (guint face = 0; face < report->n; face++)
      n_pictures += report->people[face] == person;
    begin (json, NULL, '{');
    text (json, "person", g_ptr_array_index (report->names, person));
    count (json, "pictures", n_pictures);
    count (json, "asked", n_asked);
    number (json, "recall", recall);
    number (json, "precision", facerec_confusion_precision (figures->confusion, n, person));
    end (json, '}');
  }
  end (json, ']');
  begin (json, "confusions", '[');
  for (guint i = 0; i < n * n; i++) {
    if (figures->confusion[i] == 0 || i / n == i % n)
      continue;
    begin (json, NULL, '{');
    text (json, "shown", g_ptr_array_index (report->names, i / n));
    text (json, "named", g_ptr_array_index (report->names, i % n));
    count (json, "pictures", figures->confusion[i]);
    end (json, '}');
  }
  end (json, ']');
}

static void
append_place (GString *json, const gchar *name, const gdouble *place)
{
  begin (json, name, '[');
  for (guint axis = 0; axis < 2; axis++)
    number (json, NULL, round (place[axis] * 1000) / 1000);
  end (json, ']');
}

static void
append_projection (GString *json, const EvalReport *report, const EvalFigures *figures)
{
  begin (json, "projection", '{');
  begin (json, "pca_shares", '[');
  number (json, NULL, figures->pca_shares[0]);
  number (json, NULL, figures->pca_shares[1]);
  end (json, ']');
  begin (json, "faces", '[');
  for (guint i = 0; i < figures->n_shown; i++) {
    const guint face = figures->shown[i], named = figures->loo->predicted[face];

    begin (json, NULL, '{');
    text (json, "file", report->of_row[face]->path);
    text (json, "person", g_ptr_array_index (report->names, report->people[face]));
    text (json, "named", named == G_MAXUINT ? NULL : g_ptr_array_index (report->names, named));
    append_place (json, "pca", figures->pca + 2 * (gsize) i);
    append_place (json, "tsne", figures->tsne + 2 * (gsize) i);
    end (json, '}');
  }
  end (json, ']');
  end (json, '}');
}

static void
append_suggestion (GString *json, const EvalFigures *figures)
{
  g_autofree gchar *reason = eval_report_threshold_reason (figures);
  const EvalVerification *verification = &figures->verification;

  begin (json, "suggested", '{');
  number (json, "threshold", figures->threshold);
  text (json, "rule", isnan (figures->threshold) ? NULL : figures->from_far ? "far-1-percent" : "eer");
  text (json, "reason", reason);
  number (json, "eer_threshold", verification->eer_threshold);
  number (json, "far_threshold", verification->known[1] ? verification->at[1].threshold : NAN);
  end (json, '}');
}

static void
append_original (GString *json, const EvalOriginal *original)
{
  key (json, "original_protocol");
  if (!original) {
    g_string_append (json, "null");
    return;
  }
  g_string_append_c (json, '{');
  text (json, "note", "each picture asked about is also enrolled and votes for itself: not to be compared with any other figure");
  count (json, "k", EVAL_K);
  count (json, "right", original->right);
  count (json, "asked", original->n);
  number (json, "share", (gdouble) original->right / original->n);
  count (json, "triplets", original->n_triplets);
  number (json, "triplet_share", original->triplets);
  number (json, "weighted", original->weighted);
  end (json, '}');
}

static void
append_model (GString *json, const EvalModel *model)
{
  text (json, "model", model->spec);
  text (json, "id", model->id);
  count (json, "dimensions", model->dimensions);
  number (json, "face_ms", eval_model_face_ms (model));
}

static void
append_figures (GString *json, const EvalReport *report, const EvalFigures *figures)
{
  begin (json, NULL, '{');
  append_model (json, figures->model);
  append_suggestion (json, figures);
  append_sweep (json, figures);
  append_verification (json, &figures->verification);
  append_unseen (json, figures);
  append_open_set (json, figures);
  append_people (json, report, figures);
  append_original (json, figures->original);
  append_projection (json, report, figures);
  end (json, '}');
}

static void
append_pair_figures (GString *json, const EvalPairFigures *figures)
{
  const FacerecPairProtocol *protocol = figures->protocol;

  begin (json, NULL, '{');
  append_model (json, figures->model);
  count (json, "pairs", figures->n_pairs);
  count (json, "usable_pairs", figures->n_usable);
  number (json, "share", protocol->mean);
  number (json, "standard_error", protocol->error);
  number (json, "share_of_all", figures->share_of_all);
  number (json, "best_threshold", protocol->best_threshold);
  number (json, "best_share", protocol->best_share);
  begin (json, "folds", '[');
  for (guint i = 0; i < protocol->n_folds; i++) {
    begin (json, NULL, '{');
    number (json, "threshold", protocol->thresholds[i]);
    number (json, "share", protocol->shares[i]);
    end (json, '}');
  }
  end (json, ']');
  append_verification (json, &figures->verification);
  end (json, '}');
}

gchar *
eval_report_to_json (const EvalReport *self)
{
  GString *json = g_string_new ("{");

  count (json, "version", GST_FACEREC_OUTPUT_VERSION);
  text (json, "format", self->list ? "gst-facerec-eval-pairs" : "gst-facerec-eval");
  text (json, "folder", self->folder);
  text (json, "list", self->pairs_path);
  count (json, "pictures", self->photos->photos->len);
  count (json, "faces", self->n);
  count (json, "names", self->names->len);
  number (json, "find_ms", self->photos->find_ms);
  begin (json, "unusable", '[');
  for (guint i = 0; i < self->photos->photos->len; i++) {
    const EvalPhoto *photo = g_ptr_array_index (self->photos->photos, i);

    if (photo->row != G_MAXUINT)
      continue;
    begin (json, NULL, '{');
    text (json, "file", photo->path);
    text (json, "status", enrol_status_to_string (photo->status));
    text (json, "reason", photo->reason);
    end (json, '}');
  }
  end (json, ']');
  begin (json, "models", '[');
  for (guint i = 0; i < self->figures->len; i++)
    append_figures (json, self, g_ptr_array_index (self->figures, i));
  for (guint i = 0; i < self->pair_figures->len; i++)
    append_pair_figures (json, g_ptr_array_index (self->pair_figures, i));
  end (json, ']');
  end (json, '}');
  return g_string_free (json, FALSE);
}
