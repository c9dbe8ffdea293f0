/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/modelpath.h"

#include "models/modelfile.h"

gboolean
gst_facerec_model_path (const gchar *model, const gchar *default_file, gchar **path, GError **error)
{
  *path = NULL;
  if ((!model || !*model) && !default_file)
    return TRUE;
  *path = facerec_model_file_find (model && *model ? model : NULL, default_file, error);
  return *path != NULL;
}
