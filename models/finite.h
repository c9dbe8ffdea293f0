/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <math.h>

#include <glib.h>

G_BEGIN_DECLS

/* The place of the first of n values that is NaN or infinite; n: there is none. */
static inline gsize
facerec_find_not_finite (const gfloat *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return i;
  return n;
}

static inline gboolean
facerec_are_finite (const gfloat *values, gsize n)
{
  return facerec_find_not_finite (values, n) == n;
}

G_END_DECLS
