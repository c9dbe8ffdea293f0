/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/head.h"

#include <math.h>
#include <string.h>

#include "models/finite.h"
#include "models/head/product.h"

static void
layer_clear (gpointer data)
{
  FacerecHeadLayer *layer = data;

  g_free (layer->weights);
  g_free (layer->bias);
}

FacerecHead *
facerec_head_new (guint features)
{
  FacerecHead *self = g_new0 (FacerecHead, 1);

  self->features = features;
  self->layers = g_array_new (FALSE, TRUE, sizeof (FacerecHeadLayer));
  g_array_set_clear_func (self->layers, layer_clear);
  self->normalise = TRUE;
  return self;
}

void
facerec_head_free (FacerecHead *self)
{
  if (!self)
    return;
  g_array_unref (self->layers);
  g_free (self->mean);
  g_free (self->deviation);
  g_free (self);
}

FacerecHead *
facerec_head_copy (const FacerecHead *self)
{
  FacerecHead *copy = facerec_head_new (self->features);

  if (self->mean)
    facerec_head_set_standardisation (copy, self->mean, self->deviation);
  for (guint i = 0; i < self->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (self, i);

    facerec_head_add_layer (copy, layer->outputs, layer->weights, layer->bias, layer->relu);
  }
  copy->residual = self->residual;
  copy->normalise = self->normalise;
  return copy;
}

static void
replace (gfloat **place, const gfloat *values, guint n)
{
  gfloat *copy = g_memdup2 (values, n * sizeof *values);

  g_free (*place);
  *place = copy;
}

void
facerec_head_set_standardisation (FacerecHead *self, const gfloat *mean, const gfloat *deviation)
{
  replace (&self->mean, mean, self->features);
  replace (&self->deviation, deviation, self->features);
}

void
facerec_head_add_layer (FacerecHead *self, guint outputs, const gfloat *weights, const gfloat *bias, gboolean relu)
{
  const guint inputs = facerec_head_dimensions (self);
  const FacerecHeadLayer layer = { inputs, outputs, relu, g_memdup2 (weights, (gsize) inputs * outputs * sizeof *weights),
    bias ? g_memdup2 (bias, outputs * sizeof *bias) : NULL };

  g_array_append_val (self->layers, layer);
}

/* ---- asking ---- */

guint
facerec_head_dimensions (const FacerecHead *self)
{
  return self->layers->len > 0 ? facerec_head_layer (self, self->layers->len - 1)->outputs : self->features;
}

gsize
facerec_head_count (const FacerecHead *self)
{
  gsize n = self->mean ? 2 * (gsize) self->features : 0;

  for (guint i = 0; i < self->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (self, i);

    n += (gsize) layer->inputs * layer->outputs + (layer->bias ? layer->outputs : 0);
  }
  return n;
}

/* values: nullable. */
static gboolean
are_finite (const gfloat *values, gsize n)
{
  return !values || facerec_are_finite (values, n);
}

static gboolean
are_positive (const gfloat *values, guint n)
{
  for (guint i = 0; values && i < n; i++)
    if (!(values[i] > 0))
      return FALSE;
  return TRUE;
}

/* What is wrong with a layer, or NULL. */
static const gchar *
layer_problem (const FacerecHeadLayer *layer, guint inputs)
{
  if (layer->inputs != inputs)
    return "does not take what the one before it gives";
  if (layer->outputs == 0 || layer->outputs > FACEREC_HEAD_MAX_WIDTH)
    return "has no number of outputs that a layer can have";
  if (!are_finite (layer->weights, (gsize) inputs * layer->outputs) || !are_finite (layer->bias, layer->outputs))
    return "holds NaN or infinity";
  return NULL;
}

static const gchar *
problem (const FacerecHead *self)
{
  if (self->features == 0 || self->features > FACEREC_HEAD_MAX_WIDTH)
    return "a head takes 1 to 1,000,000 features";
  if (self->layers->len > FACEREC_HEAD_MAX_LAYERS)
    return "a head has 16 layers at most";
  if ((self->mean == NULL) != (self->deviation == NULL))
    return "a head has means and deviations or neither";
  if (!are_finite (self->mean, self->features) || !are_finite (self->deviation, self->features)
      || !are_positive (self->deviation, self->features))
    return "the means or deviations of the head are NaN, infinite, zero or negative";
  if (self->residual && (self->layers->len == 0 || facerec_head_dimensions (self) != self->features))
    return "a residual head has layers, and ends with as many outputs as there are features";
  return NULL;
}

gboolean
facerec_head_check (const FacerecHead *self, GError **error)
{
  const gchar *what = problem (self);
  guint inputs = self->features;

  if (what) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, what);
    return FALSE;
  }
  for (guint i = 0; i < self->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (self, i);

    what = layer_problem (layer, inputs);
    if (what) {
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "layer %u of the head %s", i, what);
      return FALSE;
    }
    inputs = layer->outputs;
  }
  return TRUE;
}

/* ---- applying ---- */

static guint
widest (const FacerecHead *self)
{
  guint width = self->features;

  for (guint i = 0; i < self->layers->len; i++)
    width = MAX (width, facerec_head_layer (self, i)->outputs);
  return width;
}

static void
normalise (gfloat *values, guint n)
{
  gdouble square = 0;

  for (guint i = 0; i < n; i++)
    square += (gdouble) values[i] * values[i];
  if (square <= 0)
    return;
  for (guint i = 0; i < n; i++)
    values[i] = (gfloat) (values[i] / sqrt (square));
}

/* here, there: room for the widest layer each. */
static void
apply_to_one (const FacerecHead *self, const gfloat *feature, gfloat *here, gfloat *there, gfloat *embedding)
{
  const guint dimensions = facerec_head_dimensions (self);

  for (guint i = 0; i < self->features; i++)
    here[i] = self->mean ? (feature[i] - self->mean[i]) / self->deviation[i] : feature[i];
  for (guint i = 0; i < self->layers->len; i++) {
    const FacerecHeadLayer *layer = facerec_head_layer (self, i);
    gfloat *swapped = here;

    facerec_head_multiply (layer->weights, layer->outputs, layer->inputs, here, layer->bias, there);
    for (guint k = 0; layer->relu && k < layer->outputs; k++)
      there[k] = MAX (there[k], 0);
    here = there;
    there = swapped;
  }
  for (guint i = 0; i < dimensions; i++)
    embedding[i] = self->residual ? feature[i] + here[i] : here[i];
  if (self->normalise)
    normalise (embedding, dimensions);
}

void
facerec_head_apply (const FacerecHead *self, const gfloat *features, guint n, gfloat *embeddings)
{
  const gsize width = widest (self), dimensions = facerec_head_dimensions (self);
  g_autofree gfloat *room = g_new (gfloat, 2 * width);

  for (guint i = 0; i < n; i++)
    apply_to_one (self, features + (gsize) i * self->features, room, room + width, embeddings + i * dimensions);
}
