/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/distances.h"

G_BEGIN_DECLS

#define FACEREC_MAX_SWEEP 15 /* the largest k of the sweep over k */

/* A face that votes. */
typedef struct {
  guint face, person;
  gfloat distance; /* to the face asked about */
} FacerecVoter;

/* The k faces nearest to query, nearest first, ties by lower face; returns how many there are. people: whose each face is.
 * enrolled: which faces may vote; NULL: all. The query never votes for itself, unless with_self says so: that is the
 * flaw of the original's protocol, kept to reproduce its figure and for nothing else. nearest: room for k. */
guint facerec_knn_nearest (const FacerecDistances *distances, const guint *people, guint query, const gboolean *enrolled,
    gboolean with_self, guint k, FacerecVoter *nearest);

/* Who has most of n votes; ties go to the smaller mean distance of the votes, then to the lower person, as the identity
 * rule of models/identity.h has it. n: at least 1. */
guint facerec_knn_vote (const FacerecVoter *nearest, guint n);

G_END_DECLS
