/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/identity.h"

#include "models/encodings-private.h"
#include "models/search.h"

#include <math.h>

/* The person's own threshold, else the rule's. */
static gfloat
threshold_of (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, guint person)
{
  const gfloat own = facerec_encodings_get_person_threshold (encodings, person);
  return isnan (own) ? rule->distance_threshold : own;
}

typedef struct {
  guint person, votes;
  gdouble sum; /* of the votes' distances */
  gfloat distance;
} Poll;

/* voters: the nearest k, nearest first. Returns who has won; *k: how many voted. */
static Poll
vote (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, const FacerecNeighbour *voters, guint *k)
{
  g_autofree Poll *polls = g_new (Poll, *k);
  guint n_polls = 0, n_voted = 0;
  for (guint i = 0; i < *k && isfinite (voters[i].distance); i++) {
    /* Whoever has many photos would otherwise outvote the one whose face it is and who has few. */
    if (i > 0 && voters[i].distance > threshold_of (encodings, rule, voters[i].person))
      continue;
    guint at = 0;
    while (at < n_polls && polls[at].person != voters[i].person)
      at++;
    if (at == n_polls)
      polls[n_polls++] = (Poll) { voters[i].person, 0, 0, voters[i].distance };
    polls[at].votes++;
    polls[at].sum += voters[i].distance;
    n_voted++;
  }
  Poll winner = polls[0];
  for (guint at = 1; at < n_polls; at++) {
    const Poll *poll = &polls[at];
    const gdouble mean = poll->sum / poll->votes, winning_mean = winner.sum / winner.votes;
    if (poll->votes > winner.votes || (poll->votes == winner.votes && (mean < winning_mean ||
        (mean == winning_mean && poll->person < winner.person))))
      winner = *poll;
  }
  *k = n_voted;
  return winner;
}

/* nearest: the two people whose means are nearest. */
static gfloat
nearest_other (const FacerecNeighbour nearest[2], guint person)
{
  return nearest[0].person != person ? nearest[0].distance : nearest[1].distance;
}

/* From each winner's mean encoding to that of the nearest other person, remembered in the encodings: whoever is seen
 * is seen in many frames. */
static void
find_alike (const FacerecEncodings *encodings, FacerecWorkers *workers, const Poll *winners, guint n)
{
  g_autofree guint *unknown = g_new (guint, n);
  g_autofree gfloat *means = g_new (gfloat, (gsize) n * encodings->dimensions);
  guint n_unknown = 0;
  for (guint i = 0; i < n; i++)
    if (winners[i].votes > 0 && isnan (facerec_encodings_get_alike (encodings, winners[i].person))) {
      unknown[n_unknown] = winners[i].person;
      facerec_rows_get (&encodings->means, winners[i].person, means + (gsize) n_unknown++ * encodings->dimensions);
    }
  if (n_unknown == 0)
    return;
  g_autofree FacerecNeighbour *nearest = g_new (FacerecNeighbour, (gsize) n_unknown * 2);
  facerec_search_means (encodings, workers, means, n_unknown, 2, nearest);
  for (guint i = 0; i < n_unknown; i++)
    facerec_encodings_set_alike (encodings, unknown[i], nearest_other (nearest + 2 * i, unknown[i]));
}

static void
decide (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, const Poll *winner, const gfloat *query,
    const FacerecNeighbour nearest_means[2], FacerecIdentityResult *result)
{
  const gfloat limit = threshold_of (encodings, rule, winner->person);
  result->votes = winner->votes;
  result->distance_threshold = limit;
  result->distance = winner->distance;
  result->mean_distance = facerec_search_mean_distance (encodings, query, winner->person);
  result->second_distance = nearest_other (nearest_means, winner->person);
  result->alike_distance = facerec_encodings_get_alike (encodings, winner->person);
  const gfloat room = (result->second_distance + result->alike_distance) / 2;
  const gfloat threshold = rule->margin > 0 ? MIN (limit, (room + limit - rule->margin) / 2) : limit;
  result->score = threshold - result->mean_distance;
  if (result->mean_distance > limit)
    result->reason = FACEREC_REASON_TOO_FAR;
  else if (facerec_encodings_get_person_kind (encodings, winner->person) == FACEREC_NEGATIVE)
    result->reason = FACEREC_REASON_NEGATIVE;
  else if (result->score < 0)
    result->reason = FACEREC_REASON_AMBIGUOUS;
  else {
    result->reason = FACEREC_REASON_NONE;
    result->label = facerec_encodings_get_person_name (encodings, winner->person);
  }
}

static void
fill_candidates (const FacerecEncodings *encodings, const FacerecNeighbour *people, FacerecIdentityResult *result)
{
  for (guint i = 0; i < FACEREC_MAX_CANDIDATES && isfinite (people[i].distance); i++) {
    result->candidates[i].label = facerec_encodings_get_person_name (encodings, people[i].person);
    result->candidates[i].distance = people[i].distance;
    result->n_candidates++;
  }
}

void
facerec_identify (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    const FacerecIdentityRule *rule, FacerecIdentityResult *results)
{
  g_return_if_fail (encodings != NULL && rule != NULL);
  g_return_if_fail (n == 0 || (queries != NULL && results != NULL));

  const guint k = MIN (MAX (rule->k, 1), facerec_encodings_get_n_faces (encodings));
  for (guint i = 0; i < n; i++)
    results[i] = (FacerecIdentityResult) { .reason = k > 0 ? FACEREC_REASON_TOO_FAR : FACEREC_REASON_EMPTY_GALLERY,
      .distance_threshold = rule->distance_threshold, .score = -INFINITY, .distance = INFINITY,
      .mean_distance = INFINITY, .second_distance = INFINITY, .alike_distance = INFINITY };
  if (k == 0 || n == 0)
    return;
  g_autofree FacerecNeighbour *voters = g_new (FacerecNeighbour, (gsize) n * k);
  g_autofree FacerecNeighbour *people = g_new (FacerecNeighbour, (gsize) n * FACEREC_MAX_CANDIDATES);
  g_autofree FacerecNeighbour *means = g_new (FacerecNeighbour, (gsize) n * 2);
  g_autofree Poll *winners = g_new0 (Poll, n);
  facerec_search (encodings, workers, queries, n, k, voters, FACEREC_MAX_CANDIDATES, people);
  facerec_search_means (encodings, workers, queries, n, 2, means);
  for (guint i = 0; i < n; i++)
    if (isfinite (voters[(gsize) i * k].distance)) {
      results[i].k = k;
      winners[i] = vote (encodings, rule, voters + (gsize) i * k, &results[i].k);
    }
  find_alike (encodings, workers, winners, n);
  for (guint i = 0; i < n; i++)
    if (winners[i].votes > 0) {
      decide (encodings, rule, &winners[i], queries + (gsize) i * encodings->dimensions, means + 2 * i, &results[i]);
      fill_candidates (encodings, people + (gsize) i * FACEREC_MAX_CANDIDATES, &results[i]);
    }
}
