/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/picture.h"

#include <math.h>

#include <gst/app/app.h>

#include "models/error.h"

#define LARGEST 160
/* JPEG codes squares of so many pixels; jpegenc would fill them up with whatever lies behind the picture. */
#define SQUARE 16
#define MARGIN 0.5f
#define ENCODING_TIME (10 * GST_SECOND)

typedef struct {
  gint x, y, width, height;
} Area;

/* The part of a length that scaled is whole squares, in its middle, where there is as much. Even, so that no colour sample
 * is cut in two. */
static gint
fit (gint *start, gint *length, gdouble scale)
{
  const gint scaled = MAX ((gint) (*length * scale + 0.01) / SQUARE * SQUARE, SQUARE);
  const gint used = MIN ((gint) (scaled / scale + 0.5), *length) & ~1;

  *start += (*length - used) / 2 & ~1;
  *length = used;
  return scaled;
}

/* FALSE when the box has next to nothing in the frame. */
static gboolean
area_around (const GstVideoInfo *info, gfloat x, gfloat y, gfloat width, gfloat height, Area *area)
{
  const gfloat left = fmaxf (x - MARGIN * width, 0), top = fmaxf (y - MARGIN * height, 0);
  const gfloat right = fminf (x + (1 + MARGIN) * width, info->width);
  const gfloat bottom = fminf (y + (1 + MARGIN) * height, info->height);

  if (!(right - left >= 4 && bottom - top >= 4))
    return FALSE;
  area->x = (gint) left & ~1;
  area->y = (gint) top & ~1;
  area->width = ((gint) right - area->x) & ~1;
  area->height = ((gint) bottom - area->y) & ~1;
  return area->width >= 2 && area->height >= 2;
}

static GstStructure *
converter_config (const Area *area, const GstVideoInfo *to)
{
  return gst_structure_new ("GstVideoConverter", GST_VIDEO_CONVERTER_OPT_SRC_X, G_TYPE_INT, area->x,
      GST_VIDEO_CONVERTER_OPT_SRC_Y, G_TYPE_INT, area->y, GST_VIDEO_CONVERTER_OPT_SRC_WIDTH, G_TYPE_INT, area->width,
      GST_VIDEO_CONVERTER_OPT_SRC_HEIGHT, G_TYPE_INT, area->height, GST_VIDEO_CONVERTER_OPT_DEST_WIDTH, G_TYPE_INT,
      to->width, GST_VIDEO_CONVERTER_OPT_DEST_HEIGHT, G_TYPE_INT, to->height, GST_VIDEO_CONVERTER_OPT_THREADS,
      G_TYPE_UINT, 1, NULL);
}

static gboolean
convert (GstBuffer *from_buffer, GstVideoInfo *from, GstBuffer *to_buffer, GstVideoInfo *to, const Area *area)
{
  GstVideoConverter *converter = gst_video_converter_new (from, to, converter_config (area, to));
  GstVideoFrame from_frame, to_frame;
  gboolean done = FALSE;

  if (converter && gst_video_frame_map (&from_frame, from, from_buffer, GST_MAP_READ)) {
    if (gst_video_frame_map (&to_frame, to, to_buffer, GST_MAP_WRITE)) {
      gst_video_converter_frame (converter, &from_frame, &to_frame);
      gst_video_frame_unmap (&to_frame);
      done = TRUE;
    }
    gst_video_frame_unmap (&from_frame);
  }
  if (converter)
    gst_video_converter_free (converter);
  return done;
}

GstSample *
batch_picture_cut (GstSample *frame, gfloat x, gfloat y, gfloat width, gfloat height)
{
  GstVideoInfo from, to;
  gint to_width, to_height;
  gdouble scale;
  Area area;
  GstBuffer *buffer;
  GstSample *picture = NULL;

  if (!gst_video_info_from_caps (&from, gst_sample_get_caps (frame))
      || !area_around (&from, x, y, width, height, &area))
    return NULL;
  scale = MIN (1.0, (gdouble) LARGEST / MAX (area.width, area.height));
  to_width = fit (&area.x, &area.width, scale);
  to_height = fit (&area.y, &area.height, scale);
  if (!gst_video_info_set_format (&to, GST_VIDEO_FORMAT_I420, to_width, to_height))
    return NULL;
  /* The converter wants both to agree on what does not concern it. */
  to.fps_n = from.fps_n;
  to.fps_d = from.fps_d;
  to.interlace_mode = from.interlace_mode;
  /* As JPEG means it: full range. */
  to.colorimetry = (GstVideoColorimetry) { GST_VIDEO_COLOR_RANGE_0_255, GST_VIDEO_COLOR_MATRIX_BT601,
      GST_VIDEO_TRANSFER_UNKNOWN, GST_VIDEO_COLOR_PRIMARIES_UNKNOWN };
  buffer = gst_buffer_new_allocate (NULL, to.size, NULL);
  gst_buffer_memset (buffer, 0, 0, to.size);
  if (convert (gst_sample_get_buffer (frame), &from, buffer, &to, &area)) {
    g_autoptr (GstCaps) caps = gst_video_info_to_caps (&to);

    picture = gst_sample_new (buffer, caps, NULL, NULL);
  }
  gst_buffer_unref (buffer);
  return picture;
}

/* ---- JPEG ---- */

struct _BatchJpeg {
  GstElement *pipeline;
  GstAppSrc *source;
  GstAppSink *sink;
};

BatchJpeg *
batch_jpeg_new (GError **error)
{
  g_autoptr (BatchJpeg) self = g_new0 (BatchJpeg, 1);

  self->pipeline = gst_parse_launch (
      "appsrc name=in format=time max-buffers=1 ! jpegenc quality=85 ! appsink name=out sync=false", error);
  if (!self->pipeline)
    return NULL;
  self->source = GST_APP_SRC (gst_bin_get_by_name (GST_BIN (self->pipeline), "in"));
  self->sink = GST_APP_SINK (gst_bin_get_by_name (GST_BIN (self->pipeline), "out"));
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  return g_steal_pointer (&self);
}

GBytes *
batch_jpeg_encode (BatchJpeg *self, GstSample *picture, GError **error)
{
  g_autoptr (GstSample) encoded = NULL;
  GstBuffer *buffer;
  gpointer data;
  gsize size;

  gst_app_src_push_sample (self->source, picture);
  encoded = gst_app_sink_try_pull_sample (self->sink, ENCODING_TIME);
  if (!encoded) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "GStreamer's jpegenc gives no picture");
    return NULL;
  }
  buffer = gst_sample_get_buffer (encoded);
  gst_buffer_extract_dup (buffer, 0, -1, &data, &size);
  return g_bytes_new_take (data, size);
}

void
batch_jpeg_free (BatchJpeg *self)
{
  if (!self)
    return;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->source);
  g_clear_object (&self->sink);
  gst_object_unref (self->pipeline);
  g_free (self);
}
