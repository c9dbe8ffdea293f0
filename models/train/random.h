/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Random numbers that are the same on every machine and with every version of GLib: xoshiro256** by Blackman and Vigna
 * (2018). The state is plain data, so that training can go on where it was killed. */
typedef struct {
  guint64 state[4];
} FacerecRandom;

/* Any seed, 0 included. stream: seeds that differ in it give unrelated numbers. */
void facerec_random_seed (FacerecRandom *self, guint64 seed, guint64 stream);
guint64 facerec_random_next (FacerecRandom *self);
/* 0 to n - 1, all alike; n >= 1. */
guint facerec_random_below (FacerecRandom *self, guint n);
/* From 0, below 1. */
gdouble facerec_random_uniform (FacerecRandom *self);
/* Mean 0, deviation 1. */
gdouble facerec_random_normal (FacerecRandom *self);
void facerec_random_shuffle (FacerecRandom *self, guint *values, guint n);

G_END_DECLS
