/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/elements/testframe.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

const gchar *const test_formats[] = { "I420", "YV12", "NV12", "NV21", "YUY2", "UYVY", "RGB", "BGR", "RGBx", "xRGB", "BGRx",
  "xBGR", "RGBA", "BGRA", "ARGB", "ABGR", "GRAY8", NULL };

/* ---- frames ---- */

static void
fill (GstVideoFrame *frame, guint component, gint x, gint y, gint width, gint height, guint8 value)
{
  const GstVideoFormatInfo *format = frame->info.finfo;
  guint8 *data = GST_VIDEO_FRAME_COMP_DATA (frame, component);
  gint row, column;

  for (row = y; row < y + height; row++)
    for (column = x; column < x + width; column++)
      data[(gssize) (row >> GST_VIDEO_FORMAT_INFO_H_SUB (format, component))
              * GST_VIDEO_FRAME_COMP_STRIDE (frame, component)
          + (gssize) (column >> GST_VIDEO_FORMAT_INFO_W_SUB (format, component))
              * GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component)] = value;
}

static void
paint (GstVideoFrame *frame, const TestFace *faces, guint n_faces)
{
  gboolean rgb = GST_VIDEO_INFO_IS_RGB (&frame->info);
  guint component, i;

  for (component = 0; component < GST_VIDEO_FRAME_N_COMPONENTS (frame); component++) {
    gboolean is_light = component == 0 || (rgb && component < 3);

    fill (frame, component, 0, 0, GST_VIDEO_FRAME_WIDTH (frame), GST_VIDEO_FRAME_HEIGHT (frame),
        component == 3 ? 255 : is_light ? 16 : 128);
    for (i = 0; is_light && i < n_faces; i++)
      fill (frame, component, faces[i].x, faces[i].y, faces[i].width, faces[i].height, faces[i].luma);
  }
}

GstBuffer *
test_frame_new (const GstVideoInfo *info, guint padding, const TestFace *faces, guint n_faces)
{
  GstVideoInfo padded = *info;
  GstVideoFrame frame;
  GstBuffer *buffer;
  guint plane;

  if (padding > 0) {
    gsize offset = 0;

    for (plane = 0; plane < GST_VIDEO_INFO_N_PLANES (info); plane++) {
      gint rows = GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT (info->finfo, plane, GST_VIDEO_INFO_HEIGHT (info));

      padded.stride[plane] = info->stride[plane] + padding;
      padded.offset[plane] = offset;
      offset += (gsize) padded.stride[plane] * rows;
    }
    padded.size = offset;
  }
  buffer = gst_buffer_new_allocate (NULL, padded.size, NULL);
  gst_buffer_memset (buffer, 0, 0xff, padded.size);
  if (padding > 0)
    gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
        GST_VIDEO_INFO_WIDTH (info), GST_VIDEO_INFO_HEIGHT (info), GST_VIDEO_INFO_N_PLANES (info), padded.offset,
        padded.stride);
  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  paint (&frame, faces, n_faces);
  gst_video_frame_unmap (&frame);
  return buffer;
}

GstBuffer *
test_frame_new_for_caps (const gchar *caps, const TestFace *faces, guint n_faces)
{
  g_autoptr (GstCaps) parsed = gst_caps_from_string (caps);
  GstVideoInfo info;

  g_assert_true (gst_video_info_from_caps (&info, parsed));
  return test_frame_new (&info, 0, faces, n_faces);
}

guint8
test_frame_get_sample (GstBuffer *buffer, const GstVideoInfo *info, guint component, gint x, gint y)
{
  GstVideoFrame frame;
  guint8 sample;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  sample = ((guint8 *) GST_VIDEO_FRAME_COMP_DATA (&frame, component))
      [(gssize) (y >> GST_VIDEO_FORMAT_INFO_H_SUB (info->finfo, component)) * GST_VIDEO_FRAME_COMP_STRIDE (&frame, component)
          + (gssize) (x >> GST_VIDEO_FORMAT_INFO_W_SUB (info->finfo, component))
              * GST_VIDEO_FRAME_COMP_PSTRIDE (&frame, component)];
  gst_video_frame_unmap (&frame);
  return sample;
}

void
test_frame_fill_noise (GstBuffer *buffer, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (gsize i = 0; i < map.size; i++)
    map.data[i] = (guint8) g_rand_int (random);
  gst_buffer_unmap (buffer, &map);
}

gchar *
test_frame_checksum (GstBuffer *buffer)
{
  GstMapInfo map;
  gchar *checksum;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, map.data, map.size);
  gst_buffer_unmap (buffer, &map);
  return checksum;
}

/* ---- faces ---- */

void
test_assert_box (const GstFacerecMeta *face, const TestFace *expected)
{
  g_assert_cmpfloat (face->x, ==, expected->x);
  g_assert_cmpfloat (face->y, ==, expected->y);
  g_assert_cmpfloat (face->width, ==, expected->width);
  g_assert_cmpfloat (face->height, ==, expected->height);
}

GstFacerecMeta *
test_find_face (GstBuffer *buffer, const TestFace *expected)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (face->x == expected->x && face->y == expected->y && face->width == expected->width
        && face->height == expected->height)
      return face;
  return NULL;
}

/* ---- harness ---- */

GstHarness *
test_harness_new (const gchar *launch, const gchar *caps, GstBus **bus)
{
  GstHarness *harness = gst_harness_new_parse (launch);

  if (bus) {
    *bus = gst_bus_new ();
    gst_element_set_bus (harness->element, *bus);
  }
  /* A harness says that it is live unless told otherwise, and live streams skip what takes long. */
  gst_harness_set_live (harness, FALSE);
  gst_harness_set_caps_str (harness, caps, caps);
  return harness;
}

guint
test_count_messages (GstBus *bus, const gchar *name)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    n += gst_message_has_name (message, name);
    gst_message_unref (message);
  }
  return n;
}
