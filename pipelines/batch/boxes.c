/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/boxes.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include <gst/facerec/facerec.h>

#include "models/error.h"

typedef struct {
  guint64 number;
  guint32 n_faces;
} Head;

typedef struct {
  gfloat x, y, width, height, score;
  guint64 track;
} Box;

struct _BatchBoxes {
  FILE *file;
  gchar *folder;
  Head next;     /* read ahead; its boxes are next in the file */
  gboolean more; /* there is a next */
  GArray *boxes; /* Box, of the frame before it */
};

static gboolean
fail (BatchBoxes *self, GError **error)
{
  const gint code = errno;

  g_set_error (error, FACEREC_ERROR, code == ENOSPC ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
      "%s: the places of faces cannot be kept: %s", self->folder, g_strerror (code));
  return FALSE;
}

BatchBoxes *
batch_boxes_new (const gchar *folder, GError **error)
{
  g_autoptr (BatchBoxes) self = g_new0 (BatchBoxes, 1);
  g_autofree gchar *path = g_build_filename (folder, "boxes", NULL);

  self->folder = g_strdup (folder);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  self->file = fopen (path, "w+e");
  if (!self->file) {
    fail (self, error);
    return NULL;
  }
  unlink (path);
  return g_steal_pointer (&self);
}

gboolean
batch_boxes_add (BatchBoxes *self, guint64 number, GstBuffer *buffer, GError **error)
{
  const Head head = { number, gst_facerec_buffer_count_faces (buffer) };
  gboolean written = fwrite (&head, sizeof head, 1, self->file) == 1;
  gpointer state = NULL;
  GstFacerecMeta *face;

  while (written && (face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    const Box box = { face->x, face->y, face->width, face->height, gst_facerec_meta_get_score (face),
      gst_facerec_meta_get_track_id (face) };

    written = fwrite (&box, sizeof box, 1, self->file) == 1;
  }
  return written || fail (self, error);
}

static void
read_head (BatchBoxes *self)
{
  self->more = fread (&self->next, sizeof self->next, 1, self->file) == 1;
}

gboolean
batch_boxes_rewind (BatchBoxes *self, GError **error)
{
  if (fflush (self->file) != 0 || fseek (self->file, 0, SEEK_SET) != 0)
    return fail (self, error);
  read_head (self);
  return TRUE;
}

static void
put (const Box *box, const FacerecTimeline *timeline, GstBuffer *buffer, guint width, guint height)
{
  const gchar *label = NULL, *stranger = NULL;
  GstFacerecMeta *face;
  GstFacerecIdentity *identity;

  if (box->width <= 0 || box->height <= 0)
    return;
  face = gst_facerec_buffer_add_face (buffer, box->x, box->y, box->width, box->height, width, height, box->score, NULL);
  if (box->track == GST_FACEREC_NO_TRACK || !facerec_timeline_get_name (timeline, box->track, &label, &stranger))
    return;
  identity = gst_facerec_identity_new (label, label ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR, NAN, NAN, 0, 0);
  if (stranger)
    gst_facerec_identity_set_stranger (identity, stranger);
  gst_facerec_meta_set_track (face, box->track, 0);
  gst_facerec_meta_set_identity (face, identity);
  gst_facerec_identity_unref (identity);
}

void
batch_boxes_put (BatchBoxes *self, guint64 number, const FacerecTimeline *timeline, GstBuffer *buffer, guint width,
    guint height)
{
  while (self->more && self->next.number <= number) {
    g_array_set_size (self->boxes, self->next.n_faces);
    if (fread (self->boxes->data, sizeof (Box), self->next.n_faces, self->file) != self->next.n_faces)
      g_array_set_size (self->boxes, 0);
    read_head (self);
  }
  for (guint i = 0; i < self->boxes->len; i++)
    put (&g_array_index (self->boxes, Box, i), timeline, buffer, width, height);
}

void
batch_boxes_free (BatchBoxes *self)
{
  if (!self)
    return;
  if (self->file)
    fclose (self->file);
  g_array_unref (self->boxes);
  g_free (self->folder);
  g_free (self);
}
