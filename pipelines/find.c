/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pipelines/analysisoptions.h"
#include "pipelines/batch/appearances.h"
#include "pipelines/batch/appearancetext.h"
#include "pipelines/batch/folder.h"
#include "pipelines/filelist.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/photofaces.h"
#include "pipelines/plugin.h"
#include "pipelines/ruleoptions.h"
#include "pipelines/subcommand.h"

/* At this distance 93 of 100 photos find the person, and 3 of 100 strangers somebody (models/cluster.md). */
#define DEFAULT_THRESHOLD 0.5

typedef struct {
  AnalysisOptions analysis;
  RuleOptions rule; /* of --db: what the model file suggests */
  gchar *index, *db;
  gdouble threshold;
  gboolean json, quiet;
  gchar **files;
} FindOptions;

static const gchar *
find_mistake (const FindOptions *self)
{
  if (!self->index)
    return "find needs --index FOLDER, the OUTPUT of gst-facerec batch; see gst-facerec find --help";
  if (!self->files)
    return "find needs a PHOTO; see gst-facerec find --help";
  return self->threshold > 0 && self->threshold <= 2 ? NULL : "--threshold takes a distance above 0, up to 2";
}

static gboolean
parse (FindOptions *self, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "index", 0, 0, G_OPTION_ARG_FILENAME, &self->index, "Where to look: the OUTPUT folder of gst-facerec batch", "FOLDER" },
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &self->db, "Also say who is on the PHOTO by this gallery", "GALLERY" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &self->threshold,
        "Show who is nearer than this to the face (default 0.5; 0.6 finds more, and more who only look alike)", "D" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, "A JSON line an appearance", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, "No summary", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, "PHOTO…" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake;

  g_option_context_set_summary (context,
      "Says where in all films that batch has looked at the person on a PHOTO appears, with a name or\n"
      "without. Only what batch has kept is read, no film. Of several faces the largest is looked for.");
  g_option_context_set_description (context,
      "A line an appearance, the likeliest first, with tabs between distance, film, from, to, who, picture.\n"
      "Exit code 1: nowhere.\n\n"
      "Examples:\n"
      "  gst-facerec find --index out portrait.jpg\n"
      "  gst-facerec find --index out --json portrait.jpg | jq -r .file | sort -u\n");
  g_option_context_add_main_entries (context, entries, NULL);
  analysis_options_add (&self->analysis, ANALYSIS_ANY, context);
  if (!subcommand_parse (&subcommand_find, context, arguments))
    return FALSE;
  mistake = find_mistake (self);
  if (mistake)
    output_problem (NULL, mistake);
  return !mistake;
}

/* ---- looking ---- */

static void
tell (const FindOptions *self, const PhotoFace *face, GPtrArray *appearances)
{
  g_autofree gchar *photo = output_printable (face->path), *name = face->name ? output_printable (face->name) : NULL;
  g_autofree gchar *count = output_count (appearances->len, "appearance", NULL);

  output_note ("%s%s%s%s: %s within %g.", photo, name ? " (" : "", name ? name : "", name ? ")" : "", count,
      self->threshold);
}

static void
print (const FindOptions *self, const PhotoFace *face, GPtrArray *appearances)
{
  for (guint i = 0; i < appearances->len; i++) {
    const BatchAppearance *appearance = g_ptr_array_index (appearances, i);
    g_autofree gchar *line = self->json ? batch_appearance_to_json (appearance, face->path)
        : batch_appearance_to_text (appearance, self->index);

    if (!output_line (line))
      return;
  }
  if (!self->quiet)
    tell (self, face, appearances);
}

static ExitCode
look_for (const FindOptions *self, BatchIndex *index, GPtrArray *faces)
{
  const PhotoFace *first = g_ptr_array_index (faces, 0);
  g_autofree gfloat *values = g_new (gfloat, (gsize) faces->len * first->n_values);
  const BatchFaceQuery query = { first->model, values, faces->len, first->n_values };
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;
  guint n_left, n_found = 0;

  for (guint i = 0; i < faces->len; i++)
    memcpy (values + (gsize) i * first->n_values, ((PhotoFace *) g_ptr_array_index (faces, i))->values,
        first->n_values * sizeof (gfloat));
  if (!(found = batch_appearances_find (index, &query, self->threshold, &n_left, &error)))
    return subcommand_fail (error);
  for (guint i = 0; i < faces->len; i++) {
    GPtrArray *appearances = g_ptr_array_index (found, i);

    print (self, g_ptr_array_index (faces, i), appearances);
    n_found += appearances->len;
  }
  if (n_left > 0) {
    g_autofree gchar *films = output_count (n_left, "film", NULL);

    output_note ("%s described by another model could not be compared with \"%s\".", films, first->model);
  }
  return n_found > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static ExitCode
find_photos (FindOptions *self)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  const ElementSetting own = { "--db", "faceknn", "db", self->db };
  g_autofree gchar *path = batch_folder_index (self->index);
  g_autoptr (GPtrArray) paths = NULL, faces = NULL;
  g_autoptr (BatchIndex) index = NULL;
  g_autoptr (Analysis) analysis = NULL;
  GError *error = NULL;

  if (!(index = batch_index_open (path, BATCH_INDEX_READ, &error)))
    return subcommand_fail (error);
  gst_init (NULL, NULL);
  analysis_options_collect (&self->analysis, settings);
  if (self->db) {
    rule_options_suggest (&self->rule, self->analysis.model);
    rule_options_collect (&self->rule, settings);
    g_array_append_val (settings, own);
  }
  if (!(paths = file_list_expand (self->files, &error)) || !plugin_load (&error)
      || !(analysis = analysis_new ((ElementSetting *) settings->data, self->db != NULL, &error)))
    return subcommand_fail (error);
  interrupt_catch ();
  if (!(faces = photo_faces_read (paths, analysis, &error)))
    return subcommand_fail (error);
  if (interrupted)
    return EXIT_INTERRUPTED;
  return faces->len > 0 ? look_for (self, index, faces) : EXIT_WRONG;
}

static ExitCode
run (gchar **arguments)
{
  FindOptions options = { .threshold = DEFAULT_THRESHOLD };
  ExitCode code = parse (&options, arguments) ? find_photos (&options) : EXIT_WRONG;

  analysis_options_clear (&options.analysis);
  rule_options_clear (&options.rule);
  g_free (options.index);
  g_free (options.db);
  g_strfreev (options.files);
  return code;
}

const Subcommand subcommand_find = {
  .name = "find",
  .summary = "where in all films of batch somebody on a photo appears",
  .run = run,
};
