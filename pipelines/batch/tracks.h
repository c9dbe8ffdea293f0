/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* What is kept of each track of a film: its best embeddings, so that it can be named anew without decoding, and a picture of
 * the face. A track that has ended is written to the film's folder; memory is that of the tracks on screen. */
typedef struct _BatchTracks BatchTracks;

/* folder: where faces/ with the pictures comes to be. index: of the film with that id. timeline: asked for the names.
 * All stay the caller's and must outlive it. */
BatchTracks *batch_tracks_new (const gchar *folder, BatchIndex *index, gint64 film, FacerecTimeline *timeline,
    GError **error);
/* frame: with its faces as metadata. */
gboolean batch_tracks_add (BatchTracks *self, GstSample *frame, guint64 number, gint64 time_ns, gint64 duration_ns,
    GError **error);
/* Writes all that is left. */
gboolean batch_tracks_finish (BatchTracks *self, GError **error);
/* Id of the network of the embeddings; NULL: there were none. */
const gchar *batch_tracks_get_model (BatchTracks *self);
void batch_tracks_free (BatchTracks *self); /* NULL is fine */

/* The picture's place in the film's folder. (transfer full) */
gchar *batch_tracks_picture_name (guint64 track);
/* Whether name, nullable, can be one: it leads out of no folder. */
gboolean batch_tracks_is_picture_name (const gchar *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchTracks, batch_tracks_free)

G_END_DECLS
