/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/backend.h"

#include <math.h>
#include <string.h>

#define MAX_NAME_BYTES 200
#define MAX_SOURCE_BYTES 8192
/* dlib's network makes norms of 1.2 to 1.7, most others 1: three powers of ten to either side still tells a damaged
 * exponent, or a vector of zeros. */
#define MIN_NORM 1e-3
#define MAX_NORM 1e3
#define MAX_THRESHOLD 100.0f
/* Two boxes of one image are one face when they share more than this part of the smaller. */
#define SAME_FACE_OVERLAP 0.5f

/* Whether the norm is well inside of its range, which it is with all but damaged values. Sixteen sums at once, in
 * float: a value that is none makes a sum that is none. */
static gboolean
is_clearly_sound (const gfloat *values, guint dimensions)
{
  gfloat sums[16] = { 0 }, square = 0;
  guint i = 0;
  for (; i + 16 <= dimensions; i += 16)
    for (guint lane = 0; lane < 16; lane++)
      sums[lane] += values[i + lane] * values[i + lane];
  for (; i < dimensions; i++)
    square += values[i] * values[i];
  for (guint lane = 0; lane < 16; lane++)
    square += sums[lane];
  return square > 1.01f * (gfloat) (MIN_NORM * MIN_NORM) && square < 0.99f * (gfloat) (MAX_NORM * MAX_NORM);
}

const gchar *
facerec_gallery_embedding_problem (const gfloat *values, guint dimensions)
{
  if (is_clearly_sound (values, dimensions))
    return NULL;
  gdouble square = 0;
  for (guint i = 0; i < dimensions; i++) {
    if (!isfinite (values[i]))
      return "its embedding holds NaN or infinity";
    square += (gdouble) values[i] * values[i];
  }
  if (square < MIN_NORM * MIN_NORM || square > MAX_NORM * MAX_NORM)
    return "the norm of its embedding is outside of 0.001..1000";
  return NULL;
}

static gboolean
is_sha256 (const gchar *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

const gchar *
facerec_gallery_face_problem (const FacerecGalleryFace *face)
{
  if (!isnan (face->quality) && !(face->quality >= 0 && face->quality <= 1))
    return "its quality is outside of 0..1";
  if (!isfinite (face->x) || !isfinite (face->y) || !isfinite (face->width) || !isfinite (face->height))
    return "its box holds NaN or infinity";
  if (face->width < 0 || face->height < 0)
    return "its box has a negative size";
  if (face->source != NULL && strlen (face->source) > MAX_SOURCE_BYTES)
    return "its source is longer than 8192 bytes";
  if (face->source != NULL && !g_utf8_validate (face->source, -1, NULL))
    return "its source is not UTF-8";
  if (face->sha256 != NULL && !is_sha256 (face->sha256))
    return "its SHA-256 is not 64 lower-case hex digits";
  return NULL;
}

gboolean
facerec_gallery_is_same_face (const FacerecGalleryFace *face, gfloat x, gfloat y, gfloat width, gfloat height)
{
  const gfloat smaller = MIN (face->width * face->height, width * height);
  /* Without a box an image is taken to be one face. */
  if (!(smaller > 0))
    return TRUE;
  const gfloat shared_width = MIN (face->x + face->width, x + width) - MAX (face->x, x);
  const gfloat shared_height = MIN (face->y + face->height, y + height) - MAX (face->y, y);
  return shared_width > 0 && shared_height > 0 && shared_width * shared_height > SAME_FACE_OVERLAP * smaller;
}

const gchar *
facerec_gallery_threshold_problem (gfloat own_threshold)
{
  if (isnan (own_threshold) || (own_threshold >= 0 && own_threshold <= MAX_THRESHOLD))
    return NULL;
  return "a threshold is a distance of 0..100";
}

const gchar *
facerec_gallery_name_problem (const gchar *name)
{
  const gsize length = strlen (name);
  if (length == 0)
    return "the name is empty";
  if (!g_utf8_validate (name, length, NULL))
    return "the name is not UTF-8";
  if (length > MAX_NAME_BYTES)
    return "the name is longer than 200 bytes";
  for (const gchar *at = name; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    const GUnicodeType type = g_unichar_type (c);
    if (c == '/')
      return "the name holds a slash";
    if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
      return "the name holds a line break or another control character";
  }
  if (g_unichar_isspace (g_utf8_get_char (name)) ||
      g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + length))))
    return "the name begins or ends with white space";
  return NULL;
}

/* One line of whatever letters there are; what cannot be seen is escaped as in C, as is a backslash. (transfer full) */
static gchar *
show (const gchar *name, gsize length)
{
  g_autofree gchar *valid = g_utf8_make_valid (name, (gssize) length);
  GString *shown = g_string_new (NULL);

  for (const gchar *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    const gsize n_bytes = (gsize) (g_utf8_next_char (at) - at);
    g_autofree gchar *letter = g_strndup (at, n_bytes);
    g_autofree gchar *escaped = g_strescape (letter, "\"");
    const gboolean seen = c == ' ' || (g_unichar_isgraph (c) && !g_unichar_isspace (c) && c != '\\');

    g_string_append (shown, seen ? letter : escaped);
  }
  return g_string_free (shown, FALSE);
}

gboolean
facerec_gallery_check_name (const gchar *name, GError **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  const gchar *problem = facerec_gallery_name_problem (name);
  /* Of a folder to be enrolled it would be hidden, so nobody is enrolled under it; an older gallery may have it. */
  if (problem == NULL && *name == '.')
    problem = "the name begins with a dot";
  if (problem == NULL)
    return TRUE;
  /* The message is one line whatever the name holds. */
  g_autofree gchar *shown = show (name, MIN (strlen (name), MAX_NAME_BYTES));
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "'%s' cannot be stored: %s", shown, problem);
  return FALSE;
}
