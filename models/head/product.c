/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/head/product.h"

#include "models/clones.h"

#define LANES 16

FACEREC_CLONES
void
facerec_head_multiply (const gfloat *matrix, guint rows, guint columns, const gfloat *vector, const gfloat *bias,
    gfloat *output)
{
  for (guint i = 0; i < rows; i++, matrix += columns) {
    gfloat lanes[LANES] = { 0, }, sum = bias ? bias[i] : 0;
    guint k = 0;

    for (; k + LANES <= columns; k += LANES)
      for (guint lane = 0; lane < LANES; lane++)
        lanes[lane] += matrix[k + lane] * vector[k + lane];
    for (; k < columns; k++)
      sum += matrix[k] * vector[k];
    for (guint lane = 0; lane < LANES; lane++)
      sum += lanes[lane];
    output[i] = sum;
  }
}
