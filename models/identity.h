/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

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
} FacerecReason;

/* The K nearest vote chooses the name; whether to name anybody at all is decided by threshold and margin. */
typedef struct {
  guint k;                   /* >= 1 */
  gfloat distance_threshold; /* Euclidean */
  gfloat margin;             /* Euclidean */
} FacerecIdentityRule;

typedef struct {
  const gchar *label;  /* owned by the encodings; NULL: Unknown */
  FacerecReason reason;
  gfloat score;        /* what the decision compared, higher is surer */
  gfloat distance;     /* to the nearest encoding of the person in question */
  guint votes, k;      /* k: how many neighbours really voted */
  guint n_candidates;  /* nearest people, nearest first, by their nearest encoding */
  struct {
    const gchar *label;
    gfloat distance;
  } candidates[FACEREC_MAX_CANDIDATES];
} FacerecIdentityResult;

#define FACEREC_IDENTITY_RULE_INIT { 5, 0.6f, 0.0f }

/* queries: n * dimensions floats; results: n. Thread-safe. */
void facerec_identify (const FacerecEncodings *encodings, const gfloat *queries, guint n,
    const FacerecIdentityRule *rule, FacerecIdentityResult *results);

G_END_DECLS
