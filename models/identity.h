/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"
#include "models/workers.h"

G_BEGIN_DECLS

#define FACEREC_MAX_CANDIDATES 5

/* Same order and meaning as GstFacerecReason. */
typedef enum {
  FACEREC_REASON_NONE,
  FACEREC_REASON_TOO_FAR,
  FACEREC_REASON_AMBIGUOUS,
  FACEREC_REASON_LOW_QUALITY,
  FACEREC_REASON_NEGATIVE,
  FACEREC_REASON_EMPTY_GALLERY,
  FACEREC_REASON_UNDECIDED, /* of a track (models/trackvote.h), never of one face */
} FacerecReason;

/* Who is it, and is it anybody at all? models/identity.md explains the rule and has the measurements.
 *
 * Who: the k nearest encodings vote, those farther than the distance threshold excepted (the nearest always votes);
 * most votes win, ties go to the smaller mean distance of the votes, then to who was enrolled first.
 * Anybody: d is the distance of the face to the mean encoding of the person voted for, s that to the mean of the
 * nearest other person, h that between the means of the person and of whoever is most like that person. Then
 *     threshold = min (distance_threshold, ((s + h) / 2 + distance_threshold - margin) / 2),   score = threshold - d,
 * and the person is named when score >= 0. In words: at the distance threshold everybody else must be farther by the
 * margin, from the face and from the person alike; each unit nearer than that needs a unit less of it.
 * Negatives neither vote nor count as another person. When one that is against the person voted for is as near to the
 * face as that person's nearest encoding, nobody is named. A negative called "not X" is against X alone, or nobody when
 * X is not enrolled; any other is against everybody. */
typedef struct {
  guint k;                   /* >= 1 */
  gfloat distance_threshold; /* Euclidean, >= 0: whoever is farther is nobody; a person's own threshold replaces it */
  gfloat margin;             /* Euclidean, >= 0; 0: the threshold alone decides */
} FacerecIdentityRule;

typedef struct {
  const gchar *label;  /* owned by the encodings; NULL: Unknown */
  FacerecReason reason;
  gfloat distance_threshold; /* that decided: the rule's, or the own one of the person voted for */
  gfloat score;           /* what the decision compares with 0, higher is surer; -INFINITY: nothing to compare. Where a
                           * negative is nearer than the threshold leaves room: the lead over that */
  gfloat distance;        /* to the nearest encoding of the person voted for; INFINITY: nobody */
  gfloat mean_distance;   /* to the mean encoding of that person: d */
  gfloat second_distance; /* to the mean encoding of the nearest other person: s; INFINITY: nobody else is enrolled */
  gfloat alike_distance;  /* between that person's mean and the nearest other person's: h; INFINITY: likewise */
  gfloat negative_distance; /* to the nearest negative against that person; INFINITY: there is none */
  guint votes, k;         /* for that person, and how many neighbours really voted */
  guint n_candidates;     /* nearest people, nearest first, by their nearest encoding; negatives among them */
  struct {
    const gchar *label;
    gfloat distance;
  } candidates[FACEREC_MAX_CANDIDATES];
} FacerecIdentityResult;

/* Fitted for dlib's ResNet ("dlib-resnet-v1"). */
#define FACEREC_DEFAULT_K 5
#define FACEREC_DEFAULT_DISTANCE_THRESHOLD 0.56f
#define FACEREC_DEFAULT_MARGIN 0.185f
#define FACEREC_IDENTITY_RULE_INIT { FACEREC_DEFAULT_K, FACEREC_DEFAULT_DISTANCE_THRESHOLD, FACEREC_DEFAULT_MARGIN }

/* The margin that goes with another distance threshold, as of a network whose distances are larger or smaller: in the defaults'
 * proportion. */
gdouble facerec_identity_margin_for (gdouble distance_threshold);

/* queries: n * dimensions floats. results: n, overwritten. encodings: sealed. workers: as for facerec_search.
 * Thread-safe. Reasons: EMPTY_GALLERY when no face is enrolled; TOO_FAR when d is over the distance threshold, nobody but
 * negatives is enrolled, or the query holds NaN; else NEGATIVE when a negative withholds the name; else AMBIGUOUS when
 * somebody else is too near. LOW_QUALITY is for the caller to set. */
void facerec_identify (const FacerecEncodings *encodings, FacerecWorkers *workers, const gfloat *queries, guint n,
    const FacerecIdentityRule *rule, FacerecIdentityResult *results);

G_END_DECLS
