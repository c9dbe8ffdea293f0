/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/detector.h"

#include "models/dlib/weights.h"
#include "models/hog/board.h"
#include "models/hog/boxes.h"
#include "models/workers.h"

#include <math.h>
#include <stdlib.h>

#define MAX_PIXELS 64e6 /* no picture is doubled beyond that */
#define MOST_THREADS 64

/* What one thread needs for itself. */
typedef struct {
  gpointer scratch;
  GArray *candidates; /* FacerecHogCandidate */
} Place;

struct _FacerecDetector {
  const FacerecHogModel *model;
  const FacerecHogKernels *kernels;
  FacerecWorkers *workers;
  guint n_places;
  Place *places;
  FacerecHogPyramid pyramid;
  FacerecHogBoard *board; /* of pyramid; NULL when there is none */
  gfloat *least;          /* a sum of each template from which on it finds */
};

static const FacerecHogKernels *
best_kernels (void)
{
  const FacerecHogKernels *const *kernels = facerec_hog_kernels ();

  while (!(*kernels)->usable ())
    kernels++;
  return *kernels;
}

static guint
threads_of (const FacerecEngineOptions *options)
{
  return MIN (options && options->threads ? options->threads : g_get_num_processors (), MOST_THREADS);
}

static FacerecDetector *
hog_open (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  const FacerecHogModel *model = facerec_dlib_hog_model (error);
  FacerecDetector *self;

  if (!model)
    return NULL;
  self = g_new0 (FacerecDetector, 1);
  self->model = model;
  self->kernels = best_kernels ();
  self->workers = facerec_workers_new (threads_of (options));
  self->n_places = facerec_workers_get_n (self->workers);
  self->places = g_new0 (Place, self->n_places);
  for (guint i = 0; i < self->n_places; i++)
    self->places[i].candidates = g_array_new (FALSE, FALSE, sizeof (FacerecHogCandidate));
  self->least = g_new (gfloat, model->n_templates);
  return self;
}

static void
forget_pyramid (FacerecDetector *self)
{
  g_clear_pointer (&self->board, facerec_hog_board_free);
  facerec_hog_pyramid_clear (&self->pyramid);
  for (guint i = 0; i < self->n_places; i++)
    g_clear_pointer (&self->places[i].scratch, free);
}

static void
hog_close (FacerecDetector *self)
{
  if (!self)
    return;
  facerec_workers_free (self->workers);
  forget_pyramid (self);
  for (guint i = 0; i < self->n_places; i++)
    g_array_unref (self->places[i].candidates);
  g_free (self->places);
  g_free (self->least);
  g_free (self);
}

void
facerec_hog_use_kernels (FacerecDetector *self, const FacerecHogKernels *kernels)
{
  forget_pyramid (self);
  self->kernels = kernels;
}

/* ---- for one frame ---- */

static gboolean
prepare_pyramid (FacerecDetector *self, const FacerecFrame *frame, const FacerecScaling *scaling, GError **error)
{
  const FacerecHogPyramid *pyramid = &self->pyramid;
  gboolean ok;
  gsize scratch;

  if (self->board && pyramid->width == frame->width && pyramid->height == frame->height
      && pyramid->scaling.doublings == scaling->doublings && pyramid->scaling.halvings == scaling->halvings)
    return TRUE;

  forget_pyramid (self);
  ok = facerec_hog_pyramid_init (&self->pyramid, self->model, frame->width, frame->height, scaling);
  scratch = facerec_hog_pyramid_scratch (&self->pyramid, self->model);
  for (guint i = 0; ok && i < self->n_places; i++)
    ok = (self->places[i].scratch = aligned_alloc (64, MAX (scratch, 64))) != NULL;
  if (!ok) {
    forget_pyramid (self);
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE,
        "cannot search for faces: not enough memory for a frame of %dx%d pixels; ask for larger faces or scale it down",
        frame->width, frame->height);
    return FALSE;
  }
  self->board = facerec_hog_board_new (&self->pyramid, self->kernels->lanes, self->n_places == 1);
  return TRUE;
}

/* A sum is compared in single precision, with the first number that is not below the threshold. */
static void
choose_least (FacerecDetector *self, gdouble threshold)
{
  for (guint i = 0; i < self->model->n_templates; i++) {
    const gdouble least = self->model->thresholds[i] + threshold;

    self->least[i] = (gfloat) least;
    if (self->least[i] < least)
      self->least[i] = nextafterf (self->least[i], INFINITY);
  }
}

static void
collect (const FacerecDetector *self, const FacerecHogPiece *piece, const gfloat *sums, GArray *candidates)
{
  const FacerecHogLevel *level = &self->pyramid.levels[piece->level];
  const gint lanes = self->kernels->lanes, n = piece->to - piece->from;
  const gsize rows = facerec_hog_strip_rows (level->planes.rows);

  for (guint face = 0; face < self->model->n_templates; face++)
    for (gint y = 0; y < level->planes.rows; y++) {
      const gfloat *row = sums + (face * rows + (gsize) y) * (gsize) lanes;

      for (gint i = 0; i < n; i++)
        if (row[i] >= self->least[face]) {
          const FacerecHogCandidate candidate = { (gdouble) row[i] - self->model->thresholds[face], face, level->depth,
            piece->from + i, y };

          g_array_append_val (candidates, candidate);
        }
    }
}

static void
do_piece (const FacerecDetector *self, const FacerecHogPiece *piece, const Place *place)
{
  FacerecHogLevel *level = &self->pyramid.levels[piece->level];
  gfloat *sums = place->scratch;
  gsize n_sums;

  switch (piece->kind) {
    case FACEREC_HOG_MAKE:
      if (level->origin == FACEREC_HOG_HALVED)
        self->kernels->halve (&level[-1].picture, level->pixels, level->picture.width, piece->from, piece->to, place->scratch);
      else
        self->kernels->enlarge_or_reduce (&level[-1].picture, &level->how, level->pixels, piece->from, piece->to,
            place->scratch);
      break;
    case FACEREC_HOG_EXTRACT:
      facerec_hog_extract (self->kernels, &level->picture, &level->planes, piece->from, piece->to, place->scratch);
      break;
    default:
      n_sums = self->model->n_templates * facerec_hog_strip_rows (level->planes.rows) * (gsize) self->kernels->lanes;
      self->kernels->strip (self->model, &level->planes, piece->from, sums, sums + n_sums);
      collect (self, piece, sums, place->candidates);
      break;
  }
}

static void
work (guint worker, gpointer user_data)
{
  const FacerecDetector *self = user_data;
  FacerecHogPiece piece;

  while (facerec_hog_board_take (self->board, &piece)) {
    do_piece (self, &piece, &self->places[worker]);
    facerec_hog_board_done (self->board, &piece);
  }
}

static gboolean
hog_detect (FacerecDetector *self, const FacerecFrame *frame, const FacerecDetectOptions *options, GArray *boxes,
    GError **error)
{
  g_autoptr (GArray) candidates = NULL;
  FacerecScaling scaling;

  facerec_scaling_init (&scaling, frame->width, frame->height, options->min_face_size, MAX_PIXELS, FALSE);
  if (!prepare_pyramid (self, frame, &scaling, error))
    return FALSE;
  choose_least (self, options->threshold);
  if (self->pyramid.n_levels == 0)
    return TRUE;
  facerec_hog_picture_of_frame (&self->pyramid.levels[0].picture, frame);
  for (guint i = 0; i < self->n_places; i++)
    g_array_set_size (self->places[i].candidates, 0);

  facerec_hog_board_reset (self->board);
  facerec_workers_run (self->workers, work, self);

  candidates = g_array_new (FALSE, FALSE, sizeof (FacerecHogCandidate));
  for (guint i = 0; i < self->n_places; i++)
    if (self->places[i].candidates->len)
      g_array_append_vals (candidates, self->places[i].candidates->data, self->places[i].candidates->len);
  facerec_hog_boxes_append (boxes, candidates, self->model, &scaling, options->min_face_size);
  return TRUE;
}

static gchar *
hog_describe (FacerecDetector *self)
{
  return g_strdup_printf ("%s, %u thread%s", self->kernels->name, self->n_places, self->n_places == 1 ? "" : "s");
}

/* What one of several threads does of what a single one would. */
#define THREAD_SHARE 0.9

static gdouble
hog_expected_ms (const FacerecEngineOptions *engine_options, gint width, gint height, const FacerecDetectOptions *options)
{
  const guint threads = MIN (threads_of (engine_options), MAX (g_get_num_processors (), 1));
  FacerecScaling scaling;

  facerec_scaling_init (&scaling, width, height, options->min_face_size, MAX_PIXELS, FALSE);
  facerec_scaling_size (&scaling, &width, &height);
  return 1e-6 * width * height * best_kernels ()->ns_per_pixel / (threads > 1 ? THREAD_SHARE * threads : 1);
}

const FacerecDetectorImpl facerec_hog = {
  .name = "dlib-hog",
  .open = hog_open,
  .detect = hog_detect,
  .close = hog_close,
  .describe = hog_describe,
  .expected_ms = hog_expected_ms,
};
