/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* The groups of strangers in an index, as batch_cluster_run() has left them, for people and programs to look at. */

/* A track of a group. */
typedef struct {
  gint64 film, track; /* ids */
  gchar *path;        /* of the film */
  gchar *folder;      /* the film's, below films/ */
  gint64 from_ns, to_ns;
  gint64 best_ns;     /* when the face is seen best */
  gfloat quality;     /* there; NaN: unknown */
  gchar *thumbnail;   /* in the film's folder; nullable */
} BatchGroupTrack;

typedef struct {
  gint64 number;
  GPtrArray *tracks; /* BatchGroupTrack, at least one, by film and time */
  guint n_films;
  guint best;        /* which of them shows the face best */
} BatchGroup;

/* Those with at least min_tracks tracks, the largest first, then by number. number: that one alone, 0: all. NULL with an error;
 * there may be none. (transfer full) (element-type BatchGroup) */
GPtrArray *batch_groups_read (BatchIndex *index, gint64 number, guint min_tracks, GError **error);

G_END_DECLS
