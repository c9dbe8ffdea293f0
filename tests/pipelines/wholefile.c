/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* whole_file_write(): whole or as before, and nothing beside it, whatever ended the process before. */
#include "pipelines/wholefile.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/error.h"

#define SIZE (256 << 10)
#define N_WRITERS 6
#define N_ROUNDS 10
#define LOOK_EVERY_US 3000

typedef struct {
  gchar *folder, *path;
  gchar *text; /* SIZE times the same letter */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("facerec-whole-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "page.html", NULL);
  self->text = g_malloc (SIZE);
  memset (self->text, 'n', SIZE);
}

static guint
count_files (const Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  whole_file_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->text);
}

/* It holds size times the same letter. (returns) which */
static gchar
read_letter (const Fixture *self, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  g_file_get_contents (self->path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, size);
  /* Each is as the one behind it. */
  g_assert_cmpint (memcmp (text, text + 1, length - 1), ==, 0);
  return text[0];
}

static void
test_replaced (Fixture *self, gconstpointer data)
{
  const gsize sizes[] = { SIZE, 10, SIZE / 2 };
  g_autoptr (GError) error = NULL;
  struct stat st;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_assert_true (whole_file_write (self->path, self->text, sizes[i], 0600, &error));
    g_assert_no_error (error);
    g_assert_cmpint (read_letter (self, sizes[i]), ==, 'n');
    g_assert_cmpuint (count_files (self), ==, 1);
  }
  g_assert_cmpint (g_stat (self->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
}

/* Ends in the middle of writing: the system kills who writes more than its limit. */
static void
write_and_be_killed (const Fixture *self)
{
  const struct rlimit limit = { SIZE / 2, SIZE / 2 };
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    signal (SIGXFSZ, SIG_DFL);
    setrlimit (RLIMIT_FSIZE, &limit);
    whole_file_write (self->path, self->text, SIZE, 0666, NULL);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGXFSZ);
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (whole_file_write (self->path, "before", 6, 0666, &error));
  for (guint i = 0; i < 3; i++)
    write_and_be_killed (self);
  g_assert_cmpuint (count_files (self), ==, 2);
  memset (self->text, 'b', SIZE);
  g_assert_true (whole_file_write (self->path, self->text, 10, 0666, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_letter (self, 10), ==, 'b');
  g_assert_cmpuint (count_files (self), ==, 1);
  write_and_be_killed (self);
  whole_file_remove (self->path);
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
write_often (const Fixture *self, gchar letter)
{
  memset (self->text, letter, SIZE);
  for (guint i = 0; i < N_ROUNDS; i++)
    if (!whole_file_write (self->path, self->text, SIZE, 0666, NULL))
      _exit (1);
  _exit (0);
}

/* Processes that write the same file at once: at any time it is whole one's. */
static void
test_together (Fixture *self, gconstpointer data)
{
  pid_t children[N_WRITERS];
  int status;

  g_assert_true (whole_file_write (self->path, self->text, SIZE, 0666, NULL));
  for (guint i = 0; i < N_WRITERS; i++) {
    children[i] = fork ();
    g_assert_cmpint (children[i], >=, 0);
    if (children[i] == 0)
      write_often (self, (gchar) ('a' + i));
  }
  for (guint i = 0; i < N_WRITERS; i++) {
    while (waitpid (children[i], &status, WNOHANG) == 0) {
      read_letter (self, SIZE);
      g_usleep (LOOK_EVERY_US);
    }
    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* ---- what cannot be ---- */

static void
check_refused (const Fixture *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (whole_file_write (path, self->text, SIZE, 0666, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree gchar *missing = g_build_filename (self->folder, "none", "page.html", NULL);

  check_refused (self, missing);
  check_refused (self, self->folder);
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
make_link (const gchar *target, const gchar *beside)
{
  g_assert_cmpint (symlink (target, beside), ==, 0);
}

static void
make_second_name (const gchar *target, const gchar *beside)
{
  g_assert_cmpint (link (target, beside), ==, 0);
}

static void
make_fifo (const gchar *target, const gchar *beside)
{
  g_assert_cmpint (mkfifo (beside, 0600), ==, 0);
}

static void
make_folder (const gchar *target, const gchar *beside)
{
  g_assert_cmpint (g_mkdir (beside, 0700), ==, 0);
}

/* What is not of our making stays as it is, and the file is written all the same. */
static void
test_in_the_way (Fixture *self, gconstpointer data)
{
  void (*const obstacles[]) (const gchar *target, const gchar *beside) = { make_link, make_second_name, make_fifo, make_folder };
  g_autofree gchar *beside = g_build_filename (self->folder, ".page.html.new", NULL);
  g_autofree gchar *target = g_build_filename (self->folder, "target", NULL), *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (target, "theirs", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (obstacles); i++) {
    obstacles[i] (target, beside);
    g_assert_true (whole_file_write (self->path, self->text, 10 + i, 0666, &error));
    g_assert_no_error (error);
    g_assert_cmpint (read_letter (self, 10 + i), ==, 'n');
    g_assert_cmpint (g_remove (beside), ==, 0);
  }
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "theirs");
  g_assert_cmpint (g_unlink (target), ==, 0);
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* Somebody holds it, and is stopped perhaps: nobody waits for it, and it is not removed from under them. */
static void
test_held (Fixture *self, gconstpointer data)
{
  g_autofree gchar *beside = g_build_filename (self->folder, ".page.html.new", NULL);
  const gint fd = open (beside, O_WRONLY | O_CREAT, 0600);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_true (whole_file_write (self->path, self->text, 10, 0666, &error));
  g_assert_no_error (error);
  whole_file_remove (self->path);
  g_assert_cmpuint (count_files (self), ==, 1);
  close (fd);
  whole_file_remove (self->path);
  g_assert_cmpuint (count_files (self), ==, 0);
}

int
main (int argc, char **argv)
{
  const struct {
    const gchar *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/wholefile/replaced", test_replaced },
    { "/wholefile/killed", test_killed },
    { "/wholefile/together", test_together },
    { "/wholefile/refused", test_refused },
    { "/wholefile/in-the-way", test_in_the_way },
    { "/wholefile/held", test_held },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
