/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/leaveoneout.h"

FacerecLeaveOneOut *
facerec_leave_one_out_new (const FacerecDistances *distances, const guint *people, guint n_people, guint k,
    gboolean with_self)
{
  FacerecLeaveOneOut *self = g_new0 (FacerecLeaveOneOut, 1);
  g_autofree guint *n_faces = g_new0 (guint, n_people);

  self->k = k;
  self->predicted = g_new (guint, distances->n);
  for (guint face = 0; face < distances->n; face++)
    n_faces[people[face]]++;
  for (guint face = 0; face < distances->n; face++) {
    FacerecVoter nearest[FACEREC_MAX_SWEEP];
    guint n;

    self->predicted[face] = G_MAXUINT;
    if (n_faces[people[face]] < 2 && !with_self)
      continue;
    n = facerec_knn_nearest (distances, people, face, NULL, with_self, FACEREC_MAX_SWEEP, nearest);
    self->n_queries++;
    for (guint i = 1; i <= FACEREC_MAX_SWEEP; i++) {
      const guint person = facerec_knn_vote (nearest, MIN (i, n));

      self->right[i] += person == people[face];
      if (i == k)
        self->predicted[face] = person;
    }
  }
  return self;
}

void
facerec_leave_one_out_free (FacerecLeaveOneOut *self)
{
  if (!self)
    return;
  g_free (self->predicted);
  g_free (self);
}
