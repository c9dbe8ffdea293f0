/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "pipelines/mediafile.h"

G_BEGIN_DECLS

/* Which frames of a recording are given out: every interval-th (>= 1) of those that come first in each 1/fps of a second
 * (0: of all). Only times and numbers decide, so they are the same in every run. */
typedef struct {
  guint interval;
  gdouble fps;
} DecoderRate;

/* Takes one decoded frame: upright, raw, in system memory, in a format that the analysis elements take, with its stream
 * time as timestamp (none for a photo). number counts the frames of the file from 0. sample: (transfer full).
 * FALSE stops decoding. */
typedef gboolean (*DecoderFrameFunc) (GstSample *sample, guint64 number, gpointer user_data);

/* Decodes file: the first frame of a photo, those of a recording that rate asks for. Runs in the calling thread and
 * returns at the end. FALSE when not a single frame came out. A recording that breaks off gives TRUE, and why in
 * warning (out, transfer full, nullable). */
gboolean decoder_run (MediaFile *file, const DecoderRate *rate, DecoderFrameFunc func, gpointer user_data,
    gchar **warning, GError **error);

G_END_DECLS
