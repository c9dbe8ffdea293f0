/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysis.h"
#include "pipelines/frames.h"
#include "pipelines/subcommand.h"

G_BEGIN_DECLS

/* One frame after its analysis. */
typedef struct {
  const gchar *path;
  guint64 number;       /* of the frame in its file */
  gboolean still;
  GstBuffer *buffer;    /* with its faces; stream time as timestamp */
  guint width, height;
} RecognisedFrame;

/* FALSE when nobody wants more. */
typedef gboolean (*RecogniseFunc) (const RecognisedFrame *frame, gpointer user_data);

/* Brings every frame of every file to func. Bad files are reported, one line each, and the rest goes on. Returns
 * EXIT_DONE when there was a face, EXIT_NOTHING when none was found, EXIT_WRONG when no file could be read or the
 * analysis failed. */
ExitCode recognise_files (Analysis *analysis, GPtrArray *paths, guint interval, gboolean quiet, RecogniseFunc func,
    gpointer user_data);

G_END_DECLS
