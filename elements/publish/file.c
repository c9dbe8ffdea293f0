/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/publish/file.h"

#include <errno.h>
#include <fcntl.h>
#include <gst/gst.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _GstFacerecPublishFile {
  gchar *path;    /* as it is told to people */
  int fd;
  gboolean owned; /* opened here: not standard output */
  gboolean regular, empty, failed;
  off_t size;     /* of whole records in an owned regular file */

  /* Of anything but regular files. */
  GstPoll *poll;
  GstPollFD poll_fd;
  GString *pending;
};

/* ---- errors ---- */

static gint
error_code (gint code, gint fallback)
{
  if (code == ENOSPC || code == EDQUOT)
    return GST_RESOURCE_ERROR_NO_SPACE_LEFT;
  if (code == ENOENT)
    return GST_RESOURCE_ERROR_NOT_FOUND;
  return fallback;
}

static void
set_open_error (const gchar *path, gint code, GError **error)
{
  g_autofree gchar *shown = g_filename_display_name (path);
  const gchar *advice = "";

  if (code == ENXIO)
    advice = ": nobody reads from this FIFO; start its reader first";
  else if (code == EWOULDBLOCK)
    advice = ": another pipeline is writing to it";
  g_set_error (error, GST_RESOURCE_ERROR, error_code (code, GST_RESOURCE_ERROR_OPEN_WRITE),
      "%s cannot be written%s%s", shown, *advice ? "" : ": ", *advice ? advice : g_strerror (code));
}

static void
set_write_error (GstFacerecPublishFile *self, gint code, GError **error)
{
  g_autofree gchar *shown = g_filename_display_name (self->path);
  const gchar *reason = code == EPIPE ? "its reader has gone" : g_strerror (code);

  self->failed = TRUE;
  g_set_error (error, GST_RESOURCE_ERROR, error_code (code, GST_RESOURCE_ERROR_WRITE),
      "%s: no more records can be written: %s", shown, reason);
}

/* ---- opening ---- */

/* Where the last whole record ends of the first size bytes; -1: the file cannot be read. */
static off_t
find_last_end (int fd, off_t size, const gchar *record_end)
{
  gsize length = strlen (record_end);
  gchar block[4096];
  off_t end = size;

  while (end > 0) {
    /* The end of a record may lie across two blocks. */
    off_t start = MAX (end - (off_t) (sizeof block), 0);
    gssize n = pread (fd, block, end - start, start);

    if (n != end - start)
      return -1;
    for (gssize i = n - (gssize) length; i >= 0; i--)
      if (memcmp (block + i, record_end, length) == 0)
        return start + i + length;
    end = start > 0 ? start + (off_t) length - 1 : 0;
  }
  return 0;
}

/* A record whose writer was killed in its middle is none. */
static gboolean
cut_torn_record (GstFacerecPublishFile *self, const gchar *record_end)
{
  off_t end = find_last_end (self->fd, self->size, record_end);

  if (end < 0 || (end < self->size && ftruncate (self->fd, end) < 0))
    return FALSE;
  self->size = end;
  return TRUE;
}

static gboolean
prepare_regular_file (GstFacerecPublishFile *self, const gchar *record_end, off_t size)
{
  /* Some network file systems know no locks: better unlocked than not at all. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
    return FALSE;
  if (!record_end && ftruncate (self->fd, 0) < 0)
    return FALSE;
  self->size = record_end ? size : 0;
  if (record_end && !cut_torn_record (self, record_end))
    return FALSE;
  self->empty = self->size == 0;
  return lseek (self->fd, self->size, SEEK_SET) >= 0;
}

static gboolean
prepare (GstFacerecPublishFile *self, const gchar *record_end)
{
  struct stat status;

  if (fstat (self->fd, &status) < 0)
    return FALSE;
  self->empty = TRUE;
  self->regular = S_ISREG (status.st_mode);
  if (self->regular)
    return !self->owned || prepare_regular_file (self, record_end, status.st_size);
  self->pending = g_string_new (NULL);
  self->poll = gst_poll_new (TRUE);
  gst_poll_fd_init (&self->poll_fd);
  self->poll_fd.fd = self->fd;
  gst_poll_add_fd (self->poll, &self->poll_fd);
  gst_poll_fd_ctl_write (self->poll, &self->poll_fd, TRUE);
  return TRUE;
}

static int
open_path (const gchar *path, gboolean append, gint mode)
{
  struct stat status;
  /* To find a torn end a file must be read; a FIFO opened for both would be its own reader. */
  gboolean read_too = append && (stat (path, &status) < 0 || S_ISREG (status.st_mode));

  /* Without O_NONBLOCK a FIFO without a reader would hold up the state change for ever. */
  return open (path, (read_too ? O_RDWR : O_WRONLY) | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode);
}

GstFacerecPublishFile *
gst_facerec_publish_file_new (const gchar *path, const gchar *record_end, gboolean private, GError **error)
{
  GstFacerecPublishFile *self = g_new0 (GstFacerecPublishFile, 1);

  self->owned = strcmp (path, "-") != 0;
  self->path = g_strdup (self->owned ? path : "standard output");
  self->fd = self->owned ? open_path (path, record_end != NULL, private ? 0600 : 0666) : dup (STDOUT_FILENO);
  if (self->fd >= 0 && prepare (self, record_end))
    return self;
  set_open_error (self->path, errno, error);
  gst_facerec_publish_file_free (self);
  return NULL;
}

void
gst_facerec_publish_file_free (GstFacerecPublishFile *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->poll, gst_poll_free);
  if (self->fd >= 0)
    close (self->fd);
  if (self->pending)
    g_string_free (self->pending, TRUE);
  g_free (self->path);
  g_free (self);
}

gboolean
gst_facerec_publish_file_is_empty (const GstFacerecPublishFile *self)
{
  return self->empty;
}

void
gst_facerec_publish_file_set_flushing (GstFacerecPublishFile *self, gboolean flushing)
{
  if (self->poll)
    gst_poll_set_flushing (self->poll, flushing);
}

/* ---- writing ---- */

/* As write(), but a pipe that nobody reads is an error only, not a signal that ends the process: how it takes SIGPIPE is
 * the application's business. */
static gssize
write_quietly (int fd, const gchar *text, gsize size)
{
  const struct timespec at_once = { 0, 0 };
  sigset_t pipe_signal, before, waiting;
  gboolean was_pending;
  gssize n;
  gint code;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  sigpending (&waiting);
  was_pending = sigismember (&waiting, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);
  do
    n = write (fd, text, size);
  while (n < 0 && errno == EINTR);
  code = errno;
  if (n < 0 && code == EPIPE && !was_pending)
    while (sigtimedwait (&pipe_signal, NULL, &at_once) < 0 && errno == EINTR)
      continue;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;
  return n;
}

static gboolean
write_regular (GstFacerecPublishFile *self, const gchar *text, gsize size, GError **error)
{
  gsize done = 0;

  while (done < size) {
    gssize n = write_quietly (self->fd, text + done, size - done);

    if (n <= 0) {
      gint code = n < 0 ? errno : ENOSPC;

      /* What fitted of the record is no record. */
      if (self->owned && done > 0 && ftruncate (self->fd, self->size) < 0)
        GST_WARNING ("%s ends in half a record: %s", self->path, g_strerror (errno));
      set_write_error (self, code, error);
      return FALSE;
    }
    done += n;
  }
  self->size += size;
  return TRUE;
}

/* Hands over what the reader takes, until no more than limit bytes are left or nothing was taken for timeout. A pipe that
 * is said to be writable takes PIPE_BUF bytes at once; more only in non-blocking mode, as ours is. Standard output is
 * not ours to change. FALSE with an error. */
static gboolean
write_pending (GstFacerecPublishFile *self, gsize limit, GstClockTime timeout, GError **error)
{
  gsize done = 0;
  gboolean ok = TRUE;

  while (self->pending->len - done > limit) {
    gsize size = self->pending->len - done;
    gint ready = gst_poll_wait (self->poll, timeout);
    gssize n;

    if (ready < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (ready <= 0) /* timeout, or EBUSY: flushing */
      break;
    n = write_quietly (self->fd, self->pending->str + done, self->owned ? size : MIN (size, PIPE_BUF));
    if (n > 0)
      done += n;
    else if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
      set_write_error (self, errno, error);
      ok = FALSE;
      break;
    }
  }
  g_string_erase (self->pending, 0, done);
  return ok;
}

GstFacerecPublishResult
gst_facerec_publish_file_write (GstFacerecPublishFile *self, const gchar *text, gsize size, gboolean may_wait,
    GError **error)
{
  if (self->failed || size == 0)
    return GST_FACEREC_PUBLISH_WRITTEN;
  if (self->regular)
    return write_regular (self, text, size, error) ? GST_FACEREC_PUBLISH_WRITTEN : GST_FACEREC_PUBLISH_FAILED;
  if (self->pending->len >= GST_FACEREC_PUBLISH_PENDING
      && !write_pending (self, GST_FACEREC_PUBLISH_PENDING - 1, may_wait ? GST_CLOCK_TIME_NONE : 0, error))
    return GST_FACEREC_PUBLISH_FAILED;
  if (self->pending->len >= GST_FACEREC_PUBLISH_PENDING && !may_wait)
    return GST_FACEREC_PUBLISH_DROPPED;
  g_string_append_len (self->pending, text, size);
  return write_pending (self, 0, 0, error) ? GST_FACEREC_PUBLISH_WRITTEN : GST_FACEREC_PUBLISH_FAILED;
}

gboolean
gst_facerec_publish_file_drain (GstFacerecPublishFile *self, gboolean may_wait, GError **error)
{
  return self->failed || self->regular || write_pending (self, 0, may_wait ? GST_CLOCK_TIME_NONE : 0, error);
}
