/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <unistd.h>

#include <cblas.h>
#include <glib/gstdio.h>
#include <gst/gst.h>

#include "models/error.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/subcommand.h"
#include "pipelines/train/options.h"
#include "pipelines/train/outcome.h"
#include "pipelines/train/photos.h"
#include "pipelines/train/report.h"
#include "pipelines/train/session.h"
#include "pipelines/wholefile.h"

/* Features as raw: of the model has them: dlib's as they are, others of length 1. (transfer full) */
static gfloat *
make_raw_features (const TrainPhotos *photos, gboolean is_dlib)
{
  gfloat *features = g_memdup2 (photos->features->data, photos->features->len * sizeof *features);

  for (gsize row = 0; !is_dlib && row < photos->features->len; row += photos->n_features) {
    gfloat length = cblas_snrm2 ((gint) photos->n_features, features + row, 1);

    cblas_sscal ((gint) photos->n_features, length > 0 ? 1 / length : 1, features + row, 1);
  }
  return features;
}

static gboolean
write_model (const TrainOptions *options, const FacerecTrainOptions *training, const TrainPhotos *photos,
    const FacerecBackbone *backbone, FacerecTrainer *trainer, const TrainOutcome *outcome, GError **error)
{
  g_autoptr (FacerecFaceModel) model = train_outcome_make_model (outcome, facerec_trainer_get_head (trainer), options, training,
      backbone, photos);
  g_autofree gchar *id = facerec_face_model_id (model);
  g_autofree gchar *curve = train_session_curve (facerec_trainer_get_checks (trainer), 60);
  g_autofree gchar *state = train_session_state_path (options->output);

  if (!facerec_face_model_write (model, options->output, error))
    return FALSE;
  if (!interrupted)
    whole_file_remove (state);
  if (options->json)
    train_report_write_json (outcome, options, photos, training, id);
  else
    train_report_write (outcome, options, photos, id, curve);
  return TRUE;
}

static gboolean
train_on (const TrainOptions *options, const TrainPhotos *photos, const FacerecBackbone *backbone, GError **error)
{
  const FacerecTrainSet set = { photos->labels->len, photos->n_rows, photos->n_features,
    (const gfloat *) photos->features->data, (const guint *) photos->labels->data };
  g_autofree FacerecTrainPart *parts = g_new (FacerecTrainPart, set.n_pictures + 1);
  const gboolean is_dlib = !options->backbone || strcmp (options->backbone, "dlib") == 0;
  g_autofree gfloat *raw_features = make_raw_features (photos, is_dlib);
  FacerecTrainSet raw = set;
  FacerecTrainOptions training;
  g_autoptr (FacerecTrainer) trainer = NULL;
  TrainOutcome outcome;

  raw.features = raw_features;
  if (!train_options_training (options, photos->n_features, &training, error))
    return FALSE;
  facerec_train_split (set.labels, set.n_pictures, training.seed, parts);
  trainer = facerec_trainer_new (&set, parts, &training, error);
  if (!trainer || !train_session_run (trainer, options, &training, error))
    return FALSE;
  if (interrupted && facerec_trainer_get_checks (trainer)->len == 0)
    return TRUE;
  if (interrupted)
    output_note ("Interrupted: the best so far is kept; the same command goes on.");
  train_outcome_measure (&outcome, trainer, &set, &raw, parts, is_dlib);
  return write_model (options, &training, photos, backbone, trainer, &outcome, error);
}

/* Found out before an hour of work, not after it. */
static gboolean
check_output (const gchar *output, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (output);

  if (g_file_test (output, G_FILE_TEST_IS_DIR))
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s is a folder; -o takes the name of a file", output);
  else if (g_access (folder, W_OK) != 0)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "cannot write %s: the folder %s is not there or not ours to write to",
        output, folder);
  else
    return TRUE;
  return FALSE;
}

static ExitCode
train (const TrainOptions *options)
{
  const FacerecBackboneOptions backbone_options = train_options_backbone (options);
  g_autoptr (FacerecBackbone) backbone = NULL;
  g_autoptr (TrainPhotos) photos = NULL;
  GError *error = NULL;

  gst_init (NULL, NULL);
  if (!train_options_check (options, &error) || !check_output (options->output, &error) || !plugin_load (&error))
    return subcommand_fail (error);
  interrupt_catch ();
  backbone = facerec_backbone_open (options->backbone ? options->backbone : "dlib", options->weights, &backbone_options, &error);
  if (!backbone || !(photos = train_photos_read (options, backbone, &error))) {
    if (error)
      return subcommand_fail (error);
    output_note ("Interrupted; what was looked at is kept, the same command goes on.");
    return EXIT_INTERRUPTED;
  }
  if (photos->labels->len == 0) {
    output_problem (NULL, "no photo to train on: expected FOLDER/NAME/photo.jpg, one folder for each person");
    return EXIT_NOTHING;
  }
  openblas_set_num_threads (1); /* sums of several threads come out in any order */
  if (!train_on (options, photos, backbone, &error)) {
    const gboolean too_few = g_error_matches (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    const ExitCode code = subcommand_fail (error);

    return too_few ? EXIT_NOTHING : code;
  }
  return interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}

static gboolean
parse (TrainOptions *options, gchar **arguments)
{
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake = NULL;

  g_option_context_set_summary (context,
      "Trains an embedding of your own on photos: FOLDER/NAME/photo.jpg, one folder for each person.\n"
      "A network that stays as it is (the backbone) describes each face; behind it a small head is\n"
      "trained with a triplet loss, and judged on people and photos that it has not seen.");
  g_option_context_set_description (context,
      "It always tells how the backbone does without the head, and says so when training did not help.\n"
      "Stopped or killed, the same command goes on. Features of photos are kept, so that the next\n"
      "training takes seconds. --help-how tells what can be set.\n\n"
      "Examples:\n"
      "  gst-facerec train -o my.face people\n"
      "  gst-facerec train --backbone xception --weights xception.face -o my.face people\n"
      "  gst-facerec enroll --model my.face -o enc.bin people\n");
  train_options_add (options, context);
  if (!subcommand_parse (&subcommand_train, context, arguments))
    return FALSE;
  if (!options->output)
    mistake = "train needs -o FILE.face, the model to write; see gst-facerec train --help";
  else if (!options->folders)
    mistake = "train needs a FOLDER; see gst-facerec train --help";
  if (mistake)
    output_problem (NULL, mistake);
  return mistake == NULL;
}

static ExitCode
run (gchar **arguments)
{
  TrainOptions options;
  ExitCode code;

  train_options_init (&options);
  code = parse (&options, arguments) ? train (&options) : EXIT_WRONG;
  train_options_clear (&options);
  return code;
}

const Subcommand subcommand_train = {
  .name = "train",
  .summary = "train an embedding on people of your own",
  .run = run,
};
