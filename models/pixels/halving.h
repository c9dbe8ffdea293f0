/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Halves a picture several times while its rows come in, so that only five rows of each size are ever held. One halving is
 * that of dlib's pyramid_down<2>: a filter of 1 4 6 4 1 in both directions, every second pixel, whole levels cut off; w x h
 * pixels become (w - 3) / 2 x (h - 3) / 2, and nothing when w or h is 8 or less. Rows are RGBx as of
 * facerec_frame_row_rgbx(). */

#define FACEREC_HALVINGS_MAX 20

/* The size after n halvings, 0 x 0 when nothing is left. */
void facerec_halved_size (gint *width, gint *height, guint n_halvings);

/* Bytes of memory that n_halvings >= 1 of rows of width pixels need. */
gsize facerec_halving_memory (gint width, guint n_halvings);

/* The part (x, y, width, height) of the frame, which must lie inside and leave something, halved 1..FACEREC_HALVINGS_MAX
 * times. memory: facerec_halving_memory() bytes, aligned to 16. out: as many pixels as facerec_halved_size() says. */
void facerec_halve_part (const FacerecFrame *frame, gint x, gint y, gint width, gint height, guint n_halvings,
    guint8 *memory, guint32 *out);

G_END_DECLS
