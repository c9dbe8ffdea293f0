/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/boxes.h"

G_BEGIN_DECLS

/* A film with boxes and names drawn into it. */

/* In the folder of the film's results. */
#define BATCH_ANNOTATED_NAME "annotated.mp4"

/* Now and then; FALSE: stop. */
typedef gboolean (*BatchAnnotatedFunc) (gpointer user_data);

/* Decodes the film at path once more and writes it into folder, as H.264 in MP4, with its first sound as AAC where there is one
 * that can be decoded. boxes: rewound; frames are numbered as they come out of the decoder. timeline: for the names. FALSE
 * with the reason, and no file, when it cannot be made: a film that cannot be decoded to its end, whose size changes, an
 * encoder that is not installed. */
gboolean batch_annotated_write (const gchar *path, const gchar *folder, BatchBoxes *boxes, const FacerecTimeline *timeline,
    BatchAnnotatedFunc func, gpointer user_data, GError **error);

G_END_DECLS
