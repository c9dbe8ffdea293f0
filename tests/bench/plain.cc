/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plain.hh"

#include <cstring>
#include <thread>
#include <vector>

namespace bench
{

size_t
plain_nearest (const float *values, size_t rows, size_t dimensions, const float *query)
{
  size_t nearest = 0;
  float least = 3e38f;

  for (size_t row = 0; row < rows; row++) {
    const float *encoding = values + row * dimensions;
    float sum = 0;
    for (size_t i = 0; i < dimensions; i++)
      sum += (encoding[i] - query[i]) * (encoding[i] - query[i]);
    if (sum < least) {
      least = sum;
      nearest = row;
    }
  }
  return nearest;
}

namespace
{

typedef uint64_t Lanes __attribute__ ((vector_size (64)));
constexpr size_t FLOATS = sizeof (Lanes) / sizeof (float), AT_ONCE = 4;

void
read_part (const float *values, size_t n, uint64_t *sum)
{
  Lanes sums[AT_ONCE] = {}, lanes;
  uint64_t total = 0;

  for (size_t i = 0; i + AT_ONCE * FLOATS <= n; i += AT_ONCE * FLOATS)
    for (size_t j = 0; j < AT_ONCE; j++) {
      std::memcpy (&lanes, values + i + j * FLOATS, sizeof lanes);
      sums[j] ^= lanes;
    }
  for (const Lanes &part : sums)
    for (size_t i = 0; i < sizeof (Lanes) / sizeof (uint64_t); i++)
      total ^= part[i];
  *sum = total;
}

} // namespace

uint64_t
plain_read (const float *values, size_t n, unsigned threads)
{
  std::vector<uint64_t> sums (threads);
  std::vector<std::thread> readers;
  uint64_t total = 0;

  for (unsigned i = 0; i + 1 < threads; i++)
    readers.emplace_back (read_part, values + n / threads * i, n / threads, &sums[i]);
  read_part (values + n / threads * (threads - 1), n / threads, &sums[threads - 1]);
  for (std::thread &reader : readers)
    reader.join ();
  for (uint64_t sum : sums)
    total ^= sum;
  return total;
}

} // namespace bench
