/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/blasthreads.h"

#include <cblas.h>

/* A waiting thread of OpenBLAS spins, here against the thread that decodes and the detector's own: on two busy cores
 * that took twice the time and processor time. Only the CNN detector's products are large enough to gain from
 * threads. */
void
blas_threads_limit (GstElement *detect)
{
  g_autofree gchar *detector = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (g_getenv ("OPENBLAS_NUM_THREADS"))
    return;
  g_object_get_property (G_OBJECT (detect), "detector", &value);
  detector = gst_value_serialize (&value);
  if (g_strcmp0 (detector, "cnn") != 0)
    openblas_set_num_threads (1);
}
