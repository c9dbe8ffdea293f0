/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/verification.h"

G_BEGIN_DECLS

#define FACEREC_DISJOINT_MAX_FOLDS 5

/* Does a threshold hold for people whom it was not chosen by? The people are dealt out to folds at random; for each fold the
 * threshold is the equal error point of the pairs among the other folds' people, and is tried on the pairs among this
 * fold's. */
typedef struct {
  guint n_folds;
  struct {
    guint n_people;
    gsize n_same, n_different;
    FacerecOperatingPoint point; /* on this fold's people; far or tar NaN without such pairs */
  } folds[FACEREC_DISJOINT_MAX_FOLDS];
  FacerecOperatingPoint mean;    /* of the folds that have one */
} FacerecDisjoint;

/* FALSE, and result untouched, with fewer than 4 people who have two pictures or more (two folds of two people). Those with
 * one picture take no part. people: whose each face is, below n_people. */
gboolean facerec_disjoint_verify (GRand *random, const FacerecDistances *distances, const guint *people, guint n_people,
    FacerecDisjoint *result);

G_END_DECLS
