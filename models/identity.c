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

static gfloat
nearest_other (const gfloat *person_distances, guint n_people, guint person)
{
  gfloat nearest = INFINITY;
  for (guint p = 0; p < n_people; p++)
    if (p != person && person_distances[p] < nearest)
      nearest = person_distances[p];
  return nearest;
}

/* From a person's mean encoding to that of the nearest other person. */
static gfloat
alike_distance (const FacerecEncodings *encodings, guint person)
{
  const guint n_people = encodings->people->len;
  g_autofree gfloat *distances = g_new (gfloat, n_people);
  facerec_search (encodings, encodings->means + (gsize) person * encodings->stride, 1, 0, NULL, distances);
  return nearest_other (distances, n_people, person);
}

static void
decide (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, const FacerecNeighbour *voters,
    const gfloat *person_distances, FacerecIdentityResult *result)
{
  guint k = MIN (MAX (rule->k, 1), facerec_encodings_get_n_faces (encodings));
  const Poll winner = vote (encodings, rule, voters, &k);
  const gfloat limit = threshold_of (encodings, rule, winner.person);
  result->k = k;
  result->votes = winner.votes;
  result->distance = winner.distance;
  result->mean_distance = person_distances[winner.person];
  result->second_distance =
      nearest_other (person_distances, facerec_encodings_get_n_people (encodings), winner.person);
  result->alike_distance = alike_distance (encodings, winner.person);
  const gfloat room = (result->second_distance + result->alike_distance) / 2;
  const gfloat threshold = rule->margin > 0 ? MIN (limit, (room + limit - rule->margin) / 2) : limit;
  result->score = threshold - result->mean_distance;
  if (result->mean_distance > limit)
    result->reason = FACEREC_REASON_TOO_FAR;
  else if (facerec_encodings_get_person_kind (encodings, winner.person) == FACEREC_NEGATIVE)
    result->reason = FACEREC_REASON_NEGATIVE;
  else if (result->score < 0)
    result->reason = FACEREC_REASON_AMBIGUOUS;
  else {
    result->reason = FACEREC_REASON_NONE;
    result->label = facerec_encodings_get_person_name (encodings, winner.person);
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
facerec_identify (const FacerecEncodings *encodings, const gfloat *queries, guint n, const FacerecIdentityRule *rule,
    FacerecIdentityResult *results)
{
  g_return_if_fail (encodings != NULL && rule != NULL);
  g_return_if_fail (n == 0 || (queries != NULL && results != NULL));

  const guint n_people = facerec_encodings_get_n_people (encodings);
  const guint k = MIN (MAX (rule->k, 1), facerec_encodings_get_n_faces (encodings));
  for (guint i = 0; i < n; i++)
    results[i] = (FacerecIdentityResult) { .reason = k > 0 ? FACEREC_REASON_TOO_FAR : FACEREC_REASON_EMPTY_GALLERY,
      .score = -INFINITY, .distance = INFINITY, .mean_distance = INFINITY, .second_distance = INFINITY,
      .alike_distance = INFINITY };
  if (k == 0 || n == 0)
    return;
  g_autofree FacerecNeighbour *voters = g_new (FacerecNeighbour, (gsize) n * k);
  g_autofree FacerecNeighbour *people = g_new (FacerecNeighbour, (gsize) n * FACEREC_MAX_CANDIDATES);
  g_autofree gfloat *person_distances = g_new (gfloat, (gsize) n * n_people);
  facerec_search_people (encodings, queries, n, k, voters, FACEREC_MAX_CANDIDATES, people, person_distances);
  for (guint i = 0; i < n; i++) {
    if (!isfinite (voters[(gsize) i * k].distance))
      continue;
    decide (encodings, rule, voters + (gsize) i * k, person_distances + (gsize) i * n_people, &results[i]);
    fill_candidates (encodings, people + (gsize) i * FACEREC_MAX_CANDIDATES, &results[i]);
  }
}
