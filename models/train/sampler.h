/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/train/random.h"

G_BEGIN_DECLS

/* Pictures and whose they are, with the features of a frozen backbone. Each picture has several rows: the first is the picture
 * itself, the rest are augmented variants of it. */
typedef struct {
  guint n_pictures, n_variants; /* n_variants: rows of a picture, >= 1 */
  guint n_features;             /* numbers of a row */
  const gfloat *features;       /* n_pictures * n_variants rows */
  const guint *labels;          /* of each picture; any numbers */
} FacerecTrainSet;

/* Draws batches of P people with K pictures each (Hermans et al., 2017), so that each anchor has positives. Everybody comes once
 * before anybody comes again; so do the pictures of a person. Plain data: (de)serialised by trainstate.c. */
typedef struct {
  guint n_people;
  guint *first, *count; /* of each person in pictures */
  guint *pictures;      /* numbers of the set's, person by person */
  guint *order;         /* people as they come; */
  guint *taken;         /* of each person's pictures in this round */
  guint n_pictures, next;
} FacerecSampler;

/* use: of each picture of set whether it may be drawn. People with a single one are left out, unless there are variants. */
FacerecSampler *facerec_sampler_new (const FacerecTrainSet *set, const gboolean *use);
void facerec_sampler_free (FacerecSampler *self); /* NULL is fine */
/* Rows of the set's features and labels of min (people, there are) * pictures of them, people * pictures at most. Returns how
 * many. Somebody with fewer pictures comes with some of them twice, as another variant where there is one. */
guint facerec_sampler_draw (FacerecSampler *self, const FacerecTrainSet *set, guint people, guint pictures,
    FacerecRandom *random, gsize *rows, guint *labels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecSampler, facerec_sampler_free)

G_END_DECLS
