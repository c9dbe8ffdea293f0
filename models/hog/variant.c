/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/variant.h"

#define STRING_(name) #name
#define STRING(name) STRING_ (name)

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
  .name = STRING (FACEREC_HOG_VARIANT),
  .usable = usable,
  .lanes = FACEREC_HOG_LANES,
  .enlarge_or_reduce = FACEREC_HOG_NAME (facerec_hog_enlarge_or_reduce),
  .halve = FACEREC_HOG_NAME (facerec_hog_halve),
  .histograms = FACEREC_HOG_NAME (facerec_hog_histograms),
  .energies = FACEREC_HOG_NAME (facerec_hog_energies),
  .features = FACEREC_HOG_NAME (facerec_hog_features),
  .strip = FACEREC_HOG_NAME (facerec_hog_strip),
};
