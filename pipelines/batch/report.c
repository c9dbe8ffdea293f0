/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/report.h"

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

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

static gboolean
write_line (const BatchReport *self, const gchar *status, const gchar *path, const gchar *reason, const BatchFilm *film)
{
  g_autofree gchar *line = self->json ? json_line (status, path, reason, film)
      : text_line (status, path, reason, film);

  return output_line (line);
}

gboolean
batch_report_film (BatchReport *self, const BatchFilm *film)
{
  guint *counts[] = { &self->n_done, &self->n_damaged, &self->n_failed };

  (*counts[film->status])++;
  self->duration_ns += film->duration_ns;
  self->n_frames += film->n_frames;
  return (self->quiet && film->status == BATCH_DONE)
      || write_line (self, batch_status_to_string (film->status), film->path, film->reason, film);
}

gboolean
batch_report_before (BatchReport *self, const BatchFilm *film)
{
  self->n_before++;
  if (film->status == BATCH_DONE)
    return TRUE;
  self->n_before_bad++;
  return write_line (self, batch_status_to_string (film->status), film->path, film->reason, film);
}

gboolean
batch_report_killed (BatchReport *self, const BatchItem *item, const gchar *reason)
{
  self->n_killed++;
  return write_line (self, "killed", item->path, reason, NULL);
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

void
batch_report_sum (const BatchReport *self, gdouble seconds)
{
  const guint n_now = self->n_done + self->n_damaged + self->n_failed;
  g_autofree gchar *films = output_count (n_now, "film", NULL), *length = duration_text (self->duration_ns);

  if (self->quiet)
    return;
  output_note ("%s: %u done, %u damaged, %u failed%s; %s in %.1f s, %.1f times real time, %.0f frames/s.",
      films, self->n_done, self->n_damaged, self->n_failed, self->n_killed ? ", some killed" : "", length, seconds,
      seconds > 0 ? self->duration_ns / 1e9 / seconds : 0, seconds > 0 ? self->n_frames / seconds : 0);
  if (self->n_before)
    output_note ("%u more %s finished before, %u of them damaged or failed.", self->n_before,
        self->n_before == 1 ? "was" : "were", self->n_before_bad);
}
