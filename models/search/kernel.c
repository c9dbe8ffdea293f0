/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/search/kernel.h"

#include <math.h>

/* Compiled once for AVX-512, once for AVX2 with FMA and once for any CPU of the architecture; the dynamic linker takes
 * what the CPU has. clang 14 cannot do that in C, and no sanitizer's run time is there yet when the linker asks. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

/* One number of each row of a block. */
typedef gfloat Lanes __attribute__ ((vector_size (FACEREC_LANES * sizeof (gfloat))));

/* Sums of differences squared, not the product form |x|^2 - 2xq + |q|^2: that would be half of the arithmetic, but
 * memory sets the pace, and it cancels where rows are near. A sum waits four cycles for the one before, hence four. */
CLONES static void
squares_of_one (const Lanes *row, guint dimensions, guint n_blocks, const gfloat *query, Lanes *squares)
{
  for (guint block = 0; block < n_blocks; block++, row += dimensions) {
    Lanes sum0 = { 0 }, sum1 = { 0 }, sum2 = { 0 }, sum3 = { 0 };
    guint i = 0;
    for (; i + 4 <= dimensions; i += 4) {
      const Lanes d0 = row[i] - query[i], d1 = row[i + 1] - query[i + 1];
      const Lanes d2 = row[i + 2] - query[i + 2], d3 = row[i + 3] - query[i + 3];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    for (; i < dimensions; i++) {
      const Lanes d0 = row[i] - query[i];
      sum0 += d0 * d0;
    }
    squares[block] = (sum0 + sum1) + (sum2 + sum3);
  }
}

/* One block, four queries: each number of the block is fetched once for them. */
CLONES static void
squares_of_four (const Lanes *row, guint dimensions, const gfloat *const queries[4], Lanes *const squares[4])
{
  const gfloat *query0 = queries[0], *query1 = queries[1], *query2 = queries[2], *query3 = queries[3];
  Lanes sum0 = { 0 }, sum1 = { 0 }, sum2 = { 0 }, sum3 = { 0 };
  for (guint i = 0; i < dimensions; i++) {
    const Lanes value = row[i];
    const Lanes d0 = value - query0[i], d1 = value - query1[i], d2 = value - query2[i], d3 = value - query3[i];
    sum0 += d0 * d0;
    sum1 += d1 * d1;
    sum2 += d2 * d2;
    sum3 += d3 * d3;
  }
  *squares[0] = sum0;
  *squares[1] = sum1;
  *squares[2] = sum2;
  *squares[3] = sum3;
}

void
facerec_search_squares (const gfloat *blocks, guint dimensions, guint n_blocks, const gfloat *queries, guint n,
    gfloat *squares)
{
  if (n == 1) {
    squares_of_one ((const Lanes *) blocks, dimensions, n_blocks, queries, (Lanes *) squares);
    return;
  }
  for (guint block = 0; block < n_blocks; block++)
    for (guint first = 0; first < n; first += 4) {
      const gfloat *four[4];
      Lanes *sums[4];
      /* Where fewer than four are left the last one is computed again: it costs nothing that memory does not. */
      for (guint i = 0; i < 4; i++) {
        const gsize query = MIN (first + i, n - 1);
        four[i] = queries + query * dimensions;
        sums[i] = (Lanes *) (squares + query * FACEREC_GROUP_ROWS) + block;
      }
      squares_of_four ((const Lanes *) blocks + (gsize) block * dimensions, dimensions, four, sums);
    }
}

gfloat
facerec_search_least (const gfloat *squares, guint n)
{
  gfloat least[FACEREC_LANES];
  for (guint lane = 0; lane < FACEREC_LANES; lane++)
    least[lane] = INFINITY;
  for (guint i = 0; i < n; i += FACEREC_LANES)
    for (guint lane = 0; lane < FACEREC_LANES; lane++)
      least[lane] = squares[i + lane] < least[lane] ? squares[i + lane] : least[lane];
  for (guint lane = 1; lane < FACEREC_LANES; lane++)
    least[0] = least[lane] < least[0] ? least[lane] : least[0];
  return least[0];
}
