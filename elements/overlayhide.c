/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlayhide.h"

#include <math.h>

#include "elements/pixelate.h"

/* Of the box, for each frame since it was measured, and at most. */
#define GROWTH 0.05f
#define MAX_GROWTH 1.0f

static void
hide_face (const GstFacerecOverlayHide *hide, const GstFacerecMeta *face, GstVideoFrame *frame)
{
  const gint width = GST_VIDEO_FRAME_WIDTH (frame), height = GST_VIDEO_FRAME_HEIGHT (frame);
  const gfloat growth = MIN (GROWTH * (gfloat) gst_facerec_meta_get_box_age (face), MAX_GROWTH);
  FacerecBox box = { .x = face->x, .y = face->y, .width = face->width, .height = face->height };
  GstFacerecMosaic mosaic;

  if (face->frame_width != (guint) width || face->frame_height != (guint) height)
    box.x = NAN;
  gst_facerec_mosaic_over (&box, hide->margin + growth, hide->cells, width, height, &mosaic);
  gst_facerec_pixelate (frame, &mosaic);
}

gboolean
gst_facerec_overlay_hide (const GstFacerecOverlayHide *hide, GstBuffer *buffer, const GstVideoInfo *info,
    guint *n_hidden)
{
  gpointer state = NULL;
  GstFacerecMeta *face;
  GstVideoFrame frame;

  *n_hidden = 0;
  if (!gst_facerec_hide_rule_is_any (hide->rule))
    return TRUE;
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    if (!gst_facerec_hide_rule_hides (hide->rule, gst_facerec_meta_get_identity (face)))
      continue;
    if (*n_hidden == 0
        && !gst_video_frame_map (&frame, info, buffer, GST_MAP_READWRITE | GST_VIDEO_FRAME_MAP_FLAG_NO_REF))
      return FALSE;
    (*n_hidden)++;
    hide_face (hide, face, &frame);
  }
  if (*n_hidden > 0)
    gst_video_frame_unmap (&frame);
  return TRUE;
}
