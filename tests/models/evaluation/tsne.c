/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/tsne.h"

#include <math.h>
#include <string.h>

#include "line.h"
#include "models/evaluation/pca.h"

#define N 120
#define N_PEOPLE 6

typedef struct {
  guint people[N], faces[N];
  gfloat *embeddings;
  FacerecDistances *distances;
  gdouble places[2 * N];
} Scene;

static void
set_up (Scene *scene, gconstpointer unused)
{
  gdouble shares[2];

  scene->distances = random_distances (31, N, N_PEOPLE, 20, scene->people, &scene->embeddings);
  for (guint i = 0; i < N; i++)
    scene->faces[i] = i;
  facerec_pca_plane (scene->embeddings, N, 20, scene->places, shares);
}

static void
tear_down (Scene *scene, gconstpointer unused)
{
  facerec_distances_free (scene->distances);
  g_free (scene->embeddings);
}

/* How many faces have one of their own person nearest in the plane. */
static guint
count_own (const Scene *scene)
{
  guint own = 0;

  for (guint a = 0; a < N; a++) {
    gdouble least = INFINITY;
    guint nearest = a;

    for (guint b = 0; b < N; b++) {
      const gdouble d = hypot (scene->places[2 * a] - scene->places[2 * b], scene->places[2 * a + 1] - scene->places[2 * b + 1]);

      if (b != a && d < least) {
        least = d;
        nearest = b;
      }
    }
    own += scene->people[nearest] == scene->people[a];
  }
  return own;
}

static void
test_groups (Scene *scene, gconstpointer unused)
{
  gdouble again[2 * N];
  const guint before = count_own (scene);

  memcpy (again, scene->places, sizeof again);
  facerec_tsne (scene->distances, scene->faces, N, scene->places, NULL);
  g_test_message ("%u of %u beside their own, %u by the PCA that it began with", count_own (scene), N, before);
  g_assert_cmpuint (count_own (scene), >=, before);
  g_assert_cmpuint (count_own (scene), >=, N * 95 / 100);
  for (guint i = 0; i < 2 * N; i++)
    g_assert_true (isfinite (scene->places[i]));
  facerec_tsne (scene->distances, scene->faces, N, again, NULL);
  g_assert_cmpmem (again, sizeof again, scene->places, sizeof again);
}

/* Only the chosen faces take part, whatever the others are. */
static void
test_some_faces (Scene *scene, gconstpointer unused)
{
  guint faces[N / 2];
  gdouble guarded[N + 2];

  for (guint i = 0; i < N / 2; i++)
    faces[i] = 2 * i;
  for (guint i = 0; i < N + 2; i++)
    guarded[i] = i < N ? scene->places[i] : 77;
  facerec_tsne (scene->distances, faces, N / 2, guarded, NULL);
  g_assert_cmpfloat (guarded[N], ==, 77);
  g_assert_cmpfloat (guarded[N + 1], ==, 77);
}

static void
test_odd_input (Scene *scene, gconstpointer unused)
{
  /* All the same, and begun in one place: they part, and nothing becomes infinite. */
  const gfloat same[] = { 1, 1, 1, 1, 1, 1 };
  g_autoptr (FacerecDistances) distances = facerec_distances_new (same, 6, 1);
  gdouble places[12] = { 0 }, three[6] = { 1, 2, 3, 4, 5, 6 };
  const gint stop = 1;

  facerec_tsne (distances, scene->faces, 6, places, NULL);
  for (guint i = 0; i < 12; i++)
    g_assert_true (isfinite (places[i]));
  g_assert_cmpfloat (hypot (places[0] - places[2], places[1] - places[3]), >, 0);
  facerec_tsne (distances, scene->faces, 3, three, NULL);
  g_assert_cmpfloat (three[5], ==, 6);
  facerec_tsne (scene->distances, scene->faces, N, scene->places, &stop);
  g_assert_cmpfloat (fabs (scene->places[0]), <, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/tsne/whoever is alike lies together, the same in every run", Scene, NULL, set_up, test_groups, tear_down);
  g_test_add ("/tsne/some of the faces", Scene, NULL, set_up, test_some_faces, tear_down);
  g_test_add ("/tsne/equal faces, few faces, a stop", Scene, NULL, set_up, test_odd_input, tear_down);
  return g_test_run ();
}
