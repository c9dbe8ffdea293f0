/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* renameat2 */
#include "pipelines/batch/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/error.h"
#include "pipelines/filelist.h"

#define MAX_SLUG 60
#define DIGEST_DIGITS 12

static gboolean
fail (const gchar *path, const gchar *what, GError **error)
{
  const gint code = errno;

  g_set_error (error, FACEREC_ERROR, code == ENOSPC ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE, "%s: %s: %s", path,
      what, g_strerror (code));
  return FALSE;
}

gchar *
batch_folder_name (const gchar *film)
{
  g_autofree gchar *base = g_path_get_basename (film);
  g_autofree gchar *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, film, -1);

  for (gchar *c = base; *c; c++)
    if (!g_ascii_isalnum (*c) && (c == base || !strchr ("._-", *c)))
      *c = '_';
  return g_strdup_printf ("%.*s-%.*s", MAX_SLUG, base, DIGEST_DIGITS, digest);
}

gboolean
batch_folder_is_name (const gchar *name)
{
  return name && *name && !strchr (name, '/') && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

gchar *
batch_folder_index (const gchar *output)
{
  return g_build_filename (output, "index.sqlite", NULL);
}

gchar *
batch_folder_film (const gchar *output, const gchar *name)
{
  return g_build_filename (output, "films", name, NULL);
}

gchar *
batch_folder_film_index (const gchar *output, const gchar *name)
{
  return g_build_filename (output, "films", name, BATCH_FILM_INDEX, NULL);
}

static gchar *
work_folder (const gchar *output, const gchar *name)
{
  return g_build_filename (output, ".work", name, NULL);
}

static gboolean
make_folder (const gchar *path, GError **error)
{
  return g_mkdir_with_parents (path, 0777) == 0 || fail (path, "the folder cannot be made", error);
}

gboolean
batch_folder_prepare (const gchar *output, GError **error)
{
  g_autofree gchar *films = g_build_filename (output, "films", NULL), *work = g_build_filename (output, ".work", NULL);

  return make_folder (films, error) && make_folder (work, error);
}

/* FALSE only when somebody else has it; the lock ends with the process. */
static gboolean
take_lock (const gchar *output, const gchar *part, gint how, GError **error)
{
  g_autofree gchar *path = g_strconcat (output, G_DIR_SEPARATOR_S ".work" G_DIR_SEPARATOR_S "lock", part, NULL);
  const gint fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

  if (fd < 0)
    return fail (path, "cannot be made", error);
  if (flock (fd, how | LOCK_NB) == 0)
    return TRUE;
  if (errno != EWOULDBLOCK) {
    close (fd);
    return TRUE; /* a file system without locks */
  }
  close (fd);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE,
      "%s: another gst-facerec batch works on it; wait for it, or let both take a --shard", output);
  return FALSE;
}

gboolean
batch_folder_lock (const gchar *output, const gchar *part, GError **error)
{
  return take_lock (output, "", *part ? LOCK_SH : LOCK_EX, error) && (!*part || take_lock (output, part, LOCK_EX, error));
}

/* ---- trees ---- */

static gboolean
walk (const gchar *path, gboolean (*func) (const gchar *path, gboolean folder, GError **error), GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const gchar *name;
  struct stat st;

  if (lstat (path, &st) != 0)
    return errno == ENOENT || fail (path, "cannot be read", error);
  if (!S_ISDIR (st.st_mode))
    return func (path, FALSE, error);
  if (!(dir = g_dir_open (path, 0, error)))
    return FALSE;
  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *child = g_build_filename (path, name, NULL);

    if (!walk (child, func, error))
      return FALSE;
  }
  return func (path, TRUE, error);
}

static gboolean
remove_one (const gchar *path, gboolean folder, GError **error)
{
  return (folder ? rmdir (path) : unlink (path)) == 0 || errno == ENOENT || fail (path, "cannot be removed", error);
}

static gboolean
sync_one (const gchar *path, gboolean folder, GError **error)
{
  const gint fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);

  if (!done)
    fail (path, "cannot be written", error);
  if (fd >= 0)
    close (fd);
  return done;
}

gboolean
batch_folder_is_begun (const gchar *output, const gchar *name)
{
  g_autofree gchar *path = work_folder (output, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gchar *
batch_folder_begin (const gchar *output, const gchar *name, GError **error)
{
  g_autofree gchar *path = work_folder (output, name);

  return walk (path, remove_one, error) && make_folder (path, error) ? g_steal_pointer (&path) : NULL;
}

/* The old folder is in the new one's place when this is done, where both can be exchanged; else gone for a moment. */
static gboolean
place (const gchar *from, const gchar *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno == EEXIST && renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) == 0)
    return TRUE;
  if (errno != EEXIST && errno != EINVAL && errno != ENOSYS)
    return FALSE;
  walk (to, remove_one, NULL);
  return rename (from, to) == 0;
}

gboolean
batch_folder_finish (const gchar *output, const gchar *name, GError **error)
{
  g_autofree gchar *from = work_folder (output, name), *to = batch_folder_film (output, name);
  g_autofree gchar *films = g_path_get_dirname (to);

  if (!walk (from, sync_one, error))
    return FALSE;
  if (!place (from, to))
    return fail (to, "cannot be put in place", error);
  return sync_one (films, TRUE, error) && walk (from, remove_one, error);
}

void
batch_folder_drop (const gchar *output, const gchar *name)
{
  g_autofree gchar *path = work_folder (output, name);

  walk (path, remove_one, NULL);
}

GPtrArray *
batch_folder_list (const gchar *output, GError **error)
{
  g_autofree gchar *films = g_build_filename (output, "films", NULL);

  if (g_file_test (films, G_FILE_TEST_IS_DIR))
    return file_list_folder (films, error);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
      "%s: there are no results of batch in it; 'gst-facerec batch --db GALLERY -o %s FILE' makes them", output, output);
  return NULL;
}
