/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/pca.h"

#include <math.h>

#include "line.h"

/* Along (3, 4) / 5 by -10, 0, 10 and at right angles to it, (-4, 3) / 5, by 1, -2, 1; third dimension constant. Variance
 * 200 and 6. The largest component of the first direction is the 4, positive; of the second the -4, so it is turned round. */
static void
test_tilted (void)
{
  const gdouble along[] = { -10, 0, 10 }, across[] = { 1, -2, 1 };
  gfloat embeddings[9];
  gdouble places[6], shares[2];

  for (guint i = 0; i < 3; i++) {
    embeddings[3 * i] = (gfloat) (7 + 0.6 * along[i] - 0.8 * across[i]);
    embeddings[3 * i + 1] = (gfloat) (-1 + 0.8 * along[i] + 0.6 * across[i]);
    embeddings[3 * i + 2] = 5;
  }
  facerec_pca_plane (embeddings, 3, 3, places, shares);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpfloat_with_epsilon (places[2 * i], along[i], 1e-4);
    g_assert_cmpfloat_with_epsilon (places[2 * i + 1], -across[i], 1e-4);
  }
  g_assert_cmpfloat_with_epsilon (shares[0], 200.0 / 206, 1e-6);
  g_assert_cmpfloat_with_epsilon (shares[1], 6.0 / 206, 1e-6);
}

/* No plane shows more of the variance than this one: not any two of a thousand random directions. */
static void
test_nothing_shows_more (void)
{
  guint people[80];
  gfloat *embeddings;
  g_autoptr (FacerecDistances) distances = random_distances (21, 80, 5, 6, people, &embeddings);
  g_autoptr (GRand) random = g_rand_new_with_seed (22);
  gdouble places[160], shares[2], mean[6] = { 0 }, all = 0, across = 0;

  g_assert_cmpuint (distances->n, ==, 80);
  facerec_pca_plane (embeddings, 80, 6, places, shares);
  for (guint i = 0; i < 80 * 6; i++)
    mean[i % 6] += embeddings[i] / 80;
  for (guint i = 0; i < 80 * 6; i++)
    all += (embeddings[i] - mean[i % 6]) * (embeddings[i] - mean[i % 6]);
  for (guint i = 0; i < 80; i++)
    across += places[2 * i] * places[2 * i + 1];
  g_assert_cmpfloat_with_epsilon (across / all, 0, 1e-6);
  g_assert_cmpfloat (shares[0], >=, shares[1]);
  for (guint round = 0; round < 1000; round++) {
    gdouble direction[6], length = 0, shown = 0;

    for (guint j = 0; j < 6; j++) {
      direction[j] = g_rand_double_range (random, -1, 1);
      length += direction[j] * direction[j];
    }
    for (guint i = 0; i < 80; i++) {
      gdouble place = 0;

      for (guint j = 0; j < 6; j++)
        place += (embeddings[6 * i + j] - mean[j]) * direction[j];
      shown += place * place / length;
    }
    g_assert_cmpfloat (shown / all, <=, shares[0] + 1e-6);
  }
  g_free (embeddings);
}

static void
test_nothing_differs (void)
{
  const gfloat same[] = { 1, 2, 1, 2 }, line[] = { 1, 2, 3, 2 };
  gdouble places[4], shares[2];

  facerec_pca_plane (same, 2, 2, places, shares);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (places[i], ==, 0);
  g_assert_cmpfloat (shares[0], ==, 0);
  facerec_pca_plane (line, 2, 2, places, shares);
  g_assert_cmpfloat (shares[0], ==, 1);
  g_assert_cmpfloat (shares[1], ==, 0);
  facerec_pca_plane (line, 2, 1 + 1, places, shares);
  g_assert_cmpfloat (places[0], ==, -1);
  g_assert_cmpfloat (places[2], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pca/a tilted plane", test_tilted);
  g_test_add_func ("/pca/no direction shows more", test_nothing_shows_more);
  g_test_add_func ("/pca/nothing differs, or only in one direction", test_nothing_differs);
  return g_test_run ();
}
