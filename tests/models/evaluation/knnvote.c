/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/knnvote.h"

#include "line.h"

static void
test_votes (void)
{
  static const struct {
    const gchar *what;
    FacerecVoter voters[5];
    guint n, winner;
  } cases[] = {
    { "the only one", { { 0, 7, 1 } }, 1, 7 },
    { "two to one", { { 0, 1, 0.1f }, { 1, 2, 0.2f }, { 2, 2, 0.9f } }, 3, 2 },
    /* 1: (0.1 + 0.6) / 2 = 0.35; 2: (0.2 + 0.3) / 2 = 0.25 */
    { "a tie by mean distance, not by the nearest", { { 0, 1, 0.1f }, { 1, 2, 0.2f }, { 2, 2, 0.3f }, { 3, 1, 0.6f } }, 4, 2 },
    { "a tie of two single ones goes to the nearest", { { 0, 5, 0.1f }, { 1, 3, 0.2f } }, 2, 5 },
    { "an entire tie goes to the lower person", { { 0, 5, 0.5f }, { 1, 3, 0.5f } }, 2, 3 },
    { "votes count before distance",
        { { 0, 1, 0.1f }, { 1, 1, 0.1f }, { 2, 2, 0.8f }, { 3, 2, 0.8f }, { 4, 2, 0.9f } }, 5, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].what);
    g_assert_cmpuint (facerec_knn_vote (cases[i].voters, cases[i].n), ==, cases[i].winner);
  }
}

static void
test_nearest (void)
{
  g_autoptr (FacerecDistances) distances = line_distances ();
  const gboolean enrolled[LINE_N] = { TRUE, FALSE, TRUE, FALSE, TRUE, TRUE };
  FacerecVoter nearest[LINE_N];

  /* From 3: 4 is 1 away, 1 is 2, 0 and 6 are 3 (the lower first), 10 is 7. */
  g_assert_cmpuint (facerec_knn_nearest (distances, line_people, 2, NULL, FALSE, LINE_N, nearest), ==, 5);
  g_assert_cmpuint (nearest[0].face, ==, 3);
  g_assert_cmpuint (nearest[1].face, ==, 1);
  g_assert_cmpuint (nearest[2].face, ==, 0);
  g_assert_cmpuint (nearest[3].face, ==, 4);
  g_assert_cmpuint (nearest[4].face, ==, 5);
  g_assert_cmpuint (nearest[4].person, ==, 2);
  g_assert_cmpfloat (nearest[4].distance, ==, 7);
  /* Only two are wanted. */
  g_assert_cmpuint (facerec_knn_nearest (distances, line_people, 2, NULL, FALSE, 2, nearest), ==, 2);
  g_assert_cmpuint (nearest[1].face, ==, 1);
  /* With itself, as the original has it: it is the nearest. */
  g_assert_cmpuint (facerec_knn_nearest (distances, line_people, 2, NULL, TRUE, 2, nearest), ==, 2);
  g_assert_cmpuint (nearest[0].face, ==, 2);
  g_assert_cmpuint (nearest[1].face, ==, 3);
  /* Itself is enrolled and yet does not vote. */
  g_assert_cmpuint (facerec_knn_nearest (distances, line_people, 2, enrolled, FALSE, LINE_N, nearest), ==, 3);
  g_assert_cmpuint (nearest[0].face, ==, 0);
}

/* The same by looking for the smallest again and again. */
static void
test_against_counting (void)
{
  guint people[60];
  g_autoptr (FacerecDistances) distances = random_distances (1, 60, 7, 3, people, NULL);

  for (guint query = 0; query < 60; query++) {
    FacerecVoter nearest[FACEREC_MAX_SWEEP];
    gboolean taken[60] = { FALSE };

    g_assert_cmpuint (facerec_knn_nearest (distances, people, query, NULL, FALSE, FACEREC_MAX_SWEEP, nearest), ==,
        FACEREC_MAX_SWEEP);
    taken[query] = TRUE;
    for (guint i = 0; i < FACEREC_MAX_SWEEP; i++) {
      guint least = G_MAXUINT;

      for (guint face = 0; face < 60; face++)
        if (!taken[face] && (least == G_MAXUINT
            || facerec_distances_get (distances, query, face) < facerec_distances_get (distances, query, least)))
          least = face;
      taken[least] = TRUE;
      g_assert_cmpuint (nearest[i].face, ==, least);
      g_assert_cmpuint (nearest[i].person, ==, people[least]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knnvote/who wins", test_votes);
  g_test_add_func ("/knnvote/nearest faces on a line", test_nearest);
  g_test_add_func ("/knnvote/nearest faces are those that counting finds", test_against_counting);
  return g_test_run ();
}
