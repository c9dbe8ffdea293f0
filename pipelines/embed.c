/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/facerec/facerec.h>

#include "pipelines/analysisoptions.h"
#include "pipelines/filelist.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/recognise.h"

typedef struct {
  AnalysisOptions analysis;
  gint interval;
  gboolean quiet;
  gchar **files;
} EmbedOptions;

static gboolean
write_line (const RecognisedFrame *frame, gpointer unused)
{
  g_autofree gchar *line = gst_facerec_buffer_to_json (frame->buffer, frame->path, frame->number, frame->width,
      frame->height, GST_FACEREC_JSON_EMBEDDING);

  return output_line (line);
}

static gboolean
parse (EmbedOptions *options, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &(gboolean) { FALSE }, "Accepted everywhere; here the lines are always JSON",
        NULL },
    { "interval", 0, 0, G_OPTION_ARG_INT, &options->interval, "Only every Nth frame of a recording (default 1)", "N" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No progress bar", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, "FILE…" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
      "Writes one JSON line a frame with every face's box, landmarks, quality and\n"
      "embedding, for programs of your own. FILE: photo, recording, folder or @LIST.");
  g_option_context_set_description (context,
      "Examples:\n"
      "  gst-facerec embed portrait.jpg\n"
      "  gst-facerec embed --interval 25 film.mp4 > film.jsonl\n"
      "  find photos -name '*.jpg' -print0 | gst-facerec embed @- > all.jsonl\n");
  g_option_context_add_main_entries (context, entries, NULL);
  analysis_options_add (&options->analysis, ANALYSIS_ANY, context);
  if (!subcommand_parse (&subcommand_embed, context, arguments))
    return FALSE;
  if (!options->files || options->interval < 1) {
    output_problem (NULL, options->files ? "--interval takes 1 or more"
        : "embed needs a FILE; see gst-facerec embed --help");
    return FALSE;
  }
  return TRUE;
}

static ExitCode
embed_files (const EmbedOptions *options)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (Analysis) analysis = NULL;
  GError *error = NULL;

  gst_init (NULL, NULL);
  analysis_options_collect (&options->analysis, settings);
  if (!(paths = file_list_expand (options->files, &error)) || !plugin_load (&error)
      || !(analysis = analysis_new ((ElementSetting *) settings->data, FALSE, &error)))
    return subcommand_fail (error);
  return recognise_files (analysis, paths, options->interval, options->quiet, write_line, NULL);
}

static ExitCode
run (gchar **arguments)
{
  EmbedOptions options = { .interval = 1 };
  ExitCode code = parse (&options, arguments) ? embed_files (&options) : EXIT_WRONG;

  analysis_options_clear (&options.analysis);
  g_strfreev (options.files);
  return code;
}

const Subcommand subcommand_embed = {
  .name = "embed",
  .summary = "photos and recordings to JSON lines with embeddings, for other tools",
  .run = run,
};
