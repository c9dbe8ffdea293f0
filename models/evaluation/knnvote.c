/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/knnvote.h"

guint
facerec_knn_nearest (const FacerecDistances *distances, const guint *people, guint query, const gboolean *enrolled,
    gboolean with_self, guint k, FacerecVoter *nearest)
{
  guint n = 0;

  for (guint face = 0; face < distances->n; face++) {
    const gfloat distance = facerec_distances_get (distances, query, face);
    guint place = n;

    if ((face == query && !with_self) || (enrolled && !enrolled[face]))
      continue;
    while (place > 0 && distance < nearest[place - 1].distance)
      place--;
    if (place >= k)
      continue;
    n = MIN (n + 1, k);
    for (guint i = n - 1; i > place; i--)
      nearest[i] = nearest[i - 1];
    nearest[place] = (FacerecVoter) { face, people[face], distance };
  }
  return n;
}

static void
count_votes (const FacerecVoter *nearest, guint n, guint person, guint *votes, gdouble *mean)
{
  *votes = 0;
  *mean = 0;
  for (guint i = 0; i < n; i++)
    if (nearest[i].person == person) {
      (*votes)++;
      *mean += nearest[i].distance;
    }
  *mean /= *votes;
}

guint
facerec_knn_vote (const FacerecVoter *nearest, guint n)
{
  guint winner = nearest[0].person, most;
  gdouble smallest;

  count_votes (nearest, n, winner, &most, &smallest);
  for (guint i = 1; i < n; i++) {
    const guint person = nearest[i].person;
    gdouble mean;
    guint votes;

    if (person == winner)
      continue;
    count_votes (nearest, n, person, &votes, &mean);
    if (votes > most || (votes == most && (mean < smallest || (mean == smallest && person < winner)))) {
      winner = person;
      most = votes;
      smallest = mean;
    }
  }
  return winner;
}
