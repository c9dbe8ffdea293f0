/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a picture is doubled or halved before it is searched, so that the smallest wanted face has the size the detector was
 * trained for, and how what was found maps back. Sizes and mapping are those of dlib 19.24: pyramid_up and
 * pyramid_down<2>, image_transforms/image_pyramid.h. */

/* px: what both detectors are trained for. */
#define FACEREC_NATIVE_FACE_SIZE 80

/* One of them is 0. */
typedef struct {
  guint doublings, halvings;
} FacerecScaling;

/* Pixels of a picture, both corners inclusive; may leave it. */
typedef struct {
  gint left, top, right, bottom;
} FacerecRectangle;

/* For a picture of width x height px. The picture to be searched has no more than max_pixels: it is doubled less often than
 * min_face_size asks for, and with halve_to_fit it is also halved until it fits. From twice the native size on it is
 * halved as often as min_face_size allows. */
void facerec_scaling_init (FacerecScaling *self, gint width, gint height, gint min_face_size, gdouble max_pixels,
    gboolean halve_to_fit);

/* The size after one doubling, and after one halving; the latter is 0x0 for a picture with a side of 8 px or less. */
void facerec_scaling_double (gint *width, gint *height);
void facerec_scaling_halve (gint *width, gint *height);

/* The size of the picture that is searched; 0x0 when nothing is left. */
void facerec_scaling_size (const FacerecScaling *self, gint *width, gint *height);

/* From the picture that was searched to the frame. */
FacerecRectangle facerec_scaling_to_frame (const FacerecScaling *self, const FacerecRectangle *found);

/* FALSE: a face of that size is smaller than the user wants: above the native size a side below 0.9 of min_face_size. */
gboolean facerec_scaling_wants (gint min_face_size, gfloat width, gfloat height);

G_END_DECLS
