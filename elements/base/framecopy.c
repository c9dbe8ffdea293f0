/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/framecopy.h"

#include "elements/base/videoframe.h"

void
gst_facerec_frame_copy_clear (GstFacerecFrameCopy *self)
{
  if (!self->buffer)
    return;
  gst_video_frame_unmap (&self->video);
  gst_clear_buffer (&self->buffer);
}

/* The sender's rows may be padded by a meta of its buffer; ours are as GStreamer lays out the format by itself. */
static gboolean
make_room (GstFacerecFrameCopy *self, const GstVideoFrame *video)
{
  const GstVideoInfo *from = &video->info;
  GstVideoInfo info;

  if (self->buffer && GST_VIDEO_INFO_FORMAT (&self->video.info) == GST_VIDEO_INFO_FORMAT (from)
      && GST_VIDEO_INFO_WIDTH (&self->video.info) == GST_VIDEO_INFO_WIDTH (from)
      && GST_VIDEO_INFO_HEIGHT (&self->video.info) == GST_VIDEO_INFO_HEIGHT (from))
    return TRUE;
  gst_facerec_frame_copy_clear (self);
  if (!gst_video_info_set_format (&info, GST_VIDEO_INFO_FORMAT (from), GST_VIDEO_INFO_WIDTH (from),
          GST_VIDEO_INFO_HEIGHT (from)))
    return FALSE;
  self->buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  if (self->buffer && !gst_video_frame_map (&self->video, &info, self->buffer, GST_MAP_READWRITE))
    gst_clear_buffer (&self->buffer);
  return self->buffer != NULL;
}

gboolean
gst_facerec_frame_copy_take (GstFacerecFrameCopy *self, const GstVideoFrame *video, FacerecFrame *frame)
{
  if (!make_room (self, video) || !gst_video_frame_copy (&self->video, video))
    return FALSE;
  self->video.info.colorimetry = video->info.colorimetry;
  gst_facerec_video_frame_describe (&self->video, frame);
  return TRUE;
}
