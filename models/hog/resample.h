/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/picture.h"

G_BEGIN_DECLS

/* Where each row and column of a picture comes from when it is made by bilinear interpolation out of another one, whose
 * corners fall on its own. The places are those of dlib 19.24's resize_image for grey bytes, rounding included: all but the
 * last columns in single precision, added up in fours. */
#define FACEREC_HOG_GROUP 8

typedef struct {
  gint source_width, source_height;
  gint width, height;
  gint n_single;      /* columns in single precision; the others follow */
  gint32 *left;       /* width */
  gfloat *across;     /* width: how far between left and its right neighbour */
  gint n_grouped;     /* columns, a multiple of FACEREC_HOG_GROUP, whose pixels can be read 16 at a time, group by group ... */
  guint8 *shuffle;    /* ... and moved by these 16 indices: for each column itself and its right neighbour */
  gint32 *top;        /* height */
  gdouble *down;      /* height: how far between top and its lower neighbour */
} FacerecHogResampling;

/* FALSE: not enough memory, and self is empty. */
gboolean facerec_hog_resampling_init (FacerecHogResampling *self, gint source_width, gint source_height, gint width,
    gint height);
/* May be called on a zeroed or cleared one. */
void facerec_hog_resampling_clear (FacerecHogResampling *self);

/* Bytes of scratch that the kernels enlarge_or_reduce and halve need for a source and a target of these widths. */
gsize facerec_hog_resampling_scratch (gint source_width, gint width);

G_END_DECLS
