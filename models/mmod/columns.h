/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"

G_BEGIN_DECLS

/* The detector's last layer has one output channel, where a CPU computes 8 or 16 at the price of one. The same sums are had
 * with one channel for each column of the kernel, added up afterwards with each column moved to its place: of a kernel of
 * 9x9 a ninth of the work. */

/* network with its last layer, a convolution of stride 1 to one channel, taken apart into columns: the output has a channel
 * for each, and no columns of padding. (transfer full); NULL when the last layer is none. */
FacerecNetwork *facerec_mmod_split_columns (const FacerecNetwork *network);

/* Puts the columns together: columns: n_columns planes of height rows of width; left: columns of padding that the kernel had
 * to its left, and as many as it needs to its right for a map of width. map: height rows of width. */
void facerec_mmod_join_columns (const gfloat *columns, gint n_columns, gint width, gint height, gint left, gfloat *map);

G_END_DECLS
