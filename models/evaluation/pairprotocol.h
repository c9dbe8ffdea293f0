/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The protocol of Labeled Faces in the Wild, "image-restricted": for each fold of pairs the threshold that judges most pairs of
 * all other folds right is tried on this one (G. B. Huang et al., "Labeled Faces in the Wild", 2007). */
typedef struct {
  guint n_folds;
  gdouble *thresholds, *shares; /* by fold; the share of its pairs judged right; NaN for a fold without usable pairs */
  gdouble mean, error;          /* of the shares; error: the standard deviation over the root of the number of folds, NaN for
                                 * one fold */
  gdouble best_threshold, best_share; /* of all pairs at once, chosen by these pairs: better than it can be for others */
} FacerecPairProtocol;

/* n pairs: their distances (NaN: a picture without a usable face; such pairs are left out here), whether they are of one
 * person, and their folds, 0 to n_folds - 1. With one fold the threshold is chosen by that fold itself. */
FacerecPairProtocol *facerec_pair_protocol_new (const gfloat *distances, const gboolean *same, const guint *folds, gsize n,
    guint n_folds);
void facerec_pair_protocol_free (FacerecPairProtocol *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecPairProtocol, facerec_pair_protocol_free)

G_END_DECLS
