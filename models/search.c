/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search.h"

#include "models/encodings-private.h"

#include <cblas.h>
#include <math.h>

/* Rows a product: bounds the memory of the products whatever the gallery's size, and lets the queries of a frame share
 * what the cache holds. */
#define BLOCK_ROWS 8192
/* Up to this many rows are a fraction of a millisecond for one core. OpenBLAS would share them out among threads, and
 * where the cores are busy with video, as they are, it then waits for milliseconds. */
#define FEW_ROWS 4096

/* Two passes over each row. The product x.x - 2 x.q + q.q runs at the speed of memory but cancels near 0, so it only
 * sorts out the rows that cannot be among the nearest; the others are computed again as a sum of squared differences,
 * in double, which is also what decides the order. */
typedef struct {
  const FacerecEncodings *encodings;
  const gfloat *query;
  gfloat square_norm; /* of the query */
  gdouble slack;      /* no product is further than this from the true squared distance */
  guint k, n;         /* wanted and found */
  gdouble *squares;   /* of the n found, ascending */
  FacerecNeighbour *neighbours;
  gfloat *person_squares; /* n_people, about the nearest face of each; NULL: not wanted */
} Nearest;

static gdouble
exact_square (const gfloat *a, const gfloat *b, guint n)
{
  gdouble sum = 0;
  for (guint i = 0; i < n; i++) {
    const gdouble difference = (gdouble) a[i] - b[i];
    sum += difference * difference;
  }
  return sum;
}

/* Rounding of a float sum of n products in any order is at most n * 2^-24 * |x||q| (Higham, Accuracy and Stability of
 * Numerical Algorithms, 3.1), and 2 |x||q| <= (|x| + |q|)^2 / 2; the other terms round a few times more. */
static gdouble
rounding_slack (gdouble longest, gdouble query_norm, guint dimensions)
{
  const gdouble length = longest + query_norm;
  return (dimensions + 8.0) * length * length / (1 << 24);
}

static void
multiply (const gfloat *rows, guint n_rows, const FacerecEncodings *encodings, const gfloat *query, gfloat *products)
{
  if (n_rows > FEW_ROWS) {
    cblas_sgemv (CblasRowMajor, CblasNoTrans, n_rows, encodings->dimensions, 1, rows, encodings->stride, query, 1, 0,
        products, 1);
    return;
  }
  for (guint i = 0; i < n_rows; i++)
    products[i] = cblas_sdot (encodings->dimensions, rows + (gsize) i * encodings->stride, 1, query, 1);
}

/* Puts a face into its place among the n nearest found so far, of at most k. */
static void
insert (FacerecNeighbour found, gdouble square, guint k, guint *n, gdouble *squares, FacerecNeighbour *neighbours)
{
  /* Written so that a NaN, from a query that is none, never enters. Faces come in order, hence < keeps the lower of
   * equals. */
  const gdouble limit = *n < k ? G_MAXDOUBLE : squares[k - 1];
  if (!(square < limit))
    return;
  guint at = *n < k ? (*n)++ : k - 1;
  for (; at > 0 && squares[at - 1] > square; at--) {
    squares[at] = squares[at - 1];
    neighbours[at] = neighbours[at - 1];
  }
  squares[at] = square;
  neighbours[at] = found;
}

static void
nearest_offer (Nearest *self, guint face)
{
  const FacerecEncodings *encodings = self->encodings;
  const gdouble square =
      exact_square (encodings->values + (gsize) face * encodings->stride, self->query, encodings->dimensions);
  insert ((FacerecNeighbour) { face, g_array_index (encodings->face_person, guint, face), (gfloat) sqrt (square) },
      square, self->k, &self->n, self->squares, self->neighbours);
}

static void
nearest_block (Nearest *self, guint first, guint n_rows, gfloat *products)
{
  const FacerecEncodings *encodings = self->encodings;
  multiply (encodings->values + (gsize) first * encodings->stride, n_rows, encodings, self->query, products);
  const gfloat *square_norms = encodings->square_norms + first;
  const guint *face_person = &g_array_index (encodings->face_person, guint, first);
  for (guint i = 0; i < n_rows; i++) {
    const gdouble about = (gdouble) square_norms[i] + self->square_norm - 2.0 * products[i];
    if (self->person_squares != NULL && about < self->person_squares[face_person[i]])
      self->person_squares[face_person[i]] = (gfloat) about;
    /* Also where about is NaN, as products that overflow make it. */
    if (self->k > 0 && (self->n < self->k || !(about - self->slack > self->squares[self->k - 1])))
      nearest_offer (self, first + i);
  }
}

/* The exactly nearest face of a person. */
static gdouble
nearest_of_person (const Nearest *self, guint person, FacerecNeighbour *nearest)
{
  const FacerecEncodings *encodings = self->encodings;
  const FacerecEncodingsPerson *whose = &g_array_index (encodings->people, FacerecEncodingsPerson, person);
  gdouble least = INFINITY;
  for (guint i = 0; i < whose->n_faces; i++) {
    const guint face = encodings->person_rows[whose->first + i];
    const gdouble square =
        exact_square (encodings->values + (gsize) face * encodings->stride, self->query, encodings->dimensions);
    if (square < least) {
      least = square;
      *nearest = (FacerecNeighbour) { face, person, (gfloat) sqrt (square) };
    }
  }
  return least;
}

/* Again in two passes: whoever can be among the m nearest by the products is computed exactly. */
static void
nearest_people (const Nearest *self, guint m, FacerecNeighbour *people)
{
  const guint n_people = self->encodings->people->len;
  g_autofree gdouble *squares = g_new (gdouble, m);
  FacerecNeighbour found = { G_MAXUINT, G_MAXUINT, INFINITY };
  guint n = 0;
  for (guint p = 0; p < n_people; p++)
    insert (found, self->person_squares[p], m, &n, squares, people);
  const gdouble limit = n < m ? G_MAXDOUBLE : squares[m - 1] + 2 * self->slack;
  n = 0;
  for (guint p = 0; p < n_people; p++)
    if (self->person_squares[p] <= limit)
      insert (found, nearest_of_person (self, p, &found), m, &n, squares, people);
  for (; n < m; n++)
    people[n] = (FacerecNeighbour) { G_MAXUINT, G_MAXUINT, INFINITY };
}

static void
search_means (const FacerecEncodings *encodings, const gfloat *query, gfloat *distances)
{
  const guint n_people = encodings->people->len;
  const gfloat query_square_norm = facerec_square_norm (query, encodings->dimensions);
  multiply (encodings->means, n_people, encodings, query, distances);
  /* A mean is no longer than the longest row. */
  const gdouble slack = rounding_slack (encodings->max_norm, sqrt (query_square_norm), encodings->dimensions);
  for (guint p = 0; p < n_people; p++) {
    gdouble square = (gdouble) encodings->mean_square_norms[p] + query_square_norm - 2.0 * distances[p];
    /* Close by, the rounding would show in the fourth digit. */
    if (!(square > 1e4 * slack))
      square = exact_square (encodings->means + (gsize) p * encodings->stride, query, encodings->dimensions);
    distances[p] = isfinite (square) && g_array_index (encodings->people, FacerecEncodingsPerson, p).n_faces > 0
        ? (gfloat) sqrt (square) : INFINITY;
  }
}

void
facerec_search_people (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, guint m, FacerecNeighbour *people, gfloat *person_distances)
{
  g_return_if_fail (encodings != NULL && encodings->sealed);
  g_return_if_fail (n == 0 || queries != NULL);

  const guint dimensions = encodings->dimensions, n_faces = encodings->n_faces, n_people = encodings->people->len;
  const guint wanted = neighbours != NULL ? k : 0;
  g_autofree gfloat *products = g_new (gfloat, MIN (BLOCK_ROWS, n_faces));
  g_autofree gdouble *squares = g_new (gdouble, (gsize) n * wanted);
  g_autofree gfloat *person_squares = people != NULL ? g_new (gfloat, (gsize) n * n_people) : NULL;
  for (gsize i = 0; person_squares != NULL && i < (gsize) n * n_people; i++)
    person_squares[i] = INFINITY;
  g_autofree Nearest *nearest = g_new0 (Nearest, n);
  for (guint i = 0; i < n; i++) {
    const gfloat *query = queries + (gsize) i * dimensions;
    const gfloat norm = facerec_square_norm (query, dimensions);
    nearest[i] = (Nearest) { encodings, query, norm, rounding_slack (encodings->max_norm, sqrt (norm), dimensions),
      wanted, 0, squares + (gsize) i * wanted, wanted > 0 ? neighbours + (gsize) i * k : NULL,
      person_squares != NULL ? person_squares + (gsize) i * n_people : NULL };
  }
  for (guint first = 0; first < n_faces; first += BLOCK_ROWS)
    for (guint i = 0; i < n; i++)
      nearest_block (&nearest[i], first, MIN (BLOCK_ROWS, n_faces - first), products);
  for (guint i = 0; i < n; i++) {
    for (guint j = nearest[i].n; j < wanted; j++)
      nearest[i].neighbours[j] = (FacerecNeighbour) { G_MAXUINT, G_MAXUINT, INFINITY };
    if (people != NULL)
      nearest_people (&nearest[i], m, people + (gsize) i * m);
    if (person_distances != NULL && n_people > 0)
      search_means (encodings, nearest[i].query, person_distances + (gsize) i * n_people);
  }
}

void
facerec_search (const FacerecEncodings *encodings, const gfloat *queries, guint n, guint k,
    FacerecNeighbour *neighbours, gfloat *person_distances)
{
  facerec_search_people (encodings, queries, n, k, neighbours, 0, NULL, person_distances);
}
