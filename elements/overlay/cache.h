/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "elements/overlay/draw.h"

G_BEGIN_DECLS

/* Faces as rectangles of an overlay composition, painted again only when they look different from those of the frame before. For
 * one thread. */
typedef struct _GstFacerecOverlayCache GstFacerecOverlayCache;

GstFacerecOverlayCache *gst_facerec_overlay_cache_new (void);
void gst_facerec_overlay_cache_free (GstFacerecOverlayCache *self); /* NULL is fine */
/* As gst_facerec_overlay_draw_set_font (). */
void gst_facerec_overlay_cache_set_font (GstFacerecOverlayCache *self, const gchar *description);
/* (transfer full) (nullable): NULL when nothing of the face is in the frame. */
GstVideoOverlayRectangle *gst_facerec_overlay_cache_get (GstFacerecOverlayCache *self,
    const GstFacerecOverlayFace *face);
/* The frame is complete: forgets the pictures that it did not use. */
void gst_facerec_overlay_cache_end_frame (GstFacerecOverlayCache *self);
/* How many pictures were painted so far, for tests. */
guint gst_facerec_overlay_cache_get_n_painted (GstFacerecOverlayCache *self);

G_END_DECLS
