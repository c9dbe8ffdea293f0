/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Embeddings that were kept of a group of strangers, one of which may be enrolled. */
typedef struct {
  gchar *path;     /* of the film */
  gint64 time_ns;  /* in it */
  gfloat quality;  /* 0..1 */
  gfloat x, y, width, height; /* px; all 0: not known */
  gfloat *values;
  guint n_values;
} BatchGroupFace;

/* Those worth enrolling, at most some hundred, the best of each film before the second best of any. model (out, transfer full):
 * the network that they are of. Empty: there is no such group. NULL with an error. (transfer full)
 * (element-type BatchGroupFace) */
GPtrArray *batch_group_faces_read (BatchIndex *index, gint64 group, gchar **model, GError **error);
/* Euclidean; INFINITY between embeddings of different lengths. */
gfloat batch_group_face_distance (const BatchGroupFace *a, const BatchGroupFace *b);

G_END_DECLS
