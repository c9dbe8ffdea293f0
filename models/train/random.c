/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/random.h"

#include <math.h>

static guint64
rotate (guint64 value, guint bits)
{
  return value << bits | value >> (64 - bits);
}

/* Spreads a seed over a state (splitmix64, as the authors of xoshiro advise). */
static guint64
spread (guint64 *seed)
{
  guint64 z = *seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

void
facerec_random_seed (FacerecRandom *self, guint64 seed, guint64 stream)
{
  guint64 mixed = stream;

  mixed = spread (&mixed) ^ seed;
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = spread (&mixed);
}

guint64
facerec_random_next (FacerecRandom *self)
{
  guint64 *s = self->state;
  const guint64 result = rotate (s[1] * 5, 7) * 9, t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

guint
facerec_random_below (FacerecRandom *self, guint n)
{
  const guint64 end = G_MAXUINT64 - G_MAXUINT64 % n;
  guint64 value;

  do
    value = facerec_random_next (self);
  while (value >= end);
  return (guint) (value % n);
}

gdouble
facerec_random_uniform (FacerecRandom *self)
{
  return (gdouble) (facerec_random_next (self) >> 11) * 0x1p-53;
}

gdouble
facerec_random_normal (FacerecRandom *self)
{
  const gdouble radius = sqrt (-2 * log (1 - facerec_random_uniform (self)));

  return radius * cos (2 * G_PI * facerec_random_uniform (self));
}

void
facerec_random_shuffle (FacerecRandom *self, guint *values, guint n)
{
  for (guint i = n; i > 1; i--) {
    const guint other = facerec_random_below (self, i), value = values[i - 1];

    values[i - 1] = values[other];
    values[other] = value;
  }
}
