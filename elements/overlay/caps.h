/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "elements/base/videoframe.h"

G_BEGIN_DECLS

/* Caps of an overlay: a stream may leave it with compositions to be drawn by the sink (caps feature
 * meta:GstVideoOverlayComposition), or plain with everything drawn. */

#define GST_FACEREC_OVERLAY_CAPS \
  GST_VIDEO_CAPS_MAKE (GST_FACEREC_VIDEO_FORMATS) "; " \
  GST_VIDEO_CAPS_MAKE_WITH_FEATURES (GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY ", " \
      GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION, GST_FACEREC_VIDEO_FORMATS)

/* Whether compositions may come with the first structure of caps. */
gboolean gst_facerec_overlay_caps_carry (const GstCaps *caps);
/* (transfer full): what may leave when caps come: those with compositions added, and themselves. */
GstCaps *gst_facerec_overlay_caps_after (GstCaps *caps);
/* (transfer full): what may come when caps leave: themselves, and those with compositions also without. */
GstCaps *gst_facerec_overlay_caps_before (GstCaps *caps);
/* (transfer full): caps without compositions. */
GstCaps *gst_facerec_overlay_caps_strip (GstCaps *caps);
/* caps: (transfer full). (transfer full): only the structures that carry compositions, or do not; all when there are none
 * such. */
GstCaps *gst_facerec_overlay_caps_prefer (GstCaps *caps, gboolean carry);

G_END_DECLS
