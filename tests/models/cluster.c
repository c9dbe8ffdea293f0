/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compared with average linkage as the books have it: from all distances of members to members, in double, the nearest pair of
 * groups is joined, until none is within the threshold; first of those who are surely one, then with what crowds add, as
 * models/cluster.md has it. */
#include <math.h>

#include "models/cluster.h"

#define MAX_ITEMS 160

/* ---- the reference ---- */

typedef struct {
  guint n, dimensions;
  gdouble *values;
  gboolean apart[MAX_ITEMS][MAX_ITEMS];
  guint groups[MAX_ITEMS]; /* each is called by its first item */
  guint sizes[MAX_ITEMS];
  gdouble sums[MAX_ITEMS][MAX_ITEMS]; /* squared distances of all members of one group to all of another; INFINITY: apart */
} Reference;

/* Between vectors scaled to length 1. */
static gdouble
square_between (const Reference *self, guint a, guint b)
{
  gdouble sum = 0;

  for (guint i = 0; i < self->dimensions; i++) {
    const gdouble difference = self->values[a * self->dimensions + i] - self->values[b * self->dimensions + i];

    sum += difference * difference;
  }
  return sum;
}

static void
reference_begin (Reference *self)
{
  for (guint i = 0; i < self->n; i++) {
    self->groups[i] = i;
    self->sizes[i] = 1;
    for (guint j = 0; j < self->n; j++)
      self->sums[i][j] = self->apart[i][j] ? INFINITY : square_between (self, i, j);
  }
}

/* right becomes part of left: what every member is from every member of another group adds up. */
static void
reference_join (Reference *self, guint left, guint right)
{
  for (guint i = 0; i < self->n; i++) {
    self->sums[left][i] += self->sums[right][i];
    self->sums[i][left] = self->sums[left][i];
    if (self->groups[i] == right)
      self->groups[i] = left;
  }
  self->sizes[left] += self->sizes[right];
}

static gdouble
linkage (const Reference *self, guint a, guint b)
{
  return self->sums[a][b] / (self->sizes[a] * self->sizes[b]);
}

static void
reference_join_all (Reference *self, gdouble threshold)
{
  while (TRUE) {
    gdouble least = threshold * threshold;
    guint left = MAX_ITEMS, right = MAX_ITEMS;

    for (guint a = 0; a < self->n; a++)
      for (guint b = a + 1; b < self->n; b++) {
        if (self->groups[a] != a || self->groups[b] != b || linkage (self, a, b) > least)
          continue;
        least = linkage (self, a, b);
        left = a;
        right = b;
      }
    if (left == MAX_ITEMS)
      return;
    reference_join (self, left, right);
  }
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gdouble *left = a, *right = b;

  return (*left > *right) - (*left < *right);
}

/* Of the 20 nearest that are not too near how much they are nearer than 0.2, in the mean; nobody is as far as 0.2. */
static gdouble
crowd_of (const Reference *self, guint group)
{
  gdouble others[MAX_ITEMS], sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->n; i++) {
    gdouble square = 0;

    if (self->groups[i] != i || i == group)
      continue;
    /* Whoever must be apart is there all the same: from the items, not from the sums. */
    for (guint j = 0; j < self->n; j++)
      for (guint k = 0; k < self->n; k++)
        if (self->groups[j] == group && self->groups[k] == i)
          square += square_between (self, j, k);
    square /= self->sizes[group] * self->sizes[i];
    if (square >= 0.13)
      others[n++] = square;
  }
  qsort (others, n, sizeof others[0], compare_numbers);
  for (guint i = 0; i < 20; i++)
    sum += i < n ? MIN (others[i], 0.2) : 0.2;
  return 0.2 - sum / 20;
}

static void
reference_run (Reference *self, gdouble threshold)
{
  gdouble crowds[MAX_ITEMS] = { 0 };

  reference_begin (self);
  reference_join_all (self, MIN (threshold, 0.3));
  for (guint i = 0; i < self->n; i++)
    if (self->groups[i] == i)
      crowds[i] = crowd_of (self, i);
  for (guint a = 0; a < self->n; a++)
    for (guint b = 0; b < self->n; b++)
      self->sums[a][b] += 0.75 * (crowds[a] + crowds[b]) / 2 * self->sizes[a] * self->sizes[b];
  reference_join_all (self, threshold);
}

/* Of each item the number of its group, in the order of their first items; how many. */
static guint
reference_number (const Reference *self, guint *numbers)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    numbers[i] = self->groups[i] == i ? n++ : numbers[self->groups[i]];
  return n;
}

/* ---- tables of cases ---- */

typedef struct {
  const gchar *name;
  guint n, dimensions, n_people; /* around whom items lie */
  gdouble noise, threshold;
  guint n_apart;
} RandomCase;

static const RandomCase random_cases[] = {
  { "a circle", 60, 2, 30, 0.01, 0.2, 0 },
  { "people well apart", 120, 8, 15, 0.05, 0.3, 0 },
  { "people who run into each other", 120, 3, 10, 0.25, 0.4, 0 },
  { "a crowd", 150, 16, 1, 0.2, 0.5, 0 },
  { "crowds", 150, 24, 4, 0.1, 0.5, 0 },
  { "as embeddings are", 150, 128, 20, 0.1, 0.367, 0 },
  { "some must not be together", 120, 4, 8, 0.2, 0.4, 60 },
  { "many must not be together", 100, 4, 3, 0.1, 0.5, 600 },
};

static gfloat *
make_items (const RandomCase *c, GRand *rand)
{
  gfloat *values = g_new (gfloat, c->n * c->dimensions);
  g_autofree gdouble *centres = g_new (gdouble, c->n_people * c->dimensions);

  for (guint i = 0; i < c->n_people * c->dimensions; i++)
    centres[i] = g_rand_double_range (rand, -0.5, 0.5);
  for (guint i = 0; i < c->n; i++) {
    const guint person = g_rand_int_range (rand, 0, (gint) c->n_people);

    for (guint j = 0; j < c->dimensions; j++)
      values[i * c->dimensions + j] = (gfloat) (centres[person * c->dimensions + j]
          + c->noise * g_rand_double_range (rand, -1, 1));
  }
  return values;
}

static Reference *
reference_new (guint n, guint dimensions, const gfloat *values)
{
  Reference *self = g_new0 (Reference, 1);

  self->n = n;
  self->dimensions = dimensions;
  self->values = g_new (gdouble, n * dimensions);
  for (guint i = 0; i < n; i++) {
    gdouble square = 0;

    for (guint j = 0; j < dimensions; j++)
      square += (gdouble) values[i * dimensions + j] * values[i * dimensions + j];
    for (guint j = 0; j < dimensions; j++)
      self->values[i * dimensions + j] = values[i * dimensions + j] / sqrt (square);
  }
  return self;
}

static void
reference_free (Reference *self)
{
  g_free (self->values);
  g_free (self);
}

static FacerecCluster *
cluster_new_with (guint n, guint dimensions, const gfloat *values)
{
  FacerecCluster *cluster = facerec_cluster_new (dimensions);

  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (facerec_cluster_add (cluster, values + i * dimensions, 1), ==, i);
  return cluster;
}

static void
add_apart (FacerecCluster *cluster, Reference *reference, guint n_pairs, GRand *rand)
{
  for (guint i = 0; i < n_pairs; i++) {
    const guint a = g_rand_int_range (rand, 0, (gint) reference->n), b = g_rand_int_range (rand, 0, (gint) reference->n);

    facerec_cluster_keep_apart (cluster, a, b);
    if (a != b)
      reference->apart[a][b] = reference->apart[b][a] = TRUE;
  }
}

static void
test_random (gconstpointer data)
{
  const RandomCase *c = data;
  guint n_together = 0;

  for (guint seed = 1; seed <= 5; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree gfloat *values = make_items (c, rand);
    g_autoptr (FacerecCluster) cluster = cluster_new_with (c->n, c->dimensions, values);
    Reference *reference = reference_new (c->n, c->dimensions, values);
    guint groups[MAX_ITEMS], expected[MAX_ITEMS], n;

    add_apart (cluster, reference, c->n_apart, rand);
    reference_run (reference, c->threshold);
    n = facerec_cluster_run (cluster, (gfloat) c->threshold, NULL, groups);
    g_assert_cmpuint (n, ==, reference_number (reference, expected));
    for (guint i = 0; i < c->n; i++)
      g_assert_cmpuint (groups[i], ==, expected[i]);
    n_together += c->n - n;
    reference_free (reference);
  }
  /* A case in which nothing is joined would tell little. */
  g_assert_cmpuint (n_together, >, c->n);
}

/* ---- single things ---- */

static void
test_nothing (void)
{
  g_autoptr (FacerecCluster) cluster = facerec_cluster_new (4);
  const gfloat one[4] = { 1, 2, 3, 4 };
  guint group = 7;

  facerec_cluster_free (NULL);
  g_assert_cmpuint (facerec_cluster_run (cluster, 1, NULL, &group), ==, 0);
  g_assert_cmpuint (group, ==, 7);
  facerec_cluster_add (cluster, one, 1);
  g_assert_cmpuint (facerec_cluster_run (cluster, 1, NULL, &group), ==, 1);
  g_assert_cmpuint (group, ==, 0);
}

/* Points on a circle, by their angles: near to each other the distance is the angle. (transfer full) */
static FacerecCluster *
circle_new (const gdouble *angles, guint n)
{
  FacerecCluster *cluster = facerec_cluster_new (2);

  for (guint i = 0; i < n; i++) {
    /* How long they are does not matter. */
    const gfloat point[2] = { (gfloat) ((1 + i) * cos (angles[i])), (gfloat) ((1 + i) * sin (angles[i])) };

    g_assert_cmpuint (facerec_cluster_add (cluster, point, 1), ==, i);
  }
  return cluster;
}

/* Single linkage would join all of them: each is within the threshold of the next. */
static void
test_no_chain (void)
{
  const gdouble angles[] = { 0, 0.1, 0.201, 0.301, 0.402, 0.502, 0.603, 0.703 };
  g_autoptr (FacerecCluster) cluster = circle_new (angles, 8);
  guint groups[8];

  g_assert_cmpuint (facerec_cluster_run (cluster, 0.12f, NULL, groups), ==, 4);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (groups[i], ==, i / 2);
  /* Again, and with another threshold. */
  g_assert_cmpuint (facerec_cluster_run (cluster, 0.09f, NULL, groups), ==, 8);
  g_assert_cmpuint (facerec_cluster_run (cluster, 2, NULL, groups), ==, 1);
  g_assert_cmpuint (facerec_cluster_run (cluster, 0.12f, NULL, groups), ==, 4);
}

/* Two at a distance of 0.34 are one, unless twenty others stand a little farther off, each in a direction of its own. */
static void
test_crowd (void)
{
  const guint dimensions = 40;

  for (guint n_others = 0; n_others <= 20; n_others += 20) {
    g_autoptr (FacerecCluster) cluster = facerec_cluster_new (dimensions);
    g_autofree guint *groups = g_new (guint, 2 + n_others);
    gfloat values[40] = { 1, 0.17f };

    facerec_cluster_add (cluster, values, 1);
    values[1] = -0.17f;
    facerec_cluster_add (cluster, values, 1);
    values[1] = 0;
    for (guint i = 0; i < n_others; i++) {
      values[2 + i] = 0.38f;
      facerec_cluster_add (cluster, values, 1);
      values[2 + i] = 0;
    }
    facerec_cluster_run (cluster, FACEREC_CLUSTER_DEFAULT_THRESHOLD, NULL, groups);
    g_assert_true ((groups[0] == groups[1]) == (n_others == 0));
  }
}

/* The mean of an item's embeddings is compared. */
static void
test_many_embeddings (void)
{
  const gfloat first[] = { 0, 0, 2, 0, 1, 3 }, second[] = { 7, 7 }, third[] = { 3, 0 };
  g_autoptr (FacerecCluster) cluster = facerec_cluster_new (2);
  guint groups[3];

  facerec_cluster_add (cluster, first, 3);
  facerec_cluster_add (cluster, second, 1);
  facerec_cluster_add (cluster, third, 1);
  g_assert_cmpuint (facerec_cluster_run (cluster, 0.01f, NULL, groups), ==, 2);
  g_assert_cmpuint (groups[0], ==, groups[1]);
  g_assert_cmpuint (groups[2], !=, groups[0]);
}

/* No numbers, or none but zeros: no direction either. */
static void
test_not_finite (void)
{
  const gfloat values[] = { 1, 1, NAN, 1, 1, 1, INFINITY, 1, NAN, 1, 0, 0 };
  g_autoptr (FacerecCluster) cluster = cluster_new_with (6, 2, values);
  guint groups[6];

  g_assert_cmpuint (facerec_cluster_run (cluster, 0.9f, NULL, groups), ==, 5);
  g_assert_cmpuint (groups[0], ==, groups[2]);
  for (guint i = 1; i < 6; i++)
    for (guint j = 0; j < i; j++)
      g_assert_true (groups[i] != groups[j] || (i == 2 && j == 0));
}

/* Two who were seen together stay two, and so does whoever is grouped with them; the others join the nearer one. */
static void
test_apart (void)
{
  const gdouble angles[] = { 0, 0.2, 0.08, 0.18 };
  g_autoptr (FacerecCluster) cluster = circle_new (angles, 4);
  guint groups[4];

  facerec_cluster_keep_apart (cluster, 0, 1);
  facerec_cluster_keep_apart (cluster, 1, 1);
  g_assert_cmpuint (facerec_cluster_run (cluster, 1, NULL, groups), ==, 2);
  g_assert_cmpuint (groups[0], ==, 0);
  g_assert_cmpuint (groups[1], ==, 1);
  g_assert_cmpuint (groups[2], ==, 0);
  g_assert_cmpuint (groups[3], ==, 1);
}

/* More items than one thread takes at a time, on one to four threads. */
static void
test_threads (void)
{
  const guint n = 900, dimensions = 24;
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  const RandomCase c = { "threads", n, dimensions, 60, 0.12, 0.367, 0 };
  g_autofree gfloat *values = make_items (&c, rand);
  g_autofree guint *expected = g_new (guint, n), *groups = g_new (guint, n);
  g_autoptr (FacerecCluster) cluster = cluster_new_with (n, dimensions, values);
  const guint n_groups = facerec_cluster_run (cluster, 0.367f, NULL, expected);

  g_assert_cmpuint (n_groups, >, 20);
  g_assert_cmpuint (n_groups, <, n / 2);
  for (guint n_threads = 1; n_threads <= 4; n_threads++) {
    g_autoptr (FacerecWorkers) workers = facerec_workers_new (n_threads);

    g_assert_cmpuint (facerec_cluster_run (cluster, 0.367f, workers, groups), ==, n_groups);
    g_assert_cmpmem (groups, n * sizeof *groups, expected, n * sizeof *expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (random_cases); i++) {
    g_autofree gchar *name = g_strdup_printf ("/cluster/as by hand/%s", random_cases[i].name);

    g_test_add_data_func (name, &random_cases[i], test_random);
  }
  g_test_add_func ("/cluster/nothing and one", test_nothing);
  g_test_add_func ("/cluster/neighbours of neighbours are not joined", test_no_chain);
  g_test_add_func ("/cluster/in a crowd it takes more", test_crowd);
  g_test_add_func ("/cluster/several embeddings of one", test_many_embeddings);
  g_test_add_func ("/cluster/what is not finite stays alone", test_not_finite);
  g_test_add_func ("/cluster/kept apart", test_apart);
  g_test_add_func ("/cluster/the same on every number of threads", test_threads);
  return g_test_run ();
}
