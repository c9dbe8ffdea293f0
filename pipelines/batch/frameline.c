/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/frameline.h"

#include <math.h>
#include <string.h>

#define MAX_KEY 32
#define LOW_QUALITY "\"low-quality\""

/* Reads what gst_facerec_buffer_to_json() writes: JSON without white space. Every function that returns FALSE has read something
 * else, and where it stands is of no use then. */
typedef struct {
  const gchar *text, *at;
} Scanner;

/* ---- JSON ---- */

static gboolean
accept (Scanner *self, gchar c)
{
  if (*self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
accept_null (Scanner *self)
{
  if (!g_str_has_prefix (self->at, "null"))
    return FALSE;
  self->at += strlen ("null");
  return TRUE;
}

static gboolean
skip_string (Scanner *self)
{
  if (!accept (self, '"'))
    return FALSE;
  for (; *self->at && *self->at != '"'; self->at++)
    if (*self->at == '\\' && self->at[1])
      self->at++;
  return accept (self, '"');
}

static gboolean
skip_value (Scanner *self)
{
  guint depth = 0;

  do {
    if (*self->at == '"') {
      if (!skip_string (self))
        return FALSE;
      continue;
    }
    if (*self->at == '\0' || (depth == 0 && strchr (",]}", *self->at)))
      return FALSE;
    if (*self->at == '{' || *self->at == '[') {
      depth++;
      self->at++;
    } else if (*self->at == '}' || *self->at == ']') {
      depth--;
      self->at++;
    } else if (depth > 0 && strchr (",:", *self->at)) {
      self->at++;
    } else {
      self->at += strcspn (self->at, ",:]}[{\"");
    }
  } while (depth > 0);
  return TRUE;
}

static gboolean
read_key (Scanner *self, gchar *key)
{
  const gchar *begin = self->at + 1;
  gsize length;

  if (!skip_string (self))
    return FALSE;
  length = self->at - 1 - begin;
  if (length >= MAX_KEY)
    length = 0; /* none that matters */
  memcpy (key, begin, length);
  key[length] = '\0';
  return accept (self, ':');
}

static gboolean
read_unsigned (Scanner *self, guint64 *value)
{
  gchar *end;

  if (!g_ascii_isdigit (*self->at))
    return FALSE;
  *value = g_ascii_strtoull (self->at, &end, 10);
  self->at = end;
  return TRUE;
}

static gboolean
read_float (Scanner *self, gfloat *value)
{
  gchar *end;

  if (accept_null (self)) {
    *value = NAN;
    return TRUE;
  }
  *value = (gfloat) g_ascii_strtod (self->at, &end);
  if (end == self->at)
    return FALSE;
  self->at = end;
  return TRUE;
}

/* A string of plain characters, or null. */
static gboolean
read_word (Scanner *self, gchar **word)
{
  const gchar *begin = self->at + 1;

  if (accept_null (self))
    return TRUE;
  if (!skip_string (self))
    return FALSE;
  g_free (*word);
  *word = g_strndup (begin, self->at - 1 - begin);
  return !strchr (*word, '\\');
}

typedef gboolean (*KeyFunc) (Scanner *self, const gchar *key, gpointer target);

/* An object; func reads the value of each key. */
static gboolean
read_object (Scanner *self, KeyFunc func, gpointer target)
{
  gchar key[MAX_KEY];

  if (!accept (self, '{'))
    return FALSE;
  if (accept (self, '}'))
    return TRUE;
  do {
    if (!read_key (self, key) || !func (self, key, target))
      return FALSE;
  } while (accept (self, ','));
  return accept (self, '}');
}

/* ---- a face ---- */

static gboolean
read_quality (Scanner *self, const gchar *key, gpointer quality)
{
  return strcmp (key, "overall") == 0 ? read_float (self, quality) : skip_value (self);
}

static gboolean
read_reason (Scanner *self, const gchar *key, gpointer state)
{
  if (strcmp (key, "reason") == 0 && g_str_has_prefix (self->at, LOW_QUALITY))
    *(BatchLineFaceState *) state = BATCH_LINE_FACE_REFUSED;
  return skip_value (self);
}

static gboolean
read_identity (Scanner *self, BatchLineFace *face)
{
  face->begin = self->at - self->text;
  face->state = BATCH_LINE_FACE_UNKNOWN;
  if (!accept_null (self)) {
    face->state = BATCH_LINE_FACE_COMPARED;
    if (!read_object (self, read_reason, &face->state))
      return FALSE;
  }
  face->end = self->at - self->text;
  return TRUE;
}

static gboolean
read_box (Scanner *self, BatchLineFace *face)
{
  return accept (self, '[') && read_float (self, &face->x) && accept (self, ',') && read_float (self, &face->y)
      && accept (self, ',') && read_float (self, &face->width) && accept (self, ',') && read_float (self, &face->height)
      && accept (self, ']') && isfinite (face->x) && isfinite (face->y) && face->width > 0 && face->height > 0;
}

static gboolean
read_face_key (Scanner *self, const gchar *key, gpointer target)
{
  BatchLineFace *face = target;
  guint64 age;

  if (strcmp (key, "box") == 0)
    return read_box (self, face);
  if (strcmp (key, "detector") == 0)
    return read_word (self, &face->detector);
  if (strcmp (key, "quality") == 0)
    return accept_null (self) || read_object (self, read_quality, &face->quality);
  if (strcmp (key, "track") == 0)
    return accept_null (self) || (face->has_track = read_unsigned (self, &face->track));
  if (strcmp (key, "box_age") == 0) {
    if (!read_unsigned (self, &age))
      return FALSE;
    face->box_age = (guint) age;
    return TRUE;
  }
  return strcmp (key, "identity") == 0 ? read_identity (self, face) : skip_value (self);
}

/* ---- the line ---- */

static void
face_clear (gpointer face)
{
  g_free (((BatchLineFace *) face)->detector);
}

static gboolean
read_faces (Scanner *self, GArray *faces)
{
  if (!accept (self, '['))
    return FALSE;
  if (accept (self, ']'))
    return TRUE;
  do {
    BatchLineFace *face;

    g_array_set_size (faces, faces->len + 1);
    face = &g_array_index (faces, BatchLineFace, faces->len - 1);
    face->quality = NAN;
    if (!read_object (self, read_face_key, face) || face->end == 0 || face->width == 0)
      return FALSE;
  } while (accept (self, ','));
  return accept (self, ']');
}

static gboolean
read_line_key (Scanner *self, const gchar *key, gpointer target)
{
  BatchFrameLine *line = target;
  guint64 number;

  if (strcmp (key, "frame") == 0)
    return read_unsigned (self, &line->frame);
  if (strcmp (key, "pts_ns") == 0)
    return accept_null (self) || (line->has_pts = read_unsigned (self, &line->pts_ns));
  if (strcmp (key, "faces") == 0)
    return read_faces (self, line->faces);
  if (strcmp (key, "width") != 0 && strcmp (key, "height") != 0)
    return skip_value (self);
  if (!read_unsigned (self, &number) || number == 0 || number > G_MAXINT)
    return FALSE;
  *(*key == 'w' ? &line->width : &line->height) = (guint) number;
  return TRUE;
}

BatchFrameLine *
batch_frame_line_new (const gchar *text)
{
  BatchFrameLine *self = g_new0 (BatchFrameLine, 1);
  Scanner scanner = { text, text };

  self->faces = g_array_new (FALSE, TRUE, sizeof (BatchLineFace));
  g_array_set_clear_func (self->faces, face_clear);
  if (read_object (&scanner, read_line_key, self) && *scanner.at == '\0' && self->width && self->height)
    return self;
  batch_frame_line_free (self);
  return NULL;
}

void
batch_frame_line_free (BatchFrameLine *self)
{
  if (!self)
    return;
  g_array_unref (self->faces);
  g_free (self);
}

gchar *
batch_frame_line_splice (const BatchFrameLine *self, const gchar *text, const gchar *const *identities)
{
  GString *line = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < self->faces->len; i++) {
    const BatchLineFace *face = &g_array_index (self->faces, BatchLineFace, i);

    g_string_append_len (line, text + at, face->begin - at);
    g_string_append (line, identities[i]);
    at = face->end;
  }
  g_string_append (line, text + at);
  return g_string_free (line, FALSE);
}

gchar *
batch_frame_line_take_identity (const gchar *text)
{
  Scanner scanner = { text, text };
  BatchLineFace face = { .quality = NAN };
  const gboolean read = read_object (&scanner, read_face_key, &face);

  face_clear (&face);
  return read && face.end > 0 ? g_strndup (text + face.begin, face.end - face.begin) : NULL;
}
