/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/orientation.h"

#include <gst/tag/tag.h>

GstVideoOrientationMethod
orientation_from_exif (const guint8 *exif, gsize size)
{
  GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstTagList) tags = NULL;

  if (!exif || size == 0)
    return method;
  buffer = gst_buffer_new_memdup (exif, size);
  tags = gst_tag_list_from_exif_buffer_with_tiff_header (buffer);
  if (!tags || !gst_video_orientation_from_tag (tags, &method))
    return GST_VIDEO_ORIENTATION_IDENTITY;
  return method;
}
