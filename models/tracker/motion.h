/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Where a face is going: a Kalman filter over its box, as in SORT (Bewley, Ge, Ott, Ramos, Upcroft: "Simple Online and
 * Realtime Tracking", ICIP 2016), with three changes. Centre and size are filtered on their own axes, the size as its
 * logarithm, so that it stays positive and a step of the detector's pyramid is the same error at every distance. All noise is
 * in sizes of the face, so that near and far faces are followed alike. And the velocity is not constant but fades (an
 * Ornstein-Uhlenbeck process, discretised exactly), so that a face out of sight comes to rest instead of flying off, and one
 * long step predicts the same as many short ones.
 *
 * Time is in seconds, the rest in pixels of the frame. Boxes must be finite with sides > 0. */
typedef struct {
  gdouble value, speed;
  gdouble value_variance, covariance, speed_variance;
} FacerecMotionAxis;

typedef struct {
  FacerecMotionAxis x, y; /* of the centre, px */
  FacerecMotionAxis size; /* logarithm of the mean side, the root of width times height */

  FacerecBox seen;            /* the last one */
  gdouble seen_x, seen_y;     /* what the filter made of its centre */
  gboolean moves_x, moves_y;  /* whether it then moved for certain */
} FacerecMotion;

/* At rest where box is. */
void facerec_motion_start (FacerecMotion *self, const FacerecBox *box);
/* That much later. seconds >= 0. */
void facerec_motion_predict (FacerecMotion *self, gdouble seconds);
/* The face was seen there. */
void facerec_motion_correct (FacerecMotion *self, const FacerecBox *box);
/* Where the face is now, to be shown: the box last seen, moved as far as the face has gone since. Along an axis on which its
 * speed was within one standard deviation of none it stays where it was. (Much of the detectors' unrest is steps of their
 * grid: on 8,000 frames of people who sit, boxes moved by the speed alone are worse after up to ten frames than boxes that stay,
 * mean IoU 0.921 to 0.942; these are not, 0.940. On simulated walkers they are better, 0.86 to 0.77.) */
void facerec_motion_get_box (const FacerecMotion *self, FacerecBox *box);

/* How far box is from where the face is expected: the square of the Mahalanobis distance, of three degrees of freedom. */
gdouble facerec_motion_distance (const FacerecMotion *self, const FacerecBox *box);
/* How unsure that is: logarithm of the determinant of the innovation's covariance, in sizes of the face. distance + spread is
 * minus twice the log-likelihood of a box, but for a constant: this is what compares one face's claim to a box with another's. */
gdouble facerec_motion_spread (const FacerecMotion *self);
/* The distance from the expected centre, px along x, beyond which the square of the Mahalanobis distance exceeds distance. */
gdouble facerec_motion_reach (const FacerecMotion *self, gdouble distance);

G_END_DECLS
