/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/facerec/facerec.h>

#include "models/gallery.h"
#include "pipelines/analysisoptions.h"
#include "pipelines/databasefolder.h"
#include "pipelines/enrolment.h"
#include "pipelines/frames.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/subcommand.h"

typedef struct {
  AnalysisOptions analysis;
  gchar *gallery, *mistaken; /* mistaken: whose name was given to the people in the files by mistake; NULL: enrol people */
  gboolean largest, json, quiet;
  gchar **folders; /* or files of mistaken people */
} EnrollOptions;

typedef struct {
  const EnrollOptions *options;
  GPtrArray *paths;      /* of the photos */
  GPtrArray *identities; /* whose they are, same order */
  guint n_people, n_done;
  Analysis *analysis;
  Enrolment *enrolment;
  Progress *progress;
} Enroll;

/* ---- one photo ---- */

static gfloat
area (const GstFacerecMeta *face)
{
  return face->width * face->height;
}

static GstFacerecMeta *
find_largest (GstBuffer *buffer)
{
  GstFacerecMeta *largest = NULL, *face;
  gpointer state = NULL;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (!largest || area (face) > area (largest))
      largest = face;
  return largest;
}

static void
take_face (EnrolResult *result, const GstFacerecMeta *face)
{
  const gfloat *values = gst_facerec_meta_get_embedding (face, &result->n_values);

  result->has_face = TRUE;
  gst_facerec_meta_get_box (face, &result->x, &result->y, &result->width, &result->height);
  result->has_quality = gst_facerec_meta_get_quality (face, &result->size, &result->sharpness, &result->pose);
  result->overall = gst_facerec_meta_get_overall_quality (face);
  result->embedding = g_memdup2 (values, result->n_values * sizeof *values);
  result->model_id = g_strdup (gst_facerec_meta_get_embedding_model (face));
  if (result->embedding)
    return;
  result->status = ENROL_LOW_QUALITY;
  result->reason = result->has_quality
      ? g_strdup_printf ("too small, blurred or turned away: quality %.2f (size %.0f px, sharpness %.3f, pose %.2f)",
          result->overall, result->size, result->sharpness, result->pose)
      : g_strdup_printf ("too small (%.0fx%.0f px)", result->width, result->height);
}

/* What the faces found in a photo mean for its enrolment. */
static void
judge (EnrolResult *result, GstBuffer *buffer, gboolean largest)
{
  result->n_faces = gst_facerec_buffer_count_faces (buffer);
  if (result->n_faces == 0) {
    result->status = ENROL_NO_FACE;
    result->reason = g_strdup ("no face was found");
  } else if (result->n_faces > 1 && !largest) {
    result->status = ENROL_MANY_FACES;
    result->reason = g_strdup_printf ("%u faces; crop the photo, or give --largest to take the largest",
        result->n_faces);
  } else {
    take_face (result, find_largest (buffer));
  }
}

static gboolean
enroll_photo (Enroll *self, const Frame *frame, EnrolResult *result, GError **error)
{
  g_autoptr (GstBuffer) buffer = NULL;

  result->sha256 = g_strdup (frame->sha256);
  if (frame->sha256 && enrolment_has_image (self->enrolment, result->identity, frame->sha256)) {
    result->status = ENROL_DUPLICATE;
    result->duplicate_of = result->negative ? facerec_gallery_negative_name (result->identity)
        : g_strdup (result->identity);
    result->reason = g_strdup_printf ("this very image is enrolled already, as %s", result->duplicate_of);
    return TRUE;
  }
  buffer = analysis_run (self->analysis, frame->sample, TRUE, error);
  if (!buffer)
    return FALSE;
  judge (result, buffer, self->options->largest);
  return TRUE;
}

/* ---- all photos ---- */

static gboolean
enroll_frame (Enroll *self, const Frame *frame, GError **error)
{
  g_autoptr (EnrolResult) result = NULL;

  if (!frame->sample && !frame->error)
    return TRUE;
  result = enrol_result_new (frame->sample ? ENROL_OK : ENROL_UNREADABLE, g_ptr_array_index (self->paths, frame->file),
      g_ptr_array_index (self->identities, frame->file), frame->sample ? NULL : frame->error->message);
  result->negative = self->options->mistaken != NULL;
  if (frame->sample && !enroll_photo (self, frame, result, error))
    return FALSE;
  self->n_done++;
  progress_update (self->progress, self->n_done, self->n_done);
  return enrolment_add (self->enrolment, g_steal_pointer (&result), error);
}

static gboolean
enroll_all (Enroll *self, GError **error)
{
  const DecoderRate rate = { .interval = 1 };
  g_autoptr (Frames) frames = frames_new (self->paths, &rate, TRUE);
  Frame *frame;

  while ((frame = frames_next (frames, &interrupted))) {
    gboolean done = enroll_frame (self, frame, error);

    frame_free (frame);
    if (!done)
      return FALSE;
  }
  return enrolment_flush (self->enrolment, error);
}

/* Sorts what was found into photos and what is reported at once. */
static gboolean
sort_entries (Enroll *self, GPtrArray *entries, GError **error)
{
  const gchar *last = NULL;

  for (guint i = 0; i < entries->len; i++) {
    const DatabaseEntry *entry = g_ptr_array_index (entries, i);

    if (entry->identity) {
      g_ptr_array_add (self->paths, entry->path);
      g_ptr_array_add (self->identities, entry->identity);
      self->n_people += g_strcmp0 (last, entry->identity) != 0;
      last = entry->identity;
    } else if (!enrolment_add (self->enrolment, enrol_result_new (entry->bad_name ? ENROL_BAD_NAME : ENROL_IGNORED,
          entry->path, NULL, entry->reason), error)) {
      return FALSE;
    }
  }
  return enrolment_flush (self->enrolment, error);
}

static void
print_summary (Enroll *self)
{
  const guint *counts = enrolment_get_counts (self->enrolment);
  g_autofree gchar *text = enrol_report_counts (counts);
  g_autofree gchar *name = facerec_gallery_display_name (self->options->gallery), *shown = output_printable (name);

  if (self->options->mistaken)
    output_note ("%s %u photos of people who are not %s: %s", interrupted ? "Interrupted after" : "Looked at", self->n_done,
        self->options->mistaken, text);
  else
    output_note ("%s %u photos of %u people: %s", interrupted ? "Interrupted after" : "Looked at", self->n_done,
        self->n_people, text);
  if (counts[ENROL_OK] + counts[ENROL_DUPLICATE] > 0)
    output_note ("Next: gst-facerec identify --db %s FILE", shown);
}

static GPtrArray *
read_entries (const EnrollOptions *options, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) database_entry_free);

  if (options->mistaken && !database_files_read (options->folders, options->mistaken, entries, error))
    return NULL;
  for (gchar **folder = options->folders; !options->mistaken && *folder; folder++)
    if (!database_folder_read (*folder, entries, error))
      return NULL;
  return g_steal_pointer (&entries);
}

static ExitCode
report_end (Enroll *self)
{
  const guint *counts = enrolment_get_counts (self->enrolment);

  if (!self->options->quiet)
    print_summary (self);
  if (interrupted)
    return EXIT_INTERRUPTED;
  return counts[ENROL_OK] + counts[ENROL_DUPLICATE] > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static ExitCode
enroll_entries (Enroll *self, GPtrArray *entries, const ElementSetting *settings)
{
  GError *error = NULL;
  gboolean done;

  self->paths = g_ptr_array_new ();
  self->identities = g_ptr_array_new ();
  done = sort_entries (self, entries, &error);
  if (done && self->paths->len == 0) {
    g_autofree gchar *folders = g_strjoinv (", ", self->options->folders);

    output_problem (folders, self->options->mistaken ? "no photo in it"
        : "no photo to enrol: expected FOLDER/NAME/photo.jpg, one folder for each person, named after them");
  } else if (done && (self->analysis = analysis_new (settings, FALSE, &error))) {
    interrupt_catch ();
    self->progress = progress_new (self->paths->len, "photos", self->options->quiet);
    output_set_progress (self->progress);
    done = enroll_all (self, &error);
    output_set_progress (NULL);
    progress_free (self->progress);
  }
  analysis_free (self->analysis);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->identities);
  if (error)
    return subcommand_fail (error);
  return self->n_done > 0 || interrupted ? report_end (self) : EXIT_NOTHING;
}

/* The name as the entries have it. Without any there is nothing to check. */
static gboolean
check_mistaken (Enrolment *enrolment, GPtrArray *entries, GError **error)
{
  const DatabaseEntry *first = entries->len > 0 ? g_ptr_array_index (entries, 0) : NULL;

  return !first || enrolment_check_person (enrolment, first->identity, error);
}

static ExitCode
enroll_folders (const EnrollOptions *options)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (Enrolment) enrolment = NULL;
  GError *error = NULL;
  Enroll self = { .options = options };

  gst_init (NULL, NULL);
  analysis_options_collect (&options->analysis, settings);
  if (!options->analysis.min_quality) {
    const ElementSetting quality = { "--min-quality", "faceembed", "min-quality", ENROLMENT_MIN_QUALITY };

    g_array_append_val (settings, quality);
  }
  if (!(entries = read_entries (options, &error)) || !plugin_load (&error)
      || !(enrolment = enrolment_new (options->gallery, options->mistaken != NULL, options->json, options->quiet, &error)))
    return subcommand_fail (error);
  if (options->mistaken && !check_mistaken (enrolment, entries, &error))
    return subcommand_fail (error);
  self.enrolment = enrolment;
  return enroll_entries (&self, entries, (ElementSetting *) settings->data);
}

/* ---- the subcommand ---- */

static gboolean
parse (EnrollOptions *options, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->gallery, "Made when missing, otherwise added to", "GALLERY" },
    { "not-this-person", 0, 0, G_OPTION_ARG_STRING, &options->mistaken,
        "Who is in the FILEs was called NAME by mistake: keep them against that name", "NAME" },
    { "largest", 0, 0, G_OPTION_ARG_NONE, &options->largest, "Of several faces in a photo take the largest", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Report lines as JSON", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "Only problems: no ok lines, bar or summary", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->folders, NULL, "FOLDER…" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake = NULL;

  g_option_context_set_summary (context,
      "Learns people from photos: FOLDER/NAME/photo.jpg, one folder for each person.\n"
      "Photos enrolled before are recognised and skipped, so that it can be run again.\n"
      "With --not-this-person NAME FILE… learns whom not to call NAME: photos, folders or @LISTs\n"
      "of people who were called so by mistake. One photo of each is enough to stop it.");
  g_option_context_set_description (context,
      "One report line for each image: ok, no-face, many-faces, low-quality, duplicate,\n"
      "unreadable; bad-name and ignored for what is no photo of a person.\n\n"
      "Examples:\n"
      "  gst-facerec enroll -o enc.bin people\n"
      "  gst-facerec enroll -o enc.bin --largest --jitter 10 people more-people\n"
      "  gst-facerec enroll -o enc.bin --not-this-person Ann stranger.jpg\n"
      "  gst-facerec enroll -o enc.bin --json people | jq 'select(.status != \"ok\")'\n");
  g_option_context_add_main_entries (context, entries, NULL);
  analysis_options_add (&options->analysis, ANALYSIS_ANY, context);
  if (!subcommand_parse (&subcommand_enroll, context, arguments))
    return FALSE;
  if (!options->gallery)
    mistake = "enroll needs -o GALLERY, the file to write; see gst-facerec enroll --help";
  else if (!options->folders && options->mistaken)
    mistake = "enroll --not-this-person NAME needs a FILE; see gst-facerec enroll --help";
  else if (!options->folders)
    mistake = "enroll needs a FOLDER; see gst-facerec enroll --help";
  if (mistake)
    output_problem (NULL, mistake);
  return mistake == NULL;
}

static ExitCode
run (gchar **arguments)
{
  EnrollOptions options = { 0 };
  ExitCode code = parse (&options, arguments) ? enroll_folders (&options) : EXIT_WRONG;

  analysis_options_clear (&options.analysis);
  g_free (options.gallery);
  g_free (options.mistaken);
  g_strfreev (options.folders);
  return code;
}

const Subcommand subcommand_enroll = {
  .name = "enroll",
  .summary = "learn people from a folder of photos each",
  .run = run,
};
