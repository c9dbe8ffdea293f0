/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"

G_BEGIN_DECLS

/* The layers that oneDNN has no primitive for, or none as quick, on pictures laid out as N x C/block x H x W x block. Channels
 * between the last one and the end of its block are 0 and stay so. */
typedef struct {
  gpointer data; /* gfloat, or guint16 as the upper half of a float */
  FacerecShape shape;
  guint block;
  gboolean bf16;
} FacerecBlocks;

/* A row of one block of channels: width x block numbers. */
gconstpointer facerec_blocks_row (const FacerecBlocks *blocks, guint n, guint block, guint y);

/* output = a + b, each continued with zeros; negative sums become 0 where relu is set. All of one type and block. */
void facerec_blocks_add (const FacerecBlocks *a, const FacerecBlocks *b, gboolean relu, const FacerecBlocks *output);

/* output, of one place: the mean of all places of source, whose type may be another. */
void facerec_blocks_average (const FacerecBlocks *source, const FacerecBlocks *output);

G_END_DECLS
