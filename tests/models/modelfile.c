/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/modelfile.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define RESNET "dlib_face_recognition_resnet_model_v1.dat"
#define MMOD_BYTES 729940

static gchar *folder;

static gchar *
in_folder (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Both entry points that open the file must refuse it alike, naming it. */
static void
assert_refused (const gchar *path, FacerecError code, const gchar *reason)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    if (i == 0)
      g_assert_null (facerec_model_file_find (path, "unused.dat", &error));
    else
      g_assert_false (facerec_model_file_check (path, NULL, &error));
    g_assert_error (error, FACEREC_ERROR, (gint) code);
    g_assert_nonnull (strstr (error->message, path));
    if (reason)
      g_assert_nonnull (strstr (error->message, reason));
    g_assert_null (strchr (error->message, '\n'));
  }
}

static void
test_not_a_file (void)
{
  g_autofree gchar *missing = in_folder ("missing.dat"), *under_file = NULL, *plain = in_folder ("plain"),
                   *fifo = in_folder ("fifo"), *loop = in_folder ("loop"), *empty = in_folder ("empty.dat"),
                   *dangling = in_folder ("dangling");

  g_assert_true (g_file_set_contents (plain, "x", 1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  under_file = g_build_filename (plain, "model.dat", NULL);

  assert_refused (missing, FACEREC_ERROR_NOT_FOUND, NULL);
  assert_refused (dangling, FACEREC_ERROR_NOT_FOUND, NULL);
  assert_refused (under_file, FACEREC_ERROR_NOT_FOUND, NULL);
  assert_refused (folder, FACEREC_ERROR_OPEN, "folder");
  assert_refused (fifo, FACEREC_ERROR_OPEN, "FIFO");
  assert_refused ("/dev/zero", FACEREC_ERROR_OPEN, "device");
  assert_refused (loop, FACEREC_ERROR_OPEN, NULL);
  assert_refused (empty, FACEREC_ERROR_READ, "empty");
}

static void
test_unreadable (void)
{
  g_autofree gchar *path = in_folder ("secret.dat");

  if (geteuid () == 0) {
    g_test_skip ("permissions do not bind root");
    return;
  }
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  assert_refused (path, FACEREC_ERROR_OPEN, NULL);
}

static void
test_too_large (void)
{
  g_autofree gchar *path = in_folder ("huge.dat");

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (truncate (path, FACEREC_MODEL_FILE_MAX_BYTES + 1), ==, 0);
  assert_refused (path, FACEREC_ERROR_READ, "bytes");
}

/* The name or the size of a published model with another content. */
static void
test_damaged (void)
{
  g_autofree gchar *by_name = in_folder (RESNET), *by_size = in_folder ("mine.dat");
  g_autofree gchar *content = g_malloc0 (MMOD_BYTES);

  g_assert_true (g_file_set_contents (by_name, "short", 5, NULL));
  g_assert_true (g_file_set_contents (by_size, content, MMOD_BYTES, NULL));
  for (guint i = 0; i < 2; i++) {
    const gchar *path = i ? by_size : by_name;
    g_autofree gchar *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) (i ? content : "short"),
        i ? MMOD_BYTES : 5);
    g_autoptr (GError) error = NULL;

    g_assert_false (facerec_model_file_check (path, NULL, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_nonnull (strstr (error->message, sum));
    g_assert_nonnull (strstr (error->message, i ? "be467b1a76f48269" : "55533b28a95800a5"));
    g_assert_nonnull (strstr (error->message, "models/fetch.sh"));
  }
}

static void
test_own_model (void)
{
  g_autofree gchar *path = in_folder ("own.dat"), *id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = NULL;

  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  content = facerec_model_file_read (path, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "sha256:ba7816bf8f01"); /* FIPS 180-2, example B.1 */
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "abc", 3);
}

/* The environment leads to the folder, the user's folder is next, and what is in the way is told, not skipped. */
static void
test_search_order (void)
{
  g_autofree gchar *first = in_folder ("first"), *second = in_folder ("data/gst-facerec/models"), *found = NULL,
                   *in_first = NULL, *in_second = NULL;
  g_autoptr (GError) error = NULL;

  in_first = g_build_filename (first, "m.dat", NULL);
  in_second = g_build_filename (second, "m.dat", NULL);
  g_assert_cmpint (g_mkdir_with_parents (first, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (second, 0700), ==, 0);
  g_setenv ("FACEREC_MODELS", first, TRUE);

  g_assert_null (facerec_model_file_find (NULL, "m.dat", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, first));
  g_assert_nonnull (strstr (error->message, second));
  g_assert_nonnull (strstr (error->message, "m.dat"));
  g_assert_nonnull (strstr (error->message, "models/fetch.sh"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (in_second, "2", 1, NULL));
  found = facerec_model_file_find (NULL, "m.dat", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, in_second);

  g_assert_cmpint (g_mkdir (in_first, 0700), ==, 0);
  g_assert_null (facerec_model_file_find ("", "m.dat", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, in_first));
}

int
main (int argc, char **argv)
{
  g_autofree gchar *data = NULL, *command = NULL;
  gint result;

  folder = g_dir_make_tmp ("facerec-modelfile-XXXXXX", NULL);
  data = in_folder ("data");
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_DATA_DIRS", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modelfile/not-a-file", test_not_a_file);
  g_test_add_func ("/modelfile/unreadable", test_unreadable);
  g_test_add_func ("/modelfile/too-large", test_too_large);
  g_test_add_func ("/modelfile/damaged", test_damaged);
  g_test_add_func ("/modelfile/own-model", test_own_model);
  g_test_add_func ("/modelfile/search-order", test_search_order);
  result = g_test_run ();
  command = g_strdup_printf ("rm -rf '%s'", folder);
  if (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL))
    g_free (folder);
  return result;
}
