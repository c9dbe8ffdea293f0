/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/model.h"
#include "models/mmod.h"

G_BEGIN_DECLS

/* What is in dlib's model files, as plain data for other engines. Each call reads and checks the file once
 * (models/modelfile.h says how) and keeps nothing. Errors are those of the dlib engine's own open. */

/* The face embedding network: 150x150 RGB to 128 numbers. model_id (out, transfer full). (transfer full), NULL on error. */
FacerecNetwork *facerec_dlib_read_resnet (const gchar *path, gchar **model_id, GError **error);

/* The CNN face detector. (transfer full), NULL on error. */
FacerecMmodModel *facerec_dlib_read_mmod (const gchar *path, GError **error);

/* The templates of dlib's frontal HOG face detector, which are in dlib itself. Unpacking them takes a quarter of a second, so
 * this is done once in a process. Never freed; NULL on error. */
const FacerecHogModel *facerec_dlib_hog_model (GError **error);

/* Slightly turned, scaled and mirrored copies of a chip by dlib's jitter_image: the same n copies for the same chip and n,
 * and the first of more copies are those of fewer. chip: FACEREC_CHIP_BYTES; copies: n times that. */
gboolean facerec_dlib_jitter (const guint8 *chip, guint n, guint8 *copies, GError **error);

G_END_DECLS
