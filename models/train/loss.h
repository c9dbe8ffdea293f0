/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Triplet losses over the embeddings of a batch: an anchor shall be nearer to another picture of its person (the positive)
 * than to somebody else's (the negative). */

typedef enum {
  /* Of each anchor the farthest positive and the nearest negative: Hermans, Beyer, Leibe, "In Defense of the Triplet Loss",
   * 2017. */
  FACEREC_LOSS_BATCH_HARD,
  /* Of each anchor and positive the nearest negative that is farther than the positive, or the farthest when none is: Schroff,
   * Kalenichenko, Philbin, "FaceNet", 2015. Does not collapse early on. */
  FACEREC_LOSS_SEMI_HARD,
} FacerecLossMining;

typedef struct {
  FacerecLossMining mining;
  gboolean soft;    /* log (1 + exp (positive - negative)), never quite 0, instead of max (0, margin + positive - negative) */
  gboolean squared; /* squared Euclidean distances, as FaceNet has them; else the distances themselves */
  gdouble margin;   /* not of the soft one */
} FacerecLossOptions;

/* The mean over all triplets of n embeddings of d numbers, and its derivatives (n * d, overwritten). labels: whose each is.
 * active (out, nullable): the share of triplets that still cost something. Without any triplet all is 0. */
gdouble facerec_triplet_loss (const FacerecLossOptions *options, const gdouble *embeddings, guint n, guint d,
    const guint *labels, gdouble *by_embeddings, gdouble *active);

G_END_DECLS
