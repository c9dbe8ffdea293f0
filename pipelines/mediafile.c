/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/mediafile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gst/base/base.h>

#include "pipelines/orientation.h"
#include "pipelines/stillformat.h"

#define SNIFF_BYTES (64 * 1024)

static gboolean
set_error_from_errno (GError **error, gint code)
{
  g_set_error (error, FACEREC_ERROR, code == ENOENT || code == ENOTDIR ? FACEREC_ERROR_NOT_FOUND : FACEREC_ERROR_OPEN,
      "%s", code == ENOENT ? "no such file" : g_strerror (code));
  return FALSE;
}

static const gchar *
describe_kind (mode_t mode)
{
  if (S_ISDIR (mode))
    return "is a folder";
  if (S_ISFIFO (mode))
    return "is a FIFO, not a file";
  if (S_ISSOCK (mode))
    return "is a socket, not a file";
  return "is a device, not a file";
}

/* Without O_NONBLOCK the opening of a FIFO would wait for a writer that may never come. */
static gboolean
open_regular (const gchar *path, gint *fd, goffset *size, GError **error)
{
  struct stat st;

  *fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (*fd < 0) {
    gint code = errno;

    if (code == ENXIO && stat (path, &st) == 0 && !S_ISREG (st.st_mode))
      g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, describe_kind (st.st_mode));
    else
      set_error_from_errno (error, code);
    return FALSE;
  }
  if (fstat (*fd, &st) < 0)
    return set_error_from_errno (error, errno);
  if (!S_ISREG (st.st_mode)) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, describe_kind (st.st_mode));
    return FALSE;
  }
  if (st.st_size == 0) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is empty");
    return FALSE;
  }
  *size = st.st_size;
  return TRUE;
}

/* Returns what there is of the first size bytes, shorter only at the end of the file; NULL on error. */
static guint8 *
read_start (gint fd, gsize size, gsize *n_read, GError **error)
{
  g_autofree guint8 *data = g_try_malloc (size);
  gsize done = 0;

  if (!data) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "not enough memory for its %" G_GSIZE_FORMAT " bytes", size);
    return NULL;
  }
  while (done < size) {
    gssize n = pread (fd, data + done, size - done, done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      set_error_from_errno (error, errno);
      return NULL;
    }
    if (n == 0)
      break;
    done += n;
  }
  *n_read = done;
  return g_steal_pointer (&data);
}

/* Playlists would make GStreamer open other files, or addresses in the net, that nobody named. */
static gboolean
is_playlist (const gchar *media_type)
{
  static const gchar *const types[] = { "application/x-hls", "application/dash+xml", "application/vnd.ms-sstr+xml",
    "application/sdp", "text/uri-list", "application/x-ges", "application/smil", NULL };

  return g_strv_contains (types, media_type);
}

/* Sets still; FALSE for what is certainly neither picture nor recording. */
static gboolean
sniff (MediaFile *self, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GstCaps) caps = NULL;
  const gchar *type;
  StillFormat format;

  if (still_format_read (data, size, &format)) {
    self->still = TRUE;
    return TRUE;
  }
  caps = gst_type_find_helper_for_data (NULL, data, size, NULL);
  if (!caps || gst_caps_is_empty (caps) || gst_caps_is_any (caps))
    return TRUE; /* decodebin looks at more of the file than its beginning */
  type = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  if (is_playlist (type)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is a playlist (%s), not a picture or recording", type);
    return FALSE;
  }
  if (g_str_has_prefix (type, "text/")) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is text, not a picture or recording");
    return FALSE;
  }
  self->still = g_str_has_prefix (type, "image/");
  return TRUE;
}

static gboolean
check_still (MediaFile *self, const guint8 *data, gsize size, GError **error)
{
  StillFormat format;

  self->orientation = GST_VIDEO_ORIENTATION_IDENTITY;
  if (!still_format_read (data, size, &format))
    return TRUE; /* another format: the decoder will tell */
  if (format.has_size && !media_file_check_size (format.width, format.height, error))
    return FALSE;
  if (!format.complete) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is truncated: the %s picture ends in the middle",
        format.name);
    return FALSE;
  }
  self->media_type = format.media_type;
  self->decoder = format.deep_rgb ? "gdkpixbufdec" : NULL;
  self->orientation = orientation_from_exif (format.exif, format.exif_size);
  return TRUE;
}

static gboolean
read_still (MediaFile *self, gint fd, goffset size, GError **error)
{
  guint8 *data;
  gsize n_read = 0;

  if (size > MEDIA_FILE_MAX_STILL_BYTES) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is too large for a picture (limit %d MiB)",
        MEDIA_FILE_MAX_STILL_BYTES / (1024 * 1024));
    return FALSE;
  }
  data = read_start (fd, size, &n_read, error);
  if (!data)
    return FALSE;
  self->bytes = g_bytes_new_take (data, n_read);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes);
  return check_still (self, data, n_read, error);
}

gboolean
media_file_check_size (guint width, guint height, GError **error)
{
  if (width == 0 || height == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is a picture of 0 pixels (%ux%u)", width, height);
    return FALSE;
  }
  if ((guint64) width * height > MEDIA_FILE_MAX_PIXELS) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "is too large: %ux%u, limit %d million pixels", width,
        height, MEDIA_FILE_MAX_PIXELS / 1000000);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_file (MediaFile *self, gint fd, goffset size, GError **error)
{
  gsize n_start = 0;
  g_autofree guint8 *start = read_start (fd, MIN (size, SNIFF_BYTES), &n_start, error);

  return start && sniff (self, start, n_start, error) && (!self->still || read_still (self, fd, size, error));
}

MediaFile *
media_file_open (const gchar *path, GError **error)
{
  g_autoptr (MediaFile) self = g_new0 (MediaFile, 1);
  goffset size = 0;
  gboolean usable;
  gint fd;

  self->path = g_strdup (path);
  /* For a recording: whatever its image-orientation tag says. */
  self->orientation = GST_VIDEO_ORIENTATION_AUTO;
  usable = open_regular (path, &fd, &size, error) && read_file (self, fd, size, error);
  if (fd >= 0)
    close (fd);
  return usable ? g_steal_pointer (&self) : NULL;
}

void
media_file_free (MediaFile *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self);
}
