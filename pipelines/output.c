/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipelines/interrupt.h"

static Progress *current_progress;
static gboolean closed;

void
output_set_progress (Progress *progress)
{
  current_progress = progress;
}

static gboolean
write_all (const gchar *data, gsize size)
{
  while (size > 0) {
    gssize n = write (STDOUT_FILENO, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    size -= n;
  }
  return TRUE;
}

gboolean
output_line (const gchar *line)
{
  g_autofree gchar *text = NULL;

  if (closed)
    return FALSE;
  if (current_progress)
    progress_clear (current_progress);
  text = g_strconcat (line, "\n", NULL);
  if (write_all (text, strlen (text)))
    return TRUE;
  closed = TRUE;
  interrupted = 1;
  output_problem ("standard output",
      errno == EPIPE ? "nobody reads it any more; not all has been written" : g_strerror (errno));
  return FALSE;
}

gboolean
output_closed (void)
{
  return closed;
}

void
output_problem (const gchar *subject, const gchar *reason)
{
  g_autofree gchar *shown = subject ? output_printable (subject) : NULL;
  g_autofree gchar *why = output_printable (reason);

  if (current_progress)
    progress_clear (current_progress);
  fprintf (stderr, "gst-facerec: %s%s%s\n", shown ? shown : "", shown ? ": " : "", why);
}

void
output_note (const gchar *format, ...)
{
  va_list args;

  if (current_progress)
    progress_clear (current_progress);
  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fputc ('\n', stderr);
}

gchar *
output_count (guint64 n, const gchar *one, const gchar *many)
{
  if (n != 1 && many)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", n, many);
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s%s", n, one, n == 1 ? "" : "s");
}

gchar *
output_printable (const gchar *text)
{
  GString *shown = g_string_new (NULL);

  while (*text) {
    gunichar c = g_utf8_get_char_validated (text, -1);

    if (c == (gunichar) -1 || c == (gunichar) -2) {
      g_string_append_printf (shown, "\\x%02x", (guint8) *text++);
      continue;
    }
    if (c == '\\')
      g_string_append (shown, "\\\\");
    else if (c == '\n')
      g_string_append (shown, "\\n");
    else if (c == '\t')
      g_string_append (shown, "\\t");
    else if (c < 0x80 && !g_unichar_isprint (c))
      g_string_append_printf (shown, "\\x%02x", c);
    else if (!g_unichar_isprint (c))
      g_string_append_printf (shown, "\\u{%x}", c);
    else
      g_string_append_unichar (shown, c);
    text = g_utf8_next_char (text);
  }
  return g_string_free (shown, FALSE);
}
