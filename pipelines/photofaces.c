/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/photofaces.h"

#include <gst/facerec/facerec.h>

#include "pipelines/frames.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"

static void
photo_face_free (gpointer data)
{
  PhotoFace *face = data;

  g_free (face->path);
  g_free (face->name);
  g_free (face->model);
  g_free (face->values);
  g_free (face);
}

static PhotoFace *
photo_face_new (const gchar *path, const GstFacerecMeta *face)
{
  PhotoFace *self = g_new0 (PhotoFace, 1);
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

  self->path = g_strdup (path);
  self->name = g_strdup (gst_facerec_meta_get_label (face));
  self->model = g_strdup (gst_facerec_meta_get_embedding_model (face));
  self->values = g_memdup2 (values, n_values * sizeof (gfloat));
  self->n_values = n_values;
  return self;
}

/* NULL: none that is described. */
static const GstFacerecMeta *
find_largest (GstBuffer *buffer)
{
  const GstFacerecMeta *largest = NULL;
  gpointer state = NULL;
  GstFacerecMeta *face;
  gsize n_values;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (gst_facerec_meta_get_embedding (face, &n_values)
        && (!largest || face->width * face->height > largest->width * largest->height))
      largest = face;
  return largest;
}

static gboolean
read_photo (const gchar *path, const Frame *frame, Analysis *analysis, GPtrArray *faces, GError **error)
{
  g_autoptr (GstBuffer) buffer = analysis_run (analysis, frame->sample, frame->still, error);
  const GstFacerecMeta *largest;
  guint n_faces;

  if (!buffer)
    return FALSE;
  largest = find_largest (buffer);
  n_faces = gst_facerec_buffer_count_faces (buffer);
  if (!largest) {
    output_problem (path, n_faces > 0 ? "its face is too poor to be compared" : "no face in it");
  } else {
    if (n_faces > 1) {
      g_autofree gchar *text = g_strdup_printf ("%u faces in it; the largest is looked for", n_faces);

      output_problem (path, text);
    }
    g_ptr_array_add (faces, photo_face_new (path, largest));
  }
  return TRUE;
}

GPtrArray *
photo_faces_read (GPtrArray *paths, Analysis *analysis, GError **error)
{
  g_autoptr (GPtrArray) faces = g_ptr_array_new_with_free_func (photo_face_free);
  const DecoderRate rate = { .interval = 1 };
  g_autoptr (Frames) frames = frames_new (paths, &rate, TRUE);
  Frame *frame;

  while ((frame = frames_next (frames, &interrupted))) {
    const gchar *path = g_ptr_array_index (paths, frame->file);
    gboolean going_on = TRUE;

    if (frame->sample)
      going_on = read_photo (path, frame, analysis, faces, error);
    else if (frame->error || frame->warning)
      output_problem (path, frame->error ? frame->error->message : frame->warning);
    frame_free (frame);
    if (!going_on)
      return NULL;
  }
  return g_steal_pointer (&faces);
}
