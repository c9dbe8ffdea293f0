/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* The unknown people of a stream, told apart by numbers: 1, 2, 3 in order of appearance, never given twice. Bounded: of more
 * than FACEREC_STRANGERS_MAX the one who was not seen for longest is forgotten, and a new one when they come back. Of each the
 * mean of their embeddings is kept, the last FACEREC_STRANGERS_DEPTH of them in effect; some 0.6 kB with 128 dimensions. It is
 * leader clustering: J. Hartigan, "Clustering Algorithms", 1975. For one thread. */
typedef struct _FacerecStrangers FacerecStrangers;

#define FACEREC_STRANGERS_MAX 256
#define FACEREC_STRANGERS_DEPTH 16
/* Euclidean distance to the kept mean within which it is the same stranger, and beyond which it is surely not; fitted for
 * dlib's ResNet ("dlib-resnet-v1"), models/identity.md ("Over a track") has the measurements. In between, who was taken for
 * one stays. */
#define FACEREC_STRANGERS_SAME 0.4f
#define FACEREC_STRANGERS_OTHER 0.6f

FacerecStrangers *facerec_strangers_new (void);
void facerec_strangers_free (FacerecStrangers *self); /* NULL is fine */
/* Forgets everybody and begins with number 1. */
void facerec_strangers_clear (FacerecStrangers *self);
guint facerec_strangers_count (const FacerecStrangers *self);

/* Whose the embedding is, of n_values: the nearest one's within FACEREC_STRANGERS_SAME, those in taken (of n_taken numbers,
 * who are in the picture elsewhere) excepted; 0: nobody's. Values of another length than those before, as of another network,
 * make everybody forgotten first. */
guint facerec_strangers_find (FacerecStrangers *self, const gfloat *values, guint n_values, const guint *taken,
    guint n_taken);
/* Somebody new; returns the number. */
guint facerec_strangers_add (FacerecStrangers *self, const gfloat *values, guint n_values);
/* Another embedding of a stranger, of the same n_values. Nothing happens when that one has
 * been forgotten. */
void facerec_strangers_learn (FacerecStrangers *self, guint number, const gfloat *values, guint n_values);
/* They are in the picture, and the last ones to be forgotten. */
void facerec_strangers_see (FacerecStrangers *self, guint number);
/* The embedding's distance to what is kept of that one; INFINITY when that one has been forgotten. */
gfloat facerec_strangers_distance (const FacerecStrangers *self, guint number, const gfloat *values, guint n_values);

G_END_DECLS
