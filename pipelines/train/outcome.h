/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/backbone.h"
#include "models/train/trainer.h"
#include "pipelines/train/options.h"
#include "pipelines/train/photos.h"

G_BEGIN_DECLS

/* What a training has come to, beside the backbone as it is. */
typedef struct {
  FacerecSeparation raw_unseen, raw_held; /* the backbone's feature itself, as raw: of the model gives it */
  FacerecSeparation unseen, held;         /* with the head */
  gdouble scale;      /* what the head's distances are multiplied by, so that they mean what the backbone's do; 1 where the
                       * embedding has length 1 */
  gdouble threshold;  /* suggested distance-threshold of faceknn, NAN: nothing to tell it from */
  gdouble margin;     /* and its margin */
  guint64 step;       /* of the best check; 0: as it began */
  guint n_steps;      /* taken */
  gboolean is_judged; /* there were pictures kept apart to judge it by */
  gboolean has_helped;
} TrainOutcome;

/* raw: as set, with features as the raw model has them. is_dlib: the backbone is the one that the defaults of faceknn are for. */
void train_outcome_measure (TrainOutcome *self, FacerecTrainer *trainer, const FacerecTrainSet *set,
    const FacerecTrainSet *raw, const FacerecTrainPart *parts, gboolean is_dlib);

/* The model to be written. (transfer full) */
FacerecFaceModel *train_outcome_make_model (const TrainOutcome *self, const FacerecTrainHead *head, const TrainOptions *options,
    const FacerecTrainOptions *training, const FacerecBackbone *backbone, const TrainPhotos *photos);

/* Its figures as a JSON object. (transfer full) */
gchar *train_outcome_describe (const TrainOutcome *self);

G_END_DECLS
