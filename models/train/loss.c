/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/loss.h"

#include <math.h>
#include <string.h>

/* Nearer than this the direction between two embeddings is noise. */
#define SAME_PLACE 1e-9
#define NOBODY G_MAXUINT

typedef struct {
  const FacerecLossOptions *options;
  const gdouble *embeddings;
  guint n, d;
  const guint *labels;
  gdouble *distances; /* n * n */
  gdouble *by_embeddings;
  gdouble total;
  guint n_triplets, n_active;
} Batch;

static gdouble
distance (const Batch *self, guint a, guint b)
{
  return self->distances[(gsize) a * self->n + b];
}

static void
measure_distances (Batch *self)
{
  for (guint a = 0; a < self->n; a++)
    for (guint b = 0; b < a; b++) {
      gdouble squares = 0;

      for (guint j = 0; j < self->d; j++) {
        const gdouble difference = self->embeddings[(gsize) a * self->d + j] - self->embeddings[(gsize) b * self->d + j];

        squares += difference * difference;
      }
      self->distances[(gsize) a * self->n + b] = self->distances[(gsize) b * self->n + a] =
          self->options->squared ? squares : sqrt (squares);
    }
}

/* Adds weight times the derivatives of the distance from a to b. */
static void
pull (Batch *self, guint a, guint b, gdouble weight)
{
  const gdouble length = distance (self, a, b);
  gdouble factor = 2 * weight;

  if (!self->options->squared)
    factor = length > SAME_PLACE ? weight / length : 0;
  for (guint j = 0; j < self->d; j++) {
    const gdouble difference = self->embeddings[(gsize) a * self->d + j] - self->embeddings[(gsize) b * self->d + j];

    self->by_embeddings[(gsize) a * self->d + j] += factor * difference;
    self->by_embeddings[(gsize) b * self->d + j] -= factor * difference;
  }
}

static void
add_triplet (Batch *self, guint anchor, guint positive, guint negative)
{
  const gdouble gap = distance (self, anchor, positive) - distance (self, anchor, negative);
  gdouble slope;

  self->n_triplets++;
  if (self->options->soft) {
    self->total += gap > 0 ? gap + log1p (exp (-gap)) : log1p (exp (gap));
    slope = 1 / (1 + exp (-gap));
  } else {
    if (self->options->margin + gap <= 0)
      return;
    self->total += self->options->margin + gap;
    slope = 1;
  }
  self->n_active++;
  pull (self, anchor, positive, slope);
  pull (self, anchor, negative, -slope);
}

static void
add_batch_hard (Batch *self, guint anchor)
{
  guint positive = NOBODY, negative = NOBODY;

  for (guint i = 0; i < self->n; i++) {
    if (i == anchor)
      continue;
    if (self->labels[i] == self->labels[anchor]) {
      if (positive == NOBODY || distance (self, anchor, i) > distance (self, anchor, positive))
        positive = i;
    } else if (negative == NOBODY || distance (self, anchor, i) < distance (self, anchor, negative)) {
      negative = i;
    }
  }
  if (positive != NOBODY && negative != NOBODY)
    add_triplet (self, anchor, positive, negative);
}

/* The nearest negative beyond farther; else the farthest. */
static guint
find_semi_hard (const Batch *self, guint anchor, gdouble farther)
{
  guint beyond = NOBODY, farthest = NOBODY;

  for (guint i = 0; i < self->n; i++) {
    const gdouble length = distance (self, anchor, i);

    if (self->labels[i] == self->labels[anchor])
      continue;
    if (length > farther && (beyond == NOBODY || length < distance (self, anchor, beyond)))
      beyond = i;
    if (farthest == NOBODY || length > distance (self, anchor, farthest))
      farthest = i;
  }
  return beyond != NOBODY ? beyond : farthest;
}

static void
add_semi_hard (Batch *self, guint anchor)
{
  for (guint positive = 0; positive < self->n; positive++) {
    guint negative;

    if (positive == anchor || self->labels[positive] != self->labels[anchor])
      continue;
    negative = find_semi_hard (self, anchor, distance (self, anchor, positive));
    if (negative != NOBODY)
      add_triplet (self, anchor, positive, negative);
  }
}

gdouble
facerec_triplet_loss (const FacerecLossOptions *options, const gdouble *embeddings, guint n, guint d,
    const guint *labels, gdouble *by_embeddings, gdouble *active)
{
  g_autofree gdouble *distances = g_new0 (gdouble, (gsize) n * n);
  Batch self = { .options = options, .embeddings = embeddings, .n = n, .d = d, .labels = labels, .distances = distances,
      .by_embeddings = by_embeddings };

  memset (by_embeddings, 0, (gsize) n * d * sizeof *by_embeddings);
  measure_distances (&self);
  for (guint anchor = 0; anchor < n; anchor++)
    if (options->mining == FACEREC_LOSS_BATCH_HARD)
      add_batch_hard (&self, anchor);
    else
      add_semi_hard (&self, anchor);
  if (active)
    *active = self.n_triplets ? (gdouble) self.n_active / self.n_triplets : 0;
  if (self.n_triplets == 0)
    return 0;
  for (gsize i = 0; i < (gsize) n * d; i++)
    by_embeddings[i] /= self.n_triplets;
  return self.total / self.n_triplets;
}
