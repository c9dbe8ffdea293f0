/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/hide.h"

#include <gst/facerec/facerec.h>
#include <math.h>

#include "elements/base/videoframe.h"
#include "elements/overlay/pixelate.h"

static GArray *
collect_sightings (GstBuffer *buffer, const GstVideoInfo *info)
{
  GArray *sightings = g_array_new (FALSE, FALSE, sizeof (GstFacerecHideSighting));
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    GstFacerecHideSighting sighting = {
      .id = face->id, .box = { .x = face->x, .y = face->y, .width = face->width, .height = face->height },
      .track = gst_facerec_meta_get_track_id (face), .age = gst_facerec_meta_get_box_age (face),
      .identity = gst_facerec_meta_get_identity (face),
    };

    if (face->frame_width != (guint) info->width || face->frame_height != (guint) info->height)
      sighting.box.x = NAN;
    g_array_append_val (sightings, sighting);
  }
  return sightings;
}

gboolean
gst_facerec_overlay_has_no_picture (GstBuffer *buffer)
{
  return GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP) && gst_buffer_get_size (buffer) == 0;
}

static FacerecShot
look_for_cut (FacerecShotCut *cuts, GstBuffer *buffer, const GstVideoInfo *info, guint64 time)
{
  FacerecShot shot = FACEREC_SHOT_SAME;
  GstVideoFrame video;
  FacerecFrame frame;

  if (cuts && !gst_facerec_overlay_has_no_picture (buffer)
      && gst_video_frame_map (&video, info, buffer, GST_MAP_READ | GST_VIDEO_FRAME_MAP_FLAG_NO_REF)) {
    gst_facerec_video_frame_describe (&video, &frame);
    shot = facerec_shot_cut_look (cuts, &frame, time);
    gst_video_frame_unmap (&video);
  }
  return shot;
}

guint64
gst_facerec_overlay_hide_watch (GstFacerecHideBack *back, FacerecShotCut *cuts, GstBuffer *frame,
    const GstVideoInfo *info, guint64 time)
{
  g_autoptr (GArray) sightings = collect_sightings (frame, info);

  return gst_facerec_hide_back_add (back, time, look_for_cut (cuts, frame, info, time),
      (const GstFacerecHideSighting *) sightings->data, sightings->len);
}

gboolean
gst_facerec_overlay_hide (const GstFacerecOverlayHide *hide, const GArray *places, GstBuffer *buffer,
    const GstVideoInfo *info)
{
  GstVideoFrame frame;

  if (places->len == 0 || gst_facerec_overlay_has_no_picture (buffer))
    return TRUE;
  if (!gst_video_frame_map (&frame, info, buffer, GST_MAP_READWRITE | GST_VIDEO_FRAME_MAP_FLAG_NO_REF))
    return FALSE;
  for (guint i = 0; i < places->len; i++) {
    const GstFacerecHidePlace *place = &g_array_index (places, GstFacerecHidePlace, i);
    GstFacerecMosaic mosaic;

    gst_facerec_mosaic_over (&place->box, hide->margin + place->growth, hide->cells, info->width, info->height, &mosaic);
    gst_facerec_pixelate (&frame, &mosaic);
  }
  gst_video_frame_unmap (&frame);
  return TRUE;
}
