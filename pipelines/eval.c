/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <gst/facerec/facerec.h>

#include "models/error.h"
#include "pipelines/analysisoptions.h"
#include "pipelines/databasefolder.h"
#include "pipelines/enrolment.h"
#include "pipelines/eval/report.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/subcommand.h"

typedef struct {
  AnalysisOptions analysis;
  gchar **models, *pairs, *html;
  gboolean original, largest, json, quiet;
  gchar **folders;
} EvalOptions;

typedef struct {
  const EvalOptions *options;
  const gchar *folder;
  EvalPhotos *photos;
  EvalPairList *list; /* NULL: people of a folder */
  GPtrArray *models;
} Eval;

/* ---- input ---- */

static gboolean
check_folder (const gchar *folder, const gchar *content, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: %s; eval takes a FOLDER %s", folder,
      g_file_test (folder, G_FILE_TEST_EXISTS) ? "is no folder" : "there is no such folder", content);
  return FALSE;
}

static gboolean
read_people (Eval *self, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) database_entry_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_photos = 0;

  if (!check_folder (self->folder, "of people with their photos in it, FOLDER/NAME/photo.jpg", error)
      || !database_folder_read (self->folder, entries, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    const DatabaseEntry *entry = g_ptr_array_index (entries, i);
    gpointer number;

    if (!entry->identity) {
      eval_photos_add (self->photos, entry->path, 0, entry->bad_name ? ENROL_BAD_NAME : ENROL_IGNORED, entry->reason);
      continue;
    }
    number = g_hash_table_lookup (numbers, entry->identity);
    if (!number) {
      g_ptr_array_add (self->photos->people, g_strdup (entry->identity));
      number = GUINT_TO_POINTER (self->photos->people->len);
      g_hash_table_insert (numbers, g_ptr_array_index (self->photos->people, self->photos->people->len - 1), number);
    }
    eval_photos_add (self->photos, entry->path, GPOINTER_TO_UINT (number) - 1, ENROL_OK, NULL);
    n_photos++;
  }
  if (self->photos->people->len == 0)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: no photo of anybody in it: expected FOLDER/NAME/photo.jpg, one folder for each person", self->folder);
  else if (n_photos > EVAL_MAX_FACES)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "%s: %u pictures of people, and eval takes %u at most: the memory for all pairs grows with their square; evaluate a part",
        self->folder, n_photos, EVAL_MAX_FACES);
  return self->photos->people->len > 0 && n_photos <= EVAL_MAX_FACES;
}

/* Before the minutes that the work takes. */
static gboolean
check_page (const gchar *path, GError **error)
{
  g_autofree gchar *folder = path ? g_path_get_dirname (path) : NULL;

  if (!path || (g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK | X_OK) == 0
          && !g_file_test (path, G_FILE_TEST_IS_DIR)))
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "--html %s: %s", path,
      !g_file_test (folder, G_FILE_TEST_EXISTS) ? "there is no such folder to write it into"
      : g_file_test (path, G_FILE_TEST_IS_DIR) ? "is a folder" : "its folder cannot be written to");
  return FALSE;
}

static gboolean
read_pairs (Eval *self, GError **error)
{
  if (!check_folder (self->folder, "that the pictures of the list are in", error))
    return FALSE;
  self->list = eval_pair_list_read (self->options->pairs, self->folder, self->photos, error);
  return self->list != NULL;
}

static gboolean
load_models (Eval *self, const GArray *settings, GError **error)
{
  static gchar *default_models[] = { (gchar *) "dlib", NULL };
  gchar **specs = self->options->models ? self->options->models : default_models;

  for (guint i = 0; specs[i]; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (specs[i], specs[j]) == 0) {
        g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "--model %s is given twice", specs[i]);
        return FALSE;
      }
  for (guint i = 0; specs[i]; i++) {
    EvalModel *model = eval_model_new (specs[i], settings, error);

    if (!model)
      return FALSE;
    g_ptr_array_add (self->models, model);
  }
  return TRUE;
}

/* ---- figures ---- */

/* Whether not a single picture could be read. */
static gboolean
is_unreadable (const EvalPhotos *photos)
{
  for (guint i = 0; i < photos->photos->len; i++) {
    const EvalPhoto *photo = g_ptr_array_index (photos->photos, i);

    if (photo->status != ENROL_UNREADABLE && photo->status != ENROL_IGNORED && photo->status != ENROL_BAD_NAME)
      return FALSE;
  }
  return TRUE;
}

/* Whether there is a pair that any figure can be made of. */
static gboolean
has_usable_pair (const Eval *self)
{
  for (guint i = 0; i < self->list->pairs->len; i++) {
    const EvalPair *pair = &g_array_index (self->list->pairs, EvalPair, i);
    const EvalPhoto *a = g_ptr_array_index (self->photos->photos, pair->a);
    const EvalPhoto *b = g_ptr_array_index (self->photos->photos, pair->b);

    if (a->row != G_MAXUINT && b->row != G_MAXUINT)
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_faces (const Eval *self, const EvalReport *report)
{
  const gchar *reason = NULL;

  if (is_unreadable (self->photos))
    reason = "no picture in it can be read";
  else if (self->photos->n_faces == 0)
    reason = "no picture has a face that can be used";
  else if (self->list && !has_usable_pair (self))
    reason = "no pair of the list has a face that can be used in both pictures";
  else if (!self->list && report->names->len < 2)
    reason = "only one person has a face that can be used: nobody to be mistaken for";
  else if (!self->list && report->n == report->names->len)
    reason = "everybody has one picture: nothing to recognise anybody by, two or more are wanted";
  if (reason)
    output_problem (self->folder, reason);
  return !reason;
}

static void
compute (Eval *self, EvalReport *report)
{
  g_autoptr (Progress) progress = progress_new (self->models->len, "models", self->options->quiet);

  output_set_progress (progress);
  for (guint i = 0; i < self->models->len && !interrupted; i++) {
    const EvalModel *model = g_ptr_array_index (self->models, i);

    progress_update (progress, i, i);
    if (self->list)
      g_ptr_array_add (report->pair_figures, eval_pair_figures_new (model, self->photos, self->list));
    else
      g_ptr_array_add (report->figures, eval_figures_new (model, report->people, report->n, report->names->len,
          self->options->original, &interrupted));
  }
  output_set_progress (NULL);
}

static ExitCode
write_report (Eval *self, const EvalReport *report)
{
  g_autofree gchar *text = self->options->json ? eval_report_to_json (report) : eval_report_to_text (report);
  GError *error = NULL;

  g_strchomp (text);
  output_line (text);
  if (self->options->html && !eval_report_save_page (report, self->options->html, &error))
    return subcommand_fail (error);
  if (self->options->html && !self->options->quiet) {
    g_autofree gchar *shown = output_printable (self->options->html);

    output_note ("The report is in %s; open it in a browser.", shown);
  }
  return EXIT_DONE;
}

/* ---- all of it ---- */

static gboolean
look (Eval *self, const GArray *settings, GError **error)
{
  g_autoptr (Progress) progress = progress_new (self->photos->photos->len, "photos", self->options->quiet);
  const EvalChoice choice = self->list ? EVAL_CHOICE_CENTRAL
      : self->options->largest ? EVAL_CHOICE_LARGEST : EVAL_CHOICE_ONLY;
  gboolean done;

  interrupt_catch ();
  output_set_progress (progress);
  done = eval_photos_analyse (self->photos, self->models, settings, choice, self->list != NULL,
      self->options->html && !self->list, progress, error);
  output_set_progress (NULL);
  return done;
}

static ExitCode
evaluate (Eval *self)
{
  const EvalOptions *options = self->options;
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  g_autoptr (EvalReport) report = NULL;
  GError *error = NULL;

  analysis_options_collect (&options->analysis, settings);
  if (!options->analysis.min_quality && !options->pairs) {
    const ElementSetting quality = { "--min-quality", "faceembed", "min-quality", ENROLMENT_MIN_QUALITY };

    g_array_append_val (settings, quality);
  }
  if (!check_page (options->html, &error) || !plugin_load (&error) || !load_models (self, settings, &error)
      || !(options->pairs ? read_pairs (self, &error) : read_people (self, &error)) || !look (self, settings, &error))
    return subcommand_fail (error);
  report = eval_report_new (self->folder, options->pairs, self->photos, self->list);
  if (!interrupted && !check_faces (self, report))
    return is_unreadable (self->photos) ? EXIT_WRONG : EXIT_NOTHING;
  if (!interrupted)
    compute (self, report);
  if (interrupted) {
    output_note ("Interrupted: nothing was written.");
    return EXIT_INTERRUPTED;
  }
  return write_report (self, report);
}

static ExitCode
evaluate_folder (const EvalOptions *options)
{
  Eval self = { .options = options, .folder = options->folders[0] };
  ExitCode code;

  gst_init (NULL, NULL);
  self.photos = eval_photos_new ();
  self.models = g_ptr_array_new_with_free_func ((GDestroyNotify) eval_model_free);
  code = evaluate (&self);
  g_ptr_array_unref (self.models);
  eval_pair_list_free (self.list);
  eval_photos_free (self.photos);
  return code;
}

/* ---- the subcommand ---- */

static gboolean
check_options (const EvalOptions *options)
{
  const gchar *mistake = NULL;

  if (!options->folders)
    mistake = "eval needs a FOLDER; see gst-facerec eval --help";
  else if (options->folders[1])
    mistake = "eval takes one FOLDER";
  else if (options->pairs && options->original)
    mistake = "--original-protocol asks about the people of a folder, not about --pairs";
  if (mistake)
    output_problem (NULL, mistake);
  return mistake == NULL;
}

static gboolean
parse (EvalOptions *options, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->models,
        "dlib, FILE.face, or raw:FILE.face (its backbone without the head); once for each (default dlib)", "SPEC" },
    { "html", 0, 0, G_OPTION_ARG_FILENAME, &options->html, "Write a page with all plots, one file", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "All figures as one JSON object", NULL },
    { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &options->pairs,
        "Judge the pairs of this list instead: CSV fold,same,image_a,image_b or LFW's pairs.txt", "FILE" },
    { "original-protocol", 0, 0, G_OPTION_ARG_NONE, &options->original,
        "Also the figure of the original system, in which pictures vote for themselves", NULL },
    { "largest", 0, 0, G_OPTION_ARG_NONE, &options->largest, "Of several faces in a photo take the largest", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No progress bar and notes", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->folders, NULL, "FOLDER" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
      "Measures how well models tell your people apart, on photos sorted as for enroll:\n"
      "FOLDER/NAME/photo.jpg. Several models are measured on the same faces, side by side.");
  g_option_context_set_description (context,
      "What it measures: how often the vote names a picture right (k 1 to 15), how well two\n"
      "pictures are told to be of one person, how many strangers get a name, and which distance\n"
      "threshold follows from that. No picture is ever compared with itself.\n\n"
      "Examples:\n"
      "  gst-facerec eval people\n"
      "  gst-facerec eval --html report.html people\n"
      "  gst-facerec eval --model dlib --model my.face --model raw:my.face --html report.html people\n"
      "  gst-facerec eval --json people | jq '.models[] | {model, eer: .verification.eer}'\n"
      "  gst-facerec eval --pairs pairs.csv lfw/images\n");
  g_option_context_add_main_entries (context, entries, NULL);
  analysis_options_add (&options->analysis, ANALYSIS_COMPARED, context);
  return subcommand_parse (&subcommand_eval, context, arguments) && check_options (options);
}

static ExitCode
run (gchar **arguments)
{
  EvalOptions options = { 0 };
  ExitCode code = parse (&options, arguments) ? evaluate_folder (&options) : EXIT_WRONG;

  analysis_options_clear (&options.analysis);
  g_strfreev (options.models);
  g_strfreev (options.folders);
  g_free (options.pairs);
  g_free (options.html);
  return code;
}

const Subcommand subcommand_eval = {
  .name = "eval",
  .summary = "measure how well models tell people apart, with a report",
  .run = run,
};
