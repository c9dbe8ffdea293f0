/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* What faceknn is given, kept in a film's index beside the JSON lines of its frames, so that it can be given the same once more:
 * each embedding of a face when it is a new one, and how long frames stand. naming.h does that. Half a kilobyte a track and
 * second at most, as rarely as faces are described. */
typedef struct _BatchRecording BatchRecording;

/* index: SCRATCH, the caller's; must outlive it. */
BatchRecording *batch_recording_new (BatchIndex *index, GError **error);
/* Frames in order, with their faces as metadata. */
gboolean batch_recording_add (BatchRecording *self, GstBuffer *buffer, guint64 number, gint64 duration_ns, GError **error);
void batch_recording_free (BatchRecording *self); /* NULL is fine */

/* Reading it again, in step with the frames. */
typedef struct _BatchPlayback BatchPlayback;

BatchPlayback *batch_playback_new (BatchIndex *index, const gchar *model, GError **error);
/* Frame number is the next one; how long it stands. FALSE: the recording is damaged. */
gboolean batch_playback_begin_frame (BatchPlayback *self, guint64 number, gint64 *duration_ns, GError **error);
/* Gives the face at that place of the frame, whose track is set, the embedding that it had. For each face of the frame that had
 * one, in order. */
gboolean batch_playback_describe (BatchPlayback *self, guint place, GstFacerecMeta *face, GError **error);
void batch_playback_free (BatchPlayback *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchRecording, batch_recording_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchPlayback, batch_playback_free)

G_END_DECLS
