/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Counts n values in n_bins equal parts of 0..to; a value at the edge of two belongs to the upper one, what is not below to
 * to the last. to > 0; counts: n_bins, overwritten. */
void facerec_histogram (const gfloat *values, gsize n, gdouble to, guint n_bins, guint64 *counts);

G_END_DECLS
