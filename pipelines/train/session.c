/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/session.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "models/error.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/wholefile.h"

#define KEEP_EVERY_US (G_USEC_PER_SEC / 2)
/* Writing takes no more than about this share of the time, however many weights there are. */
#define KEEP_SHARE 0.1
#define CURVE_WIDTH 24

gchar *
train_session_state_path (const gchar *output)
{
  return g_strconcat (output, ".training", NULL);
}

/* ---- showing ---- */

gchar *
train_session_curve (const GArray *checks, guint width)
{
  static const gchar *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
  const guint first = checks->len > width ? checks->len - width : 0;
  gdouble least = INFINITY, most = -INFINITY;
  GString *text = g_string_new (NULL);

  for (guint i = first; i < checks->len; i++) {
    const gdouble loss = g_array_index (checks, FacerecTrainCheck, i).loss;

    least = fmin (least, loss);
    most = fmax (most, loss);
  }
  for (guint i = first; i < checks->len && g_get_charset (NULL); i++) {
    const gdouble loss = g_array_index (checks, FacerecTrainCheck, i).loss;

    if (!isnan (loss))
      g_string_append (text, bars[most > least ? (guint) (7 * (loss - least) / (most - least) + 0.5) : 3]);
  }
  return g_string_free (text, FALSE);
}

static void
append_rate (GString *text, const gchar *name, gdouble eer)
{
  if (!isnan (eer))
    g_string_append_printf (text, "  %s %.2f %%", name, 100 * eer);
}

static void
show (const FacerecTrainCheck *check, const GArray *checks, guint steps)
{
  g_autofree gchar *curve = train_session_curve (checks, CURVE_WIDTH);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "step %u of %u  loss %.4f  %s", (guint) check->step, steps, isnan (check->loss) ? 0 : check->loss,
      curve);
  append_rate (text, "EER unseen", check->unseen_eer);
  append_rate (text, "known", check->held_eer);
  fprintf (stderr, "\r%s\033[K", text->str);
  fflush (stderr);
}

static void
append_number (GString *json, const gchar *key, gdouble value)
{
  if (isnan (value))
    g_string_append_printf (json, ",\"%s\":null", key);
  else
    g_string_append_printf (json, ",\"%s\":%.6g", key, value);
}

static void
report_json (const FacerecTrainCheck *check)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{\"type\":\"check\",\"step\":%u", (guint) check->step);
  append_number (json, "loss", check->loss);
  append_number (json, "active", check->active);
  append_number (json, "score", check->score);
  append_number (json, "unseen_eer", check->unseen_eer);
  append_number (json, "known_eer", check->held_eer);
  g_string_append_c (json, '}');
  output_line (json->str);
}

/* ---- the state ---- */

static gboolean
keep (const FacerecTrainer *trainer, const gchar *path, GError **error)
{
  g_autoptr (GBytes) state = facerec_trainer_save (trainer);
  gsize size;
  const gchar *data = g_bytes_get_data (state, &size);

  if (whole_file_write (path, data, size, 0600, error))
    return TRUE;
  g_prefix_error_literal (error, "the state of the training cannot be kept: ");
  return FALSE;
}

static void
go_on (FacerecTrainer *trainer, const gchar *path, const TrainOptions *options)
{
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *data = NULL, *shown = output_printable (path);
  gsize size;

  if (options->restart || !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (g_file_get_contents (path, &data, &size, &reason)) {
    state = g_bytes_new_take (g_steal_pointer (&data), size);
    if (facerec_trainer_restore (trainer, state, &reason)) {
      const GArray *checks = facerec_trainer_get_checks (trainer);

      if (!options->quiet && checks->len > 0)
        output_note ("Going on at step %u, where it was stopped (%s; --restart begins anew).",
            (guint) g_array_index (checks, FacerecTrainCheck, checks->len - 1).step, shown);
      return;
    }
  }
  output_note ("Beginning anew; %s is of no use: %s", shown, reason->message);
}

gboolean
train_session_run (FacerecTrainer *trainer, const TrainOptions *options, const FacerecTrainOptions *training, GError **error)
{
  g_autofree gchar *path = train_session_state_path (options->output);
  const gboolean visible = !options->quiet && isatty (STDERR_FILENO);
  gint64 kept = g_get_monotonic_time (), before, took = 0;
  FacerecTrainCheck check;
  gboolean done = TRUE;

  go_on (trainer, path, options);
  while (done && !interrupted && facerec_trainer_run (trainer, &check)) {
    if (options->json)
      report_json (&check);
    if (visible)
      show (&check, facerec_trainer_get_checks (trainer), training->steps);
    before = g_get_monotonic_time ();
    if (before - kept < MAX (KEEP_EVERY_US, took / KEEP_SHARE))
      continue;
    done = keep (trainer, path, error);
    kept = g_get_monotonic_time ();
    took = kept - before;
  }
  if (visible)
    fputs ("\r\033[K", stderr);
  return done && (!interrupted || keep (trainer, path, error));
}
