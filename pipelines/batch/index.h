/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/timeline.h"

G_BEGIN_DECLS

/* An SQLite file of who is in which film: one of each film in its folder, and one over all of them. batch.md describes the
 * tables for others to read. Ids follow from the paths, so that an index holds the same rows in whatever order, by however
 * many machines, its films were done. Not thread-safe. */
typedef struct _BatchIndex BatchIndex;

typedef enum {
  BATCH_INDEX_SCRATCH, /* new; worth nothing before batch_index_finish() */
  BATCH_INDEX_SHARED,  /* made when missing; every change is whole or not at all */
  BATCH_INDEX_READ,    /* over many films; must exist, is not changed */
} BatchIndexMode;

typedef enum {
  BATCH_DONE,    /* to its end */
  BATCH_DAMAGED, /* as far as it goes, or something about it should be known: see reason */
  BATCH_FAILED,  /* not a single frame */
} BatchStatus;

/* "done", "damaged", "failed" */
const gchar *batch_status_to_string (BatchStatus status);

/* A film, done or given up. */
typedef struct {
  gchar *path;   /* as it was named */
  gchar *folder; /* its results, below the output folder's films/ */
  BatchStatus status;
  gchar *reason; /* nullable with DONE */
  gchar *key;    /* changes with the file and with everything that the result depends on */
  gchar *model;  /* id of the embeddings' network; NULL: there are none */
  gint64 duration_ns;
  guint width, height; /* of the last frame; 0: none */
  guint64 n_frames, n_faces; /* looked at; with a track or without */
  guint n_spans;
} BatchFilm;

typedef struct {
  guint64 number;
  const gchar *label, *stranger; /* nullable */
  gint64 from_ns, to_ns;
  guint64 n_frames;
  FacerecTimelineBest best;
  const gchar *thumbnail; /* relative to the film's folder; nullable */
} BatchTrack;

typedef struct {
  guint64 frame;
  gint64 time_ns;
  gfloat quality;
  const gfloat *values;
  gsize n_values;
} BatchEmbedding;

/* SHARED and READ refuse what is no index, and one of a version that this release does not know. */
BatchIndex *batch_index_open (const gchar *path, BatchIndexMode mode, GError **error);
/* Of a SCRATCH index: all that was added is in the file now. */
gboolean batch_index_finish (BatchIndex *self, GError **error);
void batch_index_close (BatchIndex *self); /* NULL is fine */

/* film: id of the film that it belongs to. */
gint64 batch_index_film_id (const gchar *path);
gboolean batch_index_add_film (BatchIndex *self, const BatchFilm *film, GError **error);
gboolean batch_index_add_track (BatchIndex *self, gint64 film, const BatchTrack *track, GError **error);
/* number: counts the embeddings of the track from 0. */
gboolean batch_index_add_embedding (BatchIndex *self, gint64 film, guint64 track, guint number,
    const BatchEmbedding *embedding, GError **error);
/* number: counts the spans of the film from 1. */
gboolean batch_index_add_span (BatchIndex *self, gint64 film, guint number, const FacerecTimelineSpan *span,
    GError **error);

/* The one film in the index of a film's folder; NULL, without an error, when there is no usable one. (transfer full) */
BatchFilm *batch_index_read_film (const gchar *path);
void batch_film_free (BatchFilm *film); /* NULL is fine */

/* Takes over the film of the index at path in the place of what was known of it, unless it is the same. An error names path;
 * FACEREC_ERROR_READ: one of the two is damaged. */
gboolean batch_index_merge (BatchIndex *self, const gchar *path, GError **error);
/* Forgets films whose folder is not among folders (element-type filename). */
gboolean batch_index_keep_only (BatchIndex *self, GHashTable *folders, GError **error);
/* How many films, spans and different people (not strangers) it holds. */
gboolean batch_index_count (BatchIndex *self, guint *n_films, guint *n_spans, guint *n_people, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchIndex, batch_index_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchFilm, batch_film_free)

G_END_DECLS
