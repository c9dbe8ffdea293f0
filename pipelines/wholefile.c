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
path_beside (const gchar *path, const gchar *ending)
{
  g_autofree gchar *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autofree gchar *name = g_strconcat (".", base, ending, NULL);

  return g_build_filename (folder, name, NULL);
}

/* Whether what is open is a file of our own that has no other name. Whoever had it may have given it its real name between our
 * opening and locking it. */
static gboolean
is_ours (gint fd, const gchar *path)
{
  struct stat locked, named;

  return fstat (fd, &locked) == 0 && lstat (path, &named) == 0 && locked.st_dev == named.st_dev
      && locked.st_ino == named.st_ino && S_ISREG (locked.st_mode) && locked.st_uid == geteuid () && locked.st_nlink == 1;
}

/* The file that everybody who writes path begins with, locked and empty; -1: somebody writes it, it is no file of ours, or there
 * are no locks here. */
static gint
take_common (const gchar *beside, gint mode)
{
  const gint fd = open (beside, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);

  if (fd < 0)
    return -1;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && is_ours (fd, beside) && ftruncate (fd, 0) == 0)
    return fd;
  close (fd);
  return -1;
}

/* Nobody waits for anybody: who cannot have the common file gets one of another name. beside: (out) its path. -1 with errno. */
static gint
take (const gchar *path, gint mode, gchar **beside)
{
  gint fd;

  *beside = path_beside (path, ".new");
  fd = take_common (*beside, mode);
  if (fd >= 0)
    return fd;
  g_free (*beside);
  *beside = path_beside (path, ".new-XXXXXX");
  return g_mkstemp_full (*beside, O_WRONLY | O_CLOEXEC, mode);
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

/* Some have no such thing, and one that may not be read cannot be asked. */
static gboolean
sync_folder (const gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  const gint fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean done = fd >= 0 ? fsync (fd) == 0 || errno == EINVAL : errno == EACCES;

  if (fd >= 0)
    close (fd);
  return done;
}

gboolean
whole_file_write (const gchar *path, const gchar *data, gsize size, gint mode, GError **error)
{
  g_autofree gchar *beside = NULL;
  const gint fd = take (path, mode, &beside);
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
  g_autofree gchar *beside = path_beside (path, ".new");
  /* Not from under somebody who writes it. */
  const gint fd = take_common (beside, 0600);

  if (fd >= 0) {
    unlink (beside);
    close (fd);
  }
  unlink (path);
}
