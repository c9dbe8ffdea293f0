/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/kernels.h"

G_BEGIN_DECLS

/* The features of a picture: cells of 8x8 pixels, of which those at the border have none of their own. */

/* Sets rows, columns and stride for a picture of this size; all are 0 for one without features. data is left alone. */
void facerec_hog_planes_measure (FacerecHogPlanes *planes, gint width, gint height);
/* Bytes of data. */
gsize facerec_hog_planes_size (const FacerecHogPlanes *planes);

/* Rows from to to - 1 of planes, which were measured for picture. Rows come out the same whichever others are asked for along
 * with them. scratch: facerec_hog_extract_scratch () bytes, aligned to 64. */
void facerec_hog_extract (const FacerecHogKernels *kernels, const FacerecHogPicture *picture,
    const FacerecHogPlanes *planes, gint from, gint to, gfloat *scratch);
gsize facerec_hog_extract_scratch (gint width);

G_END_DECLS
