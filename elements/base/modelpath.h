/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* The file that an engine's open is to be given: model when it is set (an empty string is not), else default_file from the
 * places where model files are kept, else none. path (out, transfer full, nullable): NULL when the engine needs no file. */
gboolean gst_facerec_model_path (const gchar *model, const gchar *default_file, gchar **path, GError **error);

G_END_DECLS
