/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"
#include "models/frame.h"

G_BEGIN_DECLS

/* The part of a frame that is searched for faces. */
typedef struct {
  gboolean whole;    /* the whole frame; the rest does not matter */
  gboolean relative; /* shares of the frame, else pixels */
  gdouble x, y, width, height;
} GstFacerecDetectZone;

/* text: "x,y,width,height" in pixels, or, when no number is greater than 1, in shares of the frame; NULL or "" is the whole
 * frame. On failure (FACEREC_ERROR_ARGUMENT) zone is untouched. */
gboolean gst_facerec_detect_zone_parse (const gchar *text, GstFacerecDetectZone *zone, GError **error);

/* Makes part the zone of frame: its pixels, not a copy. left, top: where it begins, px; even, so that chroma stays in step, and
 * therefore up to one pixel outside of what was asked for. FALSE: the zone lies outside of the frame. */
gboolean gst_facerec_detect_zone_crop (const GstFacerecDetectZone *zone, const FacerecFrame *frame, FacerecFrame *part,
    gint *left, gint *top);

G_END_DECLS
