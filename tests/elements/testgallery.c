/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <math.h>

#include "models/fake.h"
#include "models/gallery.h"
#include "tests/elements/testframe.h"

/* Worked out from the fake model's description. */
void
test_describe_gray (guint8 gray, gfloat *values)
{
  const guint pairs = FACEREC_FAKE_DIMENSIONS / 6 * 3;
  guint i;

  for (i = 0; i < FACEREC_FAKE_DIMENSIONS; i++)
    values[i] = 0;
  for (i = 0; i < pairs; i++) {
    values[2 * i] = (gfloat) (cos (G_PI * gray / 255.0) / sqrt (pairs));
    values[2 * i + 1] = (gfloat) (sin (G_PI * gray / 255.0) / sqrt (pairs));
  }
}

void
test_gallery_add (const gchar *path, const gchar *person, guint8 gray)
{
  gfloat values[FACEREC_FAKE_DIMENSIONS];
  FacerecGalleryFace face = { .values = values, .quality = 1, .width = 100, .height = 100 };
  g_autoptr (GError) error = NULL;
  FacerecGallery *gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, "fake-v1", FACEREC_FAKE_DIMENSIONS,
      &error);

  g_assert_no_error (error);
  test_describe_gray (gray, values);
  facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &face, NULL, &error);
  g_assert_no_error (error);
  facerec_gallery_close (gallery);
}

gchar *
test_gallery_new (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facerec-XXXXXX", NULL);
  gchar *path = g_build_filename (folder, "enc.bin", NULL);

  g_assert_nonnull (folder);
  test_gallery_add (path, "Ann", 255);
  test_gallery_add (path, "Bob", 121);
  return path;
}

void
test_gallery_remove (gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *file = g_build_filename (folder, name, NULL);

    g_remove (file);
  }
  g_rmdir (folder);
  g_free (path);
}
