/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/search.h"

void
gst_facerec_detect_search_init (GstFacerecDetectSearch *self)
{
  *self = (GstFacerecDetectSearch) { .zone = { .whole = TRUE } };
  self->faces = g_array_new (FALSE, FALSE, sizeof (GstFacerecDetectFace));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
}

void
gst_facerec_detect_search_clear (GstFacerecDetectSearch *self)
{
  gst_facerec_frame_copy_clear (&self->copy);
  g_clear_pointer (&self->faces, g_array_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
}

gboolean
gst_facerec_detect_search_run (GstFacerecDetectSearch *self, const GstFacerecDetectEngine *engine, GError **error)
{
  FacerecFrame part;
  gint left, top;
  guint i;

  self->detector = engine->detector_impl->name;
  g_array_set_size (self->faces, 0);
  g_array_set_size (self->boxes, 0);
  if (!gst_facerec_detect_zone_crop (&self->zone, &self->frame, &part, &left, &top))
    return TRUE;
  if (!engine->detector_impl->detect (engine->detector, &part, &self->options, self->boxes, error))
    return FALSE;

  for (i = 0; i < self->boxes->len; i++) {
    GstFacerecDetectFace face = { g_array_index (self->boxes, FacerecBox, i), { 0, } };

    face.box.x += left;
    face.box.y += top;
    if (engine->aligner
        && !engine->engine->aligner->landmarks (engine->aligner, &self->frame, &face.box, &face.landmarks, error))
      return FALSE;
    g_array_append_val (self->faces, face);
  }
  return TRUE;
}

/* ---- faces ---- */

static void
set_landmarks (GstFacerecMeta *meta, const GstFacerecDetectFace *face)
{
  gfloat relative[2 * FACEREC_MAX_LANDMARKS];
  guint i;

  for (i = 0; i < face->landmarks.n; i++) {
    relative[2 * i] = (face->landmarks.xy[2 * i] - face->box.x) / face->box.width;
    relative[2 * i + 1] = (face->landmarks.xy[2 * i + 1] - face->box.y) / face->box.height;
  }
  gst_facerec_meta_set_landmarks (meta, relative, 2 * face->landmarks.n);
}

GstFacerecMeta *
gst_facerec_detect_face_attach (const GstFacerecDetectFace *self, GstBuffer *buffer, guint frame_width, guint frame_height,
    const gchar *detector)
{
  GstFacerecMeta *meta = gst_facerec_buffer_add_face (buffer, self->box.x, self->box.y, self->box.width, self->box.height,
      frame_width, frame_height, self->box.score, detector);

  if (self->landmarks.n > 0)
    set_landmarks (meta, self);
  return meta;
}
