/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/options.h"

#include <stdio.h>
#include <string.h>

#include "models/faceembedder.h"
#include "models/gallery.h"
#include "models/modelfile.h"
#include "pipelines/output.h"
#include "pipelines/subcommand.h"

/* Of the results, to be raised with every change of what is in them. */
#define RESULT_VERSION "2"

static const gchar summary[] = "Says who is in films from when to when. FILE: film, folder or @LIST.";
static const gchar description[] =
  "Makes of each film a folder OUTPUT/films/NAME/ with its time line (timeline.json, .csv, .vtt),\n"
  "a JSON line a frame (frames.jsonl) and pictures of the faces, and over all films OUTPUT/index.sqlite and\n"
  "OUTPUT/report.html, to be looked at in a browser.\n"
  "Stop it as you like: the same command goes on where it was.\n\n"
  "Examples:\n"
  "  gst-facerec batch --db enc.bin -o out films/\n"
  "  gst-facerec batch --db enc.bin -o out --fps 5 @list.txt\n"
  "  gst-facerec batch --db enc.bin -o out --shard 1/4 films/    (each of four machines its part)\n"
  "  gst-facerec batch --merge -o out                            (then all into one index)\n";

static gboolean
parse_shard (BatchOptions *self)
{
  gchar rest;

  return !self->shard_text || (sscanf (self->shard_text, "%u/%u%c", &self->shard, &self->n_shards, &rest) == 2
      && self->shard >= 1 && self->shard <= self->n_shards);
}

static const gchar *
find_mistake (BatchOptions *self)
{
  if (!self->output)
    return "batch needs -o OUTPUT, a folder for the results; see gst-facerec batch --help";
  if (self->merge)
    return self->files ? "batch --merge takes no FILE: it merges what is in the OUTPUT folder" : NULL;
  if (!self->db)
    return "batch needs --db GALLERY, a file made by gst-facerec enroll; see gst-facerec batch --help";
  if (!self->files)
    return "batch needs a FILE; see gst-facerec batch --help";
  if (self->jobs < 0 || self->jobs > 1024)
    return "--jobs takes 1 to 1024, or 0 for one a core";
  if (!(self->fps >= 0 && self->fps <= 1000))
    return "--fps takes 0 (all frames) to 1000";
  if (!(self->bridge >= 0 && self->bridge <= 86400))
    return "--bridge takes 0 to 86400 seconds";
  return parse_shard (self) ? NULL : "--shard takes I/N with I from 1 to N, such as 1/4";
}

static GOptionContext *
make_context (BatchOptions *self)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &self->db, "The people to tell apart, as enroll has written them", "GALLERY" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, "Folder for the results", "OUTPUT" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &self->jobs, "Films at a time (default one a core)", "N" },
    { "fps", 0, 0, G_OPTION_ARG_DOUBLE, &self->fps, "Look at that many frames a second only (default all)", "N" },
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &self->interval,
        "Search every Nth frame for faces and follow them between (default as many as needed; with --fps all)", "N" },
    { "bridge", 0, 0, G_OPTION_ARG_DOUBLE, &self->bridge,
        "Somebody who is not seen for so long stays in one span (default 2)", "SECONDS" },
    { "annotate", 0, 0, G_OPTION_ARG_NONE, &self->annotate, "Also write each film with boxes and names drawn into it", NULL },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &self->shard_text, "Only the Ith of N parts of the films", "I/N" },
    { "merge", 0, 0, G_OPTION_ARG_NONE, &self->merge, "Only make index and report of all films in OUTPUT", NULL },
    { "retry", 0, 0, G_OPTION_ARG_NONE, &self->retry, "Try films again that have failed", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, "Report in JSON lines", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, "No progress bar, and lines for what is wrong only", NULL },
    { "worker-film", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->film, "For itself alone", "FILE" },
    { "worker-folder", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->work, "For itself alone", "FOLDER" },
    { "worker-key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->key, "For itself alone", "KEY" },
    { "worker-from", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->from, "For itself alone", "FOLDER" },
    { "worker-parent", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &self->parent, "For itself alone", "PID" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, "FILE…" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  rule_options_add (&self->rule, context);
  analysis_options_add (&self->analysis, ANALYSIS_FILMS, context);
  return context;
}

gboolean
batch_options_parse (BatchOptions *self, gchar **arguments)
{
  const gchar *mistake;

  if (!subcommand_parse (&subcommand_batch, make_context (self), arguments))
    return FALSE;
  mistake = find_mistake (self);
  if (mistake)
    output_problem (NULL, mistake);
  else
    rule_options_suggest (&self->rule, self->analysis.model);
  /* HOG finds frontal faces many times faster than the CNN, and "auto" would weigh frames per second of a film against
   * the clock, which does not matter here. */
  if (!self->analysis.detector)
    self->analysis.detector = g_strdup ("hog");
  /* One core a film: several at a time then wait for nothing. */
  if (!self->analysis.threads)
    self->analysis.threads = g_strdup ("1");
  /* Frames that are so far apart are all worth a search. */
  if (!self->interval && self->fps > 0)
    self->interval = g_strdup ("1");
  return !mistake;
}

GArray *
batch_options_collect (BatchOptions *self)
{
  GArray *settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  const ElementSetting own[] = {
    { "--interval", "facerecdetect", "interval", self->interval },
    { "--db", "faceknn", "db", self->db },
  };

  analysis_options_collect (&self->analysis, settings);
  rule_options_collect (&self->rule, settings);
  g_array_append_vals (settings, own, G_N_ELEMENTS (own));
  return settings;
}

DecoderRate
batch_options_rate (const BatchOptions *self)
{
  return (DecoderRate) { .interval = 1, .fps = self->fps };
}

gint64
batch_options_bridge_ns (const BatchOptions *self)
{
  return (gint64) (self->bridge * 1e9);
}

static void
add_number (GChecksum *sum, gdouble number)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (digits, sizeof digits, number);
  g_checksum_update (sum, (const guchar *) digits, strlen (digits) + 1);
}

static void
add_texts (GChecksum *sum, const gchar *const *texts, guint n)
{
  for (guint i = 0; i < n; i++) {
    const gchar *text = texts[i] ? texts[i] : "\1";

    g_checksum_update (sum, (const guchar *) text, strlen (text) + 1);
  }
}

/* By its content: training again into the same file makes another model of it, and a shard elsewhere may have the same one
 * under another path. What cannot be read is told of when a film opens it. (transfer full) */
static gchar *
identify_model (const gchar *model)
{
  const gboolean is_raw = model && g_str_has_prefix (model, FACEREC_RAW_MODEL_PREFIX);
  const gchar *path = is_raw ? model + strlen (FACEREC_RAW_MODEL_PREFIX) : model;
  g_autofree gchar *id = NULL;

  if (!path || !*path || !facerec_model_file_check (path, &id, NULL))
    return g_strdup (model);
  return g_strconcat (is_raw ? FACEREC_RAW_MODEL_PREFIX : "", id, NULL);
}

gchar *
batch_options_digest (const BatchOptions *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const AnalysisOptions *analysis = &self->analysis;
  g_autofree gchar *model = identify_model (analysis->model);
  const gchar *const texts[] = { RESULT_VERSION, VERSION, analysis->detector, analysis->engine, analysis->precision,
    model, analysis->jitter, analysis->min_face_size, analysis->min_quality, self->interval };

  add_number (sum, self->fps);
  add_texts (sum, texts, G_N_ELEMENTS (texts));
  if (self->annotate)
    g_checksum_update (sum, (const guchar *) "annotate", -1);
  return g_strdup (g_checksum_get_string (sum));
}

gchar *
batch_options_names_digest (const BatchOptions *self, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const gchar *const texts[] = { self->rule.k, self->rule.distance_threshold, self->rule.margin };

  add_number (sum, self->bridge);
  add_texts (sum, texts, G_N_ELEMENTS (texts));
  if (!facerec_gallery_digest (self->db, sum, error)) {
    if (error && (*error)->domain == G_FILE_ERROR)
      g_prefix_error (error, "--db: ");
    return NULL;
  }
  return g_strdup (g_checksum_get_string (sum));
}

void
batch_options_clear (BatchOptions *self)
{
  analysis_options_clear (&self->analysis);
  rule_options_clear (&self->rule);
  g_free (self->db);
  g_free (self->interval);
  g_free (self->output);
  g_free (self->shard_text);
  g_free (self->film);
  g_free (self->work);
  g_free (self->key);
  g_free (self->from);
  g_strfreev (self->files);
}
