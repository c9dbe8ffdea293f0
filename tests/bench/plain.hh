/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench
{

/* The row nearest to query by squared distance, one loop over all of values (rows * dimensions floats). Compiled for this CPU
 * and free to reorder sums, so that the loop is as fast as a compiler makes it; one thread, as people write it. */
size_t plain_nearest (const float *values, size_t rows, size_t dimensions, const float *query);

/* Reads values once, on that many threads, and does next to nothing with them: how fast the memory is. */
uint64_t plain_read (const float *values, size_t n, unsigned threads);

} // namespace bench
