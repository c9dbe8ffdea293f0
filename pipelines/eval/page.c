/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "models/evaluation/confusion.h"
#include "pipelines/eval/plots.h"
#include "pipelines/page.h"

#define MAX_PICTURES 12 /* pairs of them in a row of mistakes */
#define MAX_ROWS 200    /* of a table */
#define SLIDER_STEPS 200

/* ---- small parts ---- */

static void
append_percent (GString *html, gdouble share, guint digits)
{
  if (isnan (share))
    g_string_append (html, "–");
  else
    g_string_append_printf (html, "%.*f %%", (gint) digits, 100 * share);
}

static void
append_number (GString *html, gdouble value)
{
  if (isnan (value))
    g_string_append (html, "–");
  else
    g_string_append_printf (html, "%.3f", value);
}

#define MAP_SWITCH "<p class=\"switch\" hidden><button class=\"button\" data-map=\"tsne\" aria-pressed=\"true\">by " \
  "neighbourhood (t-SNE)</button> <button class=\"button\" data-map=\"pca\" aria-pressed=\"false\">by distance " \
  "(PCA)</button></p>"

/* A section of the page; how: how to read it, tools: for all of its drawings, HTML of ours both. */
static void
begin_section_with (GString *html, const gchar *id, const gchar *title, const gchar *how, const gchar *tools)
{
  g_string_append_printf (html, "<section id=\"%s\"><h2>%s</h2>\n<p class=\"how\">%s</p>\n%s<div class=\"plots\">\n", id,
      title, how, tools);
}

static void
begin_section (GString *html, const gchar *id, const gchar *title, const gchar *how)
{
  begin_section_with (html, id, title, how, "");
}

static void
end_section (GString *html)
{
  g_string_append (html, "</div></section>\n");
}

static void
append_model_name (GString *html, const EvalModel *model, guint index)
{
  g_string_append_printf (html, "<span class=\"key m%u\"></span><span class=\"name\">", index % 8);
  page_append_text (html, model->name);
  g_string_append (html, "</span>");
}

static void
begin_figure (GString *html, const gchar *caption)
{
  g_string_append_printf (html, "<figure class=\"card\"><figcaption>%s</figcaption>\n", caption);
}

static void
begin_model_figure (GString *html, const EvalModel *model, guint index)
{
  g_string_append (html, "<figure class=\"card\"><figcaption>");
  append_model_name (html, model, index);
  g_string_append (html, "</figcaption>\n");
}

static void
end_figure (GString *html)
{
  g_string_append (html, "</figure>\n");
}

/* Which colour is which model. */
static void
append_legend (GString *html, const EvalReport *report)
{
  g_string_append (html, "<p class=\"legend\">");
  for (guint i = 0; i < report->figures->len; i++)
    append_model_name (html, ((EvalFigures *) g_ptr_array_index (report->figures, i))->model, i);
  for (guint i = 0; i < report->pair_figures->len; i++)
    append_model_name (html, ((EvalPairFigures *) g_ptr_array_index (report->pair_figures, i))->model, i);
  g_string_append (html, "</p>\n");
}

/* ---- figures at a glance ---- */

static void
append_cell (GString *html, gdouble share, guint digits, const gchar *more)
{
  g_string_append (html, "<td><b>");
  append_percent (html, share, digits);
  g_string_append_printf (html, "</b>%s%s%s</td>", more ? "<small>" : "", more ? more : "", more ? "</small>" : "");
}

static void
append_row (GString *html, const EvalFigures *figures, guint index)
{
  const FacerecInterval *loo = &figures->loo_by_k[EVAL_K], *split = &figures->split_by_k[EVAL_K];
  const EvalVerification *verification = &figures->verification;
  g_autofree gchar *of_nearest = g_strdup_printf ("%u of %u", figures->loo->right[1], figures->loo->n_queries);
  g_autofree gchar *of = g_strdup_printf ("%u of %u", figures->loo->right[EVAL_K], figures->loo->n_queries);
  g_autofree gchar *between = isnan (split->low) ? NULL
      : g_strdup_printf ("%.1f to %.1f", 100 * split->low, 100 * split->high);
  g_autofree gchar *auc = g_strdup_printf ("area %.4f", verification->auc);

  g_string_append (html, "<tr><th scope=\"row\">");
  append_model_name (html, figures->model, index);
  g_string_append (html, "<small>");
  page_append_text (html, figures->model->id);
  g_string_append_printf (html, ", %u numbers</small></th>", figures->model->dimensions);
  append_cell (html, figures->loo_by_k[1].value, 1, of_nearest);
  append_cell (html, loo->value, 1, of);
  append_cell (html, split->value, 1, between);
  append_cell (html, verification->eer, 2, auc);
  append_cell (html, verification->known[1] ? verification->at[1].tar : NAN, 1,
      verification->known[1] ? NULL : "too few pairs");
  append_cell (html, figures->fpir_known[1] ? figures->at_fpir[1].tpir : NAN, 1, eval_report_fpir_gap (figures, 1));
  g_string_append (html, "<td><b>");
  append_number (html, figures->threshold);
  g_string_append_printf (html, "</b><small>%s</small></td><td><b>%.1f ms</b></td></tr>\n",
      isnan (figures->threshold) ? "" : figures->from_far ? "1 % mistaken" : "equal "
          "error", eval_model_face_ms (figures->model));
}

static void
append_glance (GString *html, const EvalReport *report)
{
  g_string_append (html, "<div class=\"card wide\"><table class=\"glance\"><thead><tr><th>model</th>"
      "<th>named right<small>by the nearest picture</small></th><th>named right<small>by a vote of five</small></th>"
      "<th>half enrolled<small>named right by a vote of five</small></th>"
      "<th>equal error rate<small>same person or not?</small></th>"
      "<th>recognised<small>with 1 % of different pairs mistaken</small></th>"
      "<th>named right<small>with 1 % of strangers named</small></th>"
      "<th>threshold<small>suggested distance</small></th><th>a face<small>here</small></th></tr></thead><tbody>\n");
  for (guint i = 0; i < report->figures->len; i++)
    append_row (html, g_ptr_array_index (report->figures, i), i);
  g_string_append (html, "</tbody></table></div>\n");
}

static void
append_head (GString *html, const EvalReport *report)
{
  const guint n_photos = report->photos->photos->len;

  g_string_append (html, "<header><h1>");
  g_string_append (html, report->list ? "Same person, or not?" : "How well are these people told apart?");
  g_string_append (html, "</h1><p class=\"dim\"><span class=\"name\">");
  page_append_text (html, report->folder);
  g_string_append (html, "</span> · ");
  if (report->list)
    g_string_append_printf (html, "%u pairs of %u pictures", report->list->pairs->len, n_photos);
  else
    g_string_append_printf (html, "%u pictures of %u people", report->n, report->names->len);
  if (n_photos > report->n)
    g_string_append_printf (html, " · <a href=\"#unusable\">%u cannot be used</a>", n_photos - report->n);
  g_string_append (html, "</p></header>\n");
}

/* ---- the sections ---- */

static void
append_distances (GString *html, const EvalVerification *self, const EvalModel *model, guint index, gdouble threshold,
    const FacerecOpenSet *open_set, const gchar *reason)
{
  begin_model_figure (html, model, index);
  g_string_append (html, "<p class=\"legend\"><span class=\"key same\"></span>one person<span class=\"key different\"></span>"
      "different people</p>");
  g_string_append (html, "<div class=\"drawn\"><div>");
  eval_plot_histogram (html, self, threshold);
  g_string_append (html, "</div><div><div class=\"try\" hidden data-curve=\"");
  for (guint i = 0; i <= SLIDER_STEPS; i++) {
    const FacerecOperatingPoint point = facerec_verification_at (self->pairs, self->to * i / SLIDER_STEPS);
    const FacerecOpenSetPoint named = open_set ? facerec_open_set_at (open_set, self->to * i / SLIDER_STEPS)
        : (FacerecOpenSetPoint) { NAN, NAN, NAN };

    g_string_append_printf (html, "%s%.5g,%.5g,%.5g,%.5g", i ? ";" : "", point.tar, point.far, named.tpir, named.fpir);
  }
  g_string_append_printf (html, "\" data-to=\"%g\" data-threshold=\"%.4f\"><label>Try a threshold <input type=\"range\" "
      "min=\"0\" "
      "max=\"%u\"></label> <output></output></div>", self->to, isnan (threshold) ? 0 : threshold, SLIDER_STEPS);
  if (reason) {
    g_string_append (html, "<p class=\"dim\">Suggested: <b>");
    append_number (html, threshold);
    g_string_append (html, "</b>. ");
    page_append_text (html, reason);
    g_string_append (html, "</p>");
  }
  g_string_append (html, "</div></div>");
  end_figure (html);
}

static void
append_all_distances (GString *html, const EvalReport *report)
{
  begin_section (html, "distances", "How far apart", report->list
      ? "The farther the two hills are from each other, the better a model tells people apart; where they overlap it errs "
        "whatever the threshold. The line is the threshold that judges most of these pairs right: these very pairs have chosen "
        "it, so it is the best for them, and for no others."
      : "The farther the two hills are from each other, the better a model tells people apart; where they overlap it errs "
        "whatever the threshold. The line is the threshold that is suggested.");
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);
    g_autofree gchar *reason = eval_report_threshold_reason (figures);

    append_distances (html, &figures->verification, figures->model, i, figures->threshold, figures->open_set, reason);
  }
  for (guint i = 0; i < report->pair_figures->len; i++) {
    const EvalPairFigures *figures = g_ptr_array_index (report->pair_figures, i);

    append_distances (html, &figures->verification, figures->model, i, figures->protocol->best_threshold, NULL, NULL);
  }
  end_section (html);
}

static void
append_maps (GString *html, const EvalReport *report)
{
  begin_section_with (html, "map", "Who is like whom", "Each dot is a picture, each colour a person: pictures that a model "
      "finds alike lie together. One island for each person is what one wants; a ringed dot was named wrong. Point at a dot to "
      "see whose it is; click it to see only that person.", MAP_SWITCH);
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    begin_model_figure (html, figures->model, i);
    g_string_append (html, "<div class=\"drawn\"><div>");
    eval_plot_map (html, report, figures);
    g_string_append_printf (html, "</div><div><p class=\"dim\">%s%u faces. t-SNE shows who is near to whom, not how far "
        "groups are apart; the "
        "PCA shows %.0f %% of all differences.</p></div></div>", figures->n_shown < report->n ? "A random choice of "
        "" : "", figures->n_shown,
        100 * (figures->pca_shares[0] + figures->pca_shares[1]));
    end_figure (html);
  }
  end_section (html);
}

static void
append_sweeps (GString *html, const EvalReport *report)
{
  begin_section (html, "votes", "How many should vote", "The k nearest pictures vote for a name. With few pictures of a "
      "person a "
      "large k lets others outvote them. The pale band is where the true share lies with 95 % certainty.");
  begin_figure (html, "Each picture against all others");
  append_legend (html, report);
  eval_plot_sweep (html, report, FALSE);
  end_figure (html);
  begin_figure (html, "Half of everybody’s pictures enrolled, the others asked about");
  append_legend (html, report);
  eval_plot_sweep (html, report, TRUE);
  end_figure (html);
  end_section (html);
}

static void
append_disjoint (GString *html, const EvalReport *report)
{
  g_string_append (html, "<p class=\"dim\">A threshold chosen by other people: ");
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    append_model_name (html, figures->model, i);
    g_string_append (html, " ");
    if (figures->has_disjoint) {
      append_percent (html, figures->disjoint.mean.tar, 1);
      g_string_append (html, " recognised, ");
      append_percent (html, figures->disjoint.mean.far, 2);
      g_string_append (html, " mistaken; ");
    } else {
      g_string_append (html, "too few people; ");
    }
  }
  g_string_append (html, "mean of the folds of people.</p>");
}

static void
append_curves (GString *html, const EvalReport *report)
{
  const guint n = MAX (report->figures->len, report->pair_figures->len);
  g_autofree const EvalVerification **verifications = g_new0 (const EvalVerification *, n);

  for (guint i = 0; i < n; i++)
    verifications[i] = report->list ? &((EvalPairFigures *) g_ptr_array_index (report->pair_figures, i))->verification
        : &((EvalFigures *) g_ptr_array_index (report->figures, i))->verification;
  begin_section (html, "curves", "What strictness costs", "A lower threshold mistakes fewer people and recognises fewer. "
      "A curve "
      "nearer to the upper left corner is better. Dots mark 10, 1 and 0.1 %, where there are enough pictures to tell.");
  begin_figure (html, "Two pictures: same person?");
  append_legend (html, report);
  eval_plot_roc (html, verifications, n);
  if (!report->list)
    append_disjoint (html, report);
  end_figure (html);
  if (!report->list) {
    begin_figure (html, "Half of the people enrolled: who is it, and is it anybody?");
    append_legend (html, report);
    eval_plot_open_set (html, report);
    g_string_append (html, "<p class=\"dim\">Strangers are the other half. The more people are enrolled, the more strangers "
        "resemble one of them: a threshold for a few is too lax for many.</p>");
    end_figure (html);
  }
  end_section (html);
}

static gint
lowest_recall_first (gconstpointer a, gconstpointer b)
{
  const gdouble *x = a, *y = b;

  return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* The people who are named right least often, with bars. */
static void
append_recalls (GString *html, const EvalReport *report, const EvalFigures *figures)
{
  const guint n = report->names->len;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, 2 * sizeof (gdouble)); /* recall, person */
  guint n_perfect = 0;

  for (guint person = 0; person < n; person++) {
    const gdouble row[2] = { facerec_confusion_recall (figures->confusion, n, person, NULL), person };

    n_perfect += row[0] == 1;
    if (row[0] < 1)
      g_array_append_val (rows, row);
  }
  g_array_sort (rows, lowest_recall_first);
  g_string_append (html, "<ol class=\"recalls\">");
  for (guint i = 0; i < MIN (rows->len, 20); i++) {
    const gdouble *row = (gdouble *) (gpointer) rows->data + 2 * i;

    g_string_append (html, "<li><span class=\"name\">");
    page_append_text (html, g_ptr_array_index (report->names, (guint) row[1]));
    g_string_append_printf (html, "</span><span class=\"bar\"><i style=\"width:%.1f%%\"></i></span><span>%.0f %%</span></li>",
        100 * row[0], 100 * row[0]);
  }
  g_string_append_printf (html, "</ol><p class=\"dim\">%u of %u people are always named right.</p>", n_perfect, n);
}

static void
append_confusions (GString *html, const EvalReport *report)
{
  begin_section (html, "mistakes", "Who is taken for whom", "Each picture against all others, k = 5. A row is whose "
      "picture it is, "
      "a column who was named; off the diagonal are the mistakes. Below, the people who are named right least often.");
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    begin_model_figure (html, figures->model, i);
    g_string_append (html, "<div class=\"drawn\"><div>");
    eval_plot_confusion (html, report, figures);
    g_string_append (html, "</div><div>");
    append_recalls (html, report, figures);
    g_string_append (html, "</div></div>");
    end_figure (html);
  }
  end_section (html);
}

/* ---- pictures ---- */

static void
append_picture (GString *html, const EvalReport *report, guint face)
{
  const EvalPhoto *photo = report->of_row[face];

  g_string_append (html, "<span class=\"shown\">");
  if (photo->picture) {
    g_string_append_printf (html, "<img class=\"face\" alt=\"\" src=\"%s\" title=\"", photo->picture);
    page_append_text (html, photo->path);
    g_string_append (html, "\">");
  }
  g_string_append (html, "<span class=\"name\" title=\"");
  page_append_text (html, g_ptr_array_index (report->names, report->people[face]));
  g_string_append (html, "\">");
  page_append_text (html, g_ptr_array_index (report->names, report->people[face]));
  g_string_append (html, "</span></span>");
}

static void
append_pairs (GString *html, const EvalReport *report, GArray *pairs, const gchar *caption, const gchar *none)
{
  g_string_append_printf (html, "<h3>%s</h3><div class=\"pairs\">", caption);
  for (guint i = 0; i < pairs->len; i++) {
    const EvalMistake *pair = &g_array_index (pairs, EvalMistake, i);

    g_string_append (html, "<span class=\"pair\">");
    append_picture (html, report, pair->a);
    append_picture (html, report, pair->b);
    g_string_append_printf (html, "<span class=\"distance\">%.3f</span></span>", pair->distance);
  }
  g_string_append_printf (html, "</div>%s\n", pairs->len == 0 ? none : "");
  g_array_unref (pairs);
}

static void
append_pictures (GString *html, const EvalReport *report)
{
  begin_section (html, "pictures", "Look at these", "The pictures that a model has most trouble with, and how far apart "
      "it finds "
      "them. Wrong names, twins in the data and bad pictures show here first: a folder with somebody else’s picture in "
      "it spoils "
      "every figure above.");
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    g_string_append (html, "<figure class=\"card wide\"><figcaption>");
    append_model_name (html, figures->model, i);
    g_string_append (html, "</figcaption>\n");
    append_pairs (html, report, eval_report_mistaken (report, figures, MAX_PICTURES), "Named wrong: the picture, and the "
        "nearest "
        "one of whom it was taken for", "<p class=\"good\">None.</p>");
    append_pairs (html, report, eval_report_alike (report, figures, MAX_PICTURES), "Most alike of different people", "");
    append_pairs (html, report, eval_report_unalike (report, figures, MAX_PICTURES), "Least alike of one person", "");
    end_figure (html);
  }
  end_section (html);
}

/* ---- the rest ---- */

static void
append_original (GString *html, const EvalReport *report)
{
  g_string_append (html, "<section id=\"original\"><h2>The original’s protocol</h2>\n<p class=\"how\"><b>Not to be "
      "compared with any "
      "other figure here.</b> As the original system was evaluated: five nearest pictures vote, and the picture asked "
      "about is one of "
      "them, so that each votes for itself.</p>\n<div class=\"card wide\"><table "
      "class=\"glance\"><thead><tr><th>model</th><th>named "
      "right<small>with self match</small></th><th>triplets in order</th><th>weighted<small>20 % triplets, 80 % named "
      "right</small></th>"
      "</tr></thead><tbody>");
  for (guint i = 0; i < report->figures->len; i++) {
    const EvalFigures *figures = g_ptr_array_index (report->figures, i);

    g_string_append (html, "<tr><th scope=\"row\">");
    append_model_name (html, figures->model, i);
    g_string_append (html, "</th>");
    append_cell (html, (gdouble) figures->original->right / figures->original->n, 1, NULL);
    append_cell (html, figures->original->triplets, 1, NULL);
    append_cell (html, figures->original->weighted, 1, NULL);
    g_string_append (html, "</tr>\n");
  }
  g_string_append (html, "</tbody></table></div></section>\n");
}

static void
append_unusable (GString *html, const EvalReport *report)
{
  guint n = 0;

  g_string_append (html, "<section id=\"unusable\"><h2>Pictures that cannot be used</h2><div class=\"card "
      "wide\"><table><tbody>\n");
  for (guint i = 0; i < report->photos->photos->len && n < MAX_ROWS; i++) {
    const EvalPhoto *photo = g_ptr_array_index (report->photos->photos, i);

    if (photo->row != G_MAXUINT)
      continue;
    g_string_append_printf (html, "<tr><td>%s</td><td class=\"name\">", enrol_status_to_string (photo->status));
    page_append_text (html, photo->path);
    g_string_append (html, "</td><td class=\"dim\">");
    page_append_text (html, photo->reason);
    g_string_append (html, "</td></tr>\n");
    n++;
  }
  g_string_append (html, "</tbody></table></div></section>\n");
}

static void
append_pair_table (GString *html, const EvalReport *report)
{
  g_string_append (html, "<div class=\"card wide\"><table class=\"glance\"><thead><tr><th>model</th><th>pairs judged "
      "right<small>mean "
      "of the folds, ± standard error</small></th><th>all pairs<small>those without a face counted as "
      "wrong</small></th><th>at the best "
      "threshold<small>chosen by these pairs</small></th><th>equal error rate</th><th>folds<small>each by the others’ "
      "threshold</small>"
      "</th></tr></thead><tbody>\n");
  for (guint i = 0; i < report->pair_figures->len; i++) {
    const EvalPairFigures *figures = g_ptr_array_index (report->pair_figures, i);
    const FacerecPairProtocol *protocol = figures->protocol;
    g_autofree gchar *error = isnan (protocol->error) ? NULL : g_strdup_printf ("± %.2f %%", 100 * protocol->error);
    g_autofree gchar *without = g_strdup_printf ("%u of %u without a face", figures->n_pairs - figures->n_usable,
        figures->n_pairs);
    g_autofree gchar *threshold = g_strdup_printf ("distance %.3f", protocol->best_threshold);

    g_string_append (html, "<tr><th scope=\"row\">");
    append_model_name (html, figures->model, i);
    g_string_append (html, "</th>");
    append_cell (html, protocol->mean, 2, error);
    append_cell (html, figures->share_of_all, 2, without);
    append_cell (html, protocol->best_share, 2, threshold);
    append_cell (html, figures->verification.eer, 2, NULL);
    g_string_append (html, "<td>");
    for (guint fold = 0; fold < MIN (protocol->n_folds, 10); fold++) {
      append_percent (html, protocol->shares[fold], 2);
      g_string_append_printf (html, "<small>at %.3f</small>", protocol->thresholds[fold]);
    }
    g_string_append (html, "</td></tr>\n");
  }
  g_string_append (html, "</tbody></table></div>\n");
}

gboolean
eval_report_save_page (const EvalReport *self, const gchar *path, GError **error)
{
  static const gchar *const styles[] = { "eval.css", NULL }, *const scripts[] = { "eval.js", NULL };
  g_autofree gchar *folder = g_path_get_basename (self->folder);
  g_autofree gchar *title = g_strdup_printf ("%s: recognition measured", folder);
  g_autoptr (Page) page = page_new (title, styles, scripts);
  GString *html = page_get_body (page);

  g_string_append (html, "<main class=\"eval\">\n");
  append_head (html, self);
  if (self->list)
    append_pair_table (html, self);
  else
    append_glance (html, self);
  append_all_distances (html, self);
  if (!self->list)
    append_maps (html, self);
  append_curves (html, self);
  if (!self->list) {
    append_sweeps (html, self);
    append_confusions (html, self);
    append_pictures (html, self);
  }
  if (self->figures->len > 0 && ((EvalFigures *) g_ptr_array_index (self->figures, 0))->original)
    append_original (html, self);
  if (self->photos->photos->len > self->n)
    append_unusable (html, self);
  g_string_append (html, "</main>\n");
  return page_save (page, path, error);
}
