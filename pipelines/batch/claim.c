/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/error.h"

struct _BatchClaim {
  gchar *path;
  gint fd;
};

/* Whoever had it may have removed the file between our opening and locking it: then a lock on it keeps nobody away. */
static gboolean
is_in_place (gint fd, const gchar *path)
{
  struct stat locked, named;

  return fstat (fd, &locked) == 0 && stat (path, &named) == 0 && locked.st_dev == named.st_dev
      && locked.st_ino == named.st_ino;
}

/* -1 without an error: somebody else has it. */
static gint
lock_file (const gchar *path, GError **error)
{
  for (;;) {
    const gint fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

    if (fd < 0) {
      const gint code = errno;

      g_set_error (error, FACEREC_ERROR, code == ENOSPC ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
          "%s: cannot be made: %s", path, g_strerror (code));
      return -1;
    }
    if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      close (fd);
      return -1;
    }
    if (is_in_place (fd, path))
      return fd;
    close (fd);
  }
}

/* (transfer full) */
static gchar *
lock_path (const gchar *output, const gchar *name)
{
  g_autofree gchar *file = g_strconcat ("lock-film-", name, NULL);

  return g_build_filename (output, ".work", file, NULL);
}

gboolean
batch_claim_is_there (const gchar *output, const gchar *name)
{
  g_autofree gchar *path = lock_path (output, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

BatchClaim *
batch_claim_new (const gchar *output, const gchar *name, GError **error)
{
  g_autofree gchar *path = lock_path (output, name);
  const gint fd = lock_file (path, error);
  BatchClaim *self;

  if (fd < 0)
    return NULL;
  self = g_new (BatchClaim, 1);
  self->path = g_steal_pointer (&path);
  self->fd = fd;
  return self;
}

void
batch_claim_free (BatchClaim *self)
{
  if (!self)
    return;
  /* While it is locked: nobody else can have locked this very file. */
  unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

gint
batch_claim_get_fd (const BatchClaim *self)
{
  return self->fd;
}
