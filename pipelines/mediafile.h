/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "models/error.h"

G_BEGIN_DECLS

/* Largest picture that is analysed, pixels: the detector's memory and time grow with it (about 10 bytes a pixel). */
#define MEDIA_FILE_MAX_PIXELS (100 * 1000 * 1000)
/* Largest file taken for a still picture, bytes. */
#define MEDIA_FILE_MAX_STILL_BYTES (512 * 1024 * 1024)

/* A picture or recording that can be read and is worth decoding. */
typedef struct {
  gchar *path;
  gboolean still; /* a photo: one frame */
  GBytes *bytes; /* a photo's whole content; NULL for a recording */
  const gchar *media_type; /* a photo's, where we know it better than a type finder; nullable, static */
  const gchar *decoder; /* element that must decode it, since the usual one does it wrong; nullable, static */
  gchar *sha256; /* of a photo's content, 64 hex digits; NULL for a recording */
  GstVideoOrientationMethod orientation; /* a photo's, from EXIF; recordings tell theirs while they play */
} MediaFile;

/* Never blocks on a FIFO or device. Errors (FACEREC_ERROR) give the reason without the path: missing, a directory, no
 * permission, empty, truncated, of 0 pixels, too large, a playlist, nothing that can be decoded. */
MediaFile *media_file_open (const gchar *path, GError **error);
void media_file_free (MediaFile *self); /* NULL is fine */

/* FALSE with the reason when a picture of that size is not taken. */
gboolean media_file_check_size (guint width, guint height, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MediaFile, media_file_free)

G_END_DECLS
