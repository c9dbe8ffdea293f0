/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include "elements/overlay/holdingdelay.h"

G_BEGIN_DECLS

#define GST_TYPE_FACEREC_HOLDING (gst_facerec_holding_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstFacerecHolding, gst_facerec_holding, GST, FACEREC_HOLDING, GstBaseTransform)

/**
 * GstFacerecHolding:
 *
 * Base of elements that work in place, as transform_ip does, on a frame only when others after it have come. Frames wait by
 * reference and leave in order, with what came between them; nothing of them is changed.
 *
 * The base owns the queue, the LATENCY query and its message, the drain at the end of a stream, at its start, at other
 * caps and on a DRAIN query, the flush, and the request for as many more buffers upstream. A pool that has too few all the
 * same keeps its buffers: copies wait. A subclass that overrides start, stop, set_caps, sink_event, query,
 * propose_allocation or generate_output chains up.
 */
struct _GstFacerecHoldingClass {
  GstBaseTransformClass parent_class;

  /* How long frames are to wait from now on. From any thread. */
  void (*get_wish) (GstFacerecHolding *self, GstFacerecHoldingWish *wish);
  /* A frame has come. time: ns, on a clock that never goes back. Returns what gst_facerec_holding_get_leaving () is to tell
   * of it. */
  guint64 (*arrive) (GstFacerecHolding *self, GstBuffer *buffer, guint64 time);
  /* What has come has nothing to do with what comes: a flush, other caps, another stream. In start and stop, too. */
  void (*forget) (GstFacerecHolding *self);
};

/* What arrive returned for the frame that leaves, and its time. For transform_ip. */
guint64 gst_facerec_holding_get_leaving (GstFacerecHolding *self, guint64 *time);

G_END_DECLS
