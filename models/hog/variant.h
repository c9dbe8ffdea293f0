/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/kernels.h"

/* For the files that are compiled once for each set of instructions, FACEREC_HOG_VARIANT being its name: what they define
 * gets that name behind its own. */
#define FACEREC_HOG_JOIN_(name, variant) name##_##variant
#define FACEREC_HOG_JOIN(name, variant) FACEREC_HOG_JOIN_ (name, variant)
#define FACEREC_HOG_NAME(name) FACEREC_HOG_JOIN (name, FACEREC_HOG_VARIANT)

#if defined(__AVX512F__)
#define FACEREC_HOG_LANES 16
#elif defined(__AVX__)
#define FACEREC_HOG_LANES 8
#else
#define FACEREC_HOG_LANES 4
#endif

G_BEGIN_DECLS

void FACEREC_HOG_NAME (facerec_hog_enlarge_or_reduce) (const FacerecHogPicture *source, const FacerecHogResampling *how,
    guint8 *target, gint from, gint to, guint8 *scratch);
void FACEREC_HOG_NAME (facerec_hog_halve) (const FacerecHogPicture *source, guint8 *target, gint width, gint from, gint to,
    guint8 *scratch);
void FACEREC_HOG_NAME (facerec_hog_histograms) (const FacerecHogPicture *picture, gint visible_width, gint visible_height,
    gint block_row, gint n_cells, FacerecHogRow *upper, FacerecHogRow *lower, gsize stride);
void FACEREC_HOG_NAME (facerec_hog_energies) (const FacerecHogRow *row, gsize stride, gint n, gfloat *energy);
void FACEREC_HOG_NAME (facerec_hog_features) (const FacerecHogRow *row, gsize stride, const gfloat *const energy[3],
    const FacerecHogPlanes *planes, gint y);
void FACEREC_HOG_NAME (facerec_hog_strip) (const FacerecHogModel *model, const FacerecHogPlanes *planes, gint x,
    gfloat *sums, gfloat *scratch);

extern const FacerecHogKernels FACEREC_HOG_NAME (facerec_hog_kernels);

G_END_DECLS
