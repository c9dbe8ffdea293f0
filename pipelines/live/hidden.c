/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/hidden.h"

#include <string.h>

/* Takes the next item off *text, without "!"; literal: whether a backslash makes it a name. (transfer full) */
static gchar *
read_item (const gchar **text, gboolean *literal)
{
  GString *item = g_string_new (NULL);
  const gchar *at = *text + strspn (*text, " \t\n\v\f\r");
  gsize kept = 0;

  if (*at == '!')
    at += 1 + strspn (at + 1, " \t\n\v\f\r");
  *literal = FALSE;
  for (; *at && *at != ','; at++) {
    const gboolean escaped = *at == '\\' && at[1] != '\0';

    at += escaped;
    *literal |= escaped;
    g_string_append_c (item, *at);
    if (escaped || !g_ascii_isspace (*at))
      kept = item->len;
  }
  g_string_truncate (item, kept);
  *text = *at == ',' ? at + 1 : at;
  return g_string_free (item, FALSE);
}

static gboolean
is_known (const gchar *name, gboolean literal, GHashTable *people)
{
  static const gchar *const words[] = { "", "none", "unknown", "known", "all", NULL };
  g_autofree gchar *valid = g_utf8_make_valid (name, -1), *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  return (!literal && g_strv_contains (words, name)) || g_hash_table_contains (people, normal);
}

gchar *
live_hidden_find_nobody (const gchar *rule, GHashTable *people)
{
  while (*rule) {
    gboolean literal;
    g_autofree gchar *name = read_item (&rule, &literal);

    if (!is_known (name, literal, people))
      return g_steal_pointer (&name);
  }
  return NULL;
}
