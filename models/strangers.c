/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/strangers.h"

#include <math.h>

typedef struct {
  guint number, n_learnt;
  guint64 seen; /* when, on the clock of self */
  gfloat *mean;
} Stranger;

struct _FacerecStrangers {
  Stranger strangers[FACEREC_STRANGERS_MAX];
  guint n, n_values, last_number;
  guint64 clock;
};

FacerecStrangers *
facerec_strangers_new (void)
{
  return g_new0 (FacerecStrangers, 1);
}

static void
forget_all (FacerecStrangers *self)
{
  while (self->n > 0)
    g_free (self->strangers[--self->n].mean);
}

void
facerec_strangers_free (FacerecStrangers *self)
{
  if (!self)
    return;
  forget_all (self);
  g_free (self);
}

void
facerec_strangers_clear (FacerecStrangers *self)
{
  forget_all (self);
  self->last_number = 0;
}

guint
facerec_strangers_count (const FacerecStrangers *self)
{
  return self->n;
}

/* By number; NULL: forgotten. */
static Stranger *
look_up (const FacerecStrangers *self, guint number)
{
  for (guint i = 0; i < self->n; i++)
    if (self->strangers[i].number == number)
      return (Stranger *) &self->strangers[i];
  return NULL;
}

static gfloat
distance (const gfloat *a, const gfloat *b, guint n)
{
  gfloat sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrtf (sum);
}

static gboolean
is_among (guint number, const guint *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    if (numbers[i] == number)
      return TRUE;
  return FALSE;
}

guint
facerec_strangers_find (FacerecStrangers *self, const gfloat *values, guint n_values, const guint *taken, guint n_taken)
{
  gfloat least = FACEREC_STRANGERS_SAME;
  guint number = 0;

  if (n_values != self->n_values)
    forget_all (self);
  for (guint i = 0; i < self->n; i++) {
    const Stranger *stranger = &self->strangers[i];
    const gfloat to_it = distance (stranger->mean, values, n_values);
    /* Not a number is never less. */
    if (to_it < least && !is_among (stranger->number, taken, n_taken)) {
      least = to_it;
      number = stranger->number;
    }
  }
  return number;
}

static Stranger *
take_place (FacerecStrangers *self)
{
  Stranger *oldest = &self->strangers[0];

  if (self->n < FACEREC_STRANGERS_MAX)
    return &self->strangers[self->n++];
  for (guint i = 1; i < self->n; i++)
    if (self->strangers[i].seen < oldest->seen)
      oldest = &self->strangers[i];
  g_free (oldest->mean);
  return oldest;
}

guint
facerec_strangers_add (FacerecStrangers *self, const gfloat *values, guint n_values)
{
  if (n_values != self->n_values)
    forget_all (self);
  self->n_values = n_values;
  Stranger *stranger = take_place (self);
  *stranger = (Stranger) { ++self->last_number, 1, ++self->clock, g_memdup2 (values, n_values * sizeof *values) };
  return stranger->number;
}

void
facerec_strangers_learn (FacerecStrangers *self, guint number, const gfloat *values, guint n_values)
{
  Stranger *stranger = look_up (self, number);

  if (!stranger || n_values != self->n_values)
    return;
  stranger->n_learnt = MIN (stranger->n_learnt + 1, FACEREC_STRANGERS_DEPTH);
  for (guint i = 0; i < n_values; i++)
    stranger->mean[i] += (values[i] - stranger->mean[i]) / stranger->n_learnt;
}

void
facerec_strangers_see (FacerecStrangers *self, guint number)
{
  Stranger *stranger = look_up (self, number);

  if (stranger)
    stranger->seen = ++self->clock;
}

gfloat
facerec_strangers_distance (const FacerecStrangers *self, guint number, const gfloat *values, guint n_values)
{
  const Stranger *stranger = look_up (self, number);

  return stranger && n_values == self->n_values ? distance (stranger->mean, values, n_values) : INFINITY;
}
