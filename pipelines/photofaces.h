/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysis.h"

G_BEGIN_DECLS

/* The face that a photo is about. */
typedef struct {
  gchar *path;
  gchar *name;    /* by the gallery; nullable */
  gchar *model;   /* the network that describes it */
  gfloat *values; /* by n_values numbers */
  guint n_values;
} PhotoFace;

/* The largest face of each photo that has one. A photo that cannot be read, that has no face or, for information, several, has a
 * line on standard error. paths: (element-type filename). NULL with an error when the analysis itself fails. (transfer full)
 * (element-type PhotoFace) */
GPtrArray *photo_faces_read (GPtrArray *paths, Analysis *analysis, GError **error);

G_END_DECLS
