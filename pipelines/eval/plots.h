/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/eval/report.h"

G_BEGIN_DECLS

/* The drawings of a report, each appended to html as one <svg>. Models have the classes m0 to m7, people p0 to p11, over
 * and over. */

/* The share named right over k, of all models: leave-one-out, or of random halves. */
void eval_plot_sweep (GString *html, const EvalReport *report, gboolean splits);
/* Recognised over mistaken pairs, all models; the list of verifications is that of the models. */
void eval_plot_roc (GString *html, const EvalVerification *const *verifications, guint n);
/* Known people named right over strangers named, all models. */
void eval_plot_open_set (GString *html, const EvalReport *report);
/* How far pictures of one person and of different people are from each other. threshold: to be marked; NaN: none. */
void eval_plot_histogram (GString *html, const EvalVerification *verification, gdouble threshold);
/* All faces in a plane, as t-SNE has them; where PCA has them is in the data of each. */
void eval_plot_map (GString *html, const EvalReport *report, const EvalFigures *figures);
/* Who was taken for whom. Of more than EVAL_PLOT_MAX_PEOPLE only those who take part in mistakes, the worst of them. */
#define EVAL_PLOT_MAX_PEOPLE 40
void eval_plot_confusion (GString *html, const EvalReport *report, const EvalFigures *figures);

G_END_DECLS
