/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/variant.h"

#if defined(__AVX512F__)
#define INSTRUCTIONS "AVX-512"
#define NS_PER_PIXEL 14.5
#elif defined(__AVX2__)
#define INSTRUCTIONS "AVX2"
#define NS_PER_PIXEL 16
#elif defined(__SSE2__)
#define INSTRUCTIONS "SSE2"
#define NS_PER_PIXEL 35
#else
#define INSTRUCTIONS "portable code"
#define NS_PER_PIXEL 35
#endif

static gboolean
usable (void)
{
#if defined(__AVX512F__)
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512cd") && __builtin_cpu_supports ("fma")
      && __builtin_cpu_supports ("bmi2");
#elif defined(__AVX2__)
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") && __builtin_cpu_supports ("bmi2");
#else
  return TRUE;
#endif
}

const FacerecHogKernels FACEREC_HOG_NAME (facerec_hog_kernels) = {
  .name = INSTRUCTIONS,
  .usable = usable,
  .ns_per_pixel = NS_PER_PIXEL,
  .lanes = FACEREC_HOG_LANES,
  .enlarge_or_reduce = FACEREC_HOG_NAME (facerec_hog_enlarge_or_reduce),
  .halve = FACEREC_HOG_NAME (facerec_hog_halve),
  .histograms = FACEREC_HOG_NAME (facerec_hog_histograms),
  .energies = FACEREC_HOG_NAME (facerec_hog_energies),
  .features = FACEREC_HOG_NAME (facerec_hog_features),
  .strip = FACEREC_HOG_NAME (facerec_hog_strip),
};
