/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/trainer.h"

#include <math.h>
#include <string.h>

#include "models/error.h"
#include "models/train/trainstate.h"

/* Where the heads begin, from what is trained on. */
static void
begin (FacerecTrainer *self)
{
  const FacerecTrainSet *set = self->set;
  const gsize row = (gsize) set->n_variants * set->n_features;
  g_autofree gfloat *features = g_new (gfloat, set->n_pictures * row + 1);
  gsize n = 0;

  for (guint i = 0; i < set->n_pictures; i++) {
    if (self->parts[i] != FACEREC_PART_TRAIN)
      continue;
    memcpy (features + n * set->n_features, set->features + i * row, row * sizeof *features);
    n += set->n_variants;
  }
  if (self->options.standardise)
    facerec_train_head_standardise (self->head, features, n);
  facerec_train_head_anchor (self->head, self->anchor, self->decays);
  facerec_train_head_copy (self->average, self->head);
  facerec_train_head_copy (self->best, self->head);
}

FacerecTrainer *
facerec_trainer_new (const FacerecTrainSet *set, const FacerecTrainPart *parts, const FacerecTrainOptions *options,
    GError **error)
{
  g_autoptr (FacerecTrainer) self = g_new0 (FacerecTrainer, 1);
  g_autofree gboolean *use = g_new (gboolean, set->n_pictures + 1);
  const guint d = options->shape.widths[options->shape.n_layers - 1];

  g_return_val_if_fail (facerec_train_head_shape_is_valid (&options->shape), NULL);
  g_return_val_if_fail (options->shape.n_inputs == set->n_features && options->check_every > 0, NULL);
  self->set = set;
  self->parts = parts;
  self->options = *options;
  for (guint i = 0; i < set->n_pictures; i++)
    use[i] = parts[i] == FACEREC_PART_TRAIN;
  self->sampler = facerec_sampler_new (set, use);
  if (self->sampler->n_people < 2) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "%u people have pictures enough to train on; it takes two people with two pictures each, and some dozens to be of use",
        self->sampler->n_people);
    return NULL;
  }
  facerec_random_seed (&self->random, options->seed, FACEREC_STREAM_TRAINING);
  self->head = facerec_train_head_new (&options->shape, &self->random);
  self->average = facerec_train_head_new (&options->shape, &self->random);
  self->best = facerec_train_head_new (&options->shape, &self->random);
  self->adam = facerec_adam_new (self->head->n_weights);
  self->anchor = g_new (gdouble, self->head->n_weights);
  self->decays = g_new (gdouble, self->head->n_weights);
  self->max_batch = options->people * options->pictures;
  self->pass = facerec_train_head_pass_new (&options->shape, self->max_batch);
  self->rows = g_new (gsize, self->max_batch);
  self->labels = g_new (guint, self->max_batch);
  self->batch = g_new (gfloat, (gsize) self->max_batch * set->n_features);
  self->by_embeddings = g_new (gdouble, (gsize) self->max_batch * d);
  self->by_weights = g_new (gdouble, self->head->n_weights);
  self->checks = g_array_new (FALSE, TRUE, sizeof (FacerecTrainCheck));
  begin (self);
  return g_steal_pointer (&self);
}

void
facerec_trainer_free (FacerecTrainer *self)
{
  if (!self)
    return;
  facerec_sampler_free (self->sampler);
  facerec_train_head_free (self->head);
  facerec_train_head_free (self->average);
  facerec_train_head_free (self->best);
  facerec_adam_free (self->adam);
  facerec_train_head_pass_free (self->pass);
  g_free (self->anchor);
  g_free (self->decays);
  g_free (self->rows);
  g_free (self->labels);
  g_free (self->batch);
  g_free (self->by_embeddings);
  g_free (self->by_weights);
  g_clear_pointer (&self->checks, g_array_unref);
  g_free (self);
}

/* ---- steps ---- */

static void
take_step (FacerecTrainer *self)
{
  const FacerecTrainOptions *options = &self->options;
  const guint d = options->shape.widths[options->shape.n_layers - 1], n_features = self->set->n_features;
  const guint n = facerec_sampler_draw (self->sampler, self->set, options->people, options->pictures, &self->random,
      self->rows, self->labels);
  const gdouble progress = (gdouble) self->step / options->steps;
  const FacerecAdamTerms terms = { options->rate + (options->last_rate - options->rate) * progress, options->decay,
    self->anchor, self->decays };
  FacerecLossOptions loss = options->loss;
  const gdouble *embeddings;
  gdouble active;

  for (guint i = 0; i < n; i++)
    memcpy (self->batch + (gsize) i * n_features, self->set->features + self->rows[i] * n_features,
        n_features * sizeof *self->batch);
  if (self->step < options->warm_up)
    loss.mining = FACEREC_LOSS_SEMI_HARD;
  embeddings = facerec_train_head_forward (self->head, self->pass, self->batch, n, &self->random);
  self->loss_sum += facerec_triplet_loss (&loss, embeddings, n, d, self->labels, self->by_embeddings, &active);
  self->active_sum += active;
  facerec_train_head_backward (self->head, self->pass, self->by_embeddings, self->by_weights);
  facerec_adam_step (self->adam, &terms, self->by_weights, self->head->weights);
  for (gsize i = 0; i < self->head->n_weights; i++)
    self->average->weights[i] += (1 - options->memory) * (self->head->weights[i] - self->average->weights[i]);
  self->step++;
  self->n_summed++;
}

/* ---- checks ---- */

static gdouble
mean_of (gdouble a, gdouble b)
{
  return isnan (a) ? b : isnan (b) ? a : (a + b) / 2;
}

static gboolean
is_over (const FacerecTrainer *self)
{
  const FacerecTrainOptions *options = &self->options;

  if (self->checks->len == 0)
    return FALSE;
  return self->step >= options->steps
      || (options->patience > 0 && self->checks->len - 1 - self->best_check >= options->patience);
}

static void
look (FacerecTrainer *self, FacerecTrainCheck *check)
{
  FacerecSeparation unseen, held;
  const FacerecTrainCheck *best;

  facerec_train_measure_unseen (self->set, self->parts, self->average, &unseen);
  facerec_train_measure_held (self->set, self->parts, self->average, &held);
  *check = (FacerecTrainCheck) {
    .step = self->step,
    .loss = self->n_summed ? self->loss_sum / self->n_summed : NAN,
    .active = self->n_summed ? self->active_sum / self->n_summed : NAN,
    .score = mean_of (unseen.cost, held.cost),
    .unseen_eer = unseen.eer,
    .held_eer = held.eer,
  };
  g_array_append_val (self->checks, *check);
  best = &g_array_index (self->checks, FacerecTrainCheck, self->best_check);
  /* Where nothing can tell the better one, it is the last. */
  if (self->checks->len == 1 || isnan (check->score) || check->score < best->score) {
    self->best_check = self->checks->len - 1;
    facerec_train_head_copy (self->best, self->average);
  }
  self->loss_sum = self->active_sum = 0;
  self->n_summed = 0;
}

gboolean
facerec_trainer_run (FacerecTrainer *self, FacerecTrainCheck *check)
{
  if (is_over (self))
    return FALSE;
  for (guint i = 0; self->checks->len > 0 && i < self->options.check_every && self->step < self->options.steps; i++)
    take_step (self);
  look (self, check);
  return TRUE;
}

const GArray *
facerec_trainer_get_checks (const FacerecTrainer *self)
{
  return self->checks;
}

guint
facerec_trainer_get_best (const FacerecTrainer *self)
{
  return self->best_check;
}

const FacerecTrainHead *
facerec_trainer_get_head (FacerecTrainer *self)
{
  return self->best;
}
