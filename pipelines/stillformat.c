/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/stillformat.h"

#include <string.h>

static guint
read_be16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static guint32
read_be32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static guint32
read_le24 (const guint8 *p)
{
  return p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16;
}

static guint32
read_le32 (const guint8 *p)
{
  return read_le24 (p) | (guint32) p[3] << 24;
}

static void
set_size (StillFormat *format, guint width, guint height)
{
  if (format->has_size)
    return;
  format->width = width;
  format->height = height;
  format->has_size = TRUE;
}

/* Some writers repeat JPEG's "Exif\0\0" prefix inside of PNG and WebP. */
static void
set_exif (StillFormat *format, const guint8 *data, gsize size)
{
  if (size > 6 && memcmp (data, "Exif\0\0", 6) == 0) {
    data += 6;
    size -= 6;
  }
  if (size < 8 || format->exif)
    return;
  format->exif = data;
  format->exif_size = size;
}

/* ---- JPEG ---- */

/* SOF0..15 without DHT, JPG and DAC, which share the range. */
static gboolean
is_start_of_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
read_jpeg_segment (StillFormat *format, guint8 marker, const guint8 *body, gsize size)
{
  if (is_start_of_frame (marker) && size >= 5)
    set_size (format, read_be16 (body + 3), read_be16 (body + 1));
  else if (marker == 0xe1 && size > 6 && memcmp (body, "Exif\0\0", 6) == 0)
    set_exif (format, body, size);
}

/* Walks the markers and skips what lies inside of segments, since an embedded thumbnail has an end marker of its own.
 * */
static void
read_jpeg (const guint8 *data, gsize size, StillFormat *format)
{
  gboolean in_scan = FALSE;
  gsize pos = 2;

  format->name = "JPEG";
  format->media_type = "image/jpeg";
  while (pos + 1 < size) {
    guint8 marker = data[pos + 1];

    if (data[pos] != 0xff || marker == 0xff) { /* coded data, or fill bytes before a marker */
      const guint8 *next = memchr (data + pos + 1, 0xff, size - pos - 1);

      if (!next || (data[pos] != 0xff && !in_scan))
        return;
      pos = next - data;
    } else if (marker == 0xd9) {
      format->complete = TRUE;
      return;
    } else if (marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      pos += 2;
    } else {
      gsize length;

      if (size - pos < 4)
        return;
      length = read_be16 (data + pos + 2);
      if (length < 2 || size - pos - 2 < length)
        return;
      read_jpeg_segment (format, marker, data + pos + 4, length - 2);
      in_scan = marker == 0xda || in_scan;
      pos += 2 + length;
    }
  }
}

/* ---- PNG ---- */

static void
read_png (const guint8 *data, gsize size, StillFormat *format)
{
  gsize pos = 8;

  format->name = "PNG";
  format->media_type = "image/png";
  while (size - pos >= 12) {
    gsize length = read_be32 (data + pos);
    const guint8 *type = data + pos + 4;

    if (length > size - pos - 12)
      return;
    if (memcmp (type, "IHDR", 4) == 0 && length >= 10) {
      set_size (format, read_be32 (type + 4), read_be32 (type + 8));
      format->deep_rgb = type[12] == 16 && type[13] == 2;
    } else if (memcmp (type, "eXIf", 4) == 0)
      set_exif (format, type + 4, length);
    else if (memcmp (type, "IEND", 4) == 0) {
      format->complete = TRUE;
      return;
    }
    pos += 12 + length;
  }
}

/* ---- WebP ---- */

static void
read_webp_chunk (StillFormat *format, const guint8 *type, const guint8 *body, gsize size)
{
  if (memcmp (type, "VP8X", 4) == 0 && size >= 10)
    set_size (format, read_le24 (body + 4) + 1, read_le24 (body + 7) + 1);
  else if (memcmp (type, "VP8 ", 4) == 0 && size >= 10)
    set_size (format, (body[6] | body[7] << 8) & 0x3fff, (body[8] | body[9] << 8) & 0x3fff);
  else if (memcmp (type, "VP8L", 4) == 0 && size >= 5) {
    guint32 bits = read_le32 (body + 1);

    set_size (format, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
  } else if (memcmp (type, "EXIF", 4) == 0)
    set_exif (format, body, size);
}

static void
read_webp (const guint8 *data, gsize size, StillFormat *format)
{
  gsize end = (gsize) read_le32 (data + 4) + 8;
  gsize pos = 12;

  format->name = "WebP";
  format->media_type = "image/webp";
  format->complete = end <= size;
  end = MIN (end, size);
  while (pos + 8 <= end) {
    gsize length = read_le32 (data + pos + 4);

    read_webp_chunk (format, data + pos, data + pos + 8, MIN (length, end - pos - 8));
    if (length >= end - pos - 8)
      return;
    pos += 8 + length + (length & 1);
  }
}

/* ---- PNM ---- */

/* The next number of the header; white space and comments before it are skipped. FALSE at anything else. */
static gboolean
read_pnm_number (const guint8 *data, gsize size, gsize *pos, guint *number)
{
  guint64 value = 0;
  gsize start;

  while (*pos < size && (g_ascii_isspace (data[*pos]) || data[*pos] == '#')) {
    gboolean comment = data[*pos] == '#';

    while (comment && *pos < size && data[*pos] != '\n')
      (*pos)++;
    if (*pos < size)
      (*pos)++;
  }
  for (start = *pos; *pos < size && g_ascii_isdigit (data[*pos]) && value <= G_MAXUINT32; (*pos)++)
    value = value * 10 + (data[*pos] - '0');
  *number = (guint) MIN (value, G_MAXUINT32);
  return *pos > start;
}

static void
read_pnm (const guint8 *data, gsize size, StillFormat *format)
{
  guint8 kind = data[1];
  guint width, height, maximum;
  gsize pos = 2;
  gdouble needed;

  format->name = "PNM";
  format->media_type = kind == '2' || kind == '5' ? "image/x-portable-graymap" : "image/x-portable-pixmap";
  if (!read_pnm_number (data, size, &pos, &width) || !read_pnm_number (data, size, &pos, &height)
      || !read_pnm_number (data, size, &pos, &maximum))
    return;
  set_size (format, width, height);
  /* In a double, since what a header claims may be beyond any integer. */
  needed = (gdouble) width * height * (kind == '6' || kind == '3' ? 3 : 1);
  if (kind == '2' || kind == '3')
    needed = 2 * needed - 1; /* written in digits, with white space between */
  else if (maximum > 255)
    needed *= 2;
  format->complete = needed + 1 <= (gdouble) (size - pos);
}

gboolean
still_format_read (const guint8 *data, gsize size, StillFormat *format)
{
  StillFormat found = { 0 };

  if (size >= 3 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff)
    read_jpeg (data, size, &found);
  else if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    read_png (data, size, &found);
  else if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    read_webp (data, size, &found);
  else if (size >= 3 && data[0] == 'P' && strchr ("2356", data[1]) && data[1] && g_ascii_isspace (data[2]))
    read_pnm (data, size, &found);
  else
    return FALSE;
  *format = found;
  return TRUE;
}
