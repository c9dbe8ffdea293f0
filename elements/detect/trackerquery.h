/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* How facedetect learns whether a facetrack stands behind it, which moves faces on frames that were not searched: by a custom
 * query downstream. It is not serialised, so that queues hand it on at once, whatever they hold; behind a tee one branch that
 * tracks is enough. The answer depends on how the pipeline is linked alone. */

/* Asks those that pad, a source pad, is linked with. FALSE: nobody tracks, or nobody is there. */
gboolean gst_facerec_tracker_follows (GstPad *pad);
/* For the query function of one who tracks: says so. FALSE: query asks for something else. */
gboolean gst_facerec_tracker_answer (GstQuery *query);

G_END_DECLS
