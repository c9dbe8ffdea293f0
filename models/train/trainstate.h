/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/train/trainer.h"

G_BEGIN_DECLS

/* What is behind FacerecTrainer: trainer.c takes steps, trainstate.c keeps and brings back all that changes in them. */

/* Streams of the seed's random numbers. */
enum {
  FACEREC_STREAM_SPLIT = 1,
  FACEREC_STREAM_TRAINING = 2,
};

struct _FacerecTrainer {
  const FacerecTrainSet *set;
  const FacerecTrainPart *parts;
  FacerecTrainOptions options;
  gdouble *anchor, *decays;

  /* ---- what changes ---- */
  FacerecRandom random;
  FacerecSampler *sampler;
  FacerecTrainHead *head, *average, *best;
  FacerecAdam *adam;
  guint64 step;
  GArray *checks;   /* FacerecTrainCheck */
  guint best_check;

  /* ---- since the last check; always 0 where it is saved ---- */
  gdouble loss_sum, active_sum;
  guint n_summed;

  /* ---- room for a batch ---- */
  guint max_batch;
  FacerecTrainHeadPass *pass;
  gsize *rows;
  guint *labels;
  gfloat *batch;
  gdouble *by_embeddings, *by_weights;
};

G_END_DECLS
