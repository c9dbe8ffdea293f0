/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* People on a line: whoever is nearer than 0.4 to another is the same. */
#include "models/strangers.h"

#include <math.h>

static guint
find (FacerecStrangers *strangers, gfloat place, guint taken)
{
  const gfloat values[2] = { place, 0 };

  return facerec_strangers_find (strangers, values, 2, &taken, taken > 0);
}

static guint
add (FacerecStrangers *strangers, gfloat place)
{
  const gfloat values[2] = { place, 0 };

  return facerec_strangers_add (strangers, values, 2);
}

static void
learn (FacerecStrangers *strangers, guint number, gfloat place)
{
  const gfloat values[2] = { place, 0 };

  facerec_strangers_learn (strangers, number, values, 2);
}

static void
test_nearest_within_the_threshold (void)
{
  static const struct {
    gfloat place;
    guint taken, number;
  } cases[] = {
    { 0, 0, 1 }, { 0.39f, 0, 1 }, { 0.41f, 0, 0 }, { -0.39f, 0, 1 }, { 0.61f, 0, 2 }, { 1, 0, 2 }, { 1.3f, 0, 3 },
    { 1.29f, 0, 3 }, { 1.2f, 0, 2 }, { 5, 0, 0 },
    /* The nearest is in the picture elsewhere: the next one, where that is near enough. */
    { 1.3f, 3, 2 }, { 1.45f, 3, 0 }, { 0, 1, 0 }, { 0, 2, 1 }, { 1, 2, 0 },
    { NAN, 0, 0 }, { INFINITY, 0, 0 },
  };
  FacerecStrangers *strangers = facerec_strangers_new ();
  guint i;

  g_assert_cmpuint (find (strangers, 0, 0), ==, 0);
  g_assert_cmpuint (add (strangers, 0), ==, 1);
  g_assert_cmpuint (add (strangers, 1), ==, 2);
  g_assert_cmpuint (add (strangers, 1.5f), ==, 3);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("at %g without %u", cases[i].place, cases[i].taken);
    g_assert_cmpuint (find (strangers, cases[i].place, cases[i].taken), ==, cases[i].number);
  }
  facerec_strangers_free (strangers);
  facerec_strangers_free (NULL);
}

static void
test_learns_the_mean (void)
{
  FacerecStrangers *strangers = facerec_strangers_new ();
  const gfloat zero[2] = { 0, 0 };
  guint i;

  add (strangers, 0);
  learn (strangers, 1, 0.3f);
  g_assert_cmpfloat_with_epsilon (facerec_strangers_distance (strangers, 1, zero, 2), 0.15, 1e-6);
  learn (strangers, 1, 0.3f);
  g_assert_cmpfloat_with_epsilon (facerec_strangers_distance (strangers, 1, zero, 2), 0.2, 1e-6);
  g_assert_cmpuint (find (strangers, 0.55f, 0), ==, 1);
  /* It follows whoever changes: after many pictures the first ones are forgotten. */
  for (i = 0; i < 200; i++)
    learn (strangers, 1, 1);
  g_assert_cmpfloat (facerec_strangers_distance (strangers, 1, zero, 2), >, 0.99);
  learn (strangers, 7, 0);
  g_assert_true (isinf (facerec_strangers_distance (strangers, 7, zero, 2)));
  facerec_strangers_free (strangers);
}

static void
test_the_one_not_seen_for_longest_is_forgotten (void)
{
  FacerecStrangers *strangers = facerec_strangers_new ();
  guint i;

  for (i = 1; i <= FACEREC_STRANGERS_MAX; i++)
    g_assert_cmpuint (add (strangers, i), ==, i);
  facerec_strangers_see (strangers, 1);
  for (; i <= FACEREC_STRANGERS_MAX + 10; i++)
    g_assert_cmpuint (add (strangers, i), ==, i);
  g_assert_cmpuint (facerec_strangers_count (strangers), ==, FACEREC_STRANGERS_MAX);
  g_assert_cmpuint (find (strangers, 1, 0), ==, 1);
  for (i = 2; i <= 11; i++)
    g_assert_cmpuint (find (strangers, i, 0), ==, 0);
  g_assert_cmpuint (find (strangers, 12, 0), ==, 12);
  /* They come back as somebody new. */
  g_assert_cmpuint (add (strangers, 2), ==, FACEREC_STRANGERS_MAX + 11);
  for (i = 0; i < 100000; i++)
    add (strangers, i);
  g_assert_cmpuint (facerec_strangers_count (strangers), ==, FACEREC_STRANGERS_MAX);
  facerec_strangers_clear (strangers);
  g_assert_cmpuint (facerec_strangers_count (strangers), ==, 0);
  g_assert_cmpuint (add (strangers, 0), ==, 1);
  facerec_strangers_free (strangers);
}

/* Another network describes faces by other numbers. */
static void
test_another_length (void)
{
  const gfloat values[3] = { 0, 0, 0 };
  FacerecStrangers *strangers = facerec_strangers_new ();

  add (strangers, 0);
  learn (strangers, 1, 0);
  g_assert_cmpuint (facerec_strangers_find (strangers, values, 3, NULL, 0), ==, 0);
  g_assert_cmpuint (facerec_strangers_add (strangers, values, 3), ==, 2);
  g_assert_cmpuint (facerec_strangers_find (strangers, values, 3, NULL, 0), ==, 2);
  facerec_strangers_free (strangers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/strangers/the nearest within the threshold", test_nearest_within_the_threshold);
  g_test_add_func ("/models/strangers/the mean is learnt", test_learns_the_mean);
  g_test_add_func ("/models/strangers/the one not seen for longest is forgotten",
      test_the_one_not_seen_for_longest_is_forgotten);
  g_test_add_func ("/models/strangers/another length", test_another_length);
  return g_test_run ();
}
