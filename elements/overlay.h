/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/overlay/holding.h"

G_BEGIN_DECLS

#define GST_TYPE_FACEREC_OVERLAY (gst_facerec_overlay_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstFacerecOverlay, gst_facerec_overlay, GST, FACEREC_OVERLAY, GstFacerecHolding)

struct _GstFacerecOverlayClass {
  GstFacerecHoldingClass parent_class;
};

/* The same element under a name that no other plugin has. */
#define GST_TYPE_FACEREC_OVERLAY_ALIAS (gst_facerec_overlay_alias_get_type ())
GType gst_facerec_overlay_alias_get_type (void);

G_END_DECLS
