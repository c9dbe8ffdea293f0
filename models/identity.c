/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/identity.h"

#include "models/encodings-private.h"
#include "models/search.h"
#include "models/search/nearest.h"

#include <math.h>

/* More negatives than that, nearer to a face than the people, may cost those their votes. */
#define MAX_NEGATIVES 1000

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

static gboolean
is_negative (const FacerecEncodings *encodings, guint person)
{
  return facerec_encodings_get_person_kind (encodings, person) == FACEREC_NEGATIVE;
}

/* neighbours: the nearest n, nearest first, of which the first k people's may vote. Returns who has won, with 0 votes when
 * nobody voted; *n_voted: how many did. */
static Poll
vote (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, const FacerecNeighbour *neighbours, guint n,
    guint k, guint *n_voted)
{
  g_autofree Poll *polls = g_new0 (Poll, MAX (k, 1));
  guint n_polls = 0, n_people = 0;
  *n_voted = 0;
  for (guint i = 0; i < n && n_people < k && isfinite (neighbours[i].distance); i++) {
    const FacerecNeighbour *voter = &neighbours[i];
    if (is_negative (encodings, voter->person))
      continue;
    n_people++;
    /* Whoever has many photos would otherwise outvote the one whose face it is and who has few. */
    if (n_people > 1 && voter->distance > threshold_of (encodings, rule, voter->person))
      continue;
    guint at = 0;
    while (at < n_polls && polls[at].person != voter->person)
      at++;
    if (at == n_polls)
      polls[n_polls++] = (Poll) { voter->person, 0, 0, voter->distance };
    polls[at].votes++;
    polls[at].sum += voter->distance;
    (*n_voted)++;
  }
  Poll winner = polls[0];
  for (guint at = 1; at < n_polls; at++) {
    const Poll *poll = &polls[at];
    const gdouble mean = poll->sum / poll->votes, winning_mean = winner.sum / winner.votes;
    if (poll->votes > winner.votes || (poll->votes == winner.votes && (mean < winning_mean ||
        (mean == winning_mean && poll->person < winner.person))))
      winner = *poll;
  }
  return winner;
}

/* How many means to ask for, so that the two nearest of people are among them. */
static guint
count_means (const FacerecEncodings *encodings)
{
  return 2 + MIN (encodings->n_negative_people, MAX_NEGATIVES);
}

/* nearest: the people and negatives whose means are nearest. A negative is no other person: it may hold samples of several,
 * and stands near the person by nature. */
static gfloat
nearest_other (const FacerecEncodings *encodings, const FacerecNeighbour *nearest, guint person)
{
  for (guint i = 0; i < count_means (encodings) && isfinite (nearest[i].distance); i++)
    if (nearest[i].person != person && !is_negative (encodings, nearest[i].person))
      return nearest[i].distance;
  return INFINITY;
}

/* To the nearest sample against person. */
static gfloat
nearest_negative (const FacerecEncodings *encodings, const gfloat *query, guint person)
{
  gdouble least = INFINITY;
  for (guint i = 0; i < encodings->negatives->len; i++) {
    const FacerecEncodingsNegative *negative = &g_array_index (encodings->negatives, FacerecEncodingsNegative, i);
    if (negative->against != person && negative->against != FACEREC_AGAINST_ALL)
      continue;
    const guint chunk = facerec_rows_find (&encodings->faces, negative->face);
    const gdouble square = facerec_search_exact_square (facerec_rows_chunk (&encodings->faces, chunk),
        negative->face - facerec_rows_first (&encodings->faces, chunk), query);
    least = MIN (least, square);
  }
  return (gfloat) sqrt (least);
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
  const guint n_means = count_means (encodings);
  g_autofree FacerecNeighbour *nearest = g_new (FacerecNeighbour, (gsize) n_unknown * n_means);
  facerec_search_means (encodings, workers, means, n_unknown, n_means, nearest);
  for (guint i = 0; i < n_unknown; i++)
    facerec_encodings_set_alike (encodings, unknown[i],
        nearest_other (encodings, nearest + (gsize) i * n_means, unknown[i]));
}

static void
decide (const FacerecEncodings *encodings, const FacerecIdentityRule *rule, const Poll *winner, const gfloat *query,
    const FacerecNeighbour *nearest_means, FacerecIdentityResult *result)
{
  const gfloat limit = threshold_of (encodings, rule, winner->person);
  result->votes = winner->votes;
  result->distance_threshold = limit;
  result->distance = winner->distance;
  result->mean_distance = facerec_search_mean_distance (encodings, query, winner->person);
  result->second_distance = nearest_other (encodings, nearest_means, winner->person);
  result->negative_distance = nearest_negative (encodings, query, winner->person);
  result->alike_distance = facerec_encodings_get_alike (encodings, winner->person);
  const gfloat room = (result->second_distance + result->alike_distance) / 2;
  const gfloat threshold = rule->margin > 0 ? MIN (limit, (room + limit - rule->margin) / 2) : limit;
  const gfloat lead = result->negative_distance - result->distance;
  result->score = MIN (threshold - result->mean_distance, lead);
  if (result->mean_distance > limit)
    result->reason = FACEREC_REASON_TOO_FAR;
  else if (lead <= 0)
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

gdouble
facerec_identity_margin_for (gdouble distance_threshold)
{
  return distance_threshold * FACEREC_DEFAULT_MARGIN / FACEREC_DEFAULT_DISTANCE_THRESHOLD;
}

void
facerec_identify (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    const FacerecIdentityRule *rule, FacerecIdentityResult *results)
{
  g_return_if_fail (encodings != NULL && rule != NULL);
  g_return_if_fail (n == 0 || (queries != NULL && results != NULL));

  const guint n_faces = facerec_encodings_get_n_faces (encodings);
  for (guint i = 0; i < n; i++)
    results[i] = (FacerecIdentityResult) { .reason = n_faces > 0 ? FACEREC_REASON_TOO_FAR : FACEREC_REASON_EMPTY_GALLERY,
      .distance_threshold = rule->distance_threshold, .score = -INFINITY, .distance = INFINITY,
      .mean_distance = INFINITY, .second_distance = INFINITY, .alike_distance = INFINITY,
      .negative_distance = INFINITY };
  if (n_faces == 0 || n == 0)
    return;
  const guint k = MIN (MAX (rule->k, 1), n_faces), n_means = count_means (encodings);
  const guint n_neighbours = MIN (k + MIN (encodings->negatives->len, MAX_NEGATIVES), n_faces);
  g_autofree FacerecNeighbour *neighbours = g_new (FacerecNeighbour, (gsize) n * n_neighbours);
  g_autofree FacerecNeighbour *people = g_new (FacerecNeighbour, (gsize) n * FACEREC_MAX_CANDIDATES);
  g_autofree FacerecNeighbour *means = g_new (FacerecNeighbour, (gsize) n * n_means);
  g_autofree Poll *winners = g_new0 (Poll, n);
  facerec_search (encodings, workers, queries, n, n_neighbours, neighbours, FACEREC_MAX_CANDIDATES, people);
  facerec_search_means (encodings, workers, queries, n, n_means, means);
  for (guint i = 0; i < n; i++)
    winners[i] = vote (encodings, rule, neighbours + (gsize) i * n_neighbours, n_neighbours, k, &results[i].k);
  find_alike (encodings, workers, winners, n);
  for (guint i = 0; i < n; i++) {
    if (winners[i].votes > 0)
      decide (encodings, rule, &winners[i], queries + (gsize) i * encodings->dimensions, means + (gsize) i * n_means,
          &results[i]);
    fill_candidates (encodings, people + (gsize) i * FACEREC_MAX_CANDIDATES, &results[i]);
  }
}
