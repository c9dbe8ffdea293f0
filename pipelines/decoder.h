/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "mediafile.h"

G_BEGIN_DECLS

/* Takes one decoded frame: upright, raw, in system memory, in a format that the analysis elements take, with its stream
 * time as timestamp (none for a photo). number counts the frames of the file from 0. sample: (transfer full).
 * FALSE stops decoding. */
typedef gboolean (*DecoderFrameFunc) (GstSample *sample, guint64 number, gpointer user_data);

/* Decodes file: the first frame of a photo, every interval-th (>= 1) of a recording. Runs in the calling thread and
 * returns at the end. FALSE when not a single frame came out. A recording that breaks off gives TRUE, and why in
 * warning (out, transfer full, nullable). */
gboolean decoder_run (MediaFile *file, guint interval, DecoderFrameFunc func, gpointer user_data, gchar **warning,
    GError **error);

G_END_DECLS
