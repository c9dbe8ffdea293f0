/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gst/gst.h>

#include "pipelines/output.h"
#include "pipelines/subcommand.h"

static const Subcommand *const subcommands[] = {
  &subcommand_enroll,
  &subcommand_identify,
  &subcommand_batch,
  &subcommand_cluster,
  &subcommand_find,
  &subcommand_embed,
  &subcommand_live,
  &subcommand_gallery,
  &subcommand_model,
  &subcommand_eval,
  &subcommand_train,
  NULL
};

static void
print_help (FILE *stream)
{
  fputs ("Usage: gst-facerec SUBCOMMAND [OPTION…] …\n\n"
         "Recognises faces in photos and recordings on a plain CPU.\n\n", stream);
  for (const Subcommand *const *subcommand = subcommands; *subcommand; subcommand++)
    fprintf (stream, "  %-10s %s\n", (*subcommand)->name, (*subcommand)->summary);
  fputs ("\nFrom photos to names, with a folder people/NAME/ of photos for each person:\n"
         "  gst-facerec enroll -o enc.bin people\n"
         "  gst-facerec identify --db enc.bin holiday.mp4 group.jpg\n"
         "  gst-facerec live --db enc.bin\n"
         "  gst-facerec gallery list enc.bin\n"
         "\nMore about each: gst-facerec SUBCOMMAND --help\n"
         "Exit codes: 0 done, 1 nothing useful came out, 2 wrong usage or input, 130 interrupted.\n", stream);
}

static const Subcommand *
find_subcommand (const gchar *name)
{
  for (const Subcommand *const *subcommand = subcommands; *subcommand; subcommand++)
    if (strcmp ((*subcommand)->name, name) == 0)
      return *subcommand;
  return NULL;
}

gboolean
subcommand_parse (const Subcommand *self, GOptionContext *context, gchar **arguments)
{
  g_autofree gchar *program = g_strdup_printf ("gst-facerec %s", self->name);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean parsed;

  g_set_prgname (program);
  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  parsed = g_option_context_parse_strv (context, &argv, &error);
  g_option_context_free (context);
  if (!parsed) {
    output_problem (NULL, error->message);
    output_note ("See: %s --help", program);
  }
  return parsed;
}

ExitCode
subcommand_fail (GError *error)
{
  output_problem (NULL, error->message);
  g_error_free (error);
  return EXIT_WRONG;
}

int
main (int argc, char **argv)
{
  const Subcommand *subcommand;
  ExitCode code;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C"); /* numbers are read by programs */
  signal (SIGPIPE, SIG_IGN);
  if (argc < 2) {
    print_help (stderr);
    return EXIT_WRONG;
  }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0) {
    print_help (stdout);
    return EXIT_DONE;
  }
  if (strcmp (argv[1], "--version") == 0) {
    puts ("gst-facerec " VERSION);
    return EXIT_DONE;
  }
  subcommand = find_subcommand (argv[1]);
  if (!subcommand) {
    output_problem (argv[1], "no such subcommand");
    print_help (stderr);
    return EXIT_WRONG;
  }
  code = subcommand->run (argv + 2);
  return output_closed () ? EXIT_WRONG : code;
}
