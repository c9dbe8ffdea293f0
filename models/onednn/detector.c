/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/engine.h"

#include <string.h>

#include "models/dlib/weights.h"
#include "models/mmod/decode.h"
#include "models/mmod/pyramid.h"
#include "models/onednn/cpu.h"
#include "models/onednn/executor.h"

/* Searched at most: 1920x1080 doubled and 3840x2160 as it is fit. The header of expected_ms and engines.md say what a million
 * of them costs in time and memory. */
#define MAX_PIXELS 9e6
/* No face is that small, and the network takes nothing smaller. */
#define SMALLEST_PICTURE 16
/* The ratio of two levels that the pyramid has. */
#define PYRAMID_N 6

struct _FacerecDetector {
  FacerecMmodModel *model;
  FacerecExecutor *executor;
  FacerecExecutor *judge; /* in 32 bits, where executor is not; else NULL */
  FacerecMmodPyramid *pyramid;
  FacerecMmodDecoder decoder;
  gint reach; /* places of the map that a score depends on to each side */
  GArray *faces; /* FacerecMmodFace, scratch */
};

static void
mmod_close (FacerecDetector *self)
{
  if (!self)
    return;
  g_array_unref (self->faces);
  facerec_mmod_pyramid_free (self->pyramid);
  facerec_executor_free (self->executor);
  facerec_executor_free (self->judge);
  facerec_mmod_model_free (self->model);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecDetector, mmod_close)

/* ---- opening ---- */

/* Which pixel of the tile the place 0 of the map looks at, and how far the next one is, from the windows on the way. reach: how
 * many places to each side a score depends on. FALSE: the network is not one window after the other, or it pads where a
 * part of the tile would be padded otherwise than the whole. */
static gboolean
place_windows (const FacerecNetwork *network, FacerecMmodDecoder *decoder, gint *reach)
{
  decoder->stride = 1;
  decoder->offset = 0;
  *reach = 0;
  for (guint i = network->layers->len; i-- > 0;) {
    const FacerecLayer *layer = facerec_network_layer (network, i);
    const FacerecWindow *window = &layer->window;

    if (layer->source != (gint) i - 1 || (layer->kind != FACEREC_LAYER_CONVOLUTION && layer->kind != FACEREC_LAYER_RELU))
      return FALSE;
    if (layer->kind == FACEREC_LAYER_RELU)
      continue;
    if (window->same || window->stride_x != window->stride_y || window->kernel_width != window->kernel_height
        || window->left != window->top)
      return FALSE;
    if (decoder->stride == 1 && window->stride_x == 1)
      *reach += (gint) window->left;
    else if (window->left > 0)
      return FALSE;
    decoder->stride *= (gint) window->stride_x;
    decoder->offset = decoder->offset * (gint) window->stride_x - (gint) window->left + (gint) window->kernel_width / 2;
  }
  return TRUE;
}

static gboolean
init_decoder (const FacerecMmodModel *model, FacerecMmodDecoder *decoder, gint *reach)
{
  if (model->n_windows != 1 || model->pyramid_n != PYRAMID_N || !model->assume_pyramid
      || model->network->input_channels != 3 || model->network->input_scale <= 0)
    return FALSE;
  decoder->window_width = (gint) model->windows[0].width;
  decoder->window_height = (gint) model->windows[0].height;
  decoder->overlap_of_both = model->iou_threshold;
  decoder->overlap_of_one = model->covered_threshold;
  return place_windows (model->network, decoder, reach);
}

/* 16 bits find the same faces, but where two places of one face score alike they may prefer the other one. */
static gboolean
open_judge (FacerecDetector *self, GError **error)
{
  const FacerecEngineOptions options = { facerec_executor_threads (self->executor), FACEREC_PRECISION_F32 };

  if (facerec_executor_precision (self->executor) == FACEREC_PRECISION_F32)
    return TRUE;
  self->judge = facerec_executor_new (self->model->network, &options, error);
  return self->judge != NULL;
}

static FacerecDetector *
mmod_open (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  g_autoptr (FacerecDetector) self = g_new0 (FacerecDetector, 1);

  self->faces = g_array_new (FALSE, FALSE, sizeof (FacerecMmodFace));
  self->model = facerec_dlib_read_mmod (model_path, error);
  if (!self->model)
    return NULL;
  if (!init_decoder (self->model, &self->decoder, &self->reach)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ,
        "model file %s is a face detector of another kind than the published one: try engine=dlib", model_path);
    return NULL;
  }
  self->executor = facerec_executor_new (self->model->network, options, error);
  if (!self->executor || !open_judge (self, error))
    return NULL;
  self->pyramid = facerec_mmod_pyramid_new (self->model->network->input_mean, self->model->network->input_scale);
  return g_steal_pointer (&self);
}

/* ---- one place once more ---- */

/* By less than this the scores of two places differ in 16 bits when they are the same in 32: ten times what was seen. */
#define DOUBT 0.004

typedef struct {
  FacerecDetector *self;
  const FacerecMmodLayout *layout;
  const gfloat *tile, *map;
  gint map_width, map_height;
} Scene;

/* Where a part of the map of at most 2 * reach + 1 places begins that decides the score at place: around it, or, where the
 * map ends, up to that end, so that the network sees the same zeros beyond it. n: out, how many places it has. */
static gint
begin_of_part (gint place, gint map_size, gint reach, gint *n)
{
  *n = MIN (map_size, 2 * reach + 1);
  return CLAMP (place - reach, 0, map_size - *n);
}

/* Pixels of the tile that n places see. */
static gint
pixels_of_part (const FacerecDetector *self, gint n)
{
  return self->decoder.stride * (n - 1) + 2 * self->decoder.offset + 1;
}

static gboolean
judge_place (gpointer user_data, gint map_x, gint map_y, gdouble *score)
{
  const Scene *scene = user_data;
  FacerecDetector *self = scene->self;
  gint n_x, n_y;
  const gint begin_x = begin_of_part (map_x, scene->map_width, self->reach, &n_x);
  const gint begin_y = begin_of_part (map_y, scene->map_height, self->reach, &n_y);
  const gint width = pixels_of_part (self, n_x), height = pixels_of_part (self, n_y);
  gfloat *part = facerec_executor_prepare (self->judge, 1, (guint) height, (guint) width, NULL, NULL);
  const gfloat *map;
  FacerecShape shape;

  if (!part)
    return FALSE;
  for (gint row = 0; row < 3 * height; row++) {
    const gint plane = row / height, y = self->decoder.stride * begin_y + row % height;

    memcpy (part + (gsize) row * (gsize) width, scene->tile + ((gsize) plane * (gsize) scene->layout->height + (gsize) y)
        * (gsize) scene->layout->width + self->decoder.stride * begin_x, sizeof *part * (gsize) width);
  }
  map = facerec_executor_run (self->judge, &shape, NULL);
  if (!map)
    return FALSE;
  *score = map[(map_y - begin_y) * (gint) shape.width + map_x - begin_x];
  return TRUE;
}

/* ---- one frame ---- */

/* Draws the frame where the network reads it, which stays as it is, and runs the network: scene's tile and map. */
static gboolean
score (FacerecDetector *self, const FacerecFrame *frame, const FacerecScaling *scaling, Scene *scene, GError **error)
{
  const FacerecMmodLayout *layout = scene->layout;
  gfloat *tile = facerec_executor_prepare (self->executor, 1, (guint) layout->height, (guint) layout->width, NULL, error);
  FacerecShape shape;

  if (!tile)
    return FALSE;
  facerec_mmod_pyramid_draw (self->pyramid, frame, scaling, layout, tile);
  scene->tile = tile;
  scene->map = facerec_executor_run (self->executor, &shape, error);
  if (!scene->map)
    return FALSE;
  scene->map_width = (gint) shape.width;
  scene->map_height = (gint) shape.height;
  return TRUE;
}

static void
append_box (const FacerecMmodFace *face, const FacerecScaling *scaling, gint min_face_size, GArray *boxes)
{
  const FacerecRectangle place = facerec_scaling_to_frame (scaling, &face->rectangle);
  const FacerecBox box = { (gfloat) place.left, (gfloat) place.top, (gfloat) (place.right - place.left + 1),
    (gfloat) (place.bottom - place.top + 1), (gfloat) face->score };

  if (facerec_scaling_wants (min_face_size, box.width, box.height))
    g_array_append_val (boxes, box);
}

static gboolean
mmod_detect (FacerecDetector *self, const FacerecFrame *frame, const FacerecDetectOptions *options, GArray *boxes,
    GError **error)
{
  gint width = frame->width, height = frame->height;
  FacerecScaling scaling;
  FacerecMmodLayout layout;
  Scene scene = { .self = self, .layout = &layout };
  const FacerecMmodDoubt doubt = { self->judge ? judge_place : NULL, &scene, DOUBT };

  facerec_scaling_init (&scaling, width, height, options->min_face_size, MAX_PIXELS, TRUE);
  facerec_scaling_size (&scaling, &width, &height);
  if (MIN (width, height) < SMALLEST_PICTURE)
    return TRUE;
  facerec_mmod_layout_init (&layout, width, height, (gint) self->model->pyramid_padding,
      (gint) self->model->pyramid_outer_padding);
  if (!score (self, frame, &scaling, &scene, error))
    return FALSE;
  g_array_set_size (self->faces, 0);
  facerec_mmod_decode_judged (&self->decoder, &layout, scene.map, scene.map_width, scene.map_height,
      options->threshold, &doubt, self->faces);
  for (guint i = 0; i < self->faces->len; i++)
    append_box (&g_array_index (self->faces, FacerecMmodFace, i), &scaling, options->min_face_size, boxes);
  return TRUE;
}

static gchar *
mmod_describe (FacerecDetector *self)
{
  const guint threads = facerec_executor_threads (self->executor);

  return g_strdup_printf ("%s, %s, %u thread%s", facerec_onednn_isa (),
      facerec_executor_precision (self->executor) == FACEREC_PRECISION_BF16 ? "bf16" : "f32", threads,
      threads == 1 ? "" : "s");
}

/* ---- how long it takes ---- */

/* ns for each pixel of the picture that is searched, on one core of an AMD EPYC of 2022 (Zen 4, 3.7 GHz): medians of whole
 * detections at 640x360. CPUs whose AVX-512 units are as wide as its registers are up to twice as fast in 32 bits. */
#define NS_AVX2 300.0
#define NS_AVX512 287.0
#define NS_BF16 144.0
/* What one of several threads does of what a single one would. */
#define THREAD_SHARE 0.87

static gdouble
mmod_expected_ms (const FacerecEngineOptions *engine_options, gint width, gint height, const FacerecDetectOptions *options)
{
  const guint cores = MAX (g_get_num_processors (), 1);
  const guint threads = engine_options->threads > 0 ? MIN (engine_options->threads, cores) : cores;
  const gboolean has_bf16 = facerec_onednn_has_bf16 ();
  const gdouble ns_f32 = facerec_onednn_block () > 8 ? NS_AVX512 : NS_AVX2;
  FacerecScaling scaling;

  if (!facerec_onednn_usable (NULL) || (engine_options->precision == FACEREC_PRECISION_BF16 && !has_bf16))
    return 0;
  facerec_scaling_init (&scaling, width, height, options->min_face_size, MAX_PIXELS, TRUE);
  facerec_scaling_size (&scaling, &width, &height);
  return 1e-6 * width * height * (has_bf16 && engine_options->precision != FACEREC_PRECISION_F32 ? NS_BF16 : ns_f32)
      / (threads > 1 ? THREAD_SHARE * threads : 1);
}

/* ---- the engine's side ---- */

const FacerecDetectorImpl facerec_onednn_mmod = {
  .name = "dlib-mmod",
  .model_file = "mmod_human_face_detector.dat",
  .open = mmod_open,
  .detect = mmod_detect,
  .close = mmod_close,
  .describe = mmod_describe,
  .expected_ms = mmod_expected_ms,
};
