/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/pairprotocol.h"

#include <math.h>

#include "models/evaluation/verification.h"

#define ALL G_MAXUINT

/* The pairs of a fold, or of all the others, or all of them. */
static FacerecVerification *
gather (const gfloat *distances, const gboolean *same, const guint *folds, gsize n, guint fold, gboolean others)
{
  g_autofree gfloat *values = g_new (gfloat, n);
  g_autofree gboolean *kinds = g_new (gboolean, n);
  gsize n_taken = 0;

  for (gsize i = 0; i < n; i++) {
    if (isnan (distances[i]) || (fold != ALL && (folds[i] == fold) == others))
      continue;
    values[n_taken] = distances[i];
    kinds[n_taken++] = same[i];
  }
  return facerec_verification_new_for_pairs (values, kinds, n_taken);
}

static gdouble
share_right (const FacerecVerification *pairs, gdouble threshold)
{
  const gsize accepted = facerec_count_up_to (pairs->same, pairs->n_same, threshold);
  const gsize wrong = facerec_count_up_to (pairs->different, pairs->n_different, threshold);
  const gsize n = pairs->n_same + pairs->n_different;

  return n > 0 ? (gdouble) (accepted + pairs->n_different - wrong) / n : NAN;
}

static void
average (FacerecPairProtocol *self)
{
  gdouble squares = 0;
  guint n = 0;

  for (guint fold = 0; fold < self->n_folds; fold++)
    if (!isnan (self->shares[fold])) {
      self->mean += self->shares[fold];
      n++;
    }
  self->mean = n > 0 ? self->mean / n : NAN;
  for (guint fold = 0; fold < self->n_folds; fold++)
    if (!isnan (self->shares[fold]))
      squares += (self->shares[fold] - self->mean) * (self->shares[fold] - self->mean);
  self->error = n > 1 ? sqrt (squares / (n - 1)) / sqrt (n) : NAN;
}

FacerecPairProtocol *
facerec_pair_protocol_new (const gfloat *distances, const gboolean *same, const guint *folds, gsize n, guint n_folds)
{
  FacerecPairProtocol *self = g_new0 (FacerecPairProtocol, 1);
  g_autoptr (FacerecVerification) all = gather (distances, same, folds, n, ALL, FALSE);

  self->n_folds = n_folds;
  self->thresholds = g_new0 (gdouble, n_folds);
  self->shares = g_new0 (gdouble, n_folds);
  self->best_threshold = facerec_verification_best_threshold (all, &self->best_share);
  for (guint fold = 0; fold < n_folds; fold++) {
    g_autoptr (FacerecVerification) own = gather (distances, same, folds, n, fold, FALSE);
    g_autoptr (FacerecVerification) others = gather (distances, same, folds, n, fold, n_folds > 1);

    self->thresholds[fold] = facerec_verification_best_threshold (others, NULL);
    self->shares[fold] = share_right (own, self->thresholds[fold]);
  }
  average (self);
  return self;
}

void
facerec_pair_protocol_free (FacerecPairProtocol *self)
{
  if (!self)
    return;
  g_free (self->thresholds);
  g_free (self->shares);
  g_free (self);
}
