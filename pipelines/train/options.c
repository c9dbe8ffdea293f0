/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/options.h"

#include <stdlib.h>
#include <string.h>

#include "models/error.h"

/* Features of at most so many numbers are taken as they are and changed a little; from longer ones layers make an embedding. */
#define LONGEST_RESIDUAL 512
#define ORIGINAL_LAYERS "512,128"
#define WIDEST 65536
#define MOST_THREADS 256 /* as faceembed */
#define UNSET -1

void
train_options_init (TrainOptions *self)
{
  *self = (TrainOptions) { .variants = 4, .seed = 1, .margin = UNSET, .rate = UNSET, .decay = UNSET, .people = UNSET,
    .pictures = UNSET, .steps = UNSET, .patience = UNSET, .warm_up = UNSET };
}

void
train_options_clear (TrainOptions *self)
{
  analysis_options_clear (&self->analysis);
  g_free (self->output);
  g_free (self->name);
  g_free (self->backbone);
  g_free (self->weights);
  g_free (self->pooling);
  g_free (self->cache);
  g_free (self->layers);
  g_free (self->dropout);
  g_free (self->loss);
  g_strfreev (self->folders);
}

/* ---- the help ---- */

static void
add_what (TrainOptions *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, "The model to write", "FILE.face" },
    { "backbone", 0, 0, G_OPTION_ARG_STRING, &self->backbone,
        "The frozen network in front: dlib (faces, 128 numbers) or xception (pictures, 2048 numbers); default dlib", "NAME" },
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &self->weights,
        "Where the backbone's weights are: xception wants a file of gst-facerec model import", "FILE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, "What the model is called (default: as the file)", "NAME" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, "The same seed gives the same file (default 1)", "N" },
    { "largest", 0, 0, G_OPTION_ARG_NONE, &self->largest, "Of several faces in a photo take the largest", NULL },
    { "restart", 0, 0, G_OPTION_ARG_NONE, &self->restart, "Begin anew, even if this training was stopped before", NULL },
    { "cache", 0, 0, G_OPTION_ARG_FILENAME, &self->cache,
        "Folder for the features of the photos (default ~/.cache/gst-facerec/features)", "FOLDER" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, "The report as JSON lines", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, "No progress and no advice", NULL },
    { "detector", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.detector, "auto, hog or cnn (default auto)", "NAME" },
    { "min-face-size", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.min_face_size,
        "Smallest face, pixels (default 80; a photo without one is searched again down to 40)", "PX" },
    { "min-quality", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.min_quality,
        "Leave out faces of less quality, 0 to 1 (default 0.35)", "Q" },
    { "engine", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.engine, "What computes: auto, onednn, dlib (default auto)", "NAME" },
    { "precision", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.precision, "auto, f32 or bf16 (default auto)", "NAME" },
    { "threads", 0, 0, G_OPTION_ARG_FILENAME, &self->analysis.threads,
        "Of the networks (default 1; with more, features differ in their last bits from run to run)", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->folders, NULL, "FOLDER…" },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

static void
add_how (TrainOptions *self, GOptionContext *context)
{
  GOptionGroup *group = g_option_group_new ("how", "How to train; the defaults are good ones:", "Options of the method", NULL,
      NULL);
  const GOptionEntry entries[] = {
    { "original", 0, 0, G_OPTION_ARG_NONE, &self->original,
        "As the system that this one grew from: 512 and 128 numbers, dropout 0.8 and 0.5, batch-hard, margin 2", NULL },
    { "layers", 0, 0, G_OPTION_ARG_STRING, &self->layers,
        "Outputs of one to three layers, as 512,128; or residual: the feature itself, changed a little. Default residual for "
        "dlib, 512,128 for xception", "N,…" },
    { "dropout", 0, 0, G_OPTION_ARG_STRING, &self->dropout, "Share of each layer's inputs that is dropped, as 0.3,0.2", "P,…" },
    { "pooling", 0, 0, G_OPTION_ARG_STRING, &self->pooling, "Of xception: max, avg or flatten (default max)", "NAME" },
    { "input-size", 0, 0, G_OPTION_ARG_INT, &self->input_size, "Of xception: side of its picture, pixels (default 150)", "PX" },
    { "variants", 0, 0, G_OPTION_ARG_INT, &self->variants,
        "Augmented variants of each photo: mirrored, turned, shifted, zoomed, other light, blurred (default 4)", "N" },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &self->loss,
        "batch-hard, semi-hard or soft (batch-hard without margin). Default semi-hard for residual, else batch-hard", "NAME" },
    { "margin", 0, 0, G_OPTION_ARG_DOUBLE, &self->margin, "By how much others shall be farther (default 0.15, 0.3)", "D" },
    { "squared", 0, 0, G_OPTION_ARG_NONE, &self->squared, "Squared distances, as FaceNet has them", NULL },
    { "warm-up", 0, 0, G_OPTION_ARG_INT, &self->warm_up, "Steps that take semi-hard triplets first (default 0, 200)", "N" },
    { "people", 0, 0, G_OPTION_ARG_INT, &self->people, "P: people of a batch (default 16, 8)", "N" },
    { "pictures", 0, 0, G_OPTION_ARG_INT, &self->pictures, "K: pictures of each of them (default 4)", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->rate, "Adam's rate at the beginning (default 0.001)", "R" },
    { "decay", 0, 0, G_OPTION_ARG_DOUBLE, &self->decay,
        "How strongly weights are pulled to where they began, or to 0 behind layers (default 30, 0.1)", "D" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &self->steps, "Batches at most (default 600, 2000)", "N" },
    { "patience", 0, 0, G_OPTION_ARG_INT, &self->patience,
        "Looks at the people kept apart without a better one until it stops; 0: never (default 12)", "N" },
    G_OPTION_ENTRY_NULL
  };

  g_option_group_add_entries (group, entries);
  g_option_context_add_group (context, group);
}

void
train_options_add (TrainOptions *self, GOptionContext *context)
{
  add_what (self, context);
  add_how (self, context);
}

/* ---- reading ---- */

static gboolean
refuse (GError **error, const gchar *option, const gchar *takes)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s takes %s; see gst-facerec train --help-how", option, takes);
  return FALSE;
}

/* Numbers between commas. Returns how many, 0 when that is no list of at most max of them. */
static guint
read_list (const gchar *text, gdouble *numbers, guint max)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint n = 0;

  for (; parts[n]; n++) {
    gchar *end;

    if (n == max)
      return 0;
    numbers[n] = g_ascii_strtod (parts[n], &end);
    if (end == parts[n] || *end)
      return 0;
  }
  return n;
}

static gboolean
read_layers (const gchar *text, guint n_features, FacerecTrainHeadShape *shape)
{
  gdouble widths[FACEREC_TRAIN_HEAD_MAX_LAYERS];

  if (strcmp (text, "residual") == 0) {
    shape->residual = TRUE;
    shape->n_layers = 1;
    shape->widths[0] = n_features;
    return TRUE;
  }
  shape->n_layers = read_list (text, widths, FACEREC_TRAIN_HEAD_MAX_LAYERS);
  for (guint i = 0; i < shape->n_layers; i++) {
    if (!(widths[i] >= 1 && widths[i] <= WIDEST && widths[i] == (guint) widths[i]))
      return FALSE;
    shape->widths[i] = (guint) widths[i];
  }
  shape->normalise = TRUE;
  return shape->n_layers > 0;
}

static gboolean
read_loss (const gchar *text, FacerecLossOptions *loss)
{
  loss->soft = strcmp (text, "soft") == 0;
  loss->mining = strcmp (text, "semi-hard") == 0 ? FACEREC_LOSS_SEMI_HARD : FACEREC_LOSS_BATCH_HARD;
  return loss->soft || loss->mining == FACEREC_LOSS_SEMI_HARD || strcmp (text, "batch-hard") == 0;
}

/* What a model can be called, see facemodel.h. */
static gboolean
is_name (const gchar *text)
{
  const gsize length = strlen (text);

  return length > 0 && length <= FACEREC_FACE_MODEL_MAX_NAME
      && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == length;
}

gboolean
train_options_check (const TrainOptions *self, GError **error)
{
  /* How many features there are is not known yet; whether they are few decides about the defaults. */
  const guint n_features = g_strcmp0 (self->backbone, "xception") == 0 ? LONGEST_RESIDUAL + 1 : 128;
  FacerecTrainOptions training;
  FacerecPooling pooling;

  if (self->backbone && !g_strv_contains (facerec_backbone_names (), self->backbone)) {
    g_autofree gchar *names = g_strjoinv (" or ", (gchar **) facerec_backbone_names ());

    return refuse (error, "--backbone", names);
  }
  if (self->pooling && !facerec_pooling_parse (self->pooling, &pooling))
    return refuse (error, "--pooling", "max, avg or flatten");
  if (self->variants < 0 || self->variants > 100)
    return refuse (error, "--variants", "0 to 100");
  if (self->input_size < 0)
    return refuse (error, "--input-size", "pixels");
  if (self->name && !is_name (self->name))
    return refuse (error, "--name", "1 to 64 letters, digits, '.', '_' and '-'");
  if (self->analysis.threads && !g_ascii_string_to_unsigned (self->analysis.threads, 10, 0, MOST_THREADS, NULL, NULL))
    return refuse (error, "--threads", "0 to 256");
  return train_options_training (self, n_features, &training, error);
}

FacerecBackboneOptions
train_options_backbone (const TrainOptions *self)
{
  FacerecBackboneOptions options = { .input_size = (guint) self->input_size };
  const gchar *engine = self->analysis.engine, *precision = self->analysis.precision;

  /* The fake engine finds faces for tests; features come from a real network all the same. */
  options.engine = g_strcmp0 (engine, "fake") == 0 ? NULL : engine;
  /* Threads that share a layer out as time allows make other last bits from run to run, and with them another model. */
  options.engine_options.threads = self->analysis.threads ? (guint) atoi (self->analysis.threads) : 1;
  options.engine_options.precision = g_strcmp0 (precision, "f32") == 0 ? FACEREC_PRECISION_F32
      : g_strcmp0 (precision, "bf16") == 0 ? FACEREC_PRECISION_BF16 : FACEREC_PRECISION_AUTO;
  options.has_pooling = self->pooling && facerec_pooling_parse (self->pooling, &options.pooling);
  return options;
}

/* ---- how to train ---- */

static void
set_defaults (const TrainOptions *self, FacerecTrainOptions *training)
{
  const gboolean residual = training->shape.residual;

  training->seed = (guint64) self->seed;
  training->standardise = !residual && !self->original;
  training->loss.squared = self->squared;
  training->loss.margin = self->margin >= 0 ? self->margin : self->original ? 2 : residual ? 0.15 : 0.3;
  training->warm_up = self->warm_up >= 0 ? self->warm_up : self->original || residual ? 0 : 200;
  training->people = self->people >= 0 ? self->people : residual ? 16 : 8;
  training->pictures = self->pictures >= 0 ? self->pictures : 4;
  training->rate = self->rate >= 0 ? self->rate : self->original ? 1e-4 : 1e-3;
  training->last_rate = self->original ? training->rate : training->rate / 10;
  training->decay = self->decay >= 0 ? self->decay : self->original ? 0 : residual ? 30 : 0.1;
  training->memory = self->original ? 0 : 0.98;
  training->steps = self->steps >= 0 ? self->steps : residual ? 600 : 2000;
  training->check_every = residual ? 20 : 50;
  training->patience = self->patience >= 0 ? self->patience : 12;
}

static gboolean
check_numbers (const FacerecTrainOptions *training, GError **error)
{
  if (training->people < 2 || training->people > 1000)
    return refuse (error, "--people", "2 to 1000");
  if (training->pictures < 2 || training->pictures > 100)
    return refuse (error, "--pictures", "2 to 100");
  if (training->steps < 1)
    return refuse (error, "--steps", "1 or more");
  if (!(training->loss.margin <= 100))
    return refuse (error, "--margin", "a distance");
  if (!(training->rate > 0 && training->rate <= 1))
    return refuse (error, "--rate", "a number above 0, at most 1");
  if (!(training->rate * training->decay <= 1))
    return refuse (error, "--decay", "a number that times the rate is at most 1");
  return TRUE;
}

gboolean
train_options_training (const TrainOptions *self, guint n_features, FacerecTrainOptions *training, GError **error)
{
  const gboolean residual = n_features <= LONGEST_RESIDUAL && !self->original;
  const gchar *layers = self->layers ? self->layers : residual ? "residual" : ORIGINAL_LAYERS;
  const gchar *dropout, *loss;
  gdouble shares[FACEREC_TRAIN_HEAD_MAX_LAYERS] = { 0, };
  guint n_shares;

  *training = (FacerecTrainOptions) { .shape = { .n_inputs = n_features } };
  if (!read_layers (layers, n_features, &training->shape))
    return refuse (error, "--layers", "residual, or one to three numbers of outputs as 512,128");
  loss = self->loss ? self->loss : training->shape.residual ? "semi-hard" : "batch-hard";
  if (!read_loss (loss, &training->loss))
    return refuse (error, "--loss", "batch-hard, semi-hard or soft");
  dropout = self->dropout ? self->dropout : self->original ? "0.8,0.5,0.5" : training->shape.residual ? "0" : "0.3,0.2,0.2";
  n_shares = read_list (dropout, shares, FACEREC_TRAIN_HEAD_MAX_LAYERS);
  if (n_shares == 0 || (self->dropout && n_shares != training->shape.n_layers))
    return refuse (error, "--dropout", "a share for each layer, as 0.3,0.2");
  memcpy (training->shape.dropout, shares, sizeof shares);
  if (!facerec_train_head_shape_is_valid (&training->shape))
    return refuse (error, "--dropout", "shares from 0, below 1");
  set_defaults (self, training);
  return check_numbers (training, error);
}

gchar *
train_options_describe (const TrainOptions *self, const FacerecTrainOptions *training)
{
  const FacerecTrainHeadShape *shape = &training->shape;
  GString *text = g_string_new ("{\"layers\":[");

  for (guint i = 0; i < shape->n_layers; i++)
    g_string_append_printf (text, "%s%u", i ? "," : "", shape->widths[i]);
  g_string_append (text, "],\"dropout\":[");
  for (guint i = 0; i < shape->n_layers; i++)
    g_string_append_printf (text, "%s%g", i ? "," : "", shape->dropout[i]);
  g_string_append_printf (text, "],\"residual\":%s,\"standardised\":%s,\"loss\":\"%s\",\"squared\":%s,\"margin\":%g,"
      "\"warm_up\":%u,\"people\":%u,\"pictures\":%u,\"rate\":%g,\"decay\":%g,\"memory\":%g,\"steps\":%u,\"check_every\":%u,"
      "\"patience\":%u,\"variants\":%d,\"seed\":%" G_GINT64_FORMAT "}", shape->residual ? "true" : "false",
      training->standardise ? "true" : "false", training->loss.soft ? "soft"
      : training->loss.mining == FACEREC_LOSS_SEMI_HARD ? "semi-hard" : "batch-hard", training->loss.squared ? "true" : "false",
      training->loss.margin, training->warm_up, training->people, training->pictures, training->rate, training->decay,
      training->memory, training->steps, training->check_every, training->patience, self->variants, self->seed);
  return g_string_free (text, FALSE);
}
