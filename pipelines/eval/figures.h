/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/disjoint.h"
#include "models/evaluation/interval.h"
#include "models/evaluation/leaveoneout.h"
#include "models/evaluation/openset.h"
#include "pipelines/eval/photos.h"

G_BEGIN_DECLS

#define EVAL_K 5               /* of the vote, as faceknn has it */
#define EVAL_SPLITS 20         /* random halves of everybody's pictures */
#define EVAL_DRAWS 20          /* of who is enrolled and who is a stranger */
#define EVAL_BINS 60           /* of the distances */
#define EVAL_N_FAR 3
#define EVAL_N_FPIR 3
#define EVAL_TSNE_FACES 1500   /* more are a random choice of so many: time grows with their square */
/* Pictures of people, each with one face at most: distances of all pairs are in memory twice, 4 bytes times their square, a
 * model. */
#define EVAL_MAX_FACES 20000
extern const gdouble eval_far[EVAL_N_FAR];   /* 0.1, 0.01, 0.001 */
extern const gdouble eval_fpir[EVAL_N_FPIR]; /* 0.1, 0.01, 0.001 */

/* A model's distances of two kinds. */
typedef struct {
  FacerecVerification *pairs;
  gdouble auc, eer, eer_threshold; /* NaN without pairs of both kinds */
  gboolean known[EVAL_N_FAR];      /* whether there are enough pairs of different people for that rate */
  FacerecOperatingPoint at[EVAL_N_FAR];
  gdouble to;                      /* end of the histograms: a round number above all distances */
  guint64 same[EVAL_BINS], different[EVAL_BINS];
} EvalVerification;

/* How the original's evaluation would have it: the picture asked about is enrolled as well. */
typedef struct {
  guint right, n;
  guint64 n_triplets;
  gdouble triplets, weighted; /* weighted: 0.2 * triplets + 0.8 * right / n */
} EvalOriginal;

/* Everything about one model on the photos of a folder. */
typedef struct {
  const EvalModel *model; /* not owned */
  FacerecDistances *distances;
  FacerecLeaveOneOut *loo;
  guint *confusion;       /* of loo, with k = EVAL_K */
  FacerecInterval loo_by_k[FACEREC_MAX_SWEEP + 1], split_by_k[FACEREC_MAX_SWEEP + 1]; /* split: NaN when nobody is asked about */
  EvalVerification verification;
  gboolean has_disjoint;
  FacerecDisjoint disjoint;
  FacerecOpenSet *open_set; /* NULL: too few people */
  gboolean fpir_known[EVAL_N_FPIR];
  FacerecOpenSetPoint at_fpir[EVAL_N_FPIR];
  gdouble threshold;      /* suggested; NaN: none can be */
  gboolean from_far;      /* it is where FAR is 1 %, the stricter of the two; else the equal error point */
  guint n_shown, *shown;  /* faces of the projections */
  gdouble *pca, *tsne;    /* 2 * n_shown */
  gdouble pca_shares[2];
  EvalOriginal *original; /* NULL: not asked for */
} EvalFigures;

/* people: whose each of n faces is, below n_people. stop: ends the projections early once it is set. */
EvalFigures *eval_figures_new (const EvalModel *model, const guint *people, guint n, guint n_people, gboolean original,
    const volatile gint *stop);
void eval_figures_free (EvalFigures *self); /* NULL is fine */

/* Takes pairs. */
void eval_verification_init (EvalVerification *self, FacerecVerification *pairs);
void eval_verification_clear (EvalVerification *self);

G_END_DECLS
