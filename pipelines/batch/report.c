/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/report.h"

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

/* Of films with which something is wrong, in the sum. */
#define MOST_TOLD 20

static gchar *
text_line (const gchar *status, const gchar *path, const gchar *reason, const BatchFilm *film)
{
  g_autofree gchar *shown = output_printable (path);
  g_autofree gchar *why = reason ? output_printable (reason) : NULL;
  g_autofree gchar *frames = NULL, *spans = NULL;

  if (why)
    return g_strdup_printf ("%-9s  %s: %s", status, shown, why);
  frames = output_count (film->n_frames, "frame", NULL);
  spans = output_count (film->n_spans, "span", NULL);
  return g_strdup_printf ("%-9s  %s: %.1f s, %s, %s", status, shown, film->duration_ns / 1e9, frames, spans);
}

static gchar *
json_line (const gchar *status, const gchar *path, const gchar *reason, const BatchFilm *film)
{
  GString *json = g_string_new ("{\"version\":1,\"file\":");

  gst_facerec_json_append_string (json, path);
  g_string_append_printf (json, ",\"status\":\"%s\",\"reason\":", status);
  gst_facerec_json_append_string (json, reason);
  g_string_append (json, ",\"folder\":");
  gst_facerec_json_append_string (json, film ? film->folder : NULL);
  g_string_append_printf (json, ",\"duration_ns\":%" G_GINT64_FORMAT ",\"frames\":%" G_GUINT64_FORMAT ",\"spans\":%u}",
      film ? film->duration_ns : 0, film ? film->n_frames : 0, film ? film->n_spans : 0);
  return g_string_free (json, FALSE);
}

static void
write_line (const BatchReport *self, const gchar *status, const gchar *path, const gchar *reason, const BatchFilm *film)
{
  g_autofree gchar *line = self->json ? json_line (status, path, reason, film)
      : text_line (status, path, reason, film);

  output_line (line);
}

static void
keep_for_sum (BatchReport *self, const gchar *status, const gchar *path, const gchar *reason)
{
  if (!self->bad)
    self->bad = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->bad, text_line (status, path, reason, NULL));
}

void
batch_report_film (BatchReport *self, const BatchFilm *film)
{
  guint *counts[] = { &self->n_done, &self->n_damaged, &self->n_failed };

  (*counts[film->status])++;
  self->duration_ns += film->duration_ns;
  self->n_frames += film->n_frames;
  if (film->reason)
    keep_for_sum (self, batch_status_to_string (film->status), film->path, film->reason);
  if (!self->quiet || film->status != BATCH_DONE)
    write_line (self, batch_status_to_string (film->status), film->path, film->reason, film);
}

void
batch_report_before (BatchReport *self, const BatchFilm *film)
{
  self->n_before++;
  if (film->status == BATCH_DONE)
    return;
  self->n_before_bad++;
  write_line (self, batch_status_to_string (film->status), film->path, film->reason, film);
}

void
batch_report_killed (BatchReport *self, const BatchItem *item, const gchar *reason)
{
  self->n_killed++;
  keep_for_sum (self, "killed", item->path, reason);
  write_line (self, "killed", item->path, reason, NULL);
}

/* In the largest unit that there is more than one of. (transfer full) */
static gchar *
duration_text (gint64 duration_ns)
{
  const gdouble seconds = duration_ns / 1e9;

  if (seconds < 60)
    return g_strdup_printf ("%.1f seconds", seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%.1f minutes", seconds / 60);
  return g_strdup_printf ("%.2f hours", seconds / 3600);
}

/* Their lines have long gone by when there were many films. */
static void
tell_bad (const BatchReport *self)
{
  const guint n = self->bad ? self->bad->len : 0;

  if (self->n_done == 0 && !self->json)
    return;
  for (guint i = 0; i < MIN (n, MOST_TOLD); i++)
    output_note ("  %s", (const gchar *) g_ptr_array_index (self->bad, i));
  if (n > MOST_TOLD)
    output_note ("  and %u more; index.sqlite has them all: SELECT path, reason FROM film WHERE status <> 'done'",
        n - MOST_TOLD);
}

void
batch_report_sum (const BatchReport *self, gdouble seconds)
{
  const guint n_now = self->n_done + self->n_damaged + self->n_failed;
  g_autofree gchar *films = output_count (n_now, "film", NULL), *length = duration_text (self->duration_ns);
  g_autofree gchar *killed = self->n_killed ? g_strdup_printf (", %u killed", self->n_killed) : g_strdup ("");

  if (self->quiet)
    return;
  output_note ("%s: %u done, %u damaged, %u failed%s; %s in %.1f s, %.1f times real time, %.0f frames/s.",
      films, self->n_done, self->n_damaged, self->n_failed, killed, length, seconds,
      seconds > 0 ? self->duration_ns / 1e9 / seconds : 0, seconds > 0 ? self->n_frames / seconds : 0);
  if (self->n_renamed)
    output_note ("%u of them only got names anew, without decoding.", self->n_renamed);
  tell_bad (self);
  if (self->n_before)
    output_note ("%u more %s finished before, %u of them damaged or failed.", self->n_before,
        self->n_before == 1 ? "was" : "were", self->n_before_bad);
}

void
batch_report_clear (BatchReport *self)
{
  g_clear_pointer (&self->bad, g_ptr_array_unref);
}
