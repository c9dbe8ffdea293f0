/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Search against brute force in double, over random and worst inputs. */
#include <math.h>
#include <string.h>

#include "models/encodings-private.h"
#include "models/search.h"

#define CANARY 4
#define CANARY_BYTE 0xa5

typedef enum {
  RANDOM,     /* unit cube */
  DUPLICATES, /* every row stands there four times */
  CLOSE,      /* all within 1e-4 of each other, far from the origin: the product form cancels */
  EQUAL,      /* one vector over and over: nothing but ties */
  SHELL,      /* all at one distance from 0 but for what rounding makes of it */
  APPROACHING /* each row nearer than the one before */
} Pattern;

typedef struct {
  const gchar *name;
  Pattern pattern;
  guint n_faces, dimensions, n_people, n_queries, k, m;
} Case;

static const Case cases[] = {
  { "no faces", RANDOM, 0, 128, 3, 2, 5, 5 },
  { "no people", RANDOM, 0, 128, 0, 2, 5, 5 },
  { "no queries", RANDOM, 10, 128, 3, 0, 5, 5 },
  { "one face", RANDOM, 1, 128, 1, 3, 5, 5 },
  { "one dimension", RANDOM, 50, 1, 7, 3, 5, 5 },
  { "seven dimensions", RANDOM, 50, 7, 5, 3, 5, 3 },
  { "129 dimensions", RANDOM, 300, 129, 30, 3, 5, 5 },
  { "512 dimensions", RANDOM, 300, 512, 30, 3, 5, 5 },
  { "as many neighbours as faces", RANDOM, 40, 128, 4, 2, 40, 4 },
  { "more neighbours than faces", RANDOM, 40, 128, 4, 2, 64, 9 },
  { "no neighbours", RANDOM, 40, 128, 4, 2, 0, 5 },
  { "nearest only", RANDOM, 1000, 128, 100, 8, 1, 1 },
  { "duplicates", DUPLICATES, 400, 128, 9, 4, 7, 5 },
  { "close together", CLOSE, 2000, 128, 50, 4, 20, 10 },
  { "all equal", EQUAL, 500, 128, 6, 3, 9, 5 },
  { "coming nearer", APPROACHING, 3000, 16, 20, 2, 5, 5 },
  { "a block and a bit", RANDOM, 8193, 8, 10, 2, 5, 5 },
  { "several blocks", RANDOM, 100000, 128, 5000, 2, 10, 5 },
  { "a chunk", RANDOM, 16384, 3, 100, 5, 5, 5 },
  { "a chunk and a face", RANDOM, 16385, 3, 100, 5, 5, 5 },
  { "chunks of 4096 dimensions", RANDOM, 1041, 4096, 10, 9, 5, 5 },
  { "33 queries", RANDOM, 5000, 57, 333, 33, 5, 5 },
  { "fewer people than asked for, many faces", RANDOM, 30000, 20, 3, 4, 5, 5 },
  { "many equal faces in several chunks", EQUAL, 40000, 12, 40, 3, 50, 7 },
  { "on a shell", SHELL, 20000, 128, 300, 3, 5, 5 },
  { "on a shell of 7 dimensions", SHELL, 20000, 7, 300, 3, 50, 20 },
  { "close together in several chunks", CLOSE, 40000, 33, 900, 7, 20, 10 },
};

/* The same numbers in another order and of other signs. */
static void
shuffle_shell (GRand *random, guint dimensions, gfloat *values)
{
  for (guint i = 0; i < dimensions; i++)
    values[i] = 0.1f + 0.013f * (gfloat) i;
  for (guint i = dimensions; i-- > 1;) {
    const guint other = (guint) g_rand_int_range (random, 0, (gint32) i + 1);
    const gfloat value = values[i];
    values[i] = g_rand_boolean (random) ? values[other] : -values[other];
    values[other] = value;
  }
}

static void
fill_row (GRand *random, Pattern pattern, guint row, guint n_faces, guint dimensions, gfloat *values)
{
  if (pattern == SHELL) {
    shuffle_shell (random, dimensions, values);
    return;
  }
  for (guint i = 0; i < dimensions; i++)
    switch (pattern) {
      case RANDOM:
      case DUPLICATES:
        values[i] = (gfloat) g_rand_double_range (random, -0.2, 0.2);
        break;
      case CLOSE:
        values[i] = 10 + (gfloat) g_rand_double_range (random, 0, 1e-4);
        break;
      case EQUAL:
      case SHELL:
        values[i] = 0.125f;
        break;
      case APPROACHING:
        values[i] = (gfloat) (n_faces - row) / n_faces;
        break;
    }
}

static FacerecEncodings *
make_encodings (GRand *random, const Case *c)
{
  FacerecEncodings *encodings = facerec_encodings_new ("test", c->dimensions);
  g_autofree gfloat *values = g_new0 (gfloat, c->dimensions);
  for (guint p = 0; p < c->n_people; p++) {
    g_autofree gchar *name = g_strdup_printf ("p%u", p);
    facerec_encodings_add_person (encodings, name, FACEREC_PERSON, NAN);
  }
  for (guint row = 0; row < c->n_faces; row++) {
    if (c->pattern != DUPLICATES || row % 4 == 0)
      fill_row (random, c->pattern, row, c->n_faces, c->dimensions, values);
    facerec_encodings_add_face (encodings, (guint) g_rand_int_range (random, 0, (gint32) c->n_people), values);
  }
  facerec_encodings_seal (encodings);
  return encodings;
}

/* What the test itself remembers of the rows. */
typedef struct {
  gfloat *values;
  guint *person;
} Rows;

static Rows
replay_rows (GRand *random, const Case *c)
{
  Rows rows = { g_new0 (gfloat, (gsize) MAX (c->n_faces, 1) * c->dimensions), g_new (guint, MAX (c->n_faces, 1)) };
  for (guint row = 0; row < c->n_faces; row++) {
    gfloat *values = rows.values + (gsize) row * c->dimensions;
    if (c->pattern != DUPLICATES || row % 4 == 0)
      fill_row (random, c->pattern, row, c->n_faces, c->dimensions, values);
    else
      memcpy (values, values - c->dimensions, c->dimensions * sizeof (gfloat));
    rows.person[row] = (guint) g_rand_int_range (random, 0, (gint32) c->n_people);
  }
  return rows;
}

typedef struct {
  gdouble square;
  guint face;
} Entry;

static int
compare_entries (const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  if (x->square != y->square)
    return x->square < y->square ? -1 : 1;
  return x->face < y->face ? -1 : x->face > y->face;
}

static Entry *
brute_force (const Rows *rows, const Case *c, const gfloat *query)
{
  Entry *entries = g_new (Entry, MAX (c->n_faces, 1));
  for (guint row = 0; row < c->n_faces; row++) {
    gdouble square = 0;
    for (guint i = 0; i < c->dimensions; i++) {
      const gdouble d = (gdouble) rows->values[(gsize) row * c->dimensions + i] - query[i];
      square += d * d;
    }
    entries[row] = (Entry) { square, row };
  }
  qsort (entries, c->n_faces, sizeof *entries, compare_entries);
  return entries;
}

static void
assert_neighbours (const Entry *entries, const Rows *rows, const Case *c, const FacerecNeighbour *found)
{
  for (guint j = 0; j < c->k; j++) {
    if (j >= c->n_faces) {
      g_assert_true (isinf (found[j].distance));
      g_assert_cmpuint (found[j].face, ==, G_MAXUINT);
      continue;
    }
    g_assert_cmpuint (found[j].face, ==, entries[j].face);
    g_assert_cmpuint (found[j].person, ==, rows->person[entries[j].face]);
    g_assert_cmpfloat (found[j].distance, ==, (gfloat) sqrt (entries[j].square));
  }
}

static void
assert_people (const Entry *entries, const Rows *rows, const Case *c, const FacerecNeighbour *found)
{
  guint n = 0;
  /* The first entry of each person in the order of distance; equal ones come lower person first. */
  g_autofree gboolean *seen = g_new0 (gboolean, c->n_people + 1);
  for (guint j = 0; j < c->n_faces && n < c->m; j++) {
    if (seen[rows->person[entries[j].face]])
      continue;
    seen[rows->person[entries[j].face]] = TRUE;
    g_assert_cmpfloat (found[n].distance, ==, (gfloat) sqrt (entries[j].square));
    if (c->pattern != EQUAL && c->pattern != DUPLICATES && c->pattern != SHELL)
      g_assert_cmpuint (found[n].face, ==, entries[j].face);
    g_assert_cmpuint (rows->person[found[n].face], ==, found[n].person);
    if (n > 0 && found[n].distance == found[n - 1].distance && c->pattern != SHELL)
      g_assert_cmpuint (found[n - 1].person, <, found[n].person);
    n++;
  }
  for (; n < c->m; n++)
    g_assert_true (isinf (found[n].distance));
}

/* found: the n_people nearest means, which is all of them. */
static void
assert_means (const FacerecEncodings *encodings, const Rows *rows, const Case *c, const gfloat *query,
    const FacerecNeighbour *found)
{
  g_autofree gdouble *means = g_new0 (gdouble, (gsize) c->n_people * c->dimensions + 1);
  g_autofree guint *n = g_new0 (guint, c->n_people + 1);
  g_autofree gboolean *seen = g_new0 (gboolean, c->n_people + 1);
  guint n_found = 0;
  for (guint row = 0; row < c->n_faces; row++) {
    n[rows->person[row]]++;
    for (guint i = 0; i < c->dimensions; i++)
      means[(gsize) rows->person[row] * c->dimensions + i] += rows->values[(gsize) row * c->dimensions + i];
  }
  for (guint j = 0; j < c->n_people; j++) {
    if (isinf (found[j].distance))
      continue;
    const guint p = found[j].person;
    gdouble square = 0;
    g_assert_cmpuint (p, <, c->n_people);
    for (guint i = 0; i < c->dimensions; i++) {
      const gdouble d = (gfloat) (means[(gsize) p * c->dimensions + i] / n[p]) - (gdouble) query[i];
      square += d * d;
    }
    g_assert_cmpfloat (found[j].distance, ==, (gfloat) sqrt (square));
    g_assert_cmpfloat (facerec_search_mean_distance (encodings, query, p), ==, found[j].distance);
    g_assert_true (n[p] > 0 && !seen[p]);
    seen[p] = TRUE;
    if (j > 0) {
      g_assert_cmpfloat (found[j - 1].distance, <=, found[j].distance);
      g_assert_true (found[j - 1].distance < found[j].distance || c->pattern == RANDOM ||
          c->pattern == SHELL || found[j - 1].person < p);
    }
    n_found++;
  }
  for (guint p = 0; p < c->n_people; p++)
    n_found -= n[p] > 0;
  g_assert_cmpuint (n_found, ==, 0);
}

static gpointer
new_guarded (gsize n_bytes)
{
  guint8 *memory = g_malloc (n_bytes + CANARY);
  memset (memory, CANARY_BYTE, n_bytes + CANARY);
  return memory;
}

static void
free_guarded (gpointer memory, gsize n_bytes)
{
  for (guint i = 0; i < CANARY; i++)
    g_assert_cmphex (((guint8 *) memory)[n_bytes + i], ==, CANARY_BYTE);
  g_free (memory);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (7), again = g_rand_new_with_seed (7);
  g_autoptr (FacerecEncodings) encodings = make_encodings (random, c);
  Rows rows = replay_rows (again, c);
  g_autofree gfloat *queries = g_new (gfloat, (gsize) MAX (c->n_queries, 1) * c->dimensions);
  for (guint q = 0; q < c->n_queries; q++) {
    fill_row (random, c->pattern, q, MAX (c->n_faces, 1), c->dimensions, queries + (gsize) q * c->dimensions);
    if (c->pattern == SHELL && q != 1)
      memset (queries + (gsize) q * c->dimensions, 0, c->dimensions * sizeof (gfloat));
    /* One query is a row of the gallery itself. */
    if (q == 1 && c->n_faces > 0)
      memcpy (queries + c->dimensions, rows.values + (gsize) (c->n_faces / 2) * c->dimensions,
          c->dimensions * sizeof (gfloat));
  }
  const gsize n_neighbours = (gsize) c->n_queries * c->k * sizeof (FacerecNeighbour);
  const gsize n_nearest = (gsize) c->n_queries * c->m * sizeof (FacerecNeighbour);
  const gsize n_means = (gsize) c->n_queries * c->n_people * sizeof (FacerecNeighbour);
  FacerecNeighbour *neighbours = new_guarded (n_neighbours), *people = new_guarded (n_nearest);
  FacerecNeighbour *means = new_guarded (n_means);
  facerec_search (encodings, NULL, queries, c->n_queries, c->k, neighbours, c->m, people);
  facerec_search_means (encodings, NULL, queries, c->n_queries, c->n_people, means);
  for (guint q = 0; q < c->n_queries; q++) {
    const gfloat *query = queries + (gsize) q * c->dimensions;
    g_autofree Entry *entries = brute_force (&rows, c, query);
    assert_neighbours (entries, &rows, c, neighbours + (gsize) q * c->k);
    assert_people (entries, &rows, c, people + (gsize) q * c->m);
    assert_means (encodings, &rows, c, query, means + (gsize) q * c->n_people);
    if (q == 1 && c->n_faces > 0 && c->k > 0)
      g_assert_cmpfloat (neighbours[c->k].distance, ==, 0);
  }
  for (guint n_threads = 2; n_threads <= 5; n_threads += 3) {
    g_autoptr (FacerecWorkers) workers = facerec_workers_new (n_threads);
    FacerecNeighbour *same = new_guarded (n_neighbours), *same_people = new_guarded (n_nearest);
    facerec_search (encodings, workers, queries, c->n_queries, c->k, same, c->m, same_people);
    g_assert_cmpmem (same, n_neighbours, neighbours, n_neighbours);
    g_assert_cmpmem (same_people, n_nearest, people, n_nearest);
    free_guarded (same, n_neighbours);
    free_guarded (same_people, n_nearest);
  }
  free_guarded (neighbours, n_neighbours);
  free_guarded (people, n_nearest);
  free_guarded (means, n_means);
  g_free (rows.values);
  g_free (rows.person);
}

static FacerecEncodings *
two_people (void)
{
  FacerecEncodings *encodings = facerec_encodings_new ("test", 2);
  facerec_encodings_add_person (encodings, "a", FACEREC_PERSON, NAN);
  facerec_encodings_add_person (encodings, "b", FACEREC_PERSON, NAN);
  facerec_encodings_add_face (encodings, 0, (const gfloat[]) { 1, 0 });
  facerec_encodings_add_face (encodings, 1, (const gfloat[]) { 0, 1 });
  facerec_encodings_seal (encodings);
  return encodings;
}

static void
test_not_a_number_is_near_nobody (void)
{
  static const gfloat odd[][2] = { { NAN, 0 }, { INFINITY, 0 }, { -INFINITY, NAN }, { 0, NAN } };
  g_autoptr (FacerecEncodings) encodings = two_people ();
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    FacerecNeighbour neighbours[3], people[3], means[2];
    facerec_search (encodings, NULL, odd[i], 1, 3, neighbours, 3, people);
    facerec_search_means (encodings, NULL, odd[i], 1, 2, means);
    for (guint j = 0; j < 3; j++) {
      g_assert_true (isinf (neighbours[j].distance));
      g_assert_true (isinf (people[j].distance));
    }
    g_assert_true (isinf (means[0].distance) && isinf (means[1].distance));
  }
}

static void
test_huge_values_still_have_an_order (void)
{
  g_autoptr (FacerecEncodings) encodings = two_people ();
  FacerecNeighbour neighbours[2];
  facerec_search (encodings, NULL, (const gfloat[]) { 3e20f, 1 }, 1, 2, neighbours, 0, NULL);
  g_assert_true (isfinite (neighbours[0].distance) && isfinite (neighbours[1].distance));
  g_assert_cmpuint (neighbours[0].face, ==, 0);
}

static void
test_values_that_are_none_are_not_added (void)
{
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new ("test", 2);
  facerec_encodings_add_person (encodings, "a", FACEREC_PERSON, NAN);
  g_test_expect_message ("facerec", G_LOG_LEVEL_CRITICAL, "*isfinite*");
  facerec_encodings_add_face (encodings, 0, (const gfloat[]) { NAN, 0 });
  g_test_assert_expected_messages ();
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, 0);
}

typedef struct {
  FacerecEncodings *encodings;
  const gfloat *queries;
  FacerecWorkers *workers; /* of all readers */
  FacerecNeighbour neighbours[16 * 5];
} Reader;

static gpointer
read_encodings (gpointer data)
{
  Reader *reader = data;
  for (guint i = 0; i < 50; i++)
    facerec_search (reader->encodings, reader->workers, reader->queries, 16, 5, reader->neighbours, 0, NULL);
  facerec_encodings_unref (reader->encodings);
  return NULL;
}

static void
test_threads_share_encodings (void)
{
  static const Case c = { "shared", RANDOM, 8000, 128, 100, 16, 5, 0 };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  FacerecEncodings *encodings = make_encodings (random, &c);
  g_autofree gfloat *queries = g_new (gfloat, 16 * 128);
  for (guint q = 0; q < 16; q++)
    fill_row (random, RANDOM, 0, 1, 128, queries + q * 128);
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (3);
  g_autofree Reader *readers = g_new0 (Reader, 2);
  GThread *threads[2];
  for (guint i = 0; i < 2; i++) {
    readers[i].encodings = facerec_encodings_ref (encodings);
    readers[i].queries = queries;
    readers[i].workers = workers;
    threads[i] = g_thread_new ("reader", read_encodings, &readers[i]);
  }
  facerec_encodings_unref (encodings);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpmem (readers[0].neighbours, sizeof readers[0].neighbours, readers[1].neighbours,
      sizeof readers[1].neighbours);
  g_assert_true (isfinite (readers[0].neighbours[0].distance));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/search/brute-force/%s", cases[i].name);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/search/not-a-number-is-near-nobody", test_not_a_number_is_near_nobody);
  g_test_add_func ("/search/huge-values-still-have-an-order", test_huge_values_still_have_an_order);
  g_test_add_func ("/search/values-that-are-none-are-not-added", test_values_that_are_none_are_not_added);
  g_test_add_func ("/search/threads-share-encodings", test_threads_share_encodings);
  return g_test_run ();
}
