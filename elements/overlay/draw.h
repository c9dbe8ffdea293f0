/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Draws one face: its box, its landmarks and a line of text, on a transparent picture. Knows no GStreamer. One object for
 * one thread. */
typedef struct _GstFacerecOverlayDraw GstFacerecOverlayDraw;

typedef struct {
  gint frame_width, frame_height; /* px */
  gfloat x, y, width, height;     /* the face's box, px of the frame; may leave it */
  const gchar *text;              /* any UTF-8, drawn literally on one line; NULL or "": none */
  guint32 color;                  /* 0xAARRGGBB, not premultiplied */
  gfloat line_width;              /* px; 0: a 240th of the frame's height */
  gint min_line;                  /* px: at least this is drawn, and at least 1 */
  const gfloat *landmarks;        /* x0,y0,x1,y1,... in px of the frame; NULL: none */
  gsize n_landmarks;              /* points */
  gboolean no_box;                /* only the rest is drawn, where it would be with the box */
} GstFacerecOverlayFace;

/* Where what is drawn comes to lie. Faces with equal plans but for x and y, and with equal text, color and
 * landmarks relative to the plan, have the same picture. */
typedef struct {
  gint x, y, width, height;                         /* the picture, px of the frame, inside of it */
  gint box_x, box_y, box_width, box_height;         /* px of the picture; no width: no box */
  gint text_x, text_y, text_width, font_size, line; /* px of the picture; text_width 0: no text */
} GstFacerecOverlayPlan;

GstFacerecOverlayDraw *gst_facerec_overlay_draw_new (void);
void gst_facerec_overlay_draw_free (GstFacerecOverlayDraw *self); /* NULL is fine */
/* description: as of Pango, its size meant for a frame 480 pixels high, with other heights in proportion; NULL:
 * "Sans Bold 12". TRUE when that changes anything. */
gboolean gst_facerec_overlay_draw_set_font (GstFacerecOverlayDraw *self, const gchar *description);

/* FALSE: nothing of the face is in the frame. */
gboolean gst_facerec_overlay_draw_plan (GstFacerecOverlayDraw *self, const GstFacerecOverlayFace *face,
    GstFacerecOverlayPlan *plan);
/* Paints a plan of the same face on pixels: zeroed, plan->height rows of stride bytes, 32-bit native-endian premultiplied
 * ARGB. */
void gst_facerec_overlay_draw_paint (GstFacerecOverlayDraw *self, const GstFacerecOverlayFace *face,
    const GstFacerecOverlayPlan *plan, guint8 *pixels, gint stride);

G_END_DECLS
