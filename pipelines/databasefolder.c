/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/databasefolder.h"

#include <errno.h>

#include "models/error.h"
#include "models/gallery.h"
#include "pipelines/filelist.h"

static void
add_entry (GPtrArray *entries, const gchar *path, const gchar *identity, gboolean bad_name, const gchar *reason)
{
  DatabaseEntry *entry = g_new0 (DatabaseEntry, 1);

  entry->path = g_strdup (path);
  entry->identity = g_strdup (identity);
  entry->bad_name = bad_name;
  entry->reason = g_strdup (reason);
  g_ptr_array_add (entries, entry);
}

/* Some file systems spell an accented letter as two characters: one person must not become two. */
static gchar *
check_identity (const gchar *name, GError **error)
{
  g_autofree gchar *normal = g_utf8_validate (name, -1, NULL) ? g_utf8_normalize (name, -1, G_NORMALIZE_NFC) : NULL;

  if (!facerec_gallery_check_name (normal ? normal : name, error))
    return NULL;
  return g_steal_pointer (&normal);
}

static void
read_person (const gchar *folder, const gchar *name, GPtrArray *entries)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *identity = check_identity (name, &error);
  g_autoptr (GPtrArray) images = NULL;

  if (!identity) {
    add_entry (entries, folder, NULL, TRUE, error->message);
    return;
  }
  images = file_list_folder (folder, &error);
  if (!images) {
    add_entry (entries, folder, NULL, FALSE, error->message);
    return;
  }
  for (guint i = 0; i < images->len; i++) {
    g_autofree gchar *path = g_build_filename (folder, g_ptr_array_index (images, i), NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      add_entry (entries, path, NULL, FALSE, "a folder inside of a person's folder");
    else
      add_entry (entries, path, identity, FALSE, NULL);
  }
}

gboolean
database_folder_read (const gchar *folder, GPtrArray *entries, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: %s; enroll takes a FOLDER of people with their photos in it, FOLDER/NAME/photo.jpg", folder,
        g_file_test (folder, G_FILE_TEST_EXISTS) ? "is no folder" : "there is no such folder");
    return FALSE;
  }
  if (!(names = file_list_folder (folder, error)))
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    const gchar *name = g_ptr_array_index (names, i);
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      read_person (path, name, entries);
    else
      add_entry (entries, path, NULL, FALSE, "not in a person's folder");
  }
  return TRUE;
}

gboolean
database_files_read (gchar **files, const gchar *identity, GPtrArray *entries, GError **error)
{
  g_autofree gchar *name = check_identity (identity, error);
  g_autoptr (GPtrArray) paths = NULL;

  if (!name || !(paths = file_list_expand (files, error)))
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    add_entry (entries, g_ptr_array_index (paths, i), name, FALSE, NULL);
  return TRUE;
}

void
database_entry_free (DatabaseEntry *entry)
{
  g_free (entry->path);
  g_free (entry->identity);
  g_free (entry->reason);
  g_free (entry);
}
