/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/run.h"

#include "models/error.h"
#include "pipelines/batch/claim.h"
#include "pipelines/batch/film.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/progress.h"
#include "pipelines/batch/worker.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"

#define LOOK_EVERY_MS 100

typedef struct {
  GPtrArray *items;
  gchar **arguments;
  const gchar *output;
  BatchIndex *index;
  BatchReport *report;
  guint n_jobs, next, n_passed;
  guint64 n_bytes, n_bytes_done;
  GPtrArray *workers; /* of BatchWorker, that run */
  GHashTable *claims; /* of the films in work: BatchClaim by BatchItem */
  GPtrArray *waiting; /* of BatchItem, that other processes have in work */
  GMainLoop *loop;
  gint64 started_us;
  GError *error;
} Run;

/* ---- one film ends ---- */

static void
take_results (Run *self, const BatchItem *item)
{
  g_autofree gchar *index = batch_folder_film_index (self->output, item->name);
  g_autoptr (BatchFilm) film = NULL;

  batch_progress_clear ();
  if (!batch_folder_finish (self->output, item->name, &self->error)
      || (self->index && !batch_index_merge (self->index, index, &self->error)))
    return;
  film = batch_index_read_film (index);
  if (film)
    batch_report_film (self->report, film);
}

static void
write_failure (Run *self, const BatchItem *item, const gchar *reason)
{
  g_autofree gchar *folder = batch_folder_begin (self->output, item->name, &self->error);
  BatchFilm *film = g_new0 (BatchFilm, 1);
  gboolean written;

  film->path = g_strdup (item->path);
  film->folder = g_strdup (item->name);
  film->key = g_strdup (item->key);
  written = folder && batch_film_write_failure (folder, film, reason, &self->error);
  batch_film_free (film);
  if (written)
    take_results (self, item);
}

static void start_workers (Run *self);

static void
on_ended (BatchWorker *worker, BatchWorkerEnd end, const gchar *text, gpointer data)
{
  Run *self = data;
  BatchItem *item = batch_worker_get_item (worker);

  if (self->error) {
    batch_folder_drop (self->output, item->name); /* it ends already, for what the film before has met */
  } else if (end == BATCH_WORKER_FINISHED) {
    self->report->n_renamed += item->renamed != NULL;
    take_results (self, item);
  } else if (end == BATCH_WORKER_FAULT) {
    write_failure (self, item, text);
  } else {
    batch_folder_drop (self->output, item->name);
    batch_progress_clear ();
    if (end == BATCH_WORKER_USELESS)
      g_set_error_literal (&self->error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, text);
    else
      batch_report_killed (self->report, item, text);
  }
  self->n_bytes_done += item->n_bytes;
  g_ptr_array_remove (self->workers, worker);
  g_hash_table_remove (self->claims, item);
  start_workers (self);
}

/* ---- running ---- */

/* What another run has done. */
static void
pass_over (Run *self, const BatchItem *item)
{
  g_autofree gchar *index = batch_folder_film_index (self->output, item->name);

  self->n_passed++;
  batch_report_before (self->report, item->before);
  if (self->index)
    batch_index_merge (self->index, index, &self->error);
}

static void
wait_for (Run *self, BatchItem *item)
{
  g_autofree gchar *shown = output_printable (item->path);

  if (g_ptr_array_find (self->waiting, item, NULL))
    return;
  g_ptr_array_add (self->waiting, item);
  batch_progress_clear ();
  if (!self->report->quiet)
    output_note ("%s: another gst-facerec batch has it in work; it is waited for.", shown);
}

/* FALSE: it cannot be worked on, at least not now. */
static gboolean
claim (Run *self, BatchItem *item)
{
  g_autoptr (BatchClaim) own = batch_claim_new (self->output, item->name, &self->error);

  if (!own) {
    if (!self->error)
      wait_for (self, item);
    return FALSE;
  }
  g_ptr_array_remove (self->waiting, item);
  batch_item_look (item, self->output);
  if (item->before) {
    self->n_bytes -= item->n_bytes;
    pass_over (self, item);
    return FALSE;
  }
  g_hash_table_insert (self->claims, item, g_steal_pointer (&own));
  return TRUE;
}

static BatchItem *
next_item (Run *self)
{
  while (self->next < self->items->len && !self->error) {
    BatchItem *item = g_ptr_array_index (self->items, self->next++);

    if (!item->before && claim (self, item))
      return item;
  }
  for (guint i = self->waiting->len; i > 0 && !self->error; i--) {
    BatchItem *item = g_ptr_array_index (self->waiting, i - 1);

    if (claim (self, item))
      return item;
  }
  return NULL;
}

static gboolean
is_over (const Run *self)
{
  return self->error || interrupted || self->workers->len + self->waiting->len == 0;
}

static void
start_workers (Run *self)
{
  while (!self->error && !interrupted && self->workers->len < self->n_jobs) {
    BatchItem *item = next_item (self);
    g_autofree gchar *folder = item ? batch_folder_begin (self->output, item->name, &self->error) : NULL;
    g_autofree gchar *from = item && item->renamed ? batch_folder_film (self->output, item->name) : NULL;
    BatchWorker *worker = folder ? batch_worker_start (self->arguments, item, g_hash_table_lookup (self->claims, item), folder,
        from, on_ended, self, &self->error) : NULL;

    if (!worker)
      break;
    g_ptr_array_add (self->workers, worker);
  }
  if (is_over (self))
    g_main_loop_quit (self->loop);
}

static void
draw (Run *self)
{
  const gint64 now = g_get_monotonic_time ();
  BatchState state = { .n_films = self->items->len - self->n_passed, .n_bytes = self->n_bytes,
    .n_bytes_done = self->n_bytes_done, .media_seconds = self->report->duration_ns / 1e9,
    .seconds = (now - self->started_us) / (gdouble) G_USEC_PER_SEC };

  state.n_films_done = self->report->n_done + self->report->n_damaged + self->report->n_failed
      + self->report->n_killed;
  for (guint i = 0; i < self->workers->len; i++)
    state.media_seconds += batch_worker_get_time (g_ptr_array_index (self->workers, i)) / 1e9;
  batch_progress_draw (&state);
}

static gboolean
on_time (gpointer data)
{
  Run *self = data;

  for (guint i = 0; i < self->workers->len; i++)
    batch_worker_check (g_ptr_array_index (self->workers, i));
  if (self->waiting->len > 0)
    start_workers (self);
  if (is_over (self))
    g_main_loop_quit (self->loop);
  else if (!self->report->quiet)
    draw (self);
  return G_SOURCE_CONTINUE;
}

/* Films in work are given up: their processes end, and what they have left goes. */
static void
abandon (Run *self)
{
  while (self->workers->len > 0) {
    BatchWorker *worker = g_ptr_array_index (self->workers, self->workers->len - 1);
    BatchItem *item = batch_worker_get_item (worker);

    g_ptr_array_remove_index (self->workers, self->workers->len - 1);
    batch_folder_drop (self->output, item->name);
    g_hash_table_remove (self->claims, item);
  }
}

/* When a run was killed right behind its last step with a film, the results of before are in work's place still, or its
 * claim is there. */
static void
clear_away (Run *self, const BatchItem *item)
{
  g_autoptr (BatchClaim) own = batch_folder_is_begun (self->output, item->name)
      || batch_claim_is_there (self->output, item->name)
      ? batch_claim_new (self->output, item->name, &self->error) : NULL;

  if (own)
    batch_folder_drop (self->output, item->name);
}

static gboolean
take_earlier (Run *self)
{
  for (guint i = 0; i < self->items->len && !self->error; i++) {
    const BatchItem *item = g_ptr_array_index (self->items, i);

    if (!item->before) {
      self->n_bytes += item->n_bytes;
      continue;
    }
    clear_away (self, item);
    if (!self->error)
      pass_over (self, item);
  }
  return !self->error;
}

gboolean
batch_run (GPtrArray *items, guint n_jobs, gchar **arguments, const gchar *output, BatchIndex *index,
    BatchReport *report, GError **error)
{
  Run self = { .items = items, .n_jobs = n_jobs, .arguments = arguments, .output = output, .index = index,
    .report = report, .started_us = g_get_monotonic_time () };
  guint timer;

  interrupt_catch ();
  self.loop = g_main_loop_new (NULL, FALSE);
  self.workers = g_ptr_array_new_with_free_func ((GDestroyNotify) batch_worker_free);
  self.claims = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) batch_claim_free);
  self.waiting = g_ptr_array_new ();
  timer = g_timeout_add (LOOK_EVERY_MS, on_time, &self);
  if (take_earlier (&self)) {
    start_workers (&self);
    if (!is_over (&self))
      g_main_loop_run (self.loop);
  }
  g_source_remove (timer);
  batch_progress_clear ();
  abandon (&self);
  g_ptr_array_unref (self.workers);
  g_hash_table_unref (self.claims);
  g_ptr_array_unref (self.waiting);
  g_main_loop_unref (self.loop);
  if (self.error)
    g_propagate_error (error, self.error);
  return !self.error;
}
