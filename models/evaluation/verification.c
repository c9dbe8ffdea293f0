/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/verification.h"

#include <math.h>
#include <stdlib.h>

static int
compare (const void *a, const void *b)
{
  const gfloat x = *(const gfloat *) a, y = *(const gfloat *) b;

  return (x > y) - (x < y);
}

static FacerecVerification *
allocate (gsize n_same, gsize n_different)
{
  FacerecVerification *self = g_new0 (FacerecVerification, 1);

  self->same = g_new (gfloat, n_same);
  self->different = g_new (gfloat, n_different);
  return self;
}

static void
add (FacerecVerification *self, gboolean same, gfloat distance)
{
  if (same)
    self->same[self->n_same++] = distance;
  else
    self->different[self->n_different++] = distance;
}

static FacerecVerification *
sort (FacerecVerification *self)
{
  if (self->n_same > 0)
    qsort (self->same, self->n_same, sizeof (gfloat), compare);
  if (self->n_different > 0)
    qsort (self->different, self->n_different, sizeof (gfloat), compare);
  return self;
}

FacerecVerification *
facerec_verification_new (const FacerecDistances *distances, const guint *people, const gboolean *chosen)
{
  g_autofree guint *faces = g_new (guint, distances->n);
  gsize n = 0, n_same = 0;
  FacerecVerification *self;

  for (guint face = 0; face < distances->n; face++)
    if (!chosen || chosen[people[face]])
      faces[n++] = face;
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++)
      n_same += people[faces[a]] == people[faces[b]];
  self = allocate (n_same, n * (n - (n > 0)) / 2 - n_same);
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++)
      add (self, people[faces[a]] == people[faces[b]], facerec_distances_get (distances, faces[a], faces[b]));
  return sort (self);
}

FacerecVerification *
facerec_verification_new_for_pairs (const gfloat *pairs, const gboolean *same, gsize n)
{
  FacerecVerification *self = allocate (n, n);

  for (gsize i = 0; i < n; i++)
    add (self, same[i], pairs[i]);
  return sort (self);
}

void
facerec_verification_free (FacerecVerification *self)
{
  if (!self)
    return;
  g_free (self->same);
  g_free (self->different);
  g_free (self);
}

gsize
facerec_count_up_to (const gfloat *sorted, gsize n, gdouble threshold)
{
  gsize low = 0, high = n;

  while (low < high) {
    const gsize middle = low + (high - low) / 2;

    if (sorted[middle] <= threshold)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gdouble
share_up_to (const gfloat *sorted, gsize n, gdouble threshold)
{
  return n > 0 ? (gdouble) facerec_count_up_to (sorted, n, threshold) / n : NAN;
}

FacerecOperatingPoint
facerec_verification_at (const FacerecVerification *self, gdouble threshold)
{
  return (FacerecOperatingPoint) { threshold, share_up_to (self->different, self->n_different, threshold),
    share_up_to (self->same, self->n_same, threshold) };
}

gdouble
facerec_verification_auc (const FacerecVerification *self)
{
  gdouble sum = 0;
  gsize below = 0, up_to = 0; /* same pairs nearer than, and at most as far as, the different one */

  for (gsize i = 0; i < self->n_different; i++) {
    while (below < self->n_same && self->same[below] < self->different[i])
      below++;
    while (up_to < self->n_same && self->same[up_to] <= self->different[i])
      up_to++;
    sum += (gdouble) below + 0.5 * (gdouble) (up_to - below);
  }
  return sum / ((gdouble) self->n_same * (gdouble) self->n_different);
}

/* The lowest distance of any pair above threshold; FALSE: there is none. */
static gboolean
next_distance (const FacerecVerification *self, gdouble threshold, gdouble *next)
{
  const gsize s = facerec_count_up_to (self->same, self->n_same, threshold);
  const gsize d = facerec_count_up_to (self->different, self->n_different, threshold);
  const gdouble same = s < self->n_same ? self->same[s] : INFINITY;
  const gdouble different = d < self->n_different ? self->different[d] : INFINITY;

  *next = MIN (same, different);
  return *next < INFINITY;
}

gboolean
facerec_verification_eer (const FacerecVerification *self, gdouble *eer, gdouble *threshold)
{
  gdouble before = -1, before_far = 0, before_frr = 1, next; /* nothing is accepted below 0 */
  gsize s = 0, d = 0;

  if (self->n_same == 0 || self->n_different == 0)
    return FALSE;
  for (;;) {
    gdouble far, frr, part;

    next = MIN (s < self->n_same ? self->same[s] : INFINITY, d < self->n_different ? self->different[d] : INFINITY);
    while (s < self->n_same && self->same[s] <= next)
      s++;
    while (d < self->n_different && self->different[d] <= next)
      d++;
    far = (gdouble) d / self->n_different;
    frr = 1 - (gdouble) s / self->n_same;
    if (far < frr) {
      before = next;
      before_far = far;
      before_frr = frr;
      continue;
    }
    part = (before_frr - before_far) / ((before_frr - before_far) + (far - frr));
    *eer = before_far + part * (far - before_far);
    /* Errors stay what they are up to the next distance: where both are equal at once, the middle is as good and safer. */
    if (far == frr && next_distance (self, next, &before))
      *threshold = (next + before) / 2;
    else
      *threshold = before < 0 ? next : before + part * (next - before);
    return TRUE;
  }
}

gboolean
facerec_verification_at_far (const FacerecVerification *self, gdouble far, FacerecOperatingPoint *point)
{
  const gsize allowed = (gsize) floor (far * (gdouble) self->n_different * (1 + 1e-12));
  gdouble refused, below = 0;
  gsize s, d;

  if (self->n_same == 0 || allowed < FACEREC_LEAST_FALSE_ACCEPTS || allowed >= self->n_different)
    return FALSE;
  refused = self->different[allowed];
  if (!(refused > 0)) /* no threshold refuses what is not apart at all */
    return FALSE;
  for (s = facerec_count_up_to (self->same, self->n_same, refused); s > 0 && self->same[s - 1] >= refused;)
    s--;
  for (d = allowed; d > 0 && self->different[d - 1] >= refused;)
    d--;
  if (s > 0)
    below = self->same[s - 1];
  if (d > 0)
    below = MAX (below, self->different[d - 1]);
  *point = facerec_verification_at (self, (refused + below) / 2);
  return TRUE;
}

gdouble
facerec_verification_best_threshold (const FacerecVerification *self, gdouble *share)
{
  const gsize n = self->n_same + self->n_different;
  gsize best = self->n_different, s = 0, d = 0; /* at a threshold below all of them */
  gdouble threshold = 0, next;

  while (s < self->n_same || d < self->n_different) {
    const gdouble distance = MIN (s < self->n_same ? self->same[s] : INFINITY,
        d < self->n_different ? self->different[d] : INFINITY);

    while (s < self->n_same && self->same[s] <= distance)
      s++;
    while (d < self->n_different && self->different[d] <= distance)
      d++;
    if (s + self->n_different - d <= best)
      continue;
    best = s + self->n_different - d;
    threshold = next_distance (self, distance, &next) ? (distance + next) / 2 : distance;
  }
  if (share)
    *share = n > 0 ? (gdouble) best / n : NAN;
  return threshold;
}
