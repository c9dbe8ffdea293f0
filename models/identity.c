/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/identity.h"

#include "models/encodings-private.h"
#include "models/search.h"

#include <math.h>

void
facerec_identify (const FacerecEncodings *encodings, const gfloat *queries, guint n, const FacerecIdentityRule *rule,
    FacerecIdentityResult *results)
{
  const guint k = MAX (1, rule->k);
  g_autofree FacerecNeighbour *neighbours = g_new (FacerecNeighbour, (gsize) n * k);
  facerec_search (encodings, queries, n, k, neighbours, NULL);
  for (guint i = 0; i < n; i++) {
    const FacerecNeighbour *nearest = neighbours + (gsize) i * k;
    FacerecIdentityResult *result = &results[i];
    *result = (FacerecIdentityResult) { NULL, FACEREC_REASON_EMPTY_GALLERY, -INFINITY, INFINITY, 0, 0, 0, { { 0 } } };
    if (!isfinite (nearest[0].distance))
      continue;
    result->distance = nearest[0].distance;
    result->score = rule->distance_threshold - nearest[0].distance;
    result->votes = result->k = 1;
    result->n_candidates = 1;
    result->candidates[0].label = facerec_encodings_get_person_name (encodings, nearest[0].person);
    result->candidates[0].distance = nearest[0].distance;
    result->reason = result->score >= 0 ? FACEREC_REASON_NONE : FACEREC_REASON_TOO_FAR;
    if (result->score >= 0)
      result->label = result->candidates[0].label;
  }
}
