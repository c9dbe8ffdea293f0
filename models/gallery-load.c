/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery-backend.h"

#include <sys/stat.h>

static gboolean
load_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  FacerecEncodings *encodings = user_data;
  guint index;
  /* The whole load sees one state, so everybody is there. */
  if (facerec_encodings_find_person (encodings, person, &index))
    facerec_encodings_add_face (encodings, index, face->values);
  return TRUE;
}

/* Room for all faces, but never for more than the file can hold: a file may say anything. */
static void
reserve (FacerecGallery *self, FacerecEncodings *encodings, guint64 n_faces)
{
  struct stat st;
  if (stat (self->path, &st) == 0)
    facerec_encodings_reserve (encodings,
        (guint) MIN (n_faces, (guint64) st.st_size / (self->dimensions * sizeof (gfloat))));
}

static FacerecEncodings *
load (FacerecGallery *self, GError **error)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (self, error);
  if (people == NULL)
    return NULL;
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new (self->model_id, self->dimensions);
  guint64 n_faces = 0;
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);
    facerec_encodings_add_person (encodings, person->name, person->kind, person->own_threshold);
    n_faces += person->n_faces;
  }
  reserve (self, encodings, n_faces);
  if (!facerec_gallery_foreach_face (self, NULL, load_face, encodings, error))
    return NULL;
  facerec_encodings_seal (encodings);
  return g_steal_pointer (&encodings);
}

FacerecEncodings *
facerec_gallery_load (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->backend->begin_read (self, error))
    return NULL;
  FacerecEncodings *encodings = load (self, error);
  self->backend->end_read (self);
  return encodings;
}
