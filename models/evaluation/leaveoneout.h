/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/knnvote.h"

G_BEGIN_DECLS

/* Each picture in turn is a stranger's to all others, and the KNN vote says whose it is. */
typedef struct {
  guint n_queries;                    /* pictures asked about: those of people with another picture */
  guint right[FACEREC_MAX_SWEEP + 1]; /* of them named right, by k; 0 is not used */
  guint k;                            /* of predicted */
  guint *predicted;                   /* for each face the person voted for; G_MAXUINT: not asked about */
} FacerecLeaveOneOut;

/* people: whose each face is, below n_people. k: 1 to FACEREC_MAX_SWEEP. A picture that is its person's only one cannot be
 * named right: it votes but is not asked about. with_self: the query votes too, and every picture is asked about, as in the
 * original's protocol. */
FacerecLeaveOneOut *facerec_leave_one_out_new (const FacerecDistances *distances, const guint *people, guint n_people,
    guint k, gboolean with_self);
void facerec_leave_one_out_free (FacerecLeaveOneOut *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecLeaveOneOut, facerec_leave_one_out_free)

G_END_DECLS
