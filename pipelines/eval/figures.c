/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/figures.h"

#include <math.h>

#include "models/evaluation/confusion.h"
#include "models/evaluation/histogram.h"
#include "models/evaluation/pca.h"
#include "models/evaluation/split.h"
#include "models/evaluation/triplets.h"
#include "models/evaluation/tsne.h"

/* Every random choice begins with its own number: the same photos give the same figures, and one choice more would not change
 * the others. */
enum {
  SEED_SPLITS = 1,
  SEED_DISJOINT,
  SEED_OPEN_SET,
  SEED_SHOWN,
};

const gdouble eval_far[EVAL_N_FAR] = { 0.1, 0.01, 0.001 };
const gdouble eval_fpir[EVAL_N_FPIR] = { 0.1, 0.01, 0.001 };

/* 0.1, 0.2, 0.5, 1, 2, 5 and so on in steps of which not more than ten are needed. */
static gdouble
round_up (gdouble value)
{
  const gdouble power = pow (10, floor (log10 (value)));

  return value > 0 && isfinite (value) ? ceil (value / power * 10) / 10 * power : 1;
}

static gdouble
last_of (const gfloat *values, gsize n)
{
  return n > 0 ? values[n - 1] : 0;
}

void
eval_verification_init (EvalVerification *self, FacerecVerification *pairs)
{
  self->pairs = pairs;
  self->auc = facerec_verification_auc (pairs);
  self->eer = self->eer_threshold = NAN;
  facerec_verification_eer (pairs, &self->eer, &self->eer_threshold);
  for (guint i = 0; i < EVAL_N_FAR; i++)
    self->known[i] = facerec_verification_at_far (pairs, eval_far[i], &self->at[i]);
  self->to = round_up (MAX (last_of (pairs->same, pairs->n_same), last_of (pairs->different, pairs->n_different)));
  facerec_histogram (pairs->same, pairs->n_same, self->to, EVAL_BINS, self->same);
  facerec_histogram (pairs->different, pairs->n_different, self->to, EVAL_BINS, self->different);
}

void
eval_verification_clear (EvalVerification *self)
{
  g_clear_pointer (&self->pairs, facerec_verification_free);
}

static void
sweep (EvalFigures *self, const guint *people, guint n, guint n_people)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED_SPLITS);
  g_autofree gboolean *enrolled = g_new (gboolean, n);
  gdouble shares[EVAL_SPLITS][FACEREC_MAX_SWEEP + 1], of_k[EVAL_SPLITS];
  guint n_enrolled = n;

  for (guint i = 0; i < EVAL_SPLITS; i++) {
    n_enrolled = facerec_split_stratified (random, people, n, n_people, enrolled);
    facerec_split_shares (self->distances, people, enrolled, shares[i]);
  }
  for (guint k = 1; k <= FACEREC_MAX_SWEEP; k++) {
    for (guint i = 0; i < EVAL_SPLITS; i++)
      of_k[i] = shares[i][k];
    self->split_by_k[k] = facerec_interval_of_splits (of_k, isnan (of_k[0]) ? 0 : EVAL_SPLITS,
        (gdouble) (n - n_enrolled) / n_enrolled);
    self->loo_by_k[k] = facerec_interval_of_share (self->loo->right[k], self->loo->n_queries);
  }
}

static void
suggest (EvalFigures *self)
{
  const EvalVerification *verification = &self->verification;

  /* Where fewer than that are mistaken at the equal error point, there is no reason to be laxer than it. */
  self->from_far = verification->known[1] && verification->at[1].threshold < verification->eer_threshold;
  self->threshold = self->from_far ? verification->at[1].threshold : verification->eer_threshold;
}

static void
project (EvalFigures *self, guint n, const volatile gint *stop)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED_SHOWN);
  const guint dimensions = self->model->dimensions;
  const gfloat *embeddings = (const gfloat *) self->model->embeddings->data;
  g_autofree gdouble *all = g_new (gdouble, 2 * (gsize) n);

  self->shown = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    self->shown[i] = i;
  self->n_shown = MIN (n, EVAL_TSNE_FACES);
  if (n > EVAL_TSNE_FACES)
    facerec_shuffle (random, self->shown, n);
  facerec_pca_plane (embeddings, n, dimensions, all, self->pca_shares);
  self->pca = g_new (gdouble, 2 * (gsize) self->n_shown);
  for (guint i = 0; i < 2 * self->n_shown; i++)
    self->pca[i] = all[2 * (gsize) self->shown[i / 2] + i % 2];
  self->tsne = g_memdup2 (self->pca, 2 * (gsize) self->n_shown * sizeof (gdouble));
  facerec_tsne (self->distances, self->shown, self->n_shown, self->tsne, stop);
}

static EvalOriginal *
judge_as_original (const FacerecDistances *distances, const guint *people, guint n_people)
{
  g_autoptr (FacerecLeaveOneOut) with_self = facerec_leave_one_out_new (distances, people, n_people, EVAL_K, TRUE);
  EvalOriginal *original = g_new0 (EvalOriginal, 1);

  original->right = with_self->right[EVAL_K];
  original->n = with_self->n_queries;
  original->triplets = facerec_triplet_share (distances, people, &original->n_triplets);
  original->weighted = 0.2 * original->triplets + 0.8 * original->right / original->n;
  return original;
}

EvalFigures *
eval_figures_new (const EvalModel *model, const guint *people, guint n, guint n_people, gboolean original,
    const volatile gint *stop)
{
  EvalFigures *self = g_new0 (EvalFigures, 1);
  g_autoptr (GRand) for_disjoint = g_rand_new_with_seed (SEED_DISJOINT);
  g_autoptr (GRand) for_open_set = g_rand_new_with_seed (SEED_OPEN_SET);

  self->model = model;
  self->distances = facerec_distances_new ((const gfloat *) model->embeddings->data, n, model->dimensions);
  self->loo = facerec_leave_one_out_new (self->distances, people, n_people, EVAL_K, FALSE);
  self->confusion = facerec_confusion_new (people, self->loo->predicted, n, n_people);
  sweep (self, people, n, n_people);
  eval_verification_init (&self->verification, facerec_verification_new (self->distances, people, NULL));
  self->has_disjoint = facerec_disjoint_verify (for_disjoint, self->distances, people, n_people, &self->disjoint);
  self->open_set = facerec_open_set_new (for_open_set, self->distances, people, n_people, EVAL_DRAWS);
  for (guint i = 0; self->open_set && i < EVAL_N_FPIR; i++)
    self->fpir_known[i] = facerec_open_set_at_fpir (self->open_set, eval_fpir[i], &self->at_fpir[i]);
  suggest (self);
  project (self, n, stop);
  if (original)
    self->original = judge_as_original (self->distances, people, n_people);
  return self;
}

void
eval_figures_free (EvalFigures *self)
{
  if (!self)
    return;
  facerec_distances_free (self->distances);
  facerec_leave_one_out_free (self->loo);
  g_free (self->confusion);
  eval_verification_clear (&self->verification);
  facerec_open_set_free (self->open_set);
  g_free (self->shown);
  g_free (self->pca);
  g_free (self->tsne);
  g_free (self->original);
  g_free (self);
}
