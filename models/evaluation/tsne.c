/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/tsne.h"

#include <math.h>
#include <string.h>

#define PERPLEXITY 30.0
#define ROUNDS 750
#define EARLY_ROUNDS 250
#define EXAGGERATION 12.0
#define SEARCH_ROUNDS 60 /* of the bisection for a width */

/* Of one face how likely each other one is its neighbour: a Gaussian of distance as wide as gives the perplexity. */
static void
spread_around (const gdouble *squared, guint n, guint face, gdouble perplexity, gdouble *row)
{
  gdouble precision = 1, low = 0, high = INFINITY, nearest = INFINITY;

  for (guint i = 0; i < n; i++)
    if (i != face)
      nearest = MIN (nearest, squared[i]);
  for (guint round = 0; round < SEARCH_ROUNDS; round++) {
    gdouble sum = 0, weighted = 0, entropy;

    for (guint i = 0; i < n; i++) {
      /* The nearest is taken off everywhere, so that not all of it vanishes. */
      row[i] = i == face ? 0 : exp (-precision * (squared[i] - nearest));
      sum += row[i];
      weighted += row[i] * (squared[i] - nearest);
    }
    entropy = log (sum) + precision * weighted / sum;
    for (guint i = 0; i < n; i++)
      row[i] /= sum;
    if (fabs (entropy - log (perplexity)) < 1e-5)
      return;
    if (entropy > log (perplexity))
      low = precision;
    else
      high = precision;
    precision = isinf (high) ? 2 * precision : (low + high) / 2;
  }
}

/* The same of all, made symmetric, with sum 1. (transfer full) */
static gdouble *
likely_neighbours (const FacerecDistances *distances, const guint *faces, guint n)
{
  const gdouble perplexity = MIN (PERPLEXITY, (n - 1) / 3.0);
  gdouble *likely = g_new (gdouble, (gsize) n * n);
  g_autofree gdouble *squared = g_new (gdouble, n);

  for (guint a = 0; a < n; a++) {
    for (guint b = 0; b < n; b++) {
      const gdouble distance = facerec_distances_get (distances, faces[a], faces[b]);

      squared[b] = distance * distance;
    }
    spread_around (squared, n, a, perplexity, likely + (gsize) a * n);
  }
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++)
      likely[a * n + b] = likely[b * n + a] = MAX ((likely[a * n + b] + likely[b * n + a]) / (2.0 * n), 1e-12);
  return likely;
}

/* weights: n * n, how near the places of each two are by Student's t; returns their sum. */
static gdouble
weigh (const gdouble *places, guint n, gfloat *weights)
{
  gdouble sum = 0;

  for (gsize a = 0; a < n; a++) {
    gdouble row = 0;

    for (gsize b = 0; b < a; b++) {
      const gdouble x = places[2 * a] - places[2 * b], y = places[2 * a + 1] - places[2 * b + 1];
      const gdouble weight = 1 / (1 + x * x + y * y);

      weights[a * n + b] = (gfloat) weight;
      row += weight;
    }
    sum += 2 * row;
  }
  return sum;
}

static void
find_gradient (const gdouble *likely, gdouble exaggeration, const gdouble *places, guint n, gfloat *weights,
    gdouble *gradient)
{
  const gdouble sum = weigh (places, n, weights);

  memset (gradient, 0, 2 * n * sizeof *gradient);
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++) {
      const gdouble weight = weights[a * n + b];
      const gdouble force = 4 * (exaggeration * likely[a * n + b] - weight / sum) * weight;
      const gdouble x = force * (places[2 * a] - places[2 * b]), y = force * (places[2 * a + 1] - places[2 * b + 1]);

      gradient[2 * a] += x;
      gradient[2 * a + 1] += y;
      gradient[2 * b] -= x;
      gradient[2 * b + 1] -= y;
    }
}

/* To standard deviation 1e-4 in the wider direction: forces are even while all are close together. */
static void
shrink (gdouble *places, guint n)
{
  gdouble widest = 0;

  for (guint axis = 0; axis < 2; axis++) {
    gdouble mean = 0, variance = 0;

    for (guint i = 0; i < n; i++)
      mean += places[2 * i + axis] / n;
    for (guint i = 0; i < n; i++) {
      places[2 * i + axis] -= mean;
      variance += places[2 * i + axis] * places[2 * i + axis] / n;
    }
    widest = MAX (widest, sqrt (variance));
  }
  /* Two in one place would never part: each has a little of its own. */
  for (guint i = 0; i < 2 * n; i++)
    places[i] = (widest > 0 ? places[i] / widest * 1e-4 : 0) + 1e-7 * (gdouble) ((i * 7919u) % 1009u) / 1009;
}

void
facerec_tsne (const FacerecDistances *distances, const guint *faces, guint n, gdouble *places, const volatile gint *stop)
{
  const gdouble rate = MAX (n / EXAGGERATION / 4, 50);
  g_autofree gdouble *likely = NULL, *gradient = NULL, *speed = NULL, *gains = NULL;
  g_autofree gfloat *weights = NULL;

  if (n < 4)
    return;
  likely = likely_neighbours (distances, faces, n);
  weights = g_new (gfloat, (gsize) n * n);
  gradient = g_new (gdouble, 2 * n);
  speed = g_new0 (gdouble, 2 * n);
  gains = g_new (gdouble, 2 * n);
  for (guint i = 0; i < 2 * n; i++)
    gains[i] = 1;
  shrink (places, n);
  for (guint round = 0; round < ROUNDS && !(stop && *stop); round++) {
    const gboolean early = round < EARLY_ROUNDS;

    find_gradient (likely, early ? EXAGGERATION : 1, places, n, weights, gradient);
    for (guint i = 0; i < 2 * n; i++) {
      const gboolean turned = (gradient[i] > 0) == (speed[i] > 0);

      gains[i] = turned ? MAX (gains[i] * 0.8, 0.01) : gains[i] + 0.2;
      speed[i] = (early ? 0.5 : 0.8) * speed[i] - rate * gains[i] * gradient[i];
      places[i] += speed[i];
    }
  }
}
