/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <unistd.h>

#include <gst/facerec/facerec.h>

#include "pipelines/analysisoptions.h"
#include "pipelines/filelist.h"
#include "pipelines/identityline.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/recognise.h"
#include "pipelines/ruleoptions.h"

typedef struct {
  AnalysisOptions analysis;
  RuleOptions rule;
  gchar *db, *unknown_label, *format;
  gint interval;
  gboolean json, quiet;
  gchar **files;
} IdentifyOptions;

static gboolean
write_json (const RecognisedFrame *frame, gpointer unused)
{
  g_autofree gchar *line = gst_facerec_buffer_to_json (frame->buffer, frame->path, frame->number, frame->width,
      frame->height, GST_FACEREC_JSON_DEFAULT);

  return output_line (line);
}

static gboolean
write_text (const RecognisedFrame *frame, gpointer user_data)
{
  const IdentifyOptions *options = user_data;

  return identity_line_write (frame, options->unknown_label ? options->unknown_label : "Unknown");
}

static gboolean
write_compatible (const RecognisedFrame *frame, gpointer unused)
{
  return identity_line_write_compatible (frame);
}

static RecogniseFunc
find_writer (const IdentifyOptions *options)
{
  /* JSON is for programs, so it is what a pipe or a file gets. */
  const gchar *automatic = options->json || !isatty (STDOUT_FILENO) ? "json" : "text";
  const gchar *format = options->format ? options->format : automatic;

  if (strcmp (format, "json") == 0)
    return write_json;
  if (strcmp (format, "text") == 0)
    return write_text;
  return strcmp (format, "face_recognition") == 0 ? write_compatible : NULL;
}

static const gchar *
find_mistake (const IdentifyOptions *options)
{
  if (!options->db)
    return "identify needs --db GALLERY, a file made by gst-facerec enroll; see gst-facerec identify --help";
  if (!options->files)
    return "identify needs a FILE; see gst-facerec identify --help";
  if (options->interval < 1)
    return "--interval takes 1 or more";
  if (!find_writer (options))
    return "--format takes text, json or face_recognition";
  return NULL;
}

static gboolean
parse (IdentifyOptions *options, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db, "The people to tell apart, as enroll has written them",
        "GALLERY" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "One JSON line a frame, also for frames without a face", NULL },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options->format,
        "text, json or face_recognition (default: text on a terminal, else json)", "NAME" },
    { "unknown-label", 0, 0, G_OPTION_ARG_FILENAME, &options->unknown_label, "What text lines call a stranger",
        "TEXT" },
    { "interval", 0, 0, G_OPTION_ARG_INT, &options->interval, "Only every Nth frame of a recording (default 1)", "N" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No progress bar", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, "FILE…" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake;

  g_option_context_set_summary (context,
      "Says who is in photos and recordings. FILE: photo, recording, folder or @LIST.");
  g_option_context_set_description (context,
      "Writes JSON lines, one a frame; on a terminal text lines, one a face, with tabs\n"
      "between file, time, name, distance, box x,y,w,h and why Unknown.\n"
      "Exit code 1: no face in any file.\n\n"
      "Examples:\n"
      "  gst-facerec identify --db enc.bin group.jpg\n"
      "  gst-facerec identify --db enc.bin --json film.mp4 > film.jsonl\n"
      "  gst-facerec identify --db enc.bin --interval 5 --detector cnn recordings/\n");
  g_option_context_add_main_entries (context, entries, NULL);
  rule_options_add (&options->rule, context);
  analysis_options_add (&options->analysis, ANALYSIS_ANY, context);
  if (!subcommand_parse (&subcommand_identify, context, arguments))
    return FALSE;
  mistake = find_mistake (options);
  if (mistake)
    output_problem (NULL, mistake);
  else
    rule_options_suggest (&options->rule, options->analysis.model);
  return !mistake;
}

static ExitCode
identify_files (IdentifyOptions *options)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  const ElementSetting own[] = {
    { "--db", "faceknn", "db", options->db },
    { "--unknown-label", "faceknn", "unknown-label", options->unknown_label },
  };
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (Analysis) analysis = NULL;
  GError *error = NULL;

  gst_init (NULL, NULL);
  analysis_options_collect (&options->analysis, settings);
  rule_options_collect (&options->rule, settings);
  g_array_append_vals (settings, own, G_N_ELEMENTS (own));
  if (!(paths = file_list_expand (options->files, &error)) || !plugin_load (&error)
      || !(analysis = analysis_new ((ElementSetting *) settings->data, TRUE, &error)))
    return subcommand_fail (error);
  return recognise_files (analysis, paths, options->interval, options->quiet, find_writer (options), options);
}

static ExitCode
run (gchar **arguments)
{
  IdentifyOptions options = { .interval = 1 };
  ExitCode code = parse (&options, arguments) ? identify_files (&options) : EXIT_WRONG;

  analysis_options_clear (&options.analysis);
  rule_options_clear (&options.rule);
  g_free (options.db);
  g_free (options.unknown_label);
  g_free (options.format);
  g_strfreev (options.files);
  return code;
}

const Subcommand subcommand_identify = {
  .name = "identify",
  .summary = "who is in photos and recordings",
  .run = run,
};
