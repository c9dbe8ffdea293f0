/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "models/engine.h"

G_BEGIN_DECLS

/* Cuts the chips of one face out of a photo: the face itself, as faceembed cuts it out of a stream, and variants of it. */

/* Raised whenever other chips come out of the same photo with the same options: by another detector, landmarks, cut or
 * variants. Features that were kept from before are then computed anew. */
#define TRAIN_CHIPS_VERSION 1

/* buffer: the photo of sample after its analysis; its face number place (from 0) with landmarks. chips: (1 + n_variants) *
 * FACEREC_CHIP_BYTES, the face itself first. sha256 and seed decide the variants. FALSE with the reason. */
gboolean train_chips_cut (const FacerecAlignerImpl *aligner, GstSample *sample, GstBuffer *buffer, guint place,
    guint n_variants, const gchar *sha256, guint64 seed, guint8 *chips, GError **error);

G_END_DECLS
