/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gallery's name says about where it is, and how it is shown to people. */
#include "models/gallery/address.h"

#include <string.h>

/* Those of libpq's parameters that tell which gallery it is and nothing that is secret. */
static const gchar *const shown_parameters[] = { "host", "hostaddr", "port", "dbname", "user", "service" };

/* What follows the scheme; NULL: no address of a server. */
static const gchar *
skip_scheme (const gchar *path)
{
  static const gchar *const schemes[] = { "postgresql://", "postgres://" };
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (path, schemes[i]))
      return path + strlen (schemes[i]);
  return NULL;
}

gboolean
facerec_gallery_is_shared (const gchar *path)
{
  return path != NULL && skip_scheme (path) != NULL;
}

/* Of HOST:PORT,HOST:PORT… */
static gboolean
has_other_port (const gchar *hosts)
{
  const gchar *const end = hosts + strcspn (hosts, "/?");
  for (const gchar *at = hosts; at < end; at++) {
    if (*at == '[')
      at += strcspn (at, "]/?");
    else if (*at == ':' && strchr (",/?", at[1 + strspn (at + 1, "0123456789")]) == NULL)
      return TRUE; /* strchr finds the end of the text, too */
  }
  return FALSE;
}

const gchar *
facerec_gallery_address_problem (const gchar *address)
{
  const gchar *rest = skip_scheme (address);
  const gchar *at = strchr (rest, '@');
  /* libpq looks for the user's end before it looks for parameters. */
  if (at != NULL && (strchr (at + 1, '@') != NULL || strcspn (rest, "/?") < (gsize) (at - rest)))
    return "in a user's name, a password and a parameter an '@' is written %40, a '/' %2F, a ':' %3A, a '?' %3F";
  if (has_other_port (at != NULL ? at + 1 : rest))
    return "a port is a number, and a password is followed by '@' and the host";
  return NULL;
}

static void
append_parameters (GString *shown, const gchar *query)
{
  g_auto (GStrv) parameters = g_strsplit (query, "&", -1);
  gchar separator = '?';
  for (guint i = 0; parameters[i] != NULL; i++)
    for (guint known = 0; known < G_N_ELEMENTS (shown_parameters); known++) {
      const gsize length = strlen (shown_parameters[known]);
      if (strncmp (parameters[i], shown_parameters[known], length) != 0 || parameters[i][length] != '=')
        continue;
      g_string_append_c (shown, separator);
      g_string_append (shown, parameters[i]);
      separator = '&';
    }
}

gchar *
facerec_gallery_display_name (const gchar *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  const gchar *rest = skip_scheme (path);
  if (rest == NULL)
    return g_strdup (path);
  g_autoptr (GString) shown = g_string_new_len (path, rest - path);
  if (facerec_gallery_address_problem (path) != NULL) {
    /* Which part of it is the password nobody can tell. */
    g_string_append (shown, "…");
    return g_strdup (shown->str);
  }
  const gsize length = strcspn (rest, "?");
  const gchar *at = memchr (rest, '@', length);
  if (at != NULL) {
    g_string_append_len (shown, rest, (gssize) MIN (strcspn (rest, ":"), (gsize) (at - rest)));
    g_string_append_len (shown, at, (gssize) length - (at - rest));
  } else {
    g_string_append_len (shown, rest, (gssize) length);
  }
  if (rest[length] == '?')
    append_parameters (shown, rest + length + 1);
  return g_utf8_make_valid (shown->str, -1);
}
