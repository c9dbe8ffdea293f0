/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "models/error.h"
#include "pipelines/batch/conclusion.h"
#include "pipelines/batch/film.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/naming.h"
#include "pipelines/batch/page.h"
#include "pipelines/batch/run.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/subcommand.h"

/* ---- the process of one film ---- */

static void
say_place (gint64 time_ns, guint64 n_frames, gpointer unused)
{
  g_autofree gchar *line = g_strdup_printf ("at %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT, time_ns, n_frames);

  output_line (line);
}

/* The one who asked stops it; a key on the terminal goes to all processes. */
static void
follow_parent (const BatchOptions *options)
{
  signal (SIGINT, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NAME, "gst-facerec"); /* for ps and pkill, which would see "exe" */
  if (options->parent != (gint) getppid ())
    _exit (EXIT_WRONG); /* it was gone before that */
}

static BatchFilm *
make_film (const BatchOptions *options)
{
  BatchFilm *film = g_new0 (BatchFilm, 1);

  film->path = g_strdup (options->film);
  film->folder = g_path_get_basename (options->work);
  film->key = g_strdup (options->key);
  return film;
}

/* FALSE: it has to be decoded; what was begun is gone. */
static gboolean
name_anew (BatchOptions *options)
{
  g_autoptr (BatchFilm) film = make_film (options);
  g_autofree gchar *folder = NULL;

  if (batch_naming_run (options, options->from, film, say_place, NULL, NULL))
    return TRUE;
  folder = batch_folder_begin (options->output, film->folder, NULL);
  return FALSE;
}

static ExitCode
work (BatchOptions *options)
{
  g_autoptr (BatchFilm) film = make_film (options);
  g_autoptr (GError) error = NULL;

  follow_parent (options);
  /* GStreamer would turn a crash in a plugin's code that is being loaded into exit code 255. */
  gst_segtrap_set_enabled (FALSE);
  gst_init (NULL, NULL);
  if (!plugin_load (&error)
      || (!(options->from && name_anew (options)) && !batch_film_run (options, film, say_place, NULL, &error))) {
    g_autofree gchar *line = g_strdup_printf ("fatal %s", error->message);

    g_strdelimit (line, "\n", ' ');
    output_line (line);
    return EXIT_WRONG;
  }
  return EXIT_DONE;
}

/* ---- all films ---- */

static void
tell_page (const BatchOptions *options)
{
  g_autofree gchar *path = batch_page_path (options->output);

  if (!options->quiet)
    output_note ("%s shows it all in a browser.", path);
}

static void
tell_index (const gchar *path, guint n_films, guint n_spans, guint n_people)
{
  g_autofree gchar *films = output_count (n_films, "film", NULL), *spans = output_count (n_spans, "span", NULL);
  g_autofree gchar *people = output_count (n_people, "person", "people");

  output_note ("%s: %s, %s, %s.", path, films, spans, people);
}

/* A run of all films keeps an index of its own making; shards do not, and may go on. */
static gboolean
lock_merge (const BatchOptions *options, GError **error)
{
  /* What is no output folder must not become one. */
  g_autoptr (GPtrArray) names = batch_folder_list (options->output, error);

  return names && batch_folder_prepare (options->output, error) && batch_folder_lock (options->output, "-merge", error);
}

/* FALSE without an error: it is of no use, and the rest goes on. */
static gboolean
merge_film (BatchIndex *index, const gchar *from, GError **error)
{
  g_autoptr (BatchFilm) film = batch_index_read_film (from);
  GError *problem = NULL;

  if (film && batch_index_merge (index, from, &problem))
    return TRUE;
  if (!film) {
    output_problem (from, "is no index of a film: left out");
  } else if (g_error_matches (problem, FACEREC_ERROR, FACEREC_ERROR_READ)) {
    output_problem (NULL, problem->message);
    g_error_free (problem);
  } else {
    g_propagate_error (error, problem);
  }
  return FALSE;
}

static ExitCode
merge (const BatchOptions *options)
{
  g_autofree gchar *path = batch_folder_index (options->output);
  g_autoptr (GHashTable) folders = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (BatchIndex) index = NULL;
  GError *error = NULL;
  guint n_films, n_spans, n_people;

  if (!lock_merge (options, &error) || !(names = batch_folder_list (options->output, &error))
      || !(index = batch_index_open (path, BATCH_INDEX_SHARED, &error)))
    return subcommand_fail (error);
  for (guint i = 0; i < names->len; i++) {
    gchar *name = g_ptr_array_index (names, i);
    g_autofree gchar *from = batch_folder_film_index (options->output, name);

    if (merge_film (index, from, &error))
      g_hash_table_add (folders, name);
    else if (error)
      return subcommand_fail (error);
  }
  if (!batch_index_keep_only (index, folders, &error) || !batch_conclude (index, options->output, 0, NULL, &error)
      || !batch_index_count (index, &n_films, &n_spans, &n_people, &error))
    return subcommand_fail (error);
  if (!options->quiet)
    tell_index (path, n_films, n_spans, n_people);
  tell_page (options);
  return n_films > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static gboolean
lock (const BatchOptions *options, GError **error)
{
  g_autofree gchar *part = options->n_shards
      ? g_strdup_printf ("-%u-of-%u", options->shard, options->n_shards) : g_strdup ("");

  return batch_folder_prepare (options->output, error) && batch_folder_lock (options->output, part, error);
}

/* A shard whose few films are all of no use has done its part: only whoever merges sees whether anything came out. */
static ExitCode
exit_code (const BatchOptions *options, const BatchReport *report, guint n_items)
{
  if (interrupted) {
    output_note ("Interrupted: %u of %u films are finished; the same command goes on from here.",
        report->n_done + report->n_damaged + report->n_failed + report->n_before, n_items);
    return EXIT_INTERRUPTED;
  }
  if (report->n_killed)
    return EXIT_NOTHING;
  return options->n_shards || report->n_done + report->n_damaged + report->n_before > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static ExitCode
run_all (BatchOptions *options, gchar **arguments)
{
  const guint n_jobs = options->jobs ? (guint) options->jobs : g_get_num_processors ();
  BatchReport report = { .json = options->json, .quiet = options->quiet };
  g_autofree gchar *path = batch_folder_index (options->output);
  const gint64 started = g_get_monotonic_time ();
  GError *error = NULL;
  g_autofree gchar *digest = batch_options_digest (options), *names = batch_options_names_digest (options, &error);
  const BatchRules rules = { digest, names, options->retry, options->annotate };
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (BatchIndex) index = NULL;

  if (!names || !lock (options, &error)
      || !(items = batch_list_make (options->files, options->shard, options->n_shards, &rules, options->output, &error))
      || (!options->n_shards && !(index = batch_index_open (path, BATCH_INDEX_SHARED, &error))))
    return subcommand_fail (error);
  if (items->len == 0) {
    output_problem (NULL, options->n_shards ? "no film in this shard" : "no film to look at: the folder or list is empty");
    return options->n_shards ? EXIT_DONE : EXIT_NOTHING;
  }
  if (batch_run (items, n_jobs, arguments, options->output, index, &report, &error)
      && (!index || interrupted || batch_conclude (index, options->output, 0, NULL, &error)))
    batch_report_sum (&report, (g_get_monotonic_time () - started) / (gdouble) G_USEC_PER_SEC);
  batch_report_clear (&report);
  if (error)
    return subcommand_fail (error);
  if (index && !interrupted)
    tell_page (options);
  return exit_code (options, &report, items->len);
}

static ExitCode
run (gchar **arguments)
{
  BatchOptions options = BATCH_OPTIONS_INIT;
  ExitCode code = EXIT_WRONG;

  if (batch_options_parse (&options, arguments))
    code = options.film ? work (&options) : options.merge ? merge (&options) : run_all (&options, arguments);
  batch_options_clear (&options);
  return code;
}

const Subcommand subcommand_batch = {
  .name = "batch",
  .summary = "who is in films from when to when, in bulk",
  .run = run,
};
