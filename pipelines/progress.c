/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DRAW_EVERY_US (G_USEC_PER_SEC / 10)
#define BAR_WIDTH 30

struct _Progress {
  guint total;
  gchar *unit;
  gboolean visible, drawn;
  gint64 started, last_drawn;
};

Progress *
progress_new (guint total, const gchar *unit, gboolean quiet)
{
  Progress *self = g_new0 (Progress, 1);

  self->total = MAX (total, 1);
  self->unit = g_strdup (unit);
  self->visible = !quiet && isatty (STDERR_FILENO);
  self->started = g_get_monotonic_time ();
  return self;
}

void
progress_update (Progress *self, guint done, guint64 counted)
{
  gint64 now = g_get_monotonic_time ();
  gdouble seconds = (now - self->started) / (gdouble) G_USEC_PER_SEC;
  guint filled = (guint) ((guint64) BAR_WIDTH * MIN (done, self->total) / self->total);
  gchar bar[BAR_WIDTH + 1];
  guint left;

  if (!self->visible || now - self->last_drawn < DRAW_EVERY_US)
    return;
  memset (bar, '.', BAR_WIDTH);
  memset (bar, '#', filled);
  bar[BAR_WIDTH] = '\0';
  left = done ? (guint) (seconds / done * (self->total - MIN (done, self->total)) + 0.5) : 0;
  fprintf (stderr, "\r[%s] %u/%u  %.1f %s/s", bar, done, self->total, seconds > 0 ? counted / seconds : 0, self->unit);
  if (done)
    fprintf (stderr, "  %u:%02u left", left / 60, left % 60);
  fputs ("\033[K", stderr);
  fflush (stderr);
  self->drawn = TRUE;
  self->last_drawn = now;
}

void
progress_clear (Progress *self)
{
  if (!self->drawn)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  self->drawn = FALSE;
  self->last_drawn = 0;
}

void
progress_free (Progress *self)
{
  if (!self)
    return;
  progress_clear (self);
  g_free (self->unit);
  g_free (self);
}
