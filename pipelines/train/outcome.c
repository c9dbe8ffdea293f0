/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/outcome.h"

#include <math.h>
#include <string.h>

#include "models/identity.h"

/* Less than so much of a difference is none. */
#define HARDLY 1e-9

/* ---- measuring ---- */

static gdouble
mean_of (gdouble a, gdouble b)
{
  return isnan (a) ? b : isnan (b) ? a : (a + b) / 2;
}

/* The same share of different people is nearer than a distance with the head and without. */
static gdouble
find_scale (const TrainOutcome *self)
{
  const FacerecSeparation *raw = &self->raw_unseen, *with = &self->unseen;

  if (isnan (raw->far_distance) || isnan (with->far_distance)) {
    raw = &self->raw_held;
    with = &self->held;
  }
  return raw->far_distance > 0 && with->far_distance > 0 ? raw->far_distance / with->far_distance : 1;
}

void
train_outcome_measure (TrainOutcome *self, FacerecTrainer *trainer, const FacerecTrainSet *set, const FacerecTrainSet *raw,
    const FacerecTrainPart *parts, gboolean is_dlib)
{
  const FacerecTrainHead *head = facerec_trainer_get_head (trainer);
  const GArray *checks = facerec_trainer_get_checks (trainer);
  gdouble raw_cost, cost;

  *self = (TrainOutcome) { .scale = 1, .threshold = NAN, .margin = NAN };
  facerec_train_measure_unseen (raw, parts, NULL, &self->raw_unseen);
  facerec_train_measure_held (raw, parts, NULL, &self->raw_held);
  facerec_train_measure_unseen (set, parts, head, &self->unseen);
  facerec_train_measure_held (set, parts, head, &self->held);
  raw_cost = mean_of (self->raw_unseen.cost, self->raw_held.cost);
  cost = mean_of (self->unseen.cost, self->held.cost);
  self->is_judged = !isnan (cost);
  self->has_helped = self->is_judged && cost < raw_cost - HARDLY;
  if (checks->len > 0) {
    self->step = g_array_index (checks, FacerecTrainCheck, facerec_trainer_get_best (trainer)).step;
    self->n_steps = (guint) g_array_index (checks, FacerecTrainCheck, checks->len - 1).step;
  }
  if (!head->shape.normalise)
    self->scale = find_scale (self);
  self->threshold = self->scale * (isnan (self->unseen.far_distance) ? self->held.far_distance : self->unseen.far_distance);
  /* The defaults of the identity rule are for dlib's distances, which scale has kept. */
  if (is_dlib && !head->shape.normalise)
    self->threshold = FACEREC_DEFAULT_DISTANCE_THRESHOLD;
  self->margin = facerec_identity_margin_for (self->threshold);
}

/* ---- the model ---- */

static gfloat *
to_float (const gdouble *values, gsize n, gdouble factor)
{
  gfloat *floats = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    floats[i] = (gfloat) (values[i] * factor);
  return floats;
}

static FacerecHead *
make_head (const TrainOutcome *self, const FacerecTrainHead *trained, gboolean standardise)
{
  const FacerecTrainHeadShape *shape = &trained->shape;
  FacerecHead *head = facerec_head_new (shape->n_inputs);

  head->normalise = shape->normalise;
  if (standardise) {
    g_autofree gfloat *mean = to_float (trained->mean, shape->n_inputs, 1), *deviation = g_new (gfloat, shape->n_inputs);

    for (guint i = 0; i < shape->n_inputs; i++)
      deviation[i] = (gfloat) (1 / trained->scale[i]);
    facerec_head_set_standardisation (head, mean, deviation);
  }
  for (guint i = 0; i < shape->n_layers; i++) {
    const guint n_inputs = i == 0 ? shape->n_inputs : shape->widths[i - 1];
    const gdouble factor = i + 1 == shape->n_layers ? self->scale : 1;
    g_autofree gfloat *weights = to_float (facerec_train_head_matrix (trained, i), (gsize) shape->widths[i] * n_inputs, factor);
    g_autofree gfloat *bias = to_float (facerec_train_head_bias (trained, i), shape->widths[i], factor);

    facerec_head_add_layer (head, shape->widths[i], weights, bias, i + 1 < shape->n_layers);
  }
  return head;
}

/* "my" of "folder/my.face", with what a name may not have replaced. (transfer full) */
static gchar *
name_from_path (const gchar *path)
{
  gchar *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, FACEREC_FACE_MODEL_SUFFIX) && strlen (name) > strlen (FACEREC_FACE_MODEL_SUFFIX))
    name[strlen (name) - strlen (FACEREC_FACE_MODEL_SUFFIX)] = '\0';
  if (strlen (name) > FACEREC_FACE_MODEL_MAX_NAME)
    name[FACEREC_FACE_MODEL_MAX_NAME] = '\0';
  return g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '_');
}

FacerecFaceModel *
train_outcome_make_model (const TrainOutcome *self, const FacerecTrainHead *head, const TrainOptions *options,
    const FacerecTrainOptions *training, const FacerecBackbone *backbone, const TrainPhotos *photos)
{
  g_autofree gchar *name = options->name ? g_strdup (options->name) : name_from_path (options->output);
  FacerecFaceModel *model = facerec_backbone_new_model (backbone, name);

  model->head = make_head (self, head, training->standardise);
  model->threshold = self->threshold;
  model->training_sha256 = g_strdup (photos->sha256);
  model->metrics = train_outcome_describe (self);
  g_free (model->notes);
  model->notes = train_options_describe (options, training);
  return model;
}

/* ---- figures ---- */

static void
append_number (GString *json, const gchar *key, gdouble value)
{
  if (isfinite (value))
    g_string_append_printf (json, ",\"%s\":%.6g", key, value);
  else
    g_string_append_printf (json, ",\"%s\":null", key);
}

static void
append_separation (GString *json, const gchar *key, const FacerecSeparation *raw, const FacerecSeparation *with)
{
  g_string_append_printf (json, "\"%s\":{\"people\":%u,\"pictures\":%u", key, with->n_people, with->n_pictures);
  append_number (json, "raw_eer", raw->eer);
  append_number (json, "eer", with->eer);
  append_number (json, "raw_rank_1", raw->rank_1);
  append_number (json, "rank_1", with->rank_1);
  append_number (json, "raw_cost", raw->cost);
  append_number (json, "cost", with->cost);
  g_string_append (json, "},");
}

gchar *
train_outcome_describe (const TrainOutcome *self)
{
  GString *json = g_string_new ("{");

  append_separation (json, "unseen", &self->raw_unseen, &self->unseen);
  append_separation (json, "known", &self->raw_held, &self->held);
  g_string_append_printf (json, "\"judged\":%s,\"helped\":%s,\"step\":%u", self->is_judged ? "true" : "false",
      self->has_helped ? "true" : "false", (guint) self->step);
  append_number (json, "threshold", self->threshold);
  append_number (json, "margin", self->margin);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
