/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* What modelfile.h has for model files of one's own. */

/* The check of facerec_model_file_check; the id and the SHA-256, 64 hex digits; both (out, transfer full). */
gboolean facerec_model_file_identify (const gchar *path, gchar **model_id, gchar **sha256, GError **error);

/* The content alone, of a file that says itself whether it is whole; the same care, no checksum. (transfer full),
 * NULL on error. */
GBytes *facerec_model_file_load (const gchar *path, GError **error);

G_END_DECLS
