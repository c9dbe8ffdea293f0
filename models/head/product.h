/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* output[i] = row i of matrix (rows x columns) times vector, + bias[i] unless bias is NULL. Sixteen sums of 32 bits a
 * row, added in one order: the same bits on every CPU. */
void facerec_head_multiply (const gfloat *matrix, guint rows, guint columns, const gfloat *vector, const gfloat *bias,
    gfloat *output);

G_END_DECLS
