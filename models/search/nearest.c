/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search/nearest.h"

#include <float.h>
#include <math.h>

#include "models/finite.h"
#include "models/search/kernel.h"

/* What a thread takes at once: a millisecond's fraction. */
#define PORTION_ROWS 4096
/* To wake a thread costs about as much as to read this much. */
#define BYTES_WORTH_A_THREAD (2 << 20)

/* What one query has found so far, on one thread. */
typedef struct {
  const gfloat *query;
  FacerecNearest *rows, *owners; /* k and m, of which n_rows and n_owners are found, in order */
  guint n_rows, n_owners;
  gfloat row_bound, owner_bound; /* what the kernel says about a row that may still enter is not above that */
} Found;

typedef struct {
  guint chunk, first;
} Portion;

typedef struct {
  const FacerecNearestTask *task;
  guint m;           /* as many owners as there are, at most */
  GArray *portions;  /* Portion */
  gint next_portion; /* atomic */
  Found *found;      /* n_queries for each worker */
} Search;

gdouble
facerec_search_exact_square (const FacerecChunk *chunk, guint row, const gfloat *query)
{
  const gfloat *values = facerec_chunk_row (chunk, row);
  gdouble sum = 0;
  for (guint i = 0; i < chunk->dimensions; i++) {
    const gdouble difference = (gdouble) values[i * FACEREC_LANES] - query[i];
    sum += difference * difference;
  }
  return sum;
}

/* The kernel rounds each difference, each square and each sum: (1 + 2^-24)^(n + 3) at most, and where numbers get so
 * small that they lose digits an absolute FLT_MIN a term is more than enough. */
static gfloat
bound_for (gdouble square, guint dimensions)
{
  const gdouble bound = square * (1 + (dimensions + 8.0) / (1 << 24)) + (dimensions + 1.0) * FLT_MIN;
  return bound < FLT_MAX ? nextafterf ((gfloat) bound, INFINITY) : INFINITY;
}

static gboolean
comes_before (gdouble square, guint number, gdouble other_square, guint other_number)
{
  return square < other_square || (square == other_square && number < other_number);
}

static void
offer_row (Found *self, guint k, guint dimensions, FacerecNearest found)
{
  guint at = self->n_rows;
  if (at == k && !comes_before (found.square, found.row, self->rows[k - 1].square, self->rows[k - 1].row))
    return;
  at = at < k ? self->n_rows++ : k - 1;
  for (; at > 0 && comes_before (found.square, found.row, self->rows[at - 1].square, self->rows[at - 1].row); at--)
    self->rows[at] = self->rows[at - 1];
  self->rows[at] = found;
  if (self->n_rows == k)
    self->row_bound = bound_for (self->rows[k - 1].square, dimensions);
}

static guint
find_owner (const Found *self, guint owner)
{
  guint at = 0;
  while (at < self->n_owners && self->owners[at].owner != owner)
    at++;
  return at;
}

static void
offer_owner (Found *self, guint m, guint dimensions, FacerecNearest found)
{
  guint at = find_owner (self, found.owner);
  if (at < self->n_owners) {
    const FacerecNearest *known = &self->owners[at];
    if (!comes_before (found.square, found.row, known->square, known->row))
      return;
  } else if (self->n_owners < m) {
    self->n_owners++;
  } else {
    const FacerecNearest *last = &self->owners[m - 1];
    if (!comes_before (found.square, found.owner, last->square, last->owner))
      return;
    at = m - 1;
  }
  for (; at > 0 && comes_before (found.square, found.owner, self->owners[at - 1].square, self->owners[at - 1].owner);
       at--)
    self->owners[at] = self->owners[at - 1];
  self->owners[at] = found;
  if (self->n_owners == m)
    self->owner_bound = bound_for (self->owners[m - 1].square, dimensions);
}

/* Whether the row may be the nearest of its owner, or its owner new: what a person with a thousand faces need not be
 * asked exactly for each of them. */
static gboolean
matters_to_owner (const Found *self, guint owner, gfloat square, guint dimensions)
{
  if (!(square <= self->owner_bound))
    return FALSE;
  const guint at = find_owner (self, owner);
  return at == self->n_owners || square <= bound_for (self->owners[at].square, dimensions);
}

static void
look_at_rows (const Search *search, Found *self, const FacerecChunk *chunk, guint chunk_first, guint first, guint n,
    const gfloat *squares)
{
  const FacerecNearestTask *task = search->task;
  for (guint i = 0; i < n; i++) {
    const gfloat square = squares[i];
    const gboolean as_row = square <= self->row_bound;
    if (!as_row && !(square <= self->owner_bound))
      continue;
    const guint row = chunk_first + first + i, owner = task->owners != NULL ? task->owners[row] : row;
    const gboolean as_owner = matters_to_owner (self, owner, square, chunk->dimensions);
    if (!as_row && !as_owner)
      continue;
    const FacerecNearest found = { facerec_search_exact_square (chunk, first + i, self->query), row, owner };
    /* A mean of nothing is NaN. */
    if (!isfinite (found.square))
      continue;
    if (as_row)
      offer_row (self, task->k, chunk->dimensions, found);
    if (as_owner)
      offer_owner (self, search->m, chunk->dimensions, found);
  }
}

static void
search_rows (const Search *search, Found *found, const FacerecChunk *chunk, guint chunk_first, guint first, guint end,
    gfloat *squares)
{
  const FacerecNearestTask *task = search->task;
  for (; first < end; first += FACEREC_GROUP_ROWS) {
    const guint n = MIN (FACEREC_GROUP_ROWS, end - first);
    const guint n_blocks = (n + FACEREC_LANES - 1) / FACEREC_LANES;
    facerec_search_squares (chunk->values + (gsize) first * chunk->dimensions, chunk->dimensions, n_blocks,
        task->queries, task->n_queries, squares);
    for (guint query = 0; query < task->n_queries; query++) {
      const gfloat *own = squares + (gsize) query * FACEREC_GROUP_ROWS;
      const gfloat bound = MAX (found[query].row_bound, found[query].owner_bound);
      if (facerec_search_least (own, n_blocks * FACEREC_LANES) <= bound)
        look_at_rows (search, &found[query], chunk, chunk_first, first, n, own);
    }
  }
}

static void
search_portions (guint worker, gpointer user_data)
{
  Search *search = user_data;
  const FacerecNearestTask *task = search->task;
  Found *found = search->found + (gsize) worker * task->n_queries;
  gfloat *squares = NULL;
  guint next;
  while ((next = (guint) g_atomic_int_add (&search->next_portion, 1)) < search->portions->len) {
    const Portion *portion = &g_array_index (search->portions, Portion, next);
    const FacerecChunk *chunk = facerec_rows_chunk (task->rows, portion->chunk);
    if (squares == NULL)
      squares = g_aligned_alloc (task->n_queries, FACEREC_GROUP_ROWS * sizeof (gfloat), 64);
    search_rows (search, found, chunk, facerec_rows_first (task->rows, portion->chunk), portion->first,
        MIN (portion->first + PORTION_ROWS, chunk->n_rows), squares);
  }
  g_aligned_free (squares);
}

static GArray *
divide (const FacerecRows *rows)
{
  GArray *portions = g_array_new (FALSE, FALSE, sizeof (Portion));
  for (guint chunk = 0; chunk < rows->chunks->len; chunk++)
    for (guint first = 0; first < facerec_rows_chunk (rows, chunk)->n_rows; first += PORTION_ROWS) {
      const Portion portion = { chunk, first };
      g_array_append_val (portions, portion);
    }
  return portions;
}

static void
begin (const Search *search, Found *found, guint query, FacerecNearest *memory)
{
  const FacerecNearestTask *task = search->task;
  found->query = task->queries + (gsize) query * task->rows->dimensions;
  found->rows = memory;
  found->owners = memory + task->k;
  /* Nothing is near to what is no number. */
  const gfloat bound = facerec_are_finite (found->query, task->rows->dimensions) ? INFINITY : -INFINITY;
  found->row_bound = task->k > 0 ? bound : -INFINITY;
  found->owner_bound = search->m > 0 ? bound : -INFINITY;
}

/* What the other threads have found goes to the first one's. */
static void
unite (const Search *search, Found *found, const Found *other)
{
  const guint dimensions = search->task->rows->dimensions;
  for (guint i = 0; i < other->n_rows; i++)
    offer_row (found, search->task->k, dimensions, other->rows[i]);
  for (guint i = 0; i < other->n_owners; i++)
    offer_owner (found, search->m, dimensions, other->owners[i]);
}

static void
hand_over (const FacerecNearestTask *task, const Found *found, FacerecNearest *nearest)
{
  const FacerecNearest none = { INFINITY, G_MAXUINT, G_MAXUINT };
  for (guint i = 0; i < task->k; i++)
    nearest[i] = i < found->n_rows ? found->rows[i] : none;
  for (guint i = 0; i < task->m; i++)
    nearest[task->k + i] = i < found->n_owners ? found->owners[i] : none;
}

void
facerec_search_nearest (const FacerecNearestTask *task, FacerecWorkers *workers, FacerecNearest *nearest)
{
  const gsize n_bytes = (gsize) task->rows->n_rows * task->rows->dimensions * sizeof (gfloat);
  const gsize n_queries = task->n_queries, n_wanted = (gsize) task->k + task->m;
  if (n_bytes * ((n_queries + 3) / 4) < 2 * (gsize) BYTES_WORTH_A_THREAD)
    workers = NULL;
  const gsize n_found = facerec_workers_get_n (workers) * n_queries;
  g_autofree Found *found = g_new0 (Found, n_found);
  g_autofree FacerecNearest *memory = g_new (FacerecNearest, n_found * n_wanted);
  g_autoptr (GArray) portions = divide (task->rows);
  Search search = { task, MIN (task->m, task->n_owners), portions, 0, found };
  for (gsize i = 0; i < n_found; i++)
    begin (&search, &found[i], (guint) (i % n_queries), memory + i * n_wanted);
  if (n_queries > 0)
    facerec_workers_run (workers, search_portions, &search);
  for (gsize i = n_queries; i < n_found; i++)
    unite (&search, &found[i % n_queries], &found[i]);
  for (gsize i = 0; i < n_queries; i++)
    hand_over (task, &found[i], nearest + i * n_wanted);
}
