/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/kernels.h"

extern const FacerecHogKernels facerec_hog_kernels_base;
#ifdef HAVE_HOG_X86
extern const FacerecHogKernels facerec_hog_kernels_v3, facerec_hog_kernels_v4;
#endif

static const FacerecHogKernels *const kernels[] = {
#ifdef HAVE_HOG_X86
  &facerec_hog_kernels_v4,
  &facerec_hog_kernels_v3,
#endif
  &facerec_hog_kernels_base,
  NULL,
};

const FacerecHogKernels *const *
facerec_hog_kernels (void)
{
  return kernels;
}

gsize
facerec_hog_strip_rows (gint rows)
{
  /* Whole chunks, of which a column filter may write the last block beyond the rows there are. */
  return ((gsize) rows + FACEREC_HOG_CHUNK - 1) / FACEREC_HOG_CHUNK * FACEREC_HOG_CHUNK;
}

gsize
facerec_hog_strip_scratch (const FacerecHogModel *model)
{
  const gsize rows = FACEREC_HOG_CHUNK + FACEREC_HOG_TAPS - 1;
  guint most = 0;

  for (guint first = 0, n; first < model->n_filters; first += n) {
    for (n = 1; first + n < model->n_filters && model->filters[first + n].plane == model->filters[first].plane; n++)
      ;
    most = MAX (most, n);
  }
  return most * rows * FACEREC_HOG_STRIP * sizeof (gfloat);
}
