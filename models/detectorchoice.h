/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which detector "auto" is: a rule without memory or clock, so that the same stream on the same machine always has the same.
 * In films the CNN, which also finds turned faces, is taken where it keeps up with time to spare; else HOG, and for stills,
 * of which it names as many people rightly. models/engines.md has the figures. */

typedef struct {
  gdouble cnn_ms;              /* what the engine says that a frame takes; 0 or less: its CNN cannot run here */
  gdouble searches_per_second; /* frames of the stream that are to be searched; 0: stills */
} FacerecDetectorSituation;

/* The share of all time that searching may take: the rest is for decoding, embeddings and whatever else runs. */
#define FACEREC_DETECTOR_TIME_SHARE 0.5

/* TRUE: the CNN. reason (out, transfer full): one line for people. */
gboolean facerec_detector_choose_cnn (const FacerecDetectorSituation *situation, gchar **reason);

G_END_DECLS
