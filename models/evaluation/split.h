/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/knnvote.h"

G_BEGIN_DECLS

/* Puts n numbers into a random order (Fisher and Yates). */
void facerec_shuffle (GRand *random, guint *values, guint n);

/* Which pictures are enrolled, so that the others are asked about: of each person half, the odd one as well. Who has one
 * picture has it enrolled. people: whose each of n faces is, below n_people. enrolled: n. Returns how many are enrolled.
 * The same random numbers give the same split. */
guint facerec_split_stratified (GRand *random, const guint *people, guint n, guint n_people, gboolean *enrolled);

/* The share of those asked about whom the vote of k enrolled faces names right, for each k; shares: FACEREC_MAX_SWEEP + 1,
 * the first is not used. NaN when nobody is asked about. */
void facerec_split_shares (const FacerecDistances *distances, const guint *people, const gboolean *enrolled,
    gdouble *shares);

G_END_DECLS
