/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* How long frames are to wait: what is asked for. */
typedef struct {
  guint64 look_ahead; /* ns; 0: not at all */
  guint64 max_bytes;  /* that all that wait may take */
} GstFacerecHoldingWish;

/* How long they do. */
typedef struct {
  guint64 wait;     /* ns that must have passed between a frame and the newest one for it to go; 0: it goes at once */
  guint64 latency;  /* ns, what the LATENCY query is told */
  guint n_frames;   /* that may wait at a time, at least; 0: none */
  gboolean limited; /* there is no memory for all that is asked for */
} GstFacerecHoldingDelay;

/* At a known frame rate whole frames wait: as many as the look-ahead needs, and as the memory holds beside the one that comes.
 * Else nobody knows when the next frame comes: longest_gap, ns, is the longest time between two frames so far.
 * info: of the frames; its size 0 before caps. */
GstFacerecHoldingDelay gst_facerec_holding_delay (const GstFacerecHoldingWish *wish, const GstVideoInfo *info,
    guint64 longest_gap);

G_END_DECLS
