/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/spans.h"

#include <math.h>

#include <gst/facerec/facerec.h>

#include "pipelines/batch/timeline.h"

struct _BatchSpans {
  FacerecTimeline *timeline;
  gint64 bridge_ns;
  GArray *faces; /* FacerecTimelineFace, of the present frame */
};

BatchSpans *
batch_spans_new (gint64 bridge_ns)
{
  BatchSpans *self = g_new0 (BatchSpans, 1);

  self->timeline = facerec_timeline_new (bridge_ns);
  self->bridge_ns = bridge_ns;
  self->faces = g_array_new (FALSE, FALSE, sizeof (FacerecTimelineFace));
  return self;
}

static void
add_face (GArray *faces, const GstFacerecMeta *face)
{
  GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  const guint64 track = gst_facerec_meta_get_track_id (face);
  const guint age = gst_facerec_meta_get_box_age (face);
  FacerecTimelineFace added = {
    .track = track == GST_FACEREC_NO_TRACK ? FACEREC_TIMELINE_NO_TRACK : track,
    .label = gst_facerec_meta_get_label (face),
    .stranger = identity ? gst_facerec_identity_get_stranger (identity) : NULL,
    .decided = identity && gst_facerec_identity_get_reason (identity) != GST_FACEREC_REASON_UNDECIDED
        && gst_facerec_identity_get_reason (identity) != GST_FACEREC_REASON_LOW_QUALITY,
    .confidence = identity && gst_facerec_identity_get_label (identity)
        ? gst_facerec_identity_get_confidence (identity) : (gdouble) NAN,
    .quality = gst_facerec_meta_get_overall_quality (face),
    .measured = age == 0,
    /* Since the last search nobody has looked. What facetrack adds after a search in vain does not count. */
    .seen = age > 0 && g_strcmp0 (gst_facerec_meta_get_detector (face), "facetrack") != 0,
    .x = face->x, .y = face->y, .width = face->width, .height = face->height,
  };

  g_array_append_val (faces, added);
}

guint
batch_spans_add_frame (BatchSpans *self, GstBuffer *buffer, guint64 number, gint64 time_ns, gint64 duration_ns)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  g_array_set_size (self->faces, 0);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    add_face (self->faces, face);
  facerec_timeline_add (self->timeline, number, time_ns, duration_ns, (FacerecTimelineFace *) self->faces->data,
      self->faces->len);
  return self->faces->len;
}

FacerecTimeline *
batch_spans_get_timeline (BatchSpans *self)
{
  return self->timeline;
}

gboolean
batch_spans_write (BatchSpans *self, const gchar *folder, BatchFilm *film, BatchIndex *index, GError **error)
{
  g_autoptr (GPtrArray) spans = facerec_timeline_get_spans (self->timeline);
  const gint64 id = batch_index_film_id (film->path);

  film->n_spans = spans->len;
  for (guint i = 0; i < spans->len; i++)
    if (!batch_index_add_span (index, id, i + 1, g_ptr_array_index (spans, i), error))
      return FALSE;
  return batch_timeline_write (folder, film, self->bridge_ns, spans, error);
}

void
batch_spans_free (BatchSpans *self)
{
  if (!self)
    return;
  facerec_timeline_free (self->timeline);
  g_array_unref (self->faces);
  g_free (self);
}
