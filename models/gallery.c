/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/backend.h"

#include "models/gallery/address.h"

#include <sys/stat.h>

/* A file written this short ago may be written again without its time moving: the kernel's clock ticks every 1..10
 * ms. */
#define RACY_NS (50 * G_GINT64_CONSTANT (1000000))

/* NULL: error is set. */
static const FacerecGalleryBackend *
find_backend (const gchar *path, GError **error)
{
  if (!facerec_gallery_is_shared (path))
    return &facerec_gallery_sqlite;
#ifdef HAVE_POSTGRES
  return &facerec_gallery_postgres;
#else
  g_autofree gchar *name = facerec_gallery_display_name (path);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
      "%s: this build knows no PostgreSQL: install libpq-dev and build with -Dpostgres=enabled", name);
  return NULL;
#endif
}

FacerecGallery *
facerec_gallery_open (const gchar *path, FacerecGalleryMode mode, const gchar *model_id, guint dimensions,
    GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (mode != FACEREC_GALLERY_CREATE || model_id != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (*path == '\0') {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "no gallery file is named");
    return NULL;
  }
  if (mode == FACEREC_GALLERY_CREATE && (dimensions < 1 || dimensions > FACEREC_MAX_DIMENSIONS)) {
    g_autofree gchar *name = facerec_gallery_display_name (path);
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: embeddings of %u values cannot be kept, only 1..%d",
        name, dimensions, FACEREC_MAX_DIMENSIONS);
    return NULL;
  }
  const FacerecGalleryBackend *backend = find_backend (path, error);
  g_autoptr (FacerecGallery) self = backend != NULL ? backend->open (path, mode, model_id, dimensions, error) : NULL;
  if (self == NULL)
    return NULL;
  if (model_id != NULL && g_strcmp0 (model_id, self->model_id) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
        "%s: was made with the model '%s', the faces come from '%s': enrol anew, or use the model it was made with",
        self->path, self->model_id, model_id);
    return NULL;
  }
  if (dimensions != 0 && dimensions != self->dimensions) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
        "%s: holds embeddings of %u values, made with the model '%s', those of '%s' have %u", self->path, self->dimensions,
        self->model_id, model_id != NULL ? model_id : "this model", dimensions);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
facerec_gallery_close (FacerecGallery *self)
{
  if (self != NULL)
    self->backend->close (self);
}

void
facerec_gallery_set_give_up (FacerecGallery *self, const gint *give_up)
{
  g_return_if_fail (self != NULL);
  self->give_up = give_up;
  if (self->backend->give_up_changed != NULL)
    self->backend->give_up_changed (self);
}

const gchar *
facerec_gallery_get_model_id (FacerecGallery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->model_id;
}

guint
facerec_gallery_get_dimensions (FacerecGallery *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->dimensions;
}

gchar *
facerec_gallery_negative_name (const gchar *person)
{
  g_return_val_if_fail (person != NULL, NULL);
  return g_strconcat (FACEREC_NEGATIVE_PREFIX, person, NULL);
}

static void
person_free (gpointer data)
{
  FacerecGalleryPerson *person = data;
  g_free (person->name);
  g_free (person);
}

typedef struct {
  FacerecGallery *gallery;
  GPtrArray *people;
  GError *error;
} Listing;

static gboolean
list_person (const FacerecGalleryPerson *person, const gchar *problem, gpointer user_data)
{
  Listing *listing = user_data;
  if (problem != NULL) {
    g_set_error (&listing->error, FACEREC_ERROR, FACEREC_ERROR_READ,
        "%s: is damaged: person %" G_GINT64_FORMAT " cannot be used: %s; 'gst-facerec gallery check' lists all damage",
        listing->gallery->path, person->id, problem);
    return FALSE;
  }
  FacerecGalleryPerson *copy = g_memdup2 (person, sizeof *person);
  copy->name = g_strdup (person->name);
  g_ptr_array_add (listing->people, copy);
  return TRUE;
}

GPtrArray *
facerec_gallery_list_people (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  Listing listing = { self, people, NULL };
  if (!self->backend->foreach_person (self, list_person, &listing, error))
    return NULL;
  if (listing.error != NULL) {
    g_propagate_error (error, listing.error);
    return NULL;
  }
  return g_steal_pointer (&people);
}

typedef struct {
  FacerecGallery *gallery;
  FacerecGalleryFaceFunc func;
  gpointer user_data;
  GError *error;
} FaceWalk;

static gboolean
walk_face (const gchar *person, const FacerecGalleryFace *face, const gchar *problem, gpointer user_data)
{
  FaceWalk *walk = user_data;
  if (problem == NULL)
    return walk->func (person, face, walk->user_data);
  g_set_error (&walk->error, FACEREC_ERROR, FACEREC_ERROR_READ,
      "%s: is damaged: face %" G_GINT64_FORMAT " of '%s' cannot be used: %s; "
      "'gst-facerec gallery check' lists all damage",
      walk->gallery->path, face->id, person != NULL ? person : "nobody", problem);
  return FALSE;
}

gboolean
facerec_gallery_foreach_face (FacerecGallery *self, const gchar *person, FacerecGalleryFaceFunc func,
    gpointer user_data, GError **error)
{
  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  FaceWalk walk = { self, func, user_data, NULL };
  if (!self->backend->foreach_face (self, person, walk_face, &walk, error))
    return FALSE;
  if (walk.error != NULL) {
    g_propagate_error (error, walk.error);
    return FALSE;
  }
  return TRUE;
}

gboolean
facerec_gallery_listen (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (self->backend->listen != NULL)
    return self->backend->listen (self, error);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: nobody tells of changes of a file", self->path);
  return FALSE;
}

FacerecGalleryChange
facerec_gallery_wait (FacerecGallery *self, guint timeout_ms, GError **error)
{
  g_return_val_if_fail (self != NULL && self->backend->wait != NULL, FACEREC_GALLERY_CHANGE_NONE);
  return self->backend->wait (self, timeout_ms, error);
}

static guint64
mix (guint64 hash, guint64 value)
{
  /* FNV-1a over the bytes. */
  for (guint i = 0; i < 8; i++, value >>= 8)
    hash = (hash ^ (value & 0xff)) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

guint64
facerec_gallery_stamp (const gchar *path)
{
  g_return_val_if_fail (path != NULL, 0);

  struct stat st;
  if (stat (path, &st) != 0)
    return 0;
  const gint64 changed_ns = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  hash = mix (hash, st.st_dev);
  hash = mix (hash, st.st_ino);
  hash = mix (hash, st.st_size);
  hash = mix (hash, changed_ns);
  hash = mix (hash, (gint64) st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec);
  const gint64 age_ns = g_get_real_time () * 1000 - changed_ns;
  if (age_ns >= 0 && age_ns < RACY_NS)
    hash = mix (hash, age_ns);
  return hash != 0 ? hash : 1;
}
