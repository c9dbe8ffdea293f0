/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the file of a still picture says about itself before anything is decoded. Decoders forgive too much (a JPEG cut
 * in the middle becomes grey without an error) and none of GStreamer 1.22's picture decoders reads the EXIF
 * orientation. */
typedef struct {
  const gchar *name;   /* "JPEG", "PNG", "WebP", "PNM"; static */
  const gchar *media_type; /* "image/jpeg", as GStreamer calls it; static */
  guint width, height; /* as stored, before orientation; only when has_size */
  gboolean has_size;
  gboolean deep_rgb;   /* a PNG of 16 bits a component without alpha: pngdec 1.22 shifts its components */
  gboolean complete;   /* FALSE: the file ends before the picture does */
  const guint8 *exif;  /* TIFF header of the EXIF block, inside the data given; NULL: none */
  gsize exif_size;
} StillFormat;

/* Reads the structure of JPEG (ITU T.81), PNG, WebP and PNM, of whatever bytes: never past size. FALSE and format
 * untouched when data is none of these. */
gboolean still_format_read (const guint8 *data, gsize size, StillFormat *format);

G_END_DECLS
