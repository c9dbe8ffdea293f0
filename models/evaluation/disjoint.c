/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/disjoint.h"

#include <math.h>

#include "models/evaluation/split.h"

#define NOWHERE G_MAXUINT

/* Of each person the fold. Returns how many people take part. */
static guint
deal_out (GRand *random, const FacerecDistances *distances, const guint *people, guint n_people, guint *n_folds, guint *folds)
{
  g_autofree guint *n_faces = g_new0 (guint, n_people), *order = g_new (guint, n_people);
  guint n_able = 0;

  for (guint face = 0; face < distances->n; face++)
    n_faces[people[face]]++;
  for (guint person = 0; person < n_people; person++) {
    folds[person] = NOWHERE;
    if (n_faces[person] >= 2)
      order[n_able++] = person;
  }
  *n_folds = MIN (n_able / 2, FACEREC_DISJOINT_MAX_FOLDS);
  facerec_shuffle (random, order, n_able);
  for (guint i = 0; i < n_able && *n_folds > 0; i++)
    folds[order[i]] = i % *n_folds;
  return n_able;
}

static gdouble
mean_of (gdouble sum, guint n)
{
  return n > 0 ? sum / n : NAN;
}

static void
average (FacerecDisjoint *self)
{
  gdouble threshold = 0, far = 0, tar = 0;
  guint n_far = 0, n_tar = 0;

  for (guint i = 0; i < self->n_folds; i++) {
    const FacerecOperatingPoint *point = &self->folds[i].point;

    threshold += point->threshold;
    if (!isnan (point->far)) {
      far += point->far;
      n_far++;
    }
    if (!isnan (point->tar)) {
      tar += point->tar;
      n_tar++;
    }
  }
  self->mean = (FacerecOperatingPoint) { mean_of (threshold, self->n_folds), mean_of (far, n_far), mean_of (tar, n_tar) };
}

gboolean
facerec_disjoint_verify (GRand *random, const FacerecDistances *distances, const guint *people, guint n_people,
    FacerecDisjoint *result)
{
  g_autofree guint *folds = g_new (guint, n_people);
  g_autofree gboolean *chosen = g_new (gboolean, n_people);
  FacerecDisjoint made = { 0 };

  if (deal_out (random, distances, people, n_people, &made.n_folds, folds) < 4)
    return FALSE;
  for (guint fold = 0; fold < made.n_folds; fold++) {
    g_autoptr (FacerecVerification) others = NULL, own = NULL;
    gdouble eer, threshold;

    for (guint person = 0; person < n_people; person++)
      chosen[person] = folds[person] != NOWHERE && folds[person] != fold;
    others = facerec_verification_new (distances, people, chosen);
    if (!facerec_verification_eer (others, &eer, &threshold))
      return FALSE;
    for (guint person = 0; person < n_people; person++) {
      chosen[person] = folds[person] == fold;
      made.folds[fold].n_people += chosen[person];
    }
    own = facerec_verification_new (distances, people, chosen);
    made.folds[fold].n_same = own->n_same;
    made.folds[fold].n_different = own->n_different;
    made.folds[fold].point = facerec_verification_at (own, threshold);
  }
  average (&made);
  *result = made;
  return TRUE;
}
