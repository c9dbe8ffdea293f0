/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The faces of a buffer: adding, finding and removing them. */

#include "gstfacerecmeta-private.h"
#include "gstfacerecroi-private.h"

#include <math.h>

GstFacerecMeta *
gst_facerec_buffer_add_face (GstBuffer *buffer, gfloat x, gfloat y, gfloat width, gfloat height, guint frame_width,
    guint frame_height, gfloat score, const gchar *detector)
{
  GstFacerecMeta *self;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), NULL);
  g_return_val_if_fail (isfinite (x) && isfinite (y), NULL);
  g_return_val_if_fail (width > 0 && height > 0 && isfinite (width) && isfinite (height), NULL);
  g_return_val_if_fail (frame_width > 0 && frame_height > 0, NULL);

  self = (GstFacerecMeta *) gst_buffer_add_meta (buffer, GST_FACEREC_META_INFO, NULL);
  if (self == NULL)
    return NULL;
  self->id = (gint) gst_util_seqnum_next ();
  self->x = x;
  self->y = y;
  self->width = width;
  self->height = height;
  self->frame_width = frame_width;
  self->frame_height = frame_height;
  self->score = score;
  gst_facerec_meta_set_origin (self, detector, FALSE);
  return self;
}

GstFacerecMeta *
gst_facerec_buffer_iterate_faces (GstBuffer *buffer, gpointer *state)
{
  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);
  g_return_val_if_fail (state != NULL, NULL);

  return (GstFacerecMeta *) gst_buffer_iterate_meta_filtered (buffer, state, GST_FACEREC_META_API_TYPE);
}

GPtrArray *
gst_facerec_buffer_get_faces (GstBuffer *buffer)
{
  GPtrArray *faces;
  GstFacerecMeta *face;
  gpointer state = NULL;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);

  faces = g_ptr_array_new ();
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)) != NULL)
    g_ptr_array_add (faces, face);
  return faces;
}

guint
gst_facerec_buffer_count_faces (GstBuffer *buffer)
{
  g_return_val_if_fail (GST_IS_BUFFER (buffer), 0);

  return gst_buffer_get_n_meta (buffer, GST_FACEREC_META_API_TYPE);
}

GstFacerecMeta *
gst_facerec_buffer_find_face (GstBuffer *buffer, gint id)
{
  GstFacerecMeta *face;
  gpointer state = NULL;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)) != NULL) {
    if (face->id == id)
      return face;
  }
  return NULL;
}

/* Removes the regions that we made of faces; those that were adopted only lose what we wrote into them. only: the one face
 * whose region it is to be, NULL: every face's. */
static gboolean
remove_mirror (GstBuffer *buffer, GstMeta **meta, gpointer only)
{
  GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) *meta;
  const GstFacerecMeta *face;

  if ((*meta)->info->api != GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE || !gst_facerec_region_is_face (region))
    return TRUE;

  face = gst_facerec_buffer_find_face (buffer, region->id);
  if (face == NULL || (only != NULL && face != only))
    return TRUE;
  if (gst_facerec_meta_is_adopted (face))
    gst_facerec_region_remove_params (region, face);
  else
    *meta = NULL;
  return TRUE;
}

static gboolean
remove_face (GstBuffer *buffer, GstMeta **meta, gpointer unused)
{
  if ((*meta)->info->api == GST_FACEREC_META_API_TYPE)
    *meta = NULL;
  return TRUE;
}

guint
gst_facerec_buffer_remove_faces (GstBuffer *buffer)
{
  guint n_faces;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), 0);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), 0);

  n_faces = gst_facerec_buffer_count_faces (buffer);
  if (n_faces > 0) {
    gst_buffer_foreach_meta (buffer, remove_mirror, NULL);
    gst_buffer_foreach_meta (buffer, remove_face, NULL);
  }
  return n_faces;
}

void
gst_facerec_buffer_remove_face (GstBuffer *buffer, GstFacerecMeta *face)
{
  g_return_if_fail (GST_IS_BUFFER (buffer));
  g_return_if_fail (gst_buffer_is_writable (buffer));
  g_return_if_fail (face != NULL);

  gst_buffer_foreach_meta (buffer, remove_mirror, face);
  gst_buffer_remove_meta (buffer, &face->meta);
}
