/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pipelines/model/commands.h"
#include "pipelines/output.h"

#define DEFAULT_INPUT_SIZE 150

static GOptionContext *
make_context (ModelOptions *options, gchar ***rest)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "One JSON object", NULL },
    { "keras", 0, 0, G_OPTION_ARG_FILENAME, &options->keras, "With import: the file to read", "FILE.h5" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, "With import: the file to write", "FILE.face" },
    { "input-size", 0, 0, G_OPTION_ARG_INT, &options->input_size, "With import: what size faces are resized to, 71 to "
        "1024 px; 150 by default", "PX" },
    { "pooling", 0, 0, G_OPTION_ARG_STRING, &options->pooling, "With import: max (default), avg or flatten", "KIND" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, "With import: the model's name, a part of its id; else the "
        "file's", "NAME" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, "COMMAND [FILE]" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
      "Looks after model files of one's own (.face):\n"
      "  info FILE.face                          what is in it, and its id\n"
      "  import --keras FILE.h5 -o FILE.face     makes one of an Xception that Keras saved");
  g_option_context_set_description (context,
      "The .face file can then be trained (gst-facerec train) and used (faceembed model=FILE.face).\n\n"
      "Examples:\n"
      "  gst-facerec model import --keras xception_notop.h5 -o xception.face\n"
      "  gst-facerec model import --keras triplet.h5 --input-size 96 -o original.face\n"
      "  gst-facerec model info --json original.face\n");
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

/* An empty name is what a script's unset variable leaves; elsewhere it would stand for a default. */
static gboolean
has_names (const ModelOptions *options)
{
  if (*options->keras && *options->output)
    return TRUE;
  output_problem (NULL, *options->keras ? "-o \"\" names no file: give the .face file to write"
      : "--keras \"\" names no file: give the .h5 file to read");
  return FALSE;
}

static ExitCode
run_command (gchar **rest, const ModelOptions *options)
{
  const guint n = rest ? g_strv_length (rest) : 0;

  if (n == 0) {
    output_problem (NULL, "model needs a command: info or import");
    return EXIT_WRONG;
  }
  if (strcmp (rest[0], "info") == 0) {
    if (n == 2)
      return model_info (rest[1], options);
    output_note ("Usage: gst-facerec model info FILE.face");
    return EXIT_WRONG;
  }
  if (strcmp (rest[0], "import") == 0) {
    if (n == 1 && options->keras && options->output)
      return has_names (options) ? model_import (options) : EXIT_WRONG;
    output_note ("Usage: gst-facerec model import --keras FILE.h5 -o FILE.face [--input-size PX] [--pooling max|avg|flatten]");
    return EXIT_WRONG;
  }
  output_problem (rest[0], "no such command; see gst-facerec model --help");
  return EXIT_WRONG;
}

static ExitCode
run (gchar **arguments)
{
  ModelOptions options = { .input_size = DEFAULT_INPUT_SIZE };
  g_auto (GStrv) rest = NULL;
  ExitCode code;

  if (!subcommand_parse (&subcommand_model, make_context (&options, &rest), arguments))
    return EXIT_WRONG;
  code = run_command (rest, &options);
  g_free (options.keras);
  g_free (options.output);
  g_free (options.name);
  g_free (options.pooling);
  return code;
}

const Subcommand subcommand_model = {
  .name = "model",
  .summary = "model files of one's own: what is in one, import from Keras",
  .run = run,
};
