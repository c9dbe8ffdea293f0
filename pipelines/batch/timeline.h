/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* Writes timeline.json, timeline.csv and timeline.vtt of film into folder; formats.md is their contract.
 * spans: (element-type FacerecTimelineSpan). */
gboolean batch_timeline_write (const gchar *folder, const BatchFilm *film, gint64 bridge_ns, GPtrArray *spans,
    GError **error);

G_END_DECLS
