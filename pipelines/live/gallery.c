/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/gallery.h"

#include <errno.h>
#include <glib/gstdio.h>

#define FILE_NAME "enc.bin"

static gchar *
find_default (void)
{
  g_autofree gchar *folder = NULL;

  if (g_file_test (FILE_NAME, G_FILE_TEST_EXISTS))
    return g_strdup (FILE_NAME);
  folder = g_build_filename (g_get_user_data_dir (), "gst-facerec", NULL);
  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, FILE_NAME, NULL);
}

static gboolean
make_stand_in (LiveGallery *self, const gchar *model_id, guint dimensions, GError **error)
{
  FacerecGallery *gallery;

  self->folder = g_dir_make_tmp ("gst-facerec-XXXXXX", error);
  if (!self->folder)
    return FALSE;
  self->stand_in = g_build_filename (self->folder, FILE_NAME, NULL);
  gallery = facerec_gallery_open (self->stand_in, FACEREC_GALLERY_CREATE, model_id, dimensions, error);
  facerec_gallery_close (gallery);
  return gallery != NULL;
}

static void
count_people (LiveGallery *self, FacerecGallery *gallery)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, NULL);

  for (guint i = 0; people && i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    if (person->kind != FACEREC_PERSON)
      continue;
    self->n_people++;
    g_hash_table_add (self->people, g_utf8_normalize (person->name, -1, G_NORMALIZE_NFC));
    self->n_faces += person->n_faces;
  }
}

/* Sets the stand-in when there is none. */
static gboolean
open_or_stand_in (LiveGallery *self, gboolean must_exist, const gchar *model_id, guint dimensions, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (self->path, FACEREC_GALLERY_READ, model_id, 0, &reason);

  if (gallery) {
    count_people (self, gallery);
    return TRUE;
  }
  if (!must_exist && g_error_matches (reason, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND))
    return make_stand_in (self, model_id, dimensions, error);
  if (g_error_matches (reason, FACEREC_ERROR, FACEREC_ERROR_MISMATCH))
    g_prefix_error (&reason, "--db or --model: ");
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

LiveGallery *
live_gallery_new (const gchar *path, gboolean must_exist, const gchar *model_id, guint dimensions, GError **error)
{
  g_autoptr (LiveGallery) self = g_new0 (LiveGallery, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->path = path ? g_strdup (path) : find_default ();
  self->name = facerec_gallery_display_name (self->path);
  return open_or_stand_in (self, must_exist, model_id, dimensions, error) ? g_steal_pointer (&self) : NULL;
}

const gchar *
live_gallery_get_file (const LiveGallery *self)
{
  return self->stand_in ? self->stand_in : self->path;
}

static void
remove_stand_in (LiveGallery *self)
{
  static const gchar *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; self->folder && i < G_N_ELEMENTS (endings); i++) {
    g_autofree gchar *path = g_strconcat (self->folder, G_DIR_SEPARATOR_S FILE_NAME, endings[i], NULL);

    g_unlink (path);
  }
  if (self->folder)
    g_rmdir (self->folder);
  g_clear_pointer (&self->stand_in, g_free);
  g_clear_pointer (&self->folder, g_free);
}

void
live_gallery_note_made (LiveGallery *self)
{
  g_clear_pointer (&self->stand_in, g_free);
}

void
live_gallery_free (LiveGallery *self)
{
  if (!self)
    return;
  remove_stand_in (self);
  g_clear_pointer (&self->people, g_hash_table_unref);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}
