/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/faces.h"

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "pipelines/output.h"

struct _LiveFaces {
  GstPad *pad;
  gulong probe;
  gchar *json_name;
  guint64 max_frames;

  GMutex lock;
  GstBuffer *newest;
  guint64 n_frames;
  gint64 last_time;
};

/* FALSE: nobody reads any more. */
static gboolean
write_json (LiveFaces *self, GstBuffer *buffer, guint64 number)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (self->pad);
  GstEvent *event = gst_pad_get_sticky_event (self->pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment = NULL;
  g_autofree gchar *line = NULL;
  gboolean read = TRUE;
  GstBuffer *stamped;
  GstVideoInfo info;

  if (event)
    gst_event_parse_segment (event, &segment);
  if (caps && gst_video_info_from_caps (&info, caps)) {
    /* The pixels are shared. */
    stamped = gst_buffer_copy (buffer);
    if (segment && segment->format == GST_FORMAT_TIME)
      GST_BUFFER_PTS (stamped) = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
    line = gst_facerec_buffer_to_json (stamped, self->json_name, number, info.width, info.height,
        GST_FACEREC_JSON_DEFAULT);
    read = output_line (line);
    gst_buffer_unref (stamped);
  }
  if (event)
    gst_event_unref (event);
  return read;
}

static void
tell_enough (LiveFaces *self)
{
  g_autoptr (GstElement) element = gst_pad_get_parent_element (self->pad);

  if (element)
    gst_element_post_message (element,
        gst_message_new_application (GST_OBJECT (element), gst_structure_new_empty (LIVE_FACES_ENOUGH)));
}

/* Only the faces are kept: a buffer of a camera's few must go back to it. */
static GstBuffer *
copy_faces (GstBuffer *buffer)
{
  GstBuffer *copy = gst_buffer_new ();

  gst_buffer_copy_into (copy, buffer, GST_BUFFER_COPY_META | GST_BUFFER_COPY_TIMESTAMPS, 0, -1);
  return copy;
}

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  LiveFaces *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info), *newest = copy_faces (buffer);
  gboolean read = TRUE;
  guint64 number;

  g_mutex_lock (&self->lock);
  number = self->n_frames++;
  self->last_time = g_get_monotonic_time ();
  gst_buffer_replace (&self->newest, newest);
  g_mutex_unlock (&self->lock);
  gst_buffer_unref (newest);
  /* Those on their way when it was enough are none of what was asked for. */
  if (self->json_name && (self->max_frames == 0 || number < self->max_frames))
    read = write_json (self, buffer, number);
  if (!read || number + 1 == self->max_frames)
    tell_enough (self);
  return GST_PAD_PROBE_OK;
}

LiveFaces *
live_faces_new (GstPad *pad, const gchar *json_name, guint64 max_frames)
{
  LiveFaces *self = g_new0 (LiveFaces, 1);

  g_mutex_init (&self->lock);
  self->json_name = g_strdup (json_name);
  self->max_frames = max_frames;
  self->pad = gst_object_ref (pad);
  self->probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, self, NULL);
  return self;
}

void
live_faces_free (LiveFaces *self)
{
  if (!self)
    return;
  gst_pad_remove_probe (self->pad, self->probe);
  gst_object_unref (self->pad);
  gst_buffer_replace (&self->newest, NULL);
  g_mutex_clear (&self->lock);
  g_free (self->json_name);
  g_free (self);
}

static const GstFacerecMeta *
find_largest (GstBuffer *buffer, gboolean named)
{
  const GstFacerecMeta *face, *largest = NULL;
  gpointer state = NULL;
  gfloat area = 0;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    gfloat x, y, width, height;

    gst_facerec_meta_get_box (face, &x, &y, &width, &height);
    if (width * height > area && (!named || gst_facerec_meta_get_label (face))) {
      area = width * height;
      largest = face;
    }
  }
  return largest;
}

LiveFace *
live_faces_get_largest (LiveFaces *self, gboolean named)
{
  const GstFacerecMeta *largest = NULL;
  const GstFacerecIdentity *identity;
  LiveFace *face = NULL;

  g_mutex_lock (&self->lock);
  if (self->newest)
    largest = find_largest (self->newest, named);
  if (largest) {
    face = g_new0 (LiveFace, 1);
    face->track_id = gst_facerec_meta_get_track_id (largest);
    face->label = g_strdup (gst_facerec_meta_get_label (largest));
    identity = gst_facerec_meta_get_identity (largest);
    face->stranger = identity ? g_strdup (gst_facerec_identity_get_stranger (identity)) : NULL;
    face->n_in_view = gst_facerec_buffer_count_faces (self->newest);
  }
  g_mutex_unlock (&self->lock);
  return face;
}

gboolean
live_faces_has_track (LiveFaces *self, guint64 track_id)
{
  const GstFacerecMeta *face;
  gpointer state = NULL;
  gboolean found = FALSE;

  g_mutex_lock (&self->lock);
  while (self->newest && !found && (face = gst_facerec_buffer_iterate_faces (self->newest, &state)))
    found = gst_facerec_meta_get_track_id (face) == track_id;
  g_mutex_unlock (&self->lock);
  return found;
}

void
live_face_free (LiveFace *face)
{
  if (!face)
    return;
  g_free (face->label);
  g_free (face->stranger);
  g_free (face);
}

guint64
live_faces_count_frames (LiveFaces *self)
{
  guint64 n_frames;

  g_mutex_lock (&self->lock);
  n_frames = self->n_frames;
  g_mutex_unlock (&self->lock);
  return n_frames;
}

gint64
live_faces_get_last_time (LiveFaces *self)
{
  gint64 last_time;

  g_mutex_lock (&self->lock);
  last_time = self->last_time;
  g_mutex_unlock (&self->lock);
  return last_time;
}
