/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/backbone.h"
#include "models/train/trainer.h"
#include "pipelines/analysisoptions.h"

G_BEGIN_DECLS

/* What gst-facerec train was asked for. */
typedef struct {
  AnalysisOptions analysis; /* model and jitter stay NULL */
  gchar *output, *name;     /* name: what the model is called; NULL: as the output file */
  gchar *backbone, *weights;
  gchar *pooling;
  gint input_size;
  gint variants;            /* augmented ones of each photo, beside itself */
  gchar *cache;             /* folder of the features; NULL: the usual one */
  gboolean original, restart, largest, json, quiet;
  gint64 seed;
  gchar *layers, *dropout, *loss;
  gboolean squared;
  gdouble margin, rate, decay; /* negative: the default */
  gint people, pictures, steps, patience, warm_up; /* negative: the default */
  gchar **folders;
} TrainOptions;

void train_options_init (TrainOptions *self);
/* Adds them to the help and the parser of context. self must outlive it. */
void train_options_add (TrainOptions *self, GOptionContext *context);
void train_options_clear (TrainOptions *self);
/* What does not depend on the backbone: FACEREC_ERROR_ARGUMENT names the option and what it takes. */
gboolean train_options_check (const TrainOptions *self, GError **error);
/* With which backbone. The values stay with self. */
FacerecBackboneOptions train_options_backbone (const TrainOptions *self);
/* How to train a head for features of that length. FACEREC_ERROR_ARGUMENT as above. */
gboolean train_options_training (const TrainOptions *self, guint n_features, FacerecTrainOptions *training, GError **error);
/* A JSON object of what was trained how, to be kept in the model. (transfer full) */
gchar *train_options_describe (const TrainOptions *self, const FacerecTrainOptions *training);

G_END_DECLS
