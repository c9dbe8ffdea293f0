/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery-backend.h"

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

static FacerecEncodings *
load (FacerecGallery *self, GError **error)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (self, error);
  if (people == NULL)
    return NULL;
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new (self->model_id, self->dimensions);
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);
    facerec_encodings_add_person (encodings, person->name, person->kind, person->own_threshold);
  }
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
