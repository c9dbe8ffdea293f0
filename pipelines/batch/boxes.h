/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "models/timeline.h"

G_BEGIN_DECLS

/* Where the faces of a film were on each frame that was looked at, kept in a file of no name: names are settled only when the
 * film is through. */
typedef struct _BatchBoxes BatchBoxes;

/* folder: on whose file system. */
BatchBoxes *batch_boxes_new (const gchar *folder, GError **error);
/* number: of the frame; they ascend. buffer: with its faces as metadata. FALSE with an error when the disk is full. */
gboolean batch_boxes_add (BatchBoxes *self, guint64 number, GstBuffer *buffer, GError **error);
/* To be called before the first put; nothing is added any more. */
gboolean batch_boxes_rewind (BatchBoxes *self, GError **error);
/* Puts the faces of a frame, numbers ascend again, onto buffer, which is writable, with the names that timeline has by now.
 * A frame that was not looked at gets those of the last one before it. width, height: of the frame. */
void batch_boxes_put (BatchBoxes *self, guint64 number, const FacerecTimeline *timeline, GstBuffer *buffer, guint width,
    guint height);
void batch_boxes_free (BatchBoxes *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchBoxes, batch_boxes_free)

G_END_DECLS
