/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GST_FACEREC_LATENCY_WINDOW 256 /* frames that are looked back on */

/* How long frames stay in an element, and what of that to tell the pipeline: the second longest time of the last 256
 * frames. The longest is often a thread that was put aside once, and the first frames fill caches. What was told is held
 * until it is wrong by more than a fifth, and by a millisecond: each change makes the sinks shift their picture. For one
 * thread; all zeros to begin with. */
typedef struct {
  guint32 us[GST_FACEREC_LATENCY_WINDOW];
  guint n_frames;
  gint64 told_us; /* what to tell now */
} GstFacerecLatencyGauge;

/* A frame has stayed for us microseconds. Returns whether told_us has changed. */
gboolean gst_facerec_latency_gauge_add (GstFacerecLatencyGauge *self, gint64 us);
/* Back to zeros. */
void gst_facerec_latency_gauge_clear (GstFacerecLatencyGauge *self);

G_END_DECLS
