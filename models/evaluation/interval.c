/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/interval.h"

#include <math.h>

#define NORMAL_975 1.959963984540054 /* 97.5 % of a normal distribution are below it */

/* The same of Student's t, by degrees of freedom. */
static gdouble
student_975 (guint freedom)
{
  static const gdouble table[] = { NAN, 12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860 };
  const gdouble z = NORMAL_975, v = freedom;

  if (freedom < G_N_ELEMENTS (table))
    return table[freedom];
  /* The first terms of its expansion in 1/v: good to 1e-4 from here on. */
  return z + (z * z * z + z) / (4 * v) + (5 * pow (z, 5) + 16 * pow (z, 3) + 3 * z) / (96 * v * v);
}

FacerecInterval
facerec_interval_of_share (guint64 right, guint64 n)
{
  const gdouble z2 = NORMAL_975 * NORMAL_975, share = (gdouble) right / n;
  gdouble centre, half;

  if (n == 0)
    return (FacerecInterval) { NAN, NAN, NAN };
  centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  half = NORMAL_975 / (1 + z2 / n) * sqrt (share * (1 - share) / n + z2 / (4.0 * n * n));
  return (FacerecInterval) { share, right == 0 ? 0 : MAX (centre - half, 0), right == n ? 1 : MIN (centre + half, 1) };
}

FacerecInterval
facerec_interval_of_splits (const gdouble *values, guint n, gdouble test_by_train)
{
  gdouble mean = 0, variance = 0, half;

  if (n == 0)
    return (FacerecInterval) { NAN, NAN, NAN };
  for (guint i = 0; i < n; i++)
    mean += values[i] / n;
  if (n < 2)
    return (FacerecInterval) { mean, NAN, NAN };
  for (guint i = 0; i < n; i++)
    variance += (values[i] - mean) * (values[i] - mean) / (n - 1);
  half = student_975 (n - 1) * sqrt ((1.0 / n + test_by_train) * variance);
  return (FacerecInterval) { mean, MAX (mean - half, 0), MIN (mean + half, 1) };
}
