/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/message.h"

#include <gst/facerec/facerec.h>
#include <math.h>

static guint
clip (gfloat edge, guint limit)
{
  return (guint) lround (CLAMP ((gdouble) edge, 0, limit));
}

/* What of a box lies in the frame, in whole pixels, as messages and regions of interest tell it. */
static GstStructure *
describe_face (const GstFacerecMeta *face)
{
  guint left = clip (face->x, face->frame_width), top = clip (face->y, face->frame_height);
  guint right = clip (face->x + face->width, face->frame_width);
  guint bottom = clip (face->y + face->height, face->frame_height);

  return gst_structure_new ("face", "x", G_TYPE_UINT, left, "y", G_TYPE_UINT, top, "width", G_TYPE_UINT, right - left,
      "height", G_TYPE_UINT, bottom - top, "id", G_TYPE_INT, face->id, "confidence", G_TYPE_DOUBLE,
      gst_facerec_meta_get_confidence (face), NULL);
}

static void
fill_face_list (GstBuffer *buffer, GValue *list)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  g_value_init (list, GST_TYPE_LIST);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    GValue value = G_VALUE_INIT;

    g_value_init (&value, GST_TYPE_STRUCTURE);
    g_value_take_boxed (&value, describe_face (face));
    gst_value_list_append_and_take_value (list, &value);
  }
}

GstStructure *
gst_facerec_detect_message_new (GstBuffer *buffer, GstClockTime stream_time, GstClockTime running_time)
{
  GstStructure *structure = gst_structure_new ("facedetect", "timestamp", G_TYPE_UINT64, GST_BUFFER_PTS (buffer),
      "stream-time", G_TYPE_UINT64, stream_time, "running-time", G_TYPE_UINT64, running_time, "duration", G_TYPE_UINT64,
      GST_BUFFER_DURATION (buffer), NULL);
  GValue faces = G_VALUE_INIT;

  fill_face_list (buffer, &faces);
  gst_structure_take_value (structure, "faces", &faces);
  return structure;
}

gboolean
gst_facerec_detect_message_is_news (GstFacerecDetectUpdates updates, guint n_faces, guint faces_told)
{
  switch (updates) {
    case GST_FACEREC_DETECT_UPDATES_EVERY_FRAME:
      return TRUE;
    case GST_FACEREC_DETECT_UPDATES_ON_CHANGE:
      return n_faces != faces_told;
    case GST_FACEREC_DETECT_UPDATES_ON_FACE:
      return n_faces > 0;
    case GST_FACEREC_DETECT_UPDATES_NONE:
    default:
      return FALSE;
  }
}
