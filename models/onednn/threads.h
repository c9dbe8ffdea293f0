/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Debian's oneDNN shares its work out with GCC's OpenMP, whose number of threads belongs to the thread that calls. These two
 * are declared here because clang has no omp.h of that library, and its own would speak to another OpenMP. */
extern int omp_get_max_threads (void);
extern void omp_set_num_threads (int n);

/* Lets the calling thread share work out among n threads. Returns what must be handed to facerec_threads_leave, so that the
 * caller's setting is as it was. */
static inline int
facerec_threads_enter (guint n)
{
  const int before = omp_get_max_threads ();

  omp_set_num_threads ((int) n);
  return before;
}

static inline void
facerec_threads_leave (int before)
{
  omp_set_num_threads (before);
}

G_END_DECLS
