/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/conclusion.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/groups.h"
#include "pipelines/batch/grouppage.h"
#include "pipelines/batch/grouptext.h"
#include "pipelines/output.h"
#include "pipelines/subcommand.h"

typedef struct {
  gchar *output;
  gdouble threshold;
  gint min_tracks;
  gboolean json, quiet;
  gchar **rest;
} ClusterOptions;

static const gchar *
find_mistake (const ClusterOptions *self)
{
  if (!self->output)
    return "cluster needs -o OUTPUT, the folder that batch has filled; see gst-facerec cluster --help";
  if (self->rest)
    return "cluster takes no FILE: it groups who is in the OUTPUT folder";
  if (!(self->threshold > 0 && self->threshold <= 2))
    return "--threshold takes a distance above 0, up to 2";
  return self->min_tracks < 1 ? "--min-tracks takes 1 or more" : NULL;
}

static gboolean
parse (ClusterOptions *self, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, "Folder with the results of batch", "OUTPUT" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &self->threshold,
        "Groups farther apart than this stay two (default 0.367; smaller: fewer mistakes, more groups)", "D" },
    { "min-tracks", 0, 0, G_OPTION_ARG_INT, &self->min_tracks, "Show no smaller groups than this (default 1)", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, "A JSON line a group", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, "No summary", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake;

  g_option_context_set_summary (context,
      "Groups the people without a name over all films that batch has looked at: tracks that show\n"
      "the same face are one group. Prints the groups, writes OUTPUT/clusters.html to look at them, and\n"
      "OUTPUT/report.html anew.");
  g_option_context_set_description (context,
      "batch does the same at its end; films are not looked at again.\n\n"
      "From a group to a name in all films:\n"
      "  gst-facerec cluster -o out\n"
      "  gst-facerec gallery add --from-cluster 3 --name \"Anna\" --index out enc.bin\n"
      "  gst-facerec batch --db enc.bin -o out films/     (the same command as before)\n");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!subcommand_parse (&subcommand_cluster, context, arguments))
    return FALSE;
  mistake = find_mistake (self);
  if (mistake)
    output_problem (NULL, mistake);
  return !mistake;
}

/* The groups and the report that shows them anew, and how many there are. */
static gboolean
make_groups (const ClusterOptions *self, const gchar *path, BatchClusterCount *count, GError **error)
{
  g_autoptr (BatchIndex) index = NULL;

  /* One that is not there must not come to be. */
  index = batch_index_open (path, BATCH_INDEX_READ, error);
  if (!index)
    return FALSE;
  g_clear_pointer (&index, batch_index_close);
  index = batch_index_open (path, BATCH_INDEX_SHARED, error);
  return index && batch_conclude (index, self->output, self->threshold, count, error);
}

static gboolean
print (const ClusterOptions *self, GPtrArray *groups)
{
  g_autoptr (GPtrArray) table = self->json || groups->len == 0 ? NULL : batch_groups_to_table (groups, self->output);

  for (guint i = 0; table && i < table->len; i++)
    if (!output_line (g_ptr_array_index (table, i)))
      return FALSE;
  for (guint i = 0; self->json && i < groups->len; i++) {
    g_autofree gchar *line = batch_group_to_json (g_ptr_array_index (groups, i));

    if (!output_line (line))
      return FALSE;
  }
  return TRUE;
}

static void
tell (const BatchClusterCount *count, guint n_shown, const gchar *page)
{
  g_autofree gchar *groups = output_count (count->n_clusters, "group", NULL);
  g_autofree gchar *tracks = output_count (count->n_tracks, "track", NULL);
  g_autofree gchar *films = output_count (count->n_films, "film", NULL);

  output_note ("%s of %s without a name, in %s; %u shown.", groups, tracks, films, n_shown);
  if (count->n_left > 0)
    output_note ("%u more tracks show too little of a face to be compared.", count->n_left);
  if (n_shown > 0)
    output_note ("To look at, with the command that names each: %s", page);
}

static ExitCode
run_options (const ClusterOptions *self)
{
  g_autofree gchar *path = batch_folder_index (self->output), *page = batch_group_page_name (self->output);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (BatchIndex) index = NULL;
  BatchClusterCount count = { 0 };
  GError *error = NULL;

  if (!make_groups (self, path, &count, &error) || !(index = batch_index_open (path, BATCH_INDEX_READ, &error))
      || !(groups = batch_groups_read (index, 0, self->min_tracks, &error))
      || !batch_group_page_write (groups, self->output, &error))
    return subcommand_fail (error);
  print (self, groups);
  if (!self->quiet)
    tell (&count, groups->len, page);
  return groups->len > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static ExitCode
run (gchar **arguments)
{
  ClusterOptions options = { .threshold = FACEREC_CLUSTER_DEFAULT_THRESHOLD, .min_tracks = 1 };
  ExitCode code = parse (&options, arguments) ? run_options (&options) : EXIT_WRONG;

  g_free (options.output);
  g_strfreev (options.rest);
  return code;
}

const Subcommand subcommand_cluster = {
  .name = "cluster",
  .summary = "group the people without a name over all films of batch",
  .run = run,
};
