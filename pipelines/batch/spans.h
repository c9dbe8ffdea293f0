/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* From the named faces of a film's frames to the spans in its results. Whoever names the faces, of a film that is decoded or
 * of what was kept of it, does it with this. */
typedef struct _BatchSpans BatchSpans;

/* bridge_ns: as in models/timeline.h. */
BatchSpans *batch_spans_new (gint64 bridge_ns);
/* One frame with its faces as metadata: its number, when it begins, how long it stands. Returns how many faces it has. */
guint batch_spans_add_frame (BatchSpans *self, GstBuffer *buffer, guint64 number, gint64 time_ns, gint64 duration_ns);
/* For the names of tracks; (transfer none). */
FacerecTimeline *batch_spans_get_timeline (BatchSpans *self);
/* Writes the spans into index and as timeline.json, .csv and .vtt into folder. film: gets to know how many there are. */
gboolean batch_spans_write (BatchSpans *self, const gchar *folder, BatchFilm *film, BatchIndex *index, GError **error);
void batch_spans_free (BatchSpans *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchSpans, batch_spans_free)

G_END_DECLS
