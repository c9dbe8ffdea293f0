/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/trainhead.h"

#include <math.h>
#include <string.h>

#include <cblas.h>

/* Nothing that a photo gives is as short as this; it keeps the division finite. */
#define LEAST_LENGTH 1e-12
#define EMBED_BATCH 64

struct _FacerecTrainHeadPass {
  FacerecTrainHeadShape shape;
  guint max_batch, n;
  gdouble *inputs[FACEREC_TRAIN_HEAD_MAX_LAYERS]; /* of each layer, after dropout */
  gdouble *kept[FACEREC_TRAIN_HEAD_MAX_LAYERS];   /* what each input was multiplied by: 0, or 1 / (1 - share) */
  gboolean dropped;
  gdouble *outputs, *lengths, *embeddings;  /* of the last layer */
  gdouble *by_outputs, *by_inputs;          /* derivatives, as wide as the widest layer */
};

static guint
inputs_of (const FacerecTrainHeadShape *shape, guint layer)
{
  return layer == 0 ? shape->n_inputs : shape->widths[layer - 1];
}

static guint
outputs_of (const FacerecTrainHeadShape *shape)
{
  return shape->widths[shape->n_layers - 1];
}

gboolean
facerec_train_head_shape_is_valid (const FacerecTrainHeadShape *shape)
{
  if (shape->n_inputs < 1 || shape->n_layers < 1 || shape->n_layers > FACEREC_TRAIN_HEAD_MAX_LAYERS)
    return FALSE;
  for (guint i = 0; i < shape->n_layers; i++)
    if (shape->widths[i] < 1 || !(shape->dropout[i] >= 0 && shape->dropout[i] < 1))
      return FALSE;
  return !shape->residual || (shape->n_layers == 1 && shape->widths[0] == shape->n_inputs);
}

gsize
facerec_train_head_shape_count (const FacerecTrainHeadShape *shape)
{
  gsize n = 0;

  for (guint i = 0; i < shape->n_layers; i++)
    n += (gsize) shape->widths[i] * (inputs_of (shape, i) + 1);
  return n;
}

gdouble *
facerec_train_head_matrix (const FacerecTrainHead *self, guint layer)
{
  gdouble *weights = self->weights;

  for (guint i = 0; i < layer; i++)
    weights += (gsize) self->shape.widths[i] * (inputs_of (&self->shape, i) + 1);
  return weights;
}

gdouble *
facerec_train_head_bias (const FacerecTrainHead *self, guint layer)
{
  return facerec_train_head_matrix (self, layer) + (gsize) self->shape.widths[layer] * inputs_of (&self->shape, layer);
}

FacerecTrainHead *
facerec_train_head_new (const FacerecTrainHeadShape *shape, FacerecRandom *random)
{
  FacerecTrainHead *self = g_new0 (FacerecTrainHead, 1);

  self->shape = *shape;
  self->n_weights = facerec_train_head_shape_count (shape);
  self->weights = g_new0 (gdouble, self->n_weights);
  self->mean = g_new0 (gdouble, shape->n_inputs);
  self->scale = g_new (gdouble, shape->n_inputs);
  for (guint i = 0; i < shape->n_inputs; i++)
    self->scale[i] = 1;
  for (guint layer = 0; layer < shape->n_layers; layer++) {
    const guint n_in = inputs_of (shape, layer);
    const gsize n = (gsize) shape->widths[layer] * n_in;
    gdouble *matrix = facerec_train_head_matrix (self, layer);
    const gdouble deviation = sqrt ((layer + 1 < shape->n_layers ? 2.0 : 1.0) / n_in);

    for (gsize i = 0; i < n; i++)
      matrix[i] = shape->residual ? (i % (n_in + 1) == 0) : deviation * facerec_random_normal (random);
  }
  return self;
}

void
facerec_train_head_copy (FacerecTrainHead *self, const FacerecTrainHead *other)
{
  memcpy (self->weights, other->weights, self->n_weights * sizeof (gdouble));
  memcpy (self->mean, other->mean, self->shape.n_inputs * sizeof (gdouble));
  memcpy (self->scale, other->scale, self->shape.n_inputs * sizeof (gdouble));
}

void
facerec_train_head_free (FacerecTrainHead *self)
{
  if (!self)
    return;
  g_free (self->mean);
  g_free (self->scale);
  g_free (self->weights);
  g_free (self);
}

void
facerec_train_head_standardise (FacerecTrainHead *self, const gfloat *features, gsize n)
{
  const guint d = self->shape.n_inputs;

  for (guint j = 0; j < d; j++) {
    gdouble sum = 0, squares = 0;

    for (gsize i = 0; i < n; i++)
      sum += features[i * d + j];
    self->mean[j] = n ? sum / n : 0;
    for (gsize i = 0; i < n; i++)
      squares += (features[i * d + j] - self->mean[j]) * (features[i * d + j] - self->mean[j]);
    self->scale[j] = n && squares / n > 1e-12 ? 1 / sqrt (squares / n) : 1;
  }
}

void
facerec_train_head_anchor (const FacerecTrainHead *self, gdouble *anchor, gdouble *decays)
{
  for (gsize i = 0; i < self->n_weights; i++) {
    anchor[i] = self->shape.residual ? self->weights[i] : 0;
    decays[i] = 1;
  }
  for (guint layer = 0; layer < self->shape.n_layers; layer++) {
    gdouble *bias = decays + (facerec_train_head_bias (self, layer) - self->weights);

    for (guint i = 0; i < self->shape.widths[layer]; i++)
      bias[i] = self->shape.residual;
  }
}

/* ---- passes ---- */

FacerecTrainHeadPass *
facerec_train_head_pass_new (const FacerecTrainHeadShape *shape, guint max_batch)
{
  FacerecTrainHeadPass *self = g_new0 (FacerecTrainHeadPass, 1);
  guint widest = outputs_of (shape);

  self->shape = *shape;
  self->max_batch = max_batch;
  for (guint i = 0; i < shape->n_layers; i++) {
    widest = MAX (widest, inputs_of (shape, i));
    self->inputs[i] = g_new (gdouble, (gsize) max_batch * inputs_of (shape, i));
    self->kept[i] = g_new (gdouble, (gsize) max_batch * inputs_of (shape, i));
  }
  self->outputs = g_new (gdouble, (gsize) max_batch * outputs_of (shape));
  self->embeddings = g_new (gdouble, (gsize) max_batch * outputs_of (shape));
  self->lengths = g_new (gdouble, max_batch);
  self->by_outputs = g_new (gdouble, (gsize) max_batch * widest);
  self->by_inputs = g_new (gdouble, (gsize) max_batch * widest);
  return self;
}

void
facerec_train_head_pass_free (FacerecTrainHeadPass *self)
{
  if (!self)
    return;
  for (guint i = 0; i < FACEREC_TRAIN_HEAD_MAX_LAYERS; i++) {
    g_free (self->inputs[i]);
    g_free (self->kept[i]);
  }
  g_free (self->outputs);
  g_free (self->embeddings);
  g_free (self->lengths);
  g_free (self->by_outputs);
  g_free (self->by_inputs);
  g_free (self);
}

static void
drop (FacerecTrainHeadPass *pass, guint layer, FacerecRandom *random)
{
  const gsize n = (gsize) pass->n * inputs_of (&pass->shape, layer);
  const gdouble share = pass->shape.dropout[layer];

  for (gsize i = 0; i < n; i++) {
    pass->kept[layer][i] = share > 0 && facerec_random_uniform (random) < share ? 0 : 1 / (1 - share);
    pass->inputs[layer][i] *= pass->kept[layer][i];
  }
}

/* outputs = inputs Wᵀ + b */
static void
multiply (const FacerecTrainHead *self, const FacerecTrainHeadPass *pass, guint layer, gdouble *outputs)
{
  const gint n_in = (gint) inputs_of (&self->shape, layer), n_out = (gint) self->shape.widths[layer];

  for (guint i = 0; i < pass->n; i++)
    memcpy (outputs + (gsize) i * n_out, facerec_train_head_bias (self, layer), n_out * sizeof *outputs);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (gint) pass->n, n_out, n_in, 1, pass->inputs[layer], n_in,
      facerec_train_head_matrix (self, layer), n_in, 1, outputs, n_out);
}

static void
normalise (FacerecTrainHeadPass *pass)
{
  const guint d = outputs_of (&pass->shape);

  for (guint i = 0; i < pass->n; i++) {
    const gdouble *output = pass->outputs + (gsize) i * d;
    gdouble *embedding = pass->embeddings + (gsize) i * d, squares = 0;

    for (guint j = 0; j < d; j++)
      squares += output[j] * output[j];
    pass->lengths[i] = pass->shape.normalise ? MAX (sqrt (squares), LEAST_LENGTH) : 1;
    for (guint j = 0; j < d; j++)
      embedding[j] = output[j] / pass->lengths[i];
  }
}

const gdouble *
facerec_train_head_forward (const FacerecTrainHead *self, FacerecTrainHeadPass *pass, const gfloat *features,
    guint n, FacerecRandom *dropout)
{
  const guint d = self->shape.n_inputs;

  g_return_val_if_fail (n <= pass->max_batch, NULL);
  pass->n = n;
  pass->dropped = dropout != NULL;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < d; j++)
      pass->inputs[0][(gsize) i * d + j] = (features[(gsize) i * d + j] - self->mean[j]) * self->scale[j];
  for (guint layer = 0; layer < self->shape.n_layers; layer++) {
    const gboolean last = layer + 1 == self->shape.n_layers;
    gdouble *outputs = last ? pass->outputs : pass->inputs[layer + 1];

    if (dropout)
      drop (pass, layer, dropout);
    multiply (self, pass, layer, outputs);
    for (gsize i = 0; !last && i < (gsize) n * self->shape.widths[layer]; i++)
      outputs[i] = MAX (outputs[i], 0);
  }
  normalise (pass);
  return pass->embeddings;
}

/* Through the division by the length: what points along the embedding has no effect. */
static void
unnormalise (FacerecTrainHeadPass *pass, const gdouble *by_embeddings)
{
  const guint d = outputs_of (&pass->shape);

  for (guint i = 0; i < pass->n; i++) {
    const gdouble *embedding = pass->embeddings + (gsize) i * d, *by = by_embeddings + (gsize) i * d;
    gdouble *by_output = pass->by_outputs + (gsize) i * d, along = 0;

    for (guint j = 0; j < d; j++)
      along += pass->shape.normalise ? embedding[j] * by[j] : 0;
    for (guint j = 0; j < d; j++)
      by_output[j] = (by[j] - along * embedding[j]) / pass->lengths[i];
  }
}

/* The derivatives by the inputs of layer, from by_inputs, become those by the outputs of the layer before. */
static void
step_back (FacerecTrainHeadPass *pass, guint layer)
{
  const gsize n = (gsize) pass->n * inputs_of (&pass->shape, layer);

  for (gsize i = 0; i < n; i++) {
    const gdouble kept = pass->dropped ? pass->kept[layer][i] : 1;

    /* The input is what ReLU gave, times kept: 0 where either took it away. */
    pass->by_outputs[i] = pass->inputs[layer][i] > 0 ? pass->by_inputs[i] * kept : 0;
  }
}

void
facerec_train_head_backward (const FacerecTrainHead *self, FacerecTrainHeadPass *pass, const gdouble *by_embeddings,
    gdouble *by_weights)
{
  unnormalise (pass, by_embeddings);
  for (guint layer = self->shape.n_layers; layer-- > 0;) {
    const gint n_in = (gint) inputs_of (&self->shape, layer), n_out = (gint) self->shape.widths[layer];
    gdouble *by_matrix = by_weights + (facerec_train_head_matrix (self, layer) - self->weights);
    gdouble *by_bias = by_matrix + (gsize) n_in * n_out;

    cblas_dgemm (CblasRowMajor, CblasTrans, CblasNoTrans, n_out, n_in, (gint) pass->n, 1, pass->by_outputs, n_out,
        pass->inputs[layer], n_in, 0, by_matrix, n_in);
    memset (by_bias, 0, n_out * sizeof *by_bias);
    for (guint i = 0; i < pass->n; i++)
      for (gint j = 0; j < n_out; j++)
        by_bias[j] += pass->by_outputs[(gsize) i * n_out + j];
    if (layer == 0)
      break;
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (gint) pass->n, n_in, n_out, 1, pass->by_outputs, n_out,
        facerec_train_head_matrix (self, layer), n_in, 0, pass->by_inputs, n_in);
    step_back (pass, layer);
  }
}

void
facerec_train_head_embed (const FacerecTrainHead *self, const gfloat *features, gsize n, gfloat *embeddings)
{
  const guint d = outputs_of (&self->shape);
  g_autoptr (FacerecTrainHeadPass) pass = facerec_train_head_pass_new (&self->shape, EMBED_BATCH);

  for (gsize i = 0; i < n; i += EMBED_BATCH) {
    const guint count = (guint) MIN (EMBED_BATCH, n - i);
    const gdouble *out = facerec_train_head_forward (self, pass, features + i * self->shape.n_inputs, count, NULL);

    for (gsize j = 0; j < (gsize) count * d; j++)
      embeddings[i * d + j] = (gfloat) out[j];
  }
}
