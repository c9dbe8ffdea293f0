/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* Nothing that may be of this size is a model: refused before it is read. */
#define FACEREC_MODEL_FILE_MAX_BYTES (G_GINT64_CONSTANT (1) << 30)

/* Where a model file is: path itself when given, else file_name in $FACEREC_MODELS, the user's data folder
 * (XDG, gst-facerec/models) or the system's data folders, in that order. Checks that it is a readable, non-empty regular
 * file. Errors name the path, and for a default model the command that brings it. (transfer full) */
gchar *facerec_model_file_find (const gchar *path, const gchar *file_name, GError **error);

/* SHA-256 of a file as 64 hex digits; and whether it may be loaded: a file that has the name or the size of a published
 * model but not its checksum is damaged (FACEREC_ERROR_READ). Other files are somebody's own and pass.
 * model_id (out, transfer full, nullable): the published model's id such as "dlib-resnet-v1", else "sha256:<12 digits>". */
gboolean facerec_model_file_check (const gchar *path, gchar **model_id, GError **error);

/* The same, and the content that was checked: what is loaded is what was hashed, whatever happens to the file meanwhile.
 * Never hangs: a FIFO, device or directory is FACEREC_ERROR_OPEN. (transfer full), NULL on error. */
GBytes *facerec_model_file_read (const gchar *path, gchar **model_id, GError **error);

G_END_DECLS
