/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/facemodel/nesting.h"

#define MAX_DEPTH 32

/* Brackets within strings count as well: what a comment or a broken quote hides must not get through, and nobody's
 * notes hold more than a few that are not closed. */
gboolean
face_json_is_shallow (const gchar *text, gsize length)
{
  gsize depth = 0;

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '[' || text[i] == '{')
      depth++;
    else if ((text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
    if (depth > MAX_DEPTH)
      return FALSE;
  }
  return TRUE;
}
