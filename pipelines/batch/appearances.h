/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Where in all films of an index somebody is who looks like an embedding: every embedding that was kept is compared, exactly
 * (models/search.h). Memory does not grow with the index. */

/* Tracks of one span, the nearest of which is like the face that was looked for; a track without a span stands for itself. */
typedef struct {
  gint64 film;
  gint64 span;       /* number in the film; 0: none */
  gchar *path;       /* of the film */
  gchar *folder;     /* the film's, below films/ */
  gchar *person, *stranger; /* as whom it was told then; nullable */
  gint64 cluster;    /* group of strangers of the nearest track; 0: none */
  gint64 from_ns, to_ns;
  gdouble distance;  /* Euclidean, of the nearest embedding */
  gint64 track, frame, time_ns; /* where that is */
  gchar *thumbnail;  /* of that track, in the film's folder; nullable */
} BatchAppearance;

/* Faces to look for. */
typedef struct {
  const gchar *model;   /* the network that they are of */
  const gfloat *values; /* n * dimensions */
  guint n, dimensions;
} BatchFaceQuery;

/* Of each face (GPtrArray of BatchAppearance) where it is within threshold, nearest first, then by film and time: n arrays.
 * n_left (out): films whose embeddings are another network's and cannot be compared. When there are no others it is an error,
 * MISMATCH, that names both networks; NULL then as with any error. (transfer full) (element-type GPtrArray) */
GPtrArray *batch_appearances_find (BatchIndex *index, const BatchFaceQuery *faces, gdouble threshold, guint *n_left,
    GError **error);

G_END_DECLS
