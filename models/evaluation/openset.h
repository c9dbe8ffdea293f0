/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/split.h"
#include "models/evaluation/verification.h"

G_BEGIN_DECLS

/* Who is it, and is it anybody enrolled? Of random draws: half of the people who have two pictures or more are enrolled with
 * half of their pictures and asked about with the others; everybody else is a stranger. A picture is named after its nearest
 * enrolled one when that is not farther than a threshold. TPIR: the share of enrolled people's pictures that get the right
 * name; FPIR: the share of strangers' pictures that get any name. */
typedef struct {
  GArray *right;     /* of gfloat: distances of the known pictures whose nearest enrolled one is the same person's */
  GArray *strangers; /* of gfloat: distances of strangers' pictures to the nearest enrolled one */
  guint64 n_known;   /* pictures of enrolled people asked about */
  guint n_draws;
  guint n_stranger_pictures; /* different ones: each is a stranger's in several draws, and counted in each of them above */
} FacerecOpenSet;

/* What a threshold does. */
typedef struct {
  gdouble threshold, fpir, tpir;
} FacerecOpenSetPoint;

/* n_draws: random draws, whose pictures are counted together. people: whose each face is, below n_people.
 * NULL when nobody could be enrolled or nobody would be a stranger: that needs two people, one of them with two pictures. */
FacerecOpenSet *facerec_open_set_new (GRand *random, const FacerecDistances *distances, const guint *people, guint n_people,
    guint n_draws);
void facerec_open_set_free (FacerecOpenSet *self); /* NULL is fine */

FacerecOpenSetPoint facerec_open_set_at (const FacerecOpenSet *self, gdouble threshold);
/* Whether there are pictures of strangers enough to tell such a rate: 10 / fpir different ones. A picture that was asked about in
 * twenty draws tells no more of other strangers than one does. */
gboolean facerec_open_set_has_enough (const FacerecOpenSet *self, gdouble fpir);
/* The largest threshold at which FPIR is at most fpir, half-way below the first stranger who must not be named. FALSE, and
 * point untouched, when there are too few strangers, or when more of them than that are at distance 0. Where no known picture
 * gets the right name TPIR is 0. */
gboolean facerec_open_set_at_fpir (const FacerecOpenSet *self, gdouble fpir, FacerecOpenSetPoint *point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecOpenSet, facerec_open_set_free)

G_END_DECLS
