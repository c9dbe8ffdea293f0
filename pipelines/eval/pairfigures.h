/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/pairprotocol.h"
#include "pipelines/eval/figures.h"
#include "pipelines/eval/pairlist.h"

G_BEGIN_DECLS

/* Everything about one model on a list of pairs. */
typedef struct {
  const EvalModel *model; /* not owned */
  FacerecPairProtocol *protocol;
  EvalVerification verification;
  guint n_pairs, n_usable; /* usable: both pictures have a face */
  gdouble share_of_all;    /* mean of the folds' shares when every pair without a face counts as judged wrong */
} EvalPairFigures;

EvalPairFigures *eval_pair_figures_new (const EvalModel *model, const EvalPhotos *photos, const EvalPairList *list);
void eval_pair_figures_free (EvalPairFigures *self); /* NULL is fine */

G_END_DECLS
