/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/videoframe.h"

/* GStreamer numbers the components of every format as models/ does: Y, U, V or R, G, B, wherever they are stored. */
void
gst_facerec_video_frame_describe (const GstVideoFrame *video, FacerecFrame *frame)
{
  const GstVideoFormatInfo *format = video->info.finfo;
  const GstVideoColorimetry *colorimetry = &video->info.colorimetry;
  gdouble kr = 0.299, kb = 0.114;
  guint i;

  *frame = (FacerecFrame) { .width = GST_VIDEO_FRAME_WIDTH (video), .height = GST_VIDEO_FRAME_HEIGHT (video) };
  if (GST_VIDEO_FORMAT_INFO_IS_GRAY (format))
    frame->model = FACEREC_COLOR_GRAY;
  else if (GST_VIDEO_FORMAT_INFO_IS_RGB (format))
    frame->model = FACEREC_COLOR_RGB;
  else
    frame->model = FACEREC_COLOR_YUV;

  for (i = 0; i < MIN (GST_VIDEO_FORMAT_INFO_N_COMPONENTS (format), G_N_ELEMENTS (frame->plane)); i++) {
    frame->plane[i].data = GST_VIDEO_FRAME_COMP_DATA (video, i);
    frame->plane[i].stride = GST_VIDEO_FRAME_COMP_STRIDE (video, i);
    frame->plane[i].step = GST_VIDEO_FRAME_COMP_PSTRIDE (video, i);
    frame->plane[i].shift_x = GST_VIDEO_FORMAT_INFO_W_SUB (format, i);
    frame->plane[i].shift_y = GST_VIDEO_FORMAT_INFO_H_SUB (format, i);
  }

  /* A matrix that names no weights (unknown, or RGB on a YUV stream) is taken for BT.601. */
  gst_video_color_matrix_get_Kr_Kb (colorimetry->matrix, &kr, &kb);
  frame->kr = (gfloat) kr;
  frame->kb = (gfloat) kb;
  frame->full_range = colorimetry->range == GST_VIDEO_COLOR_RANGE_0_255;
}
