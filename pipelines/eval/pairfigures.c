/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/pairfigures.h"

#include <math.h>

static gfloat
distance_of (const EvalModel *model, const EvalPhotos *photos, const EvalPair *pair)
{
  const EvalPhoto *a = g_ptr_array_index (photos->photos, pair->a), *b = g_ptr_array_index (photos->photos, pair->b);
  const gfloat *values = (const gfloat *) model->embeddings->data;
  const gsize n = model->dimensions;
  gdouble sum = 0;

  if (a->row == G_MAXUINT || b->row == G_MAXUINT)
    return NAN;
  for (gsize i = 0; i < n; i++) {
    const gdouble difference = (gdouble) values[a->row * n + i] - values[b->row * n + i];

    sum += difference * difference;
  }
  return (gfloat) sqrt (sum);
}

/* Of every fold the share right of all its pairs, and their mean. */
static gdouble
share_of_all (const EvalPairFigures *self, const EvalPairList *list, const gfloat *distances)
{
  g_autofree guint *n_all = g_new0 (guint, list->n_folds), *n_usable = g_new0 (guint, list->n_folds);
  gdouble sum = 0;

  for (guint i = 0; i < list->pairs->len; i++) {
    const guint fold = g_array_index (list->pairs, EvalPair, i).fold;

    n_all[fold]++;
    n_usable[fold] += !isnan (distances[i]);
  }
  for (guint fold = 0; fold < list->n_folds; fold++)
    if (n_usable[fold] > 0)
      sum += self->protocol->shares[fold] * n_usable[fold] / n_all[fold];
  return sum / list->n_folds;
}

EvalPairFigures *
eval_pair_figures_new (const EvalModel *model, const EvalPhotos *photos, const EvalPairList *list)
{
  EvalPairFigures *self = g_new0 (EvalPairFigures, 1);
  const guint n = list->pairs->len;
  g_autofree gfloat *distances = g_new (gfloat, n), *usable = g_new (gfloat, n);
  g_autofree gboolean *same = g_new (gboolean, n), *usable_same = g_new (gboolean, n);
  g_autofree guint *folds = g_new (guint, n);

  self->model = model;
  self->n_pairs = n;
  for (guint i = 0; i < n; i++) {
    const EvalPair *pair = &g_array_index (list->pairs, EvalPair, i);

    distances[i] = distance_of (model, photos, pair);
    same[i] = pair->same;
    folds[i] = pair->fold;
    if (isnan (distances[i]))
      continue;
    usable[self->n_usable] = distances[i];
    usable_same[self->n_usable++] = same[i];
  }
  self->protocol = facerec_pair_protocol_new (distances, same, folds, n, list->n_folds);
  eval_verification_init (&self->verification, facerec_verification_new_for_pairs (usable, usable_same, self->n_usable));
  self->share_of_all = share_of_all (self, list, distances);
  return self;
}

void
eval_pair_figures_free (EvalPairFigures *self)
{
  if (!self)
    return;
  facerec_pair_protocol_free (self->protocol);
  eval_verification_clear (&self->verification);
  g_free (self);
}
