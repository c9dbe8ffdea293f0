/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"
#include "models/hog/model.h"
#include "models/pixels/scaling.h"

G_BEGIN_DECLS

/* A place where a template's sum reaches the threshold. */
typedef struct {
  gdouble score; /* the sum less the template's own threshold */
  guint face;    /* which template */
  guint depth;   /* level, 0 for the first that was searched */
  gint x, y;     /* column and row of its planes */
} FacerecHogCandidate;

/* Sorts candidates, best first, drops those that overlap a better one and appends the boxes of the others, in pixels of the
 * frame, to boxes. scaling, min_face_size: how the picture that was searched came out of the frame, and which boxes are
 * wanted. What comes out does not depend on the order of candidates. */
void facerec_hog_boxes_append (GArray *boxes, GArray *candidates, const FacerecHogModel *model,
    const FacerecScaling *scaling, gint min_face_size);

G_END_DECLS
