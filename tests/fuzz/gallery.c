/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fuzz target: a gallery file of arbitrary bytes is refused by an error or read as sound values; one that the
 * self-check has nothing against also takes another face and keeps it. */

#include "models/gallery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gchar *path;

static void
remove_files (void)
{
  static const gchar *const endings[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree gchar *name = g_strconcat (path, endings[i], NULL);

    g_unlink (name);
  }
}

/* In memory where there is such a folder: thousands of inputs a second are synced. */
static void
write_input (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;

  if (path == NULL) {
    path = g_strdup_printf ("%s/facerec-fuzz-%d", g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir (),
        (int) getpid ());
    atexit (remove_files);
  }
  remove_files ();
  if (!g_file_set_contents_full (path, (const gchar *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    g_error ("%s", error->message);
}

static void
require (gboolean holds, const gchar *what)
{
  if (!holds)
    g_error ("broken: %s", what);
}

static gboolean
require_sound_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  const guint dimensions = *(const guint *) user_data;

  /* A name with a dot in front is not given any more but may be there. */
  require (*person == '.' || facerec_gallery_check_name (person, NULL), "a face's person has a name that can be stored");
  for (guint i = 0; i < dimensions; i++)
    require (isfinite (face->values[i]), "values are finite");
  require (isfinite (face->x) && isfinite (face->width) && face->width >= 0, "a box is a box");
  require (face->sha256 == NULL || strlen (face->sha256) == 64, "a SHA-256 has 64 digits");
  return TRUE;
}

/* The number of faces, -1 when it does not load. */
static gint64
load (FacerecGallery *gallery)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, &error);

  require ((encodings == NULL) == (error != NULL), "an error is set when nothing is returned, and only then");
  if (encodings == NULL) {
    require (error->domain == FACEREC_ERROR && g_str_has_prefix (error->message, path), "an error names the path");
    return -1;
  }
  require (facerec_encodings_get_dimensions (encodings) == facerec_gallery_get_dimensions (gallery), "one dimension");
  return facerec_encodings_get_n_faces (encodings);
}

/* Returns the number of faces when there is nothing to find fault with, else -1. */
static gint64
read_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_autoptr (GPtrArray) issues = NULL;
  guint dimensions;
  gint64 n_faces;

  require ((gallery == NULL) == (error != NULL), "an error is set when nothing is returned, and only then");
  if (gallery == NULL)
    return -1;
  dimensions = facerec_gallery_get_dimensions (gallery);
  require (dimensions >= 1 && dimensions <= FACEREC_MAX_DIMENSIONS, "1..4096 dimensions");
  n_faces = load (gallery);
  facerec_gallery_foreach_face (gallery, NULL, require_sound_face, &dimensions, NULL);
  issues = facerec_gallery_check (gallery, NULL);
  for (guint i = 0; issues != NULL && i < issues->len; i++) {
    const FacerecGalleryIssue *issue = g_ptr_array_index (issues, i);

    require (g_utf8_validate (issue->text, -1, NULL), "a finding is text");
    if (issue->kind == FACEREC_GALLERY_ISSUE_FILE || issue->kind == FACEREC_GALLERY_ISSUE_DAMAGED)
      return -1;
  }
  return issues != NULL ? n_faces : -1;
}

static void
change (gint64 n_faces)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_WRITE, NULL, 0, &error);
  g_autofree gfloat *values = NULL;
  FacerecGalleryFace face = { .quality = NAN };

  if (gallery == NULL)
    return;
  values = g_new0 (gfloat, facerec_gallery_get_dimensions (gallery));
  values[0] = 1;
  face.values = values;
  if (facerec_gallery_add_face (gallery, "somebody new", FACEREC_PERSON, &face, NULL, &error))
    require (n_faces < 0 || load (gallery) == n_faces + 1, "a face that was added is there");
  facerec_gallery_remove (gallery, "Anna", NULL);
  facerec_gallery_merge (gallery, "Bob", "somebody new", NULL);
  load (gallery);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  write_input (data, size);
  change (read_all ());
  return 0;
}
