/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/report.h"

#include <math.h>
#include <string.h>

#include <gst/facerec/facerec.h>

#include "models/identity.h"
#include "pipelines/output.h"

static void G_GNUC_PRINTF (1, 2)
say (const gchar *format, ...)
{
  g_autofree gchar *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  output_line (text);
}

static gchar *
percent (gdouble share)
{
  return isfinite (share) ? g_strdup_printf ("%.2f %%", 100 * share) : g_strdup ("-");
}

static void
say_row (const gchar *who, const FacerecSeparation *raw, const FacerecSeparation *with)
{
  g_autofree gchar *raw_eer = percent (raw->eer), *eer = percent (with->eer);
  g_autofree gchar *raw_rank = percent (raw->rank_1), *rank = percent (with->rank_1);

  if (with->n_pictures > 0)
    say ("  %-34s %9s %9s   %9s %9s", who, raw_eer, eer, raw_rank, rank);
}

static void
say_table (const TrainOutcome *outcome, const gchar *backbone)
{
  g_autofree gchar *unseen = g_strdup_printf ("people never seen (%u, %u photos)", outcome->unseen.n_people,
      outcome->unseen.n_pictures);
  g_autofree gchar *known = g_strdup_printf ("other photos of known people (%u)", outcome->held.n_pictures);

  say ("  %-34s %9s %9s   %9s %9s", "", "EER", "EER", "rank-1", "rank-1");
  say ("  %-34s %9s %9s   %9s %9s", "", backbone, "trained", backbone, "trained");
  say_row (unseen, &outcome->raw_unseen, &outcome->unseen);
  say_row (known, &outcome->raw_held, &outcome->held);
}

static void
say_verdict (const TrainOutcome *outcome, const gchar *backbone)
{
  const gdouble lost = outcome->unseen.eer - outcome->raw_unseen.eer;

  if (!outcome->is_judged)
    say ("Nothing could be kept apart to judge it by: give four photos of each person, or ten people. Whether training "
        "helped is not known.");
  else if (!outcome->has_helped)
    say ("Training did not help: %s as it is does no worse. Use that (%s), or give more people and more photos of each, taken as "
        "the camera will see them.", backbone, strcmp (backbone, "dlib") == 0 ? "leave out --model"
        : "put raw: before the model file");
  else if (lost > 0.0005)
    say ("Training helped for the people it was trained on; people it has never seen are told apart a little less well "
        "(EER %+.2f points). Train again when new people come.", 100 * lost);
  else
    say ("Training helped.");
}

void
train_report_write (const TrainOutcome *outcome, const TrainOptions *options, const TrainPhotos *photos,
    const gchar *model_id, const gchar *curve)
{
  const gchar *backbone = options->backbone ? options->backbone : "dlib";
  g_autofree gchar *shown = output_printable (options->output), *counts = enrol_report_counts (photos->counts);

  say ("Trained on %u people, %u photos (%s; %u from the cache), %u steps, best at %u.", photos->people->len,
      photos->labels->len, counts, photos->n_cached, outcome->n_steps, (guint) outcome->step);
  if (*curve)
    say ("  loss %s", curve);
  say_table (outcome, backbone);
  say_verdict (outcome, backbone);
  say ("Written: %s (%s)", shown, model_id);
  if (options->quiet)
    return;
  output_note ("Next: gst-facerec enroll --model %s -o enc.bin FOLDER", shown);
  if (isfinite (outcome->threshold) && fabs (outcome->threshold - FACEREC_DEFAULT_DISTANCE_THRESHOLD) > 1e-6)
    output_note ("and in pipelines: faceembed model=%s ! faceknn db=enc.bin distance-threshold=%.3f margin=%.3f", shown,
        outcome->threshold, outcome->margin);
  else
    output_note ("and in pipelines: faceembed model=%s ! faceknn db=enc.bin", shown);
}

void
train_report_write_json (const TrainOutcome *outcome, const TrainOptions *options, const TrainPhotos *photos,
    const FacerecTrainOptions *training, const gchar *model_id)
{
  g_autofree gchar *figures = train_outcome_describe (outcome), *how = train_options_describe (options, training);
  g_autoptr (GString) json = g_string_new ("{\"type\":\"model\",\"file\":");

  gst_facerec_json_append_string (json, options->output);
  g_string_append (json, ",\"id\":");
  gst_facerec_json_append_string (json, model_id);
  g_string_append_printf (json, ",\"people\":%u,\"photos\":%u,\"cached\":%u,\"steps\":%u,\"figures\":%s,\"options\":%s}",
      photos->people->len, photos->labels->len, photos->n_cached, outcome->n_steps, figures, how);
  output_line (json->str);
}
