/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/eval/pairfigures.h"

G_BEGIN_DECLS

/* What an evaluation has found out, for whoever writes it down. */
typedef struct {
  const gchar *folder, *pairs_path; /* pairs_path: NULL: the people of a folder; else a list of pairs in it */
  const EvalPhotos *photos;
  guint n;                 /* faces */
  const EvalPhoto **of_row; /* the photo of each face */
  /* Of a folder: */
  GPtrArray *names;        /* of the people who have a face */
  guint *people;           /* whose each face is, index into names */
  GPtrArray *figures;      /* of EvalFigures, one a model */
  /* Of a list of pairs: */
  const EvalPairList *list;
  GPtrArray *pair_figures; /* of EvalPairFigures, one a model */
} EvalReport;

/* Nothing but the photos; figures are to be added. All but what is made here must outlive it. (transfer full) */
EvalReport *eval_report_new (const gchar *folder, const gchar *pairs_path, const EvalPhotos *photos, const EvalPairList *list);
void eval_report_free (EvalReport *self); /* NULL is fine */

/* One JSON object on one line; pipelines/formats.md is the contract. (transfer full) */
gchar *eval_report_to_json (const EvalReport *self);
/* A table for people, lines ending with newlines. (transfer full) */
gchar *eval_report_to_text (const EvalReport *self);
/* Writes the page; FALSE with an error when it cannot be written. */
gboolean eval_report_save_page (const EvalReport *self, const gchar *path, GError **error);

/* Why the threshold that is suggested for a model is the one, in a sentence or two. (transfer full) */
gchar *eval_report_threshold_reason (const EvalFigures *figures);
/* Why there is no TPIR of eval_fpir[i], in a few words; NULL: there is. */
const gchar *eval_report_fpir_gap (const EvalFigures *figures, guint i);
/* The names of photos' statuses in output are those of enroll's report: enrol_status_to_string(). */

/* A face and its nearest one of another person's, or two of one person's that are far apart. */
typedef struct {
  guint a, b; /* faces */
  gdouble distance;
} EvalMistake;

/* Most telling pairs, at most max each, no picture twice. (element-type EvalMistake) (transfer full)
 * mistaken: pictures that the vote named wrong (a), and the nearest picture of whom they were taken for (b), surest mistake
 * first; alike: of different people, nearest first; unalike: of one person, farthest first. */
GArray *eval_report_mistaken (const EvalReport *self, const EvalFigures *figures, guint max);
GArray *eval_report_alike (const EvalReport *self, const EvalFigures *figures, guint max);
GArray *eval_report_unalike (const EvalReport *self, const EvalFigures *figures, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvalReport, eval_report_free)

G_END_DECLS
