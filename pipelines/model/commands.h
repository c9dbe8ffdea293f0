/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/facemodel.h"
#include "pipelines/subcommand.h"

G_BEGIN_DECLS

/* What stands behind gst-facerec model. */

typedef struct {
  gboolean json;
  gchar *keras, *output, *name, *pooling; /* of import; NULL: not given */
  gint input_size;
} ModelOptions;

/* What is in a .face file, to standard output. */
ExitCode model_info (const gchar *path, const ModelOptions *options);
/* The same of a model that was read from path. */
void model_info_print (const FacerecFaceModel *model, const gchar *path, gboolean json);
/* Makes options->output of options->keras. */
ExitCode model_import (const ModelOptions *options);

G_END_DECLS
