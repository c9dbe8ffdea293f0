/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* The ways that tracks have come, as lines that fade with their age. For one thread. */
typedef struct _GstFacerecOverlayTrail GstFacerecOverlayTrail;

GstFacerecOverlayTrail *gst_facerec_overlay_trail_new (void);
void gst_facerec_overlay_trail_free (GstFacerecOverlayTrail *self); /* NULL is fine */
void gst_facerec_overlay_trail_clear (GstFacerecOverlayTrail *self);

/* A track is at (x, y), px of the frame; what is not finite is left out. time: ns, never smaller than before. color:
 * 0xAARRGGBB, that all of its way is drawn in from now on. */
void gst_facerec_overlay_trail_add (GstFacerecOverlayTrail *self, guint64 track, guint64 time, gfloat x, gfloat y,
    guint32 color);
/* Forgets what is older than length, ns, before time, and returns the rest as rectangles for a composition, (transfer full)
 * (element-type GstVideoOverlayRectangle), one a track that has come some way, was
 * added at this time, and is in the frame. line: px, > 0. */
GPtrArray *gst_facerec_overlay_trail_draw (GstFacerecOverlayTrail *self, guint64 time, guint64 length, gint frame_width,
    gint frame_height, gint line);

G_END_DECLS
