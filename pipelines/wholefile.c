/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/wholefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/error.h"

static gchar *
path_beside (const gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autofree gchar *name = g_strconcat (".", base, ".new", NULL);

  return g_build_filename (folder, name, NULL);
}

/* Whoever had it may have given it its real name between our opening and locking it. */
static gboolean
is_in_place (gint fd, const gchar *path)
{
  struct stat locked, named;

  return fstat (fd, &locked) == 0 && lstat (path, &named) == 0 && locked.st_dev == named.st_dev
      && locked.st_ino == named.st_ino;
}

/* Opened, locked where the file system has locks, and empty; -1 with errno. */
static gint
take (const gchar *path, gint mode)
{
  for (;;) {
    const gint fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);

    if (fd < 0)
      return -1;
    while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
      continue;
    if (is_in_place (fd, path)) {
      if (ftruncate (fd, 0) == 0)
        return fd;
      close (fd);
      return -1;
    }
    close (fd);
  }
}

static gboolean
write_all (gint fd, const gchar *data, gsize size)
{
  while (size > 0) {
    const gssize n = write (fd, data, size);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0) {
      data += n;
      size -= (gsize) n;
    }
  }
  return fsync (fd) == 0 || errno == EINVAL;
}

static gboolean
sync_folder (const gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  const gint fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean done = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);

  if (fd >= 0)
    close (fd);
  return done;
}

gboolean
whole_file_write (const gchar *path, const gchar *data, gsize size, gint mode, GError **error)
{
  g_autofree gchar *beside = path_beside (path);
  const gint fd = take (beside, mode);
  gint reason = fd < 0 ? errno : 0;

  if (!reason && (!write_all (fd, data, size) || rename (beside, path) != 0)) {
    reason = errno;
    unlink (beside);
  }
  if (!reason && !sync_folder (path))
    reason = errno;
  if (fd >= 0)
    close (fd);
  if (!reason)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, reason == ENOSPC || reason == EDQUOT ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
      "%s: cannot be written: %s", path, g_strerror (reason));
  return FALSE;
}

void
whole_file_remove (const gchar *path)
{
  g_autofree gchar *beside = path_beside (path);

  unlink (beside);
  unlink (path);
}
