/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH 20
#define USUAL_WIDTH 80

static gboolean drawn;

gdouble
batch_progress_seconds_left (const BatchState *state)
{
  if (state->n_bytes_done == 0 || state->n_bytes < state->n_bytes_done)
    return state->n_films == state->n_films_done ? 0 : -1;
  return state->seconds * (state->n_bytes - state->n_bytes_done) / state->n_bytes_done;
}

gchar *
batch_progress_text (const BatchState *state, guint width)
{
  const gdouble share = state->n_bytes ? (gdouble) state->n_bytes_done / state->n_bytes : 0;
  const gint filled = CLAMP ((gint) (BAR_WIDTH * share), 0, BAR_WIDTH);
  const gdouble left = batch_progress_seconds_left (state);
  GString *text = g_string_new ("[");

  for (gint i = 0; i < BAR_WIDTH; i++)
    g_string_append_c (text, i < filled ? '#' : '.');
  g_string_append_printf (text, "] %u/%u films  %.2f h", state->n_films_done, state->n_films,
      state->media_seconds / 3600);
  if (state->seconds > 0)
    g_string_append_printf (text, "  %.1fx", state->media_seconds / state->seconds);
  if (left >= 0) {
    const guint64 seconds = (guint64) (left + 0.5);

    g_string_append_printf (text, "  %" G_GUINT64_FORMAT ":%02u:%02u left", seconds / 3600,
        (guint) (seconds / 60 % 60), (guint) (seconds % 60));
  }
  if (text->len > width)
    g_string_truncate (text, width);
  return g_string_free (text, FALSE);
}

void
batch_progress_draw (const BatchState *state)
{
  struct winsize size;
  g_autofree gchar *text = NULL;

  if (!isatty (STDERR_FILENO))
    return;
  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
    size.ws_col = USUAL_WIDTH;
  text = batch_progress_text (state, size.ws_col - 1);
  fprintf (stderr, "\r%s\033[K", text);
  fflush (stderr);
  drawn = TRUE;
}

void
batch_progress_clear (void)
{
  if (!drawn)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  drawn = FALSE;
}
