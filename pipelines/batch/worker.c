/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

/* Longer than the decoder's own patience. */
#define SILENCE_US (180 * G_USEC_PER_SEC)

/* Of the claim in the process: the first behind the three that it has anyway. */
#define CLAIM_FD 3

struct _BatchWorker {
  BatchItem *item;
  BatchWorkerFunc func;
  gpointer user_data;
  GSubprocess *process;
  GDataInputStream *lines;
  GCancellable *cancellable;
  gint64 time_ns, heard_us;
  guint64 n_frames;
  gboolean hung;
  gchar *fatal;
};

/* ---- what it says ---- */

static void
take_line (BatchWorker *self, const gchar *line)
{
  self->heard_us = g_get_monotonic_time ();
  if (g_str_has_prefix (line, "at ")) {
    gchar *end;

    self->time_ns = g_ascii_strtoll (line + strlen ("at "), &end, 10);
    self->n_frames = g_ascii_strtoull (end, NULL, 10);
  } else if (g_str_has_prefix (line, "fatal ")) {
    g_free (self->fatal);
    self->fatal = g_strdup (line + strlen ("fatal "));
  }
}

static void
conclude (BatchWorker *self)
{
  g_autofree gchar *text = NULL;
  BatchWorkerEnd end = BATCH_WORKER_FAULT;

  if (g_subprocess_get_if_exited (self->process)) {
    const gint code = g_subprocess_get_exit_status (self->process);

    if (code == 0)
      end = BATCH_WORKER_FINISHED;
    else if (self->fatal)
      end = BATCH_WORKER_USELESS;
    text = self->fatal ? g_strdup (self->fatal) : g_strdup_printf ("its decoding ended with exit code %d", code);
  } else if (self->hung) {
    text = g_strdup_printf ("decoding hung at %.1f s: given up", self->time_ns / 1e9);
  } else {
    const gint number = g_subprocess_get_term_sig (self->process);

    if (number == SIGKILL || number == SIGTERM || number == SIGHUP)
      end = BATCH_WORKER_KILLED;
    text = end == BATCH_WORKER_KILLED
        ? g_strdup_printf ("its process was killed (%s), maybe for want of memory; the next run tries again",
            g_strsignal (number))
        : g_strdup_printf ("decoding crashed at %.1f s (%s)", self->time_ns / 1e9, g_strsignal (number));
  }
  self->func (self, end, text, self->user_data);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Cancelled: the worker is no more. */
  if (g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    conclude (data);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  BatchWorker *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!line) {
    g_subprocess_wait_async (self->process, self->cancellable, on_ended, self);
    return;
  }
  take_line (self, line);
  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->cancellable, on_line, self);
}

/* ---- its life ---- */

/* The file that runs, whatever has been installed under its name since: a worker of another version would not write what
 * the others do, and one that is being copied there cannot be started at all. */
#define OWN_PROGRAM "/proc/self/exe"

static gchar **
make_command (gchar **arguments, const BatchItem *item, const gchar *folder, const gchar *from)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree gchar *parent = g_strdup_printf ("--worker-parent=%d", (gint) getpid ());

  g_strv_builder_add_many (builder, OWN_PROGRAM, "batch", "--worker-film", item->path,
      "--worker-folder", folder, "--worker-key", item->key, parent, NULL);
  if (from)
    g_strv_builder_add_many (builder, "--worker-from", from, NULL);
  g_strv_builder_addv (builder, (const gchar **) arguments);
  return g_strv_builder_end (builder);
}

BatchWorker *
batch_worker_start (gchar **arguments, BatchItem *item, const BatchClaim *claim, const gchar *folder, const gchar *from,
    BatchWorkerFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_auto (GStrv) command = make_command (arguments, item, folder, from);
  BatchWorker *self;
  GSubprocess *process;

  /* Threads that wait for each other within a film would take the core from the next film. */
  g_subprocess_launcher_setenv (launcher, "OPENBLAS_NUM_THREADS", "1", FALSE);
  g_subprocess_launcher_take_fd (launcher, fcntl (batch_claim_get_fd (claim), F_DUPFD_CLOEXEC, CLAIM_FD), CLAIM_FD);
  process = g_subprocess_launcher_spawnv (launcher, (const gchar *const *) command, error);
  if (!process)
    return NULL;
  self = g_new0 (BatchWorker, 1);
  self->item = item;
  self->func = func;
  self->user_data = user_data;
  self->process = process;
  self->cancellable = g_cancellable_new ();
  self->heard_us = g_get_monotonic_time ();
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->cancellable, on_line, self);
  return self;
}

BatchItem *
batch_worker_get_item (const BatchWorker *self)
{
  return self->item;
}

gint64
batch_worker_get_time (const BatchWorker *self)
{
  return self->time_ns;
}

guint64
batch_worker_get_n_frames (const BatchWorker *self)
{
  return self->n_frames;
}

void
batch_worker_check (BatchWorker *self)
{
  if (self->hung || g_get_monotonic_time () - self->heard_us < SILENCE_US)
    return;
  self->hung = TRUE;
  g_subprocess_force_exit (self->process);
}

void
batch_worker_free (BatchWorker *self)
{
  if (!self)
    return;
  g_cancellable_cancel (self->cancellable);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->lines);
  g_object_unref (self->process);
  g_object_unref (self->cancellable);
  g_free (self->fatal);
  g_free (self);
}
