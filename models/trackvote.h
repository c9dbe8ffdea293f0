/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/identity.h"

G_BEGIN_DECLS

/* Who is it, from several pictures of one track? models/identity.md ("Over a track") has the measurements.
 *
 * Each picture (an embedding) is judged by facerec_identify() and gives evidence for the person named, or for nobody:
 *     quality * min (1, |score| / FACEREC_TRACK_VOTE_SURE)
 * where the quality is at least 0.1 and a face won by a negative, or by nobody at all, counts as sure. Evidence is worth
 * FACEREC_TRACK_VOTE_MEMORY times as much with every further picture, and only the last FACEREC_TRACK_VOTE_PICTURES are kept.
 * Pictures of the same 0.2 s show the same: the best of them counts.
 * - It settles on whoever leads everybody else and nobody by FACEREC_TRACK_VOTE_LEAD; for nobody it takes two pictures, as one
 *   poor picture makes anybody a stranger. FACEREC_TRACK_VOTE_DEADLINE after the first picture it settles on whoever leads at
 *   all, or on nobody.
 * - It turns when another one, or nobody, leads the one it has settled on by FACEREC_TRACK_VOTE_TURN, from two pictures or more:
 *   three pictures turn a track that was sure, no single one does, and none do of two people who take turns.
 * With another gallery, or by another rule, the kept pictures are judged anew, as if they had just come.
 *
 * A leaky sum of evidence is the sequential test of A. Wald ("Sequential tests of statistical hypotheses", 1945) for something
 * that may change, as E. Page does it ("Continuous inspection schemes", 1954); the two thresholds are a Schmitt trigger. */
#define FACEREC_TRACK_VOTE_PICTURES 8
#define FACEREC_TRACK_VOTE_SURE 0.05f    /* Euclidean; at this score 0.06 % of strangers are named */
#define FACEREC_TRACK_VOTE_MEMORY 0.7f
#define FACEREC_TRACK_VOTE_LEAD 0.5f     /* one sure picture of quality 0.5 */
#define FACEREC_TRACK_VOTE_TURN 0.6f     /* above 1 / (1 + MEMORY), by which the last one leads of two who take turns */
#define FACEREC_TRACK_VOTE_DEADLINE G_GUINT64_CONSTANT (750000000) /* ns */

/* The pictures of one track. For one thread. */
typedef struct _FacerecTrackVote FacerecTrackVote;

typedef struct {
  gboolean settled;
  /* Of the last picture that says so. Undecided: of the last one, with no label and the reason UNDECIDED; settled on nobody
   * where each picture named somebody else: likewise, AMBIGUOUS. Strings are the caller's encodings'. */
  FacerecIdentityResult result;
} FacerecTrackVerdict;

FacerecTrackVote *facerec_track_vote_new (void);
void facerec_track_vote_free (FacerecTrackVote *self); /* NULL is fine */

/* Another picture at time, ns on any clock; one that has gone back begins anew. values: copied; all of one track have the same
 * n_values. quality: 0..1, NaN: not known, counts as 1. Returns FALSE when a better one of the same 0.2 s is kept. */
gboolean facerec_track_vote_add (FacerecTrackVote *self, guint64 time, const gfloat *values, guint n_values,
    gfloat quality);
guint facerec_track_vote_count (const FacerecTrackVote *self);
/* When the last picture's 0.2 s began; 0 when there is none. */
guint64 facerec_track_vote_get_time (const FacerecTrackVote *self);

/* Judging, in this order and each time: appends the kept pictures that were not judged in this edition to queries (of gfloat)
 * and returns their number; gives them their results, which are copied; decides. edition: another number for other encodings
 * or another rule; strings of results must live as long as their edition. */
guint facerec_track_vote_collect (FacerecTrackVote *self, guint edition, GArray *queries);
void facerec_track_vote_judge (FacerecTrackVote *self, const FacerecIdentityResult *results);
/* now: on the clock of the pictures. There must be a picture, and all of them judged. */
void facerec_track_vote_decide (FacerecTrackVote *self, guint64 now, FacerecTrackVerdict *verdict);

/* The mean of the kept pictures that are nobody's, weighted by their quality, to values, and how many they are; last: of the
 * last so many of them at most. Returns 0, with values untouched, when there are none. */
guint facerec_track_vote_get_stranger (const FacerecTrackVote *self, guint last, gfloat *values);

G_END_DECLS
