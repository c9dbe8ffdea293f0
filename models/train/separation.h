/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How well embeddings tell whether two pictures are of one person, and who is nearest. */
typedef struct {
  guint n_pictures, n_people;
  guint64 n_same, n_different; /* pairs */
  gdouble eer;                 /* equal error rate: where as many pairs of one person are refused as others are accepted; NAN
                                * without pairs of both kinds */
  gdouble eer_distance;        /* the distance where that is */
  gdouble far_distance;        /* the largest at which at most 1 % of the pairs of different people are accepted; NAN with fewer
                                * than 100 of them */
  gdouble cost;                /* for choosing: mean share of refused pairs of one person where 0.1 %, 0.3 %, 1 %, 3 % and 10 % of
                                * the others are accepted; steadier than the EER, which is one point. NAN as the EER */
  gdouble rank_1;              /* of the pictures that have another one of their person, those that are nearest to such a one */
} FacerecSeparation;

/* Of all pairs of n embeddings of d numbers, Euclidean. labels: whose each is. */
void facerec_separation_measure (const gfloat *embeddings, guint n, guint d, const guint *labels,
    FacerecSeparation *result);

/* The same with pairs of a probe and a reference only, as a picture is compared with a gallery. */
void facerec_separation_compare (const gfloat *probes, guint n_probes, const guint *probe_labels,
    const gfloat *references, guint n_references, const guint *reference_labels, guint d, FacerecSeparation *result);

G_END_DECLS
