/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/distances.h"

G_BEGIN_DECLS

#define FACEREC_LEAST_FALSE_ACCEPTS 10 /* that a rate must stand for; fewer tell little */

/* Are these two pictures of one person? The distances of all pairs that are and of all that are not, each sorted, and what
 * follows from them. A pair is accepted when its distance is at most the threshold. FAR: the share of different people's
 * pairs accepted; TAR: of one person's pairs; FRR = 1 - TAR. */
typedef struct {
  gfloat *same, *different; /* ascending */
  gsize n_same, n_different;
} FacerecVerification;

/* A threshold and what it does. */
typedef struct {
  gdouble threshold, far, tar;
} FacerecOperatingPoint;

/* All pairs of faces, or those among the people for whom chosen is TRUE. people: whose each face is.
 * chosen: by person; NULL: everybody. */
FacerecVerification *facerec_verification_new (const FacerecDistances *distances, const guint *people,
    const gboolean *chosen);
/* The same of n pairs; same: which are of one person. */
FacerecVerification *facerec_verification_new_for_pairs (const gfloat *pairs, const gboolean *same, gsize n);
void facerec_verification_free (FacerecVerification *self); /* NULL is fine */

/* How many of n ascending values are at most threshold. */
gsize facerec_count_up_to (const gfloat *sorted, gsize n, gdouble threshold);

FacerecOperatingPoint facerec_verification_at (const FacerecVerification *self, gdouble threshold);

/* The area under the curve of TAR over FAR: how often a random pair of one person is nearer than one of different people,
 * equal ones counting half (Mann and Whitney). NaN without pairs of both kinds. */
gdouble facerec_verification_auc (const FacerecVerification *self);

/* The equal error rate, FAR = FRR, between the two thresholds where FAR passes FRR, and the threshold there, both interpolated
 * in a straight line. FALSE without pairs of both kinds; then eer and threshold are untouched. */
gboolean facerec_verification_eer (const FacerecVerification *self, gdouble *eer, gdouble *threshold);

/* The largest threshold at which FAR is at most far: half-way between the first pair of different people that must not be
 * accepted and the next lower distance of any pair. FALSE when there are too few pairs of different people to tell such a
 * rate, fewer than 10 / far (or none of one person), or when more of them are at distance 0; point is untouched then.
 * far: in (0, 1). */
gboolean facerec_verification_at_far (const FacerecVerification *self, gdouble far, FacerecOperatingPoint *point);

/* The threshold at which the share of pairs judged right is largest: half-way between two neighbouring distances, the lowest
 * of equally good ones. Without pairs 0. share (out, nullable). */
gdouble facerec_verification_best_threshold (const FacerecVerification *self, gdouble *share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecVerification, facerec_verification_free)

G_END_DECLS
