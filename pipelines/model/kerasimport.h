/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/facemodel.h"

G_BEGIN_DECLS

typedef struct {
  const gchar *name;      /* of the model */
  guint input_size;       /* px; 71..1024 */
  FacerecPooling pooling; /* unless a head in the file says flatten */
} KerasImportOptions;

/* The Xception in a Keras file of any of the layouts, with the head where there is one of the original's form. notes
 * (GPtrArray of gchar *): a line for people is appended for whatever was left alone. FACEREC_ERROR_READ and those of
 * keras_file_read. (transfer full) */
FacerecFaceModel *keras_import (const gchar *path, const KerasImportOptions *options, GPtrArray *notes, GError **error);

G_END_DECLS
