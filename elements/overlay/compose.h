/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "elements/overlay/settings.h"

G_BEGIN_DECLS

/* What overlay draws on the frames of a stream, as compositions. For one thread. */
typedef struct _GstFacerecOverlayCompose GstFacerecOverlayCompose;

GstFacerecOverlayCompose *gst_facerec_overlay_compose_new (void);
void gst_facerec_overlay_compose_free (GstFacerecOverlayCompose *self); /* NULL is fine */
/* Forgets the ways of the tracks. */
void gst_facerec_overlay_compose_clear (GstFacerecOverlayCompose *self);

/* Draws the faces of a frame. places: of GstFacerecHidePlace; nothing is told of who is hidden there. info: of the frame.
 * blended: the composition is to be blended into the frame. time: ns, never smaller than before. (transfer full) (nullable): NULL
 * when there is nothing to be seen. */
GstVideoOverlayComposition *gst_facerec_overlay_compose (GstFacerecOverlayCompose *self,
    const GstFacerecOverlaySettings *settings, const GArray *places, GstBuffer *buffer, const GstVideoInfo *info,
    gboolean blended, guint64 time);

/* Attaches a composition to a writable buffer, on top of what another overlay has attached. */
void gst_facerec_overlay_attach (GstBuffer *buffer, GstVideoOverlayComposition *composition);

G_END_DECLS
