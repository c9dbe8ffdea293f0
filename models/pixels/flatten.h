/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives all samples of a rectangle their mean, rounded. data: the first one; stride: bytes from one row to the next; step: from
 * one sample to the next, 1 to 4 at the speed of vectors; n_columns, n_rows: > 0. */
void facerec_flatten (guint8 *data, gint stride, gint step, gint n_columns, gint n_rows);

G_END_DECLS
