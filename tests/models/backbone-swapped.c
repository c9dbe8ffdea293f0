/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "models/backbone.h"
#include "models/modelfile.h"

/* A dlib file that another takes the place of while it is opened: what runs is what the id says, or nothing runs. */

#define FEATURES 128
#define MOST_READINGS 6 /* more than opening takes */

static gchar *folder, *published, *other, *link_path, *next_path;
static guint8 chip[FACEREC_CHIP_BYTES];

/* dlib writes integers as a count of bytes and the bytes: its first one, 1, in two bytes. So the file is no longer of the
 * published size, which is refused with any other checksum. Some of the weights change, too. */
static void
write_files (const gchar *source)
{
  g_autofree gchar *content = NULL, *changed = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &content, &size, NULL));
  /* A copy, which nobody else reads. */
  g_assert_true (g_file_set_contents (published, content, (gssize) size, NULL));
  g_assert_cmpmem (content, 2, "\1\1", 2);
  changed = g_malloc (size + 1);
  memcpy (changed, "\2\1\0", 3);
  memcpy (changed + 3, content + 2, size - 2);
  for (guint i = 0; i < 1024; i++)
    changed[size / 2 + i] ^= 1;
  g_assert_true (g_file_set_contents (other, changed, (gssize) (size + 1), NULL));
}

static void
point_at (const gchar *target)
{
  g_assert_cmpint (symlink (target, next_path), ==, 0);
  g_assert_cmpint (g_rename (next_path, link_path), ==, 0);
}

/* ---- who swaps ---- */

typedef struct {
  gint watch; /* tells when the published file is opened and closed: of equal events in a row it would tell one */
  guint after;
} Swapper;

static gpointer
swap (gpointer data)
{
  const Swapper *self = data;
  struct inotify_event event;

  for (guint n = 0; n < 2 * self->after; n++)
    if (read (self->watch, &event, sizeof event) != sizeof event || (event.mask & IN_IGNORED))
      return NULL;
  point_at (other);
  return NULL;
}

/* Opens the link, which turns to the other file after that many readings. NULL with error. */
static FacerecBackbone *
open_swapped (guint after, GError **error)
{
  Swapper swapper = { inotify_init1 (IN_CLOEXEC), after };
  FacerecBackbone *backbone;
  GThread *thread;
  gint watched;

  g_assert_cmpint (swapper.watch, >=, 0);
  /* Just changed, it is hashed anew after each reading (filedigest.h), which leaves the time to swap. */
  g_assert_cmpint (g_utime (published, NULL), ==, 0);
  point_at (published);
  watched = inotify_add_watch (swapper.watch, published, IN_OPEN | IN_CLOSE_NOWRITE);
  g_assert_cmpint (watched, >=, 0);
  thread = g_thread_new ("swap", swap, &swapper);
  backbone = facerec_backbone_open ("dlib", link_path, NULL, error);
  inotify_rm_watch (swapper.watch, watched);
  g_thread_join (thread);
  close (swapper.watch);
  return backbone;
}

/* ---- the test ---- */

static void
compute (FacerecBackbone *backbone, gfloat *features)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (facerec_backbone_compute (backbone, chip, 1, features, &error));
  g_assert_no_error (error);
}

static void
open_plain (const gchar *path, gfloat *features, gchar **id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("dlib", path, NULL, &error);

  g_assert_no_error (error);
  compute (backbone, features);
  *id = g_strdup (facerec_backbone_id (backbone));
}

static void
test_swapped (void)
{
  gfloat of_published[FEATURES], of_other[FEATURES], found[FEATURES];
  g_autofree gchar *published_id = NULL, *other_id = NULL;
  guint n_refused = 0;

  open_plain (published, of_published, &published_id);
  open_plain (other, of_other, &other_id);
  g_assert_cmpstr (published_id, !=, other_id);
  g_assert_cmpint (memcmp (of_published, of_other, sizeof found), !=, 0);
  for (guint after = 1; after <= MOST_READINGS; after++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FacerecBackbone) backbone = open_swapped (after, &error);

    g_test_message ("after %u readings: %s", after, backbone ? facerec_backbone_id (backbone) : error->message);
    if (backbone) {
      const gboolean is_other = strcmp (facerec_backbone_id (backbone), other_id) == 0;

      compute (backbone, found);
      g_assert_cmpmem (found, sizeof found, is_other ? of_other : of_published, sizeof found);
    } else {
      g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH);
      n_refused++;
    }
  }
  g_assert_cmpuint (n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  g_autofree gchar *source = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = facerec_model_file_find (NULL, "dlib_face_recognition_resnet_model_v1.dat", NULL);
  if (!source) {
    g_print ("1..0 # SKIP dlib's model file is not there: models/fetch.sh brings it\n");
    return 0;
  }
  folder = g_dir_make_tmp ("swapped-XXXXXX", NULL);
  published = g_build_filename (folder, "published.dat", NULL);
  other = g_build_filename (folder, "other.dat", NULL);
  link_path = g_build_filename (folder, "net.dat", NULL);
  next_path = g_build_filename (folder, "next.dat", NULL);
  for (guint i = 0; i < FACEREC_CHIP_BYTES; i++)
    chip[i] = (guint8) (i / 3 % FACEREC_CHIP_SIZE + i / 3 / FACEREC_CHIP_SIZE * (i % 3));
  write_files (source);
  g_test_add_func ("/backbone/swapped", test_swapped);
  result = g_test_run ();
  g_unlink (published);
  g_unlink (other);
  g_unlink (link_path);
  g_rmdir (folder);
  g_free (folder);
  g_free (other);
  g_free (link_path);
  g_free (next_path);
  g_free (published);
  return result;
}
