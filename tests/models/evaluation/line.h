/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/evaluation/distances.h"

/* People on a line: the distances are differences, which anybody can work out.
 *
 *   face    0  1  2  3  4  5
 *   place   0  1  3  4  6  10
 *   person  A  A  A  B  B  C      (0, 1, 2)
 */
#define LINE_N 6
#define LINE_PEOPLE 3
extern const gfloat line_places[LINE_N];
extern const guint line_people[LINE_N];

FacerecDistances *line_distances (void);

/* n faces of n_people at random places in so many dimensions, those of one person near to each other. people: n. */
FacerecDistances *random_distances (guint32 seed, guint n, guint n_people, guint dimensions, guint *people,
    gfloat **embeddings);
