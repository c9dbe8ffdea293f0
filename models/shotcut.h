/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Finds the frames on which another shot begins. 64x36 points of luma are averaged to 32x18 and freed of brightness and
 * contrast; then two numbers compare a frame with the one before: the mean difference in the best of 25 common shifts, of up to
 * 6 % of the width, which a pan leaves small; and the same with the best shift for each point, which motion leaves small.
 * A cut is where both are large, by themselves and beside those of the last second. The thresholds were measured on 9,600
 * successive frames of 20 films and on 1,958 splices of these; tests/accuracy/tracks has some of them.
 *
 * A flash looks like a cut until it is over. So when within 0.25 s a frame is like the last one before the cut, the old
 * shot goes on. Dissolves are no cuts. */
typedef enum {
  FACEREC_SHOT_SAME, /* the shot goes on; also for the first frame */
  FACEREC_SHOT_CUT,  /* another one begins here */
  FACEREC_SHOT_BACK, /* the one before the last cut goes on: that was a flash, or a few frames of something else */
} FacerecShot;

typedef struct _FacerecShotCut FacerecShotCut;

FacerecShotCut *facerec_shot_cut_new (void);
void facerec_shot_cut_free (FacerecShotCut *self); /* NULL is fine */
/* Forgets all frames. */
void facerec_shot_cut_reset (FacerecShotCut *self);
/* The next frame, of any size. time: ns on any clock. 19 us, of RGB 27, whatever the size of the frame. */
FacerecShot facerec_shot_cut_look (FacerecShotCut *self, const FacerecFrame *frame, guint64 time);

G_END_DECLS
