/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* One thread for OpenBLAS in this process, unless OPENBLAS_NUM_THREADS is set or detect, a facerecdetect, was told to use
 * the CNN. */
void blas_threads_limit (GstElement *detect);

G_END_DECLS
