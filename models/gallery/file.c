/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "models/gallery/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError **error, FacerecError code, const gchar *path, const gchar *reason)
{
  g_set_error (error, FACEREC_ERROR, code, "%s: %s", path, reason);
  return FALSE;
}

static const gchar *
kind_of_file (mode_t mode)
{
  if (S_ISDIR (mode))
    return "is a folder, not a gallery file";
  if (S_ISFIFO (mode))
    return "is a FIFO, not a gallery file";
  if (S_ISSOCK (mode))
    return "is a socket, not a gallery file";
  return S_ISREG (mode) ? NULL : "is a device, not a gallery file";
}

/* SQLite would follow these without asking what they are: a FIFO there would make it wait for ever. */
static gboolean
check_side_files (const gchar *path, const gchar *real_path, GError **error)
{
  g_autofree gchar *journal = g_strconcat (real_path, "-journal", NULL);
  g_autofree gchar *wal = g_strconcat (real_path, "-wal", NULL);
  struct stat st;
  if (lstat (journal, &st) == 0 && !S_ISREG (st.st_mode)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN,
        "%s: what stands at %s is not a journal of SQLite; move it away", path, journal);
    return FALSE;
  }
  if (lstat (wal, &st) == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN,
        "%s: another program has put it into WAL mode (%s is there); bring it back with: sqlite3 '%s' "
        "'pragma journal_mode=delete'", path, wal, path);
    return FALSE;
  }
  return TRUE;
}

gboolean
facerec_gallery_file_find (const gchar *path, gchar **real_path, GError **error)
{
  *real_path = NULL;
  struct stat st;
  if (stat (path, &st) != 0) {
    const int reason = errno;
    if (reason == ENOENT)
      return lstat (path, &st) != 0 || fail (error, FACEREC_ERROR_OPEN, path, "is a symbolic link to nothing");
    return fail (error, FACEREC_ERROR_OPEN, path,
        reason == ELOOP ? "is a loop of symbolic links" : g_strerror (reason));
  }
  const gchar *kind = kind_of_file (st.st_mode);
  if (kind != NULL)
    return fail (error, FACEREC_ERROR_OPEN, path, kind);
  if (access (path, R_OK) != 0)
    return fail (error, FACEREC_ERROR_OPEN, path, g_strerror (errno));
  /* GLib's g_canonicalize_filename leaves links in place, but SQLite's side files stand beside the real file. */
  char *resolved = realpath (path, NULL);
  if (resolved == NULL)
    return fail (error, FACEREC_ERROR_OPEN, path, g_strerror (errno));
  g_autofree gchar *found = g_strdup (resolved);
  free (resolved);
  if (!check_side_files (path, found, error))
    return FALSE;
  *real_path = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
fail_write (GError **error, const gchar *path, int reason)
{
  g_set_error (error, FACEREC_ERROR,
      reason == ENOSPC || reason == EDQUOT ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
      "%s: cannot be made: %s", path, g_strerror (reason));
  return FALSE;
}

gchar *
facerec_gallery_file_new (const gchar *path, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  g_autofree gchar *new_path = g_build_filename (folder, ".facerec-XXXXXX", NULL);
  const int fd = g_mkstemp_full (new_path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    fail_write (error, path, errno);
    return NULL;
  }
  close (fd);
  return g_steal_pointer (&new_path);
}

static gboolean
sync_folder (const gchar *path)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  const gboolean ok = fsync (fd) == 0 || errno == EINVAL; /* EINVAL: the file system has no such thing */
  close (fd);
  return ok;
}

gboolean
facerec_gallery_file_place (const gchar *new_path, const gchar *path, GError **error)
{
  int reason = link (new_path, path) == 0 ? 0 : errno;
  /* File systems without hard links. */
  if (reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS || reason == EMLINK)
    reason = renameat2 (AT_FDCWD, new_path, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ? 0 : errno;
  unlink (new_path);
  if (reason == EEXIST)
    return TRUE;
  if (reason == 0 && !sync_folder (path))
    reason = errno;
  return reason == 0 || fail_write (error, path, reason);
}
