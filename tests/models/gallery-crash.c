/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writers that are killed, and writers that write at once: what was acknowledged is there. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/gallery.h"
#include "galleryfile.h"

#define N_KILLS 20
#define FACES_A_TRANSACTION 3

/* A face whose time is its number, so that it can be found again. */
static gboolean
add_number (FacerecGallery *gallery, const gchar *person, gint64 number, GError **error)
{
  gfloat values[GALLERY_FILE_DIMENSIONS];
  for (guint i = 0; i < GALLERY_FILE_DIMENSIONS; i++)
    values[i] = 1 + (gfloat) ((number >> i) & 1) + (gfloat) number * 1e-3f;
  const FacerecGalleryFace face = { .values = values, .quality = NAN, .time_us = number };
  return facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &face, NULL, error);
}

/* Runs in a child until it is killed, or till last; a number goes to fd when its transaction is committed. */
static gboolean
write_faces (const gchar *path, const gchar *person, gint64 first, gint64 last, gint64 step, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, GALLERY_FILE_MODEL,
      GALLERY_FILE_DIMENSIONS, &error);
  for (gint64 number = first; gallery != NULL && number < last; number += step) {
    if (!facerec_gallery_begin (gallery, &error))
      break;
    for (gint64 i = 0; i < step && error == NULL; i++)
      add_number (gallery, person, number + i, &error);
    if (error != NULL || !facerec_gallery_commit (gallery, &error))
      break;
    for (gint64 i = number; i < number + step; i++)
      if (write (fd, &i, sizeof i) != sizeof i)
        return FALSE;
  }
  if (error != NULL)
    g_printerr ("# %s\n", error->message);
  return error == NULL;
}

static pid_t
start_writer (const gchar *path, const gchar *person, gint64 first, gint64 last, gint64 step, int *read_end)
{
  int ends[2];
  g_assert_cmpint (pipe (ends), ==, 0);
  const pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    close (ends[0]);
    _exit (write_faces (path, person, first, last, step, ends[1]) ? 0 : 1);
  }
  close (ends[1]);
  *read_end = ends[0];
  return child;
}

/* At most n numbers; waits for them while there is a writer. */
static void
read_some (int fd, guint n, GHashTable *acknowledged, gint64 *next)
{
  gint64 number;
  gssize length = 0;
  while (n-- > 0 && (length = read (fd, &number, sizeof number)) == sizeof number) {
    g_hash_table_add (acknowledged, g_memdup2 (&number, sizeof number));
    *next = MAX (*next, number + 1);
  }
  g_assert_true (length == 0 || length == sizeof number);
}

static void
read_rest (int fd, GHashTable *acknowledged, gint64 *next)
{
  read_some (fd, G_MAXUINT, acknowledged, next);
  close (fd);
}

static gboolean
forget (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  g_hash_table_remove (user_data, &face->time_us);
  return TRUE;
}

static GHashTable *
copy_set (GHashTable *set)
{
  GHashTable *copy = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer number;
  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    g_hash_table_add (copy, g_memdup2 (number, sizeof (gint64)));
  return copy;
}

/* Opened for reading, which must be able to undo what was interrupted. */
static void
assert_all_there (const gchar *path, GHashTable *acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, GALLERY_FILE_MODEL,
      GALLERY_FILE_DIMENSIONS, &error);
  g_assert_no_error (error);
  g_autoptr (GHashTable) missing = copy_set (acknowledged);
  g_assert_true (facerec_gallery_foreach_face (gallery, NULL, forget, missing, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (missing), ==, 0);
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < issues->len; i++) {
    const FacerecGalleryIssue *issue = g_ptr_array_index (issues, i);
    g_assert_cmpint (issue->kind, !=, FACEREC_GALLERY_ISSUE_FILE);
    g_assert_cmpint (issue->kind, !=, FACEREC_GALLERY_ISSUE_DAMAGED);
  }
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, &error);
  g_assert_no_error (error);
  /* A transaction is there whole or not at all. */
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings) % FACES_A_TRANSACTION, ==, 0);
}

static void
test_killed_writers_lose_nothing (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  g_autofree gchar *journal = g_strconcat (path, "-journal", NULL);
  g_autoptr (GHashTable) acknowledged = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint n_interrupted = 0, n_opened = 0;
  gint64 next = 0;
  for (guint i = 0; i < N_KILLS; i++) {
    int fd;
    const pid_t child = start_writer (path, "Anna", next, G_MAXINT64, FACES_A_TRANSACTION, &fd);
    /* The first ones fall into its making, the others somewhere after some changes, however slow they are. */
    if (i >= N_KILLS / 4)
      read_some (fd, (guint) g_rand_int_range (random, 1, 12), acknowledged, &next);
    g_usleep ((gulong) g_rand_int_range (random, 0, 12000));
    g_assert_cmpint (kill (child, SIGKILL), ==, 0);
    g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
    read_rest (fd, acknowledged, &next);
    n_interrupted += g_file_test (journal, G_FILE_TEST_EXISTS);
    if (g_hash_table_size (acknowledged) == 0 && (gallery_file_is_shared () || !g_file_test (path, G_FILE_TEST_EXISTS)))
      continue;
    n_opened++;
    assert_all_there (path, acknowledged);
    next += FACES_A_TRANSACTION; /* committed but not acknowledged, perhaps */
  }
  g_test_message ("%u faces acknowledged, %u of %u kills within a change", g_hash_table_size (acknowledged),
      n_interrupted, N_KILLS);
  g_assert_cmpuint (g_hash_table_size (acknowledged), >, 20);
  g_assert_cmpuint (n_opened, >, 10);
  gallery_folder_remove (folder);
}

static void
test_writers_at_once_lose_nothing (void)
{
  static const gchar *const names[] = { "Anna", "Bob", "Cem" };
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  g_autoptr (GHashTable) acknowledged = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  pid_t children[3];
  int fds[3];
  gint64 next = 0;
  /* They also make it at once. */
  for (guint i = 0; i < 3; i++)
    children[i] = start_writer (path, names[i], i * 1000, i * 1000 + 60, FACES_A_TRANSACTION, &fds[i]);
  for (guint i = 0; i < 3; i++) {
    int status;
    read_rest (fds[i], acknowledged, &next);
    g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
  g_assert_cmpuint (g_hash_table_size (acknowledged), ==, 180);
  assert_all_there (path, acknowledged);
  gallery_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gallery/killed-writers-lose-nothing", test_killed_writers_lose_nothing);
  g_test_add_func ("/gallery/writers-at-once-lose-nothing", test_writers_at_once_lose_nothing);
  return g_test_run ();
}
