/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The identity rule in the plane, where distances can be read off. */
#include <math.h>

#include "models/identity.h"

#define MAX_FACES 12

typedef struct {
  const gchar *person; /* NULL ends the list; a leading '!' makes a negative */
  gfloat x, y;
} Face;

typedef struct {
  const gchar *name;
  Face faces[MAX_FACES];
  gfloat own_threshold; /* of the first person; 0: none */
  FacerecIdentityRule rule;
  gfloat x, y;
  const gchar *label;
  FacerecReason reason;
  guint votes, k;
  gfloat score;
} Case;

/* distance 1, margin 0.4: at distance 1 the second must be 1.4 away from face and person, at 0.8 still 1.0 */
#define RULE { 3, 1.0f, 0.4f }

static const Case cases[] = {
  { "nobody enrolled", { { NULL, 0, 0 } }, 0, RULE, 0, 0, NULL, FACEREC_REASON_EMPTY_GALLERY, 0, 0, -INFINITY },
  { "the only person, near", { { "a", 0, 0 } }, 0, RULE, 0.9f, 0, "a", FACEREC_REASON_NONE, 1, 1, 0.1f },
  { "the only person, at the threshold", { { "a", 0, 0 } }, 0, RULE, 1, 0, "a", FACEREC_REASON_NONE, 1, 1, 0 },
  { "the only person, far: having no second is no free pass", { { "a", 0, 0 } }, 0, RULE, 1.1f, 0, NULL,
    FACEREC_REASON_TOO_FAR, 1, 1, -0.1f },
  { "second far away", { { "a", 0, 0 }, { "b", 3, 0 } }, 0, RULE, 0.9f, 0, "a", FACEREC_REASON_NONE, 1, 1, 0.1f },
  { "lead is the margin at the threshold", { { "a", 0, 0 }, { "b", 0.5f, 1.30768f } }, 0, RULE, 1, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0 },
  { "lead too small at the threshold", { { "a", 0, 0 }, { "b", 0.5f, 1.09087f } }, 0, RULE, 1, 0, NULL,
    FACEREC_REASON_AMBIGUOUS, 1, 1, -0.1f },
  { "nearer needs less lead", { { "a", 0, 0 }, { "b", 0.375f, 0.948565f } }, 0, RULE, 0.75f, 0, "a", FACEREC_REASON_NONE,
    1, 1, 0.06f },
  { "a person who has a double needs more room", { { "a", 0, 0 }, { "b", -0.5f, 0 } }, 0, RULE, 0.8f, 0, NULL,
    FACEREC_REASON_AMBIGUOUS, 1, 1, -0.05f },
  { "twins", { { "a", 0, 0 }, { "b", 0, 0.1f } }, 0, RULE, 0.7f, 0, NULL, FACEREC_REASON_AMBIGUOUS, 1, 2, -0.19822f },
  { "no margin asked for", { { "a", 0, 0 }, { "b", 1.9f, 0 } }, 0, { 3, 1, 0 }, 0.94f, 0, "a", FACEREC_REASON_NONE, 1,
    2, 0.06f },
  { "most votes win", { { "a", 0, 0.3f }, { "b", 0, 0.4f }, { "b", 0, -0.4f }, { "b", 0.4f, 0 } }, 0, { 4, 2, 0 }, 0, 0,
    "b", FACEREC_REASON_NONE, 3, 4, 1.86667f },
  { "a tie goes to the smaller mean distance",
    { { "a", 0, 0.1f }, { "a", 0, 0.9f }, { "b", 0.2f, 0 }, { "b", -0.3f, 0 } }, 0, { 4, 1, 0 }, 0, 0, "b",
    FACEREC_REASON_NONE, 2, 4, 0.95f },
  { "votes from beyond the threshold do not count", { { "a", 0.5f, 0 }, { "b", 1.5f, 0 }, { "b", 1.6f, 0 } }, 0, RULE,
    0, 0, "a", FACEREC_REASON_NONE, 1, 1, 0.45f },
  { "only k vote", { { "a", 0.1f, 0 }, { "b", 0.2f, 0 }, { "b", 0.3f, 0 } }, 0, { 1, 1, 0 }, 0, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.9f },
  { "k of 0 is 1", { { "a", 0.1f, 0 }, { "b", 0.9f, 0 } }, 0, { 0, 1, 0 }, 0, 0, "a", FACEREC_REASON_NONE, 1, 1,
    0.9f },
  { "a negative does not vote", { { "!a", 0, 0 }, { "b", 3, 0 } }, 0, RULE, 0.5f, 0, NULL, FACEREC_REASON_TOO_FAR, 1, 1,
    -2 },
  { "nobody but a negative", { { "!a", 0, 0 } }, 0, RULE, 0.5f, 0, NULL, FACEREC_REASON_TOO_FAR, 0, 0, -INFINITY },
  { "nearer to a negative than to the person", { { "a", 0, 0 }, { "!not a", 0.9f, 0 } }, 0, RULE, 0.5f, 0, NULL,
    FACEREC_REASON_NEGATIVE, 1, 1, -0.1f },
  { "as near to a negative", { { "a", 0, 0 }, { "!not a", 1, 0 } }, 0, RULE, 0.5f, 0, NULL, FACEREC_REASON_NEGATIVE, 1,
    1, 0 },
  { "one negative against many photos", { { "a", 0, 0 }, { "a", 0.1f, 0 }, { "a", 0, 0.1f }, { "a", 0.1f, 0.1f },
    { "!not a", 0.7f, 0 } }, 0, RULE, 0.5f, 0, NULL, FACEREC_REASON_NEGATIVE, 3, 3, -0.2f },
  { "nearer to the person than to a negative", { { "a", 0, 0 }, { "!not a", 0.9f, 0 } }, 0, RULE, 0.4f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.1f },
  { "a negative is no second person", { { "a", 0, 0 }, { "!not a", -0.2f, 0 } }, 0, RULE, 0.8f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.2f },
  { "a negative is nobody's double", { { "a", 0, 0 }, { "b", 2, 0 }, { "!not b", 0.1f, 0 } }, 0, RULE, -0.9f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.1f },
  { "a negative against somebody else", { { "a", 0, 0 }, { "b", 5, 0 }, { "!not b", 0.5f, 0 } }, 0, RULE, 0.5f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.5f },
  { "a negative against nobody any more", { { "a", 0, 0 }, { "!not b", 0.5f, 0 } }, 0, RULE, 0.5f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.5f },
  { "a negative against another negative", { { "a", 0, 0 }, { "!b", 9, 9 }, { "!not b", 0.5f, 0 } }, 0, RULE, 0.5f, 0,
    "a", FACEREC_REASON_NONE, 1, 1, 0.5f },
  { "a negative against everybody", { { "a", 0, 0 }, { "!poster", 0.6f, 0 } }, 0, RULE, 0.5f, 0, NULL,
    FACEREC_REASON_NEGATIVE, 1, 1, -0.4f },
  { "somebody who is called so is no negative", { { "a", 0, 0 }, { "not a", 9, 0 } }, 0, RULE, 0.5f, 0, "a",
    FACEREC_REASON_NONE, 1, 1, 0.5f },
  { "negatives crowd nobody out", { { "b", 9, 0 }, { "!not b", 0, 0.1f }, { "!not b", 0, 0.2f }, { "!not b", 0, 0 },
    { "!not b", 0, 0.3f }, { "a", 0.4f, 0 }, { "a", 0.5f, 0 } }, 0, RULE, 0, 0, "a", FACEREC_REASON_NONE, 2, 2, 0.55f },
  { "far is said before negative", { { "a", 0, 0 }, { "!not a", 2, 0 } }, 0, RULE, 1.5f, 0, NULL,
    FACEREC_REASON_TOO_FAR, 1, 1, -1 },
  { "own threshold, stricter", { { "a", 0, 0 }, { "b", 9, 0 } }, 0.5f, RULE, 0.6f, 0, NULL, FACEREC_REASON_TOO_FAR, 1,
    1, -0.1f },
  { "own threshold, laxer", { { "a", 0, 0 }, { "b", 9, 0 } }, 2, RULE, 1.5f, 0, "a", FACEREC_REASON_NONE, 1, 1, 0.5f },
  { "own threshold is that person's alone", { { "a", 9, 0 }, { "b", 0, 0 } }, 0.1f, RULE, 0.9f, 0, "b",
    FACEREC_REASON_NONE, 1, 1, 0.1f },
  { "the mean decides, not the nearest", { { "a", 0, 0.5f }, { "a", 0, 3.5f } }, 0, RULE, 0, 0, NULL,
    FACEREC_REASON_TOO_FAR, 1, 1, -1 },
  { "not a number", { { "a", 0, 0 } }, 0, RULE, NAN, 0, NULL, FACEREC_REASON_TOO_FAR, 0, 0, -INFINITY },
};

static FacerecEncodings *
enrol (const Case *c)
{
  FacerecEncodings *encodings = facerec_encodings_new ("test", 2);
  for (const Face *face = c->faces; face->person != NULL; face++) {
    const FacerecPersonKind kind = *face->person == '!' ? FACEREC_NEGATIVE : FACEREC_PERSON;
    const gchar *name = face->person + (kind == FACEREC_NEGATIVE ? 1 : 0);
    guint person;
    if (!facerec_encodings_find_person (encodings, name, &person))
      person = facerec_encodings_add_person (encodings, name, kind,
          face == c->faces && c->own_threshold > 0 ? c->own_threshold : NAN);
    facerec_encodings_add_face (encodings, person, &face->x);
  }
  facerec_encodings_seal (encodings);
  return encodings;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (FacerecEncodings) encodings = enrol (c);
  const gfloat query[] = { c->x, c->y };
  FacerecIdentityResult result;
  facerec_identify (encodings, NULL, query, 1, &c->rule, &result);
  g_assert_cmpstr (result.label, ==, c->label);
  g_assert_cmpint (result.reason, ==, c->reason);
  g_assert_cmpuint (result.votes, ==, c->votes);
  g_assert_cmpuint (result.k, ==, c->k);
  if (isinf (c->score))
    g_assert_cmpfloat (result.score, ==, c->score);
  else
    g_assert_cmpfloat_with_epsilon (result.score, c->score, 1e-4f);
  g_assert_true (result.label == NULL || result.score >= 0);
  g_assert_cmpint (result.reason == FACEREC_REASON_NONE, ==, result.label != NULL);
  if (result.votes > 0 && c->rule.margin == 0)
    g_assert_cmpfloat_with_epsilon (result.distance_threshold, result.score + result.mean_distance, 1e-6f);
}

static void
test_candidates_are_the_nearest_people (void)
{
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new ("test", 2);
  /* Seven people, two faces each, the nearer one at distance 1..7, enrolled backwards. */
  for (guint p = 7; p >= 1; p--) {
    const gchar name[] = { (gchar) ('0' + p), '\0' };
    const guint person = facerec_encodings_add_person (encodings, name, p == 2 ? FACEREC_NEGATIVE : FACEREC_PERSON,
        NAN);
    facerec_encodings_add_face (encodings, person, (const gfloat[]) { p + 8, 0 });
    facerec_encodings_add_face (encodings, person, (const gfloat[]) { p, 0 });
  }
  facerec_encodings_seal (encodings);
  const FacerecIdentityRule rule = FACEREC_IDENTITY_RULE_INIT;
  FacerecIdentityResult result;
  facerec_identify (encodings, NULL, (const gfloat[]) { 0, 0 }, 1, &rule, &result);
  g_assert_cmpuint (result.n_candidates, ==, 5);
  for (guint i = 0; i < 5; i++) {
    const gchar name[] = { (gchar) ('1' + i), '\0' };
    g_assert_cmpstr (result.candidates[i].label, ==, name);
    g_assert_cmpfloat (result.candidates[i].distance, ==, i + 1);
  }
  g_assert_cmpfloat (result.distance, ==, 1);
  g_assert_cmpfloat_with_epsilon (result.mean_distance, 5, 1e-3f);
  /* The second is a negative, and nobody. */
  g_assert_cmpfloat_with_epsilon (result.second_distance, 7, 1e-3f);
}

static void
test_each_query_has_its_own_answer (void)
{
  static const gfloat queries[][2] = { { 0.1f, 0 }, { 4.9f, 0 }, { 2.5f, 0 }, { NAN, 0 }, { 0.2f, 0 } };
  static const gchar *const labels[] = { "a", "b", NULL, NULL, "a" };
  const Case c = { .faces = { { "a", 0, 0 }, { "b", 5, 0 } } };
  const FacerecIdentityRule rule = RULE;
  g_autoptr (FacerecEncodings) encodings = enrol (&c);
  FacerecIdentityResult results[5];
  facerec_identify (encodings, NULL, &queries[0][0], 5, &rule, results);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpstr (results[i].label, ==, labels[i]);
}

/* A query answers alike whether somebody asked for the person before, alone or with others, or never. */
static void
test_answers_do_not_depend_on_earlier_ones (void)
{
  static const gfloat queries[][2] = { { 0.1f, 0 }, { 4.9f, 0 }, { 8.9f, 0.3f } };
  const Case c = { .faces = { { "a", 0, 0 }, { "b", 5, 0 }, { "c", 9, 0 }, { "c", 9, 1 } }, .own_threshold = 0.7f };
  const FacerecIdentityRule rule = RULE;
  static const gfloat thresholds[] = { 0.7f, 1, 1 }, alike[] = { 5, 4.03113f, 4.03113f };
  g_autoptr (FacerecEncodings) encodings = enrol (&c);
  FacerecIdentityResult together[3], alone[3];
  facerec_identify (encodings, NULL, queries[1], 1, &rule, &alone[1]);
  facerec_identify (encodings, NULL, &queries[0][0], 3, &rule, together);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (FacerecEncodings) fresh = enrol (&c);
    facerec_identify (fresh, NULL, queries[i], 1, &rule, &alone[i]);
    g_assert_cmpstr (alone[i].label, ==, together[i].label);
    g_assert_cmpfloat (alone[i].score, ==, together[i].score);
    g_assert_cmpfloat (alone[i].alike_distance, ==, together[i].alike_distance);
    g_assert_cmpfloat_with_epsilon (together[i].alike_distance, alike[i], 1e-4f);
    g_assert_cmpfloat (together[i].distance_threshold, ==, thresholds[i]);
  }
}

static void
test_person_without_faces_is_nobodys_second (void)
{
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new ("test", 2);
  facerec_encodings_add_person (encodings, "empty", FACEREC_PERSON, NAN);
  const guint person = facerec_encodings_add_person (encodings, "a", FACEREC_PERSON, NAN);
  facerec_encodings_add_face (encodings, person, (const gfloat[]) { 0.5f, 0 });
  facerec_encodings_seal (encodings);
  const FacerecIdentityRule rule = RULE;
  FacerecIdentityResult result;
  facerec_identify (encodings, NULL, (const gfloat[]) { 0, 0 }, 1, &rule, &result);
  g_assert_cmpstr (result.label, ==, "a");
  g_assert_true (isinf (result.second_distance));
  g_assert_cmpuint (result.n_candidates, ==, 1);
}

/* ---- against a rule that is worked out from its description, one number after another ---- */

#define DIMENSIONS 6
#define N_PEOPLE 14
#define N_FACES 60

typedef struct {
  gfloat values[DIMENSIONS];
  guint person;
} Enrolled;

static gdouble
distance_to (const gfloat *a, const gfloat *b)
{
  gdouble sum = 0;
  for (guint i = 0; i < DIMENSIONS; i++)
    sum += ((gdouble) a[i] - b[i]) * ((gdouble) a[i] - b[i]);
  return sqrt (sum);
}

/* People 0 to 8 are persons; 9 to 12 are against persons 0 to 3, the last against everybody. */
static gboolean
stands (guint person)
{
  return person < 9;
}

static gboolean
is_against (guint negative, guint person)
{
  return !stands (negative) && (negative == N_PEOPLE - 1 || negative - 9 == person);
}

static void
mean_of (const Enrolled *faces, guint person, gfloat mean[DIMENSIONS])
{
  for (guint i = 0; i < DIMENSIONS; i++) {
    gdouble sum = 0;
    guint n = 0;
    for (guint f = 0; f < N_FACES; f++)
      if (faces[f].person == person) {
        sum += faces[f].values[i];
        n++;
      }
    mean[i] = (gfloat) (sum / n);
  }
}

/* To the nearest person's mean that is not of one of these. */
static gdouble
nearest_mean (const Enrolled *faces, const gfloat *from, guint but)
{
  gdouble nearest = INFINITY;
  for (guint p = 0; stands (p); p++) {
    gfloat mean[DIMENSIONS];
    mean_of (faces, p, mean);
    if (p != but)
      nearest = MIN (nearest, distance_to (from, mean));
  }
  return nearest;
}

/* Who gets most of the votes of the k nearest persons' faces. */
static guint
elect (const Enrolled *faces, const gfloat *query, const FacerecIdentityRule *rule, gdouble *nearest_face)
{
  guint votes[N_PEOPLE] = { 0 }, winner = 0;
  gdouble sums[N_PEOPLE] = { 0 }, least[N_PEOPLE];
  gboolean taken[N_FACES] = { FALSE };
  for (guint round = 0; round < rule->k; round++) {
    guint best = N_FACES;
    for (guint f = 0; f < N_FACES; f++)
      if (!taken[f] && stands (faces[f].person) &&
          (best == N_FACES || distance_to (query, faces[f].values) < distance_to (query, faces[best].values)))
        best = f;
    const gdouble distance = distance_to (query, faces[best].values);
    const guint person = faces[best].person;
    taken[best] = TRUE;
    if (round > 0 && distance > rule->distance_threshold)
      continue;
    least[person] = votes[person] == 0 ? distance : least[person];
    votes[person]++;
    sums[person] += distance;
  }
  for (guint p = 0; stands (p); p++)
    if (votes[p] > votes[winner] || (votes[p] == votes[winner] && votes[p] > 0 &&
        sums[p] / votes[p] < sums[winner] / votes[winner]))
      winner = p;
  *nearest_face = least[winner];
  return winner;
}

static FacerecReason
judge (const Enrolled *faces, const gfloat *query, const FacerecIdentityRule *rule, guint *person, gdouble *score)
{
  gdouble nearest_face, negative = INFINITY;
  gfloat mean[DIMENSIONS];
  *person = elect (faces, query, rule, &nearest_face);
  mean_of (faces, *person, mean);
  const gdouble d = distance_to (query, mean), s = nearest_mean (faces, query, *person);
  const gdouble h = nearest_mean (faces, mean, *person), limit = rule->distance_threshold;
  for (guint f = 0; f < N_FACES; f++)
    if (is_against (faces[f].person, *person))
      negative = MIN (negative, distance_to (query, faces[f].values));
  *score = MIN (MIN (limit, ((s + h) / 2 + limit - rule->margin) / 2) - d, negative - nearest_face);
  if (d > limit)
    return FACEREC_REASON_TOO_FAR;
  if (negative <= nearest_face)
    return FACEREC_REASON_NEGATIVE;
  return *score < 0 ? FACEREC_REASON_AMBIGUOUS : FACEREC_REASON_NONE;
}

static FacerecEncodings *
enrol_at_random (Enrolled *faces)
{
  FacerecEncodings *encodings = facerec_encodings_new ("test", DIMENSIONS);
  for (guint p = 0; p < N_PEOPLE; p++) {
    g_autofree gchar *name = stands (p) ? g_strdup_printf ("%u", p) : g_strdup_printf ("not %u", p - 9);
    facerec_encodings_add_person (encodings, p == N_PEOPLE - 1 ? "poster" : name,
        stands (p) ? FACEREC_PERSON : FACEREC_NEGATIVE, NAN);
  }
  for (guint f = 0; f < N_FACES; f++) {
    faces[f].person = f < N_PEOPLE ? f : (guint) g_test_rand_int_range (0, N_PEOPLE);
    for (guint i = 0; i < DIMENSIONS; i++)
      faces[f].values[i] = (gfloat) g_test_rand_double_range (-1, 1);
    facerec_encodings_add_face (encodings, faces[f].person, faces[f].values);
  }
  facerec_encodings_seal (encodings);
  return encodings;
}

static void
test_agrees_with_its_description (void)
{
  guint n_reasons[FACEREC_REASON_EMPTY_GALLERY + 1] = { 0 };
  for (guint round = 0; round < 80; round++) {
    Enrolled faces[N_FACES];
    g_autoptr (FacerecEncodings) encodings = enrol_at_random (faces);
    const FacerecIdentityRule rule = { 1 + round % 5, 1.1f, 0.1f };
    for (guint q = 0; q < 100; q++) {
      gfloat query[DIMENSIONS];
      FacerecIdentityResult result;
      guint person;
      gdouble score;
      for (guint i = 0; i < DIMENSIONS; i++)
        query[i] = (gfloat) g_test_rand_double_range (-1, 1);
      facerec_identify (encodings, NULL, query, 1, &rule, &result);
      const FacerecReason reason = judge (faces, query, &rule, &person, &score);
      g_assert_cmpint (result.reason, ==, reason);
      g_assert_cmpfloat_with_epsilon (result.score, score, 1e-5);
      g_assert_cmpstr (result.label, ==,
          reason == FACEREC_REASON_NONE ? facerec_encodings_get_person_name (encodings, person) : NULL);
      n_reasons[reason]++;
    }
  }
  /* Each of the answers is among them. */
  g_assert_cmpuint (n_reasons[FACEREC_REASON_NONE], >, 100);
  g_assert_cmpuint (n_reasons[FACEREC_REASON_TOO_FAR], >, 100);
  g_assert_cmpuint (n_reasons[FACEREC_REASON_NEGATIVE], >, 100);
  g_assert_cmpuint (n_reasons[FACEREC_REASON_AMBIGUOUS], >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/identity/rule/%s", cases[i].name);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/identity/candidates-are-the-nearest-people", test_candidates_are_the_nearest_people);
  g_test_add_func ("/identity/each-query-has-its-own-answer", test_each_query_has_its_own_answer);
  g_test_add_func ("/identity/answers-do-not-depend-on-earlier-ones", test_answers_do_not_depend_on_earlier_ones);
  g_test_add_func ("/identity/person-without-faces-is-nobodys-second", test_person_without_faces_is_nobodys_second);
  g_test_add_func ("/identity/agrees-with-its-description", test_agrees_with_its_description);
  return g_test_run ();
}
