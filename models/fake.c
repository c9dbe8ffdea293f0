/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/fake.h"

#include <math.h>
#include <string.h>

#include "models/pixels/framecolor.h"

#define BRIGHT 64     /* luma from which on a pixel belongs to a face */
#define CELL 8        /* pixels a side of a cell of the grid that joins pixels to blobs */
#define SMALLEST 4    /* px: anything narrower is noise */
#define SCORE_BIAS 0.25f

/* What a call takes at least. */
static gulong
call_us (const FacerecEngineOptions *options)
{
  return options ? 1000ul * options->threads : 0;
}

/* ---- detector ---- */

struct _FacerecDetector {
  GByteArray *luma;
  gulong call_us;
};

/* The bright pixels of one cell, or of one blob of cells. */
typedef struct {
  gint left, top, right, bottom; /* inclusive */
  guint64 sum;                   /* of their luma */
  guint64 n;
} Bright;

static FacerecDetector *
detector_open (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  FacerecDetector *self = g_new0 (FacerecDetector, 1);

  self->luma = g_byte_array_new ();
  self->call_us = call_us (options);
  return self;
}

static void
detector_close (FacerecDetector *self)
{
  if (!self)
    return;
  g_byte_array_unref (self->luma);
  g_free (self);
}

static void
bright_add (Bright *self, const Bright *other)
{
  if (self->n == 0) {
    *self = *other;
    return;
  }
  self->left = MIN (self->left, other->left);
  self->top = MIN (self->top, other->top);
  self->right = MAX (self->right, other->right);
  self->bottom = MAX (self->bottom, other->bottom);
  self->sum += other->sum;
  self->n += other->n;
}

static Bright *
measure_cells (const FacerecFrame *frame, GByteArray *scratch, gint columns, gint rows)
{
  Bright *cells = g_new0 (Bright, (gsize) columns * rows);
  gint stride;
  const guint8 *luma = facerec_frame_luma (frame, scratch, &stride);

  for (gint y = 0; y < frame->height; y++) {
    const guint8 *row = luma + (gssize) y * stride;

    for (gint x = 0; x < frame->width; x++)
      if (row[x] >= BRIGHT)
        bright_add (&cells[(gsize) (y / CELL) * columns + x / CELL], &(Bright) { x, y, x, y, row[x], 1 });
  }
  return cells;
}

/* Takes the blob that the cell at start belongs to out of the grid. */
static Bright
take_blob (Bright *cells, gint columns, gint rows, gint start, GArray *stack)
{
  Bright blob = { 0, };

  g_array_append_val (stack, start);
  while (stack->len > 0) {
    const gint cell = g_array_index (stack, gint, stack->len - 1);
    const gint x = cell % columns, y = cell / columns;
    const gint next[4] = { x > 0 ? cell - 1 : -1, x < columns - 1 ? cell + 1 : -1, y > 0 ? cell - columns : -1,
      y < rows - 1 ? cell + columns : -1 };

    g_array_set_size (stack, stack->len - 1);
    if (cells[cell].n == 0)
      continue;
    bright_add (&blob, &cells[cell]);
    cells[cell].n = 0;
    for (guint i = 0; i < G_N_ELEMENTS (next); i++)
      if (next[i] >= 0 && cells[next[i]].n > 0)
        g_array_append_val (stack, next[i]);
  }
  return blob;
}

static gint
compare_scores (gconstpointer a, gconstpointer b)
{
  const FacerecBox *x = a, *y = b;

  return (x->score < y->score) - (x->score > y->score);
}

static gboolean
detector_detect (FacerecDetector *self, const FacerecFrame *frame, const FacerecDetectOptions *options, GArray *boxes,
    GError **error)
{
  const gint columns = (frame->width + CELL - 1) / CELL, rows = (frame->height + CELL - 1) / CELL;
  const gfloat smallest = options->min_face_size > 80 ? 0.9f * options->min_face_size : SMALLEST;
  g_autofree Bright *cells = measure_cells (frame, self->luma, columns, rows);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (FacerecBox));

  if (self->call_us > 0)
    g_usleep (self->call_us);
  for (gint i = 0; i < columns * rows; i++) {
    const Bright blob = take_blob (cells, columns, rows, i, stack);
    FacerecBox box;

    if (blob.n == 0)
      continue;
    box = (FacerecBox) { blob.left, blob.top, blob.right - blob.left + 1, blob.bottom - blob.top + 1,
      (gfloat) blob.sum / (gfloat) blob.n / 255.0f - SCORE_BIAS };
    if (box.width >= smallest && box.height >= smallest && box.score >= options->threshold)
      g_array_append_val (found, box);
  }
  g_array_sort (found, compare_scores);
  g_array_append_vals (boxes, found->data, found->len);
  return TRUE;
}

static const FacerecDetectorImpl fake_detector = {
  .name = "fake",
  .open = detector_open,
  .detect = detector_detect,
  .close = detector_close,
};

/* ---- aligner ---- */

struct _FacerecAligner {
  gint unused; /* C has no empty struct */
};

/* dlib's order of five: corners of the eye right in the picture (outer, inner), of the left one, under the nose.
 * As shares of the box. */
#define EYE_OUTER 0.15f
#define EYE_INNER 0.35f
#define EYE_Y 0.35f
#define NOSE_Y 0.65f

static const gfloat places[5][2] = {
  { 1 - EYE_OUTER, EYE_Y }, { 1 - EYE_INNER, EYE_Y }, { EYE_OUTER, EYE_Y }, { EYE_INNER, EYE_Y }, { 0.5f, NOSE_Y },
};

static FacerecAligner *
aligner_open (const gchar *model_path, GError **error)
{
  return g_new0 (FacerecAligner, 1);
}

static void
aligner_close (FacerecAligner *self)
{
  g_free (self);
}

static gboolean
aligner_landmarks (FacerecAligner *self, const FacerecFrame *frame, const FacerecBox *box, FacerecLandmarks *landmarks,
    GError **error)
{
  landmarks->n = G_N_ELEMENTS (places);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    landmarks->xy[2 * i] = box->x + places[i][0] * box->width;
    landmarks->xy[2 * i + 1] = box->y + places[i][1] * box->height;
  }
  return TRUE;
}

/* The box that aligner_landmarks started from; for landmarks of others, one like it. FALSE: no finite box. */
static gboolean
box_of_landmarks (const FacerecLandmarks *landmarks, gdouble *x, gdouble *y, gdouble *width, gdouble *height)
{
  gdouble left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < landmarks->n && i < FACEREC_MAX_LANDMARKS; i++) {
    const gdouble px = landmarks->xy[2 * i], py = landmarks->xy[2 * i + 1];

    if (!(fabs (px) < 1e6 && fabs (py) < 1e6))
      return FALSE;
    left = MIN (left, px);
    right = MAX (right, px);
    top = MIN (top, py);
    bottom = MAX (bottom, py);
  }
  if (!(right > left && bottom > top))
    return FALSE;
  *width = (right - left) / (1 - 2 * EYE_OUTER);
  *height = (bottom - top) / (NOSE_Y - EYE_Y);
  *x = left - EYE_OUTER * *width;
  *y = top - EYE_Y * *height;
  return TRUE;
}

static gboolean
aligner_chip (FacerecAligner *self, const FacerecFrame *frame, const FacerecLandmarks *landmarks, guint8 *chip,
    GError **error)
{
  gdouble x, y, width, height;
  FacerecYuvToRgb to_rgb;

  if (!box_of_landmarks (landmarks, &x, &y, &width, &height)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%u landmarks that span no face", landmarks->n);
    return FALSE;
  }
  facerec_yuv_to_rgb_init (&to_rgb, frame);
  for (gint row = 0; row < FACEREC_CHIP_SIZE; row++)
    for (gint column = 0; column < FACEREC_CHIP_SIZE; column++, chip += 3) {
      const gint px = (gint) floor (x + (column + 0.5) * width / FACEREC_CHIP_SIZE);
      const gint py = (gint) floor (y + (row + 0.5) * height / FACEREC_CHIP_SIZE);

      if (px >= 0 && py >= 0 && px < frame->width && py < frame->height)
        facerec_frame_pixel_rgb (frame, &to_rgb, px, py, chip);
      else
        chip[0] = chip[1] = chip[2] = 0;
    }
  return TRUE;
}

static const FacerecAlignerImpl fake_aligner = {
  .open = aligner_open,
  .landmarks = aligner_landmarks,
  .chip = aligner_chip,
  .close = aligner_close,
};

/* ---- embedder ---- */

struct _FacerecEmbedder {
  gulong call_us;
};

static FacerecEmbedder *
embedder_open (const gchar *model_path, const FacerecEngineOptions *options, GError **error)
{
  FacerecEmbedder *self = g_new0 (FacerecEmbedder, 1);

  self->call_us = call_us (options);
  return self;
}

static void
embedder_close (FacerecEmbedder *self)
{
  g_free (self);
}

static guint
embedder_dimensions (FacerecEmbedder *self)
{
  return FACEREC_FAKE_DIMENSIONS;
}

static const gchar *
embedder_model_id (FacerecEmbedder *self)
{
  return "fake-v1";
}

/* Each channel of the mean colour becomes a point on a half circle, so that every colour has the same norm and the distance
 * grows with the difference; the six numbers are repeated over the whole vector. */
static void
embed_one (const guint8 *chip, gfloat *embedding)
{
  const guint repeats = FACEREC_FAKE_DIMENSIONS / 6;
  const gdouble scale = 1.0 / sqrt (3.0 * repeats);
  guint64 sum[3] = { 0, };

  for (guint i = 0; i < FACEREC_CHIP_BYTES; i++)
    sum[i % 3] += chip[i];
  memset (embedding, 0, FACEREC_FAKE_DIMENSIONS * sizeof *embedding);
  for (guint i = 0; i < 3 * repeats; i++) {
    const gdouble angle = G_PI * (gdouble) sum[i % 3] / (FACEREC_CHIP_BYTES / 3) / 255.0;

    embedding[2 * i] = (gfloat) (scale * cos (angle));
    embedding[2 * i + 1] = (gfloat) (scale * sin (angle));
  }
}

static gboolean
embedder_embed (FacerecEmbedder *self, const guint8 *chips, guint n, guint jitter, gfloat *embeddings, GError **error)
{
  if (self->call_us > 0)
    g_usleep (self->call_us);
  for (guint i = 0; i < n; i++)
    embed_one (chips + (gsize) i * FACEREC_CHIP_BYTES, embeddings + (gsize) i * FACEREC_FAKE_DIMENSIONS);
  return TRUE;
}

static const FacerecEmbedderImpl fake_embedder = {
  .open = embedder_open,
  .dimensions = embedder_dimensions,
  .model_id = embedder_model_id,
  .embed = embedder_embed,
  .close = embedder_close,
};

const FacerecEngine facerec_engine_fake = {
  .name = "fake",
  .hog = &fake_detector,
  .cnn = &fake_detector,
  .aligner = &fake_aligner,
  .embedder = &fake_embedder,
};
