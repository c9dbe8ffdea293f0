/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/shotcut.h"

#include <math.h>
#include <string.h>

/* Points sampled, and what they are averaged to. */
#define COLUMNS 64
#define ROWS 36
#define WIDTH (COLUMNS / 2)
#define HEIGHT (ROWS / 2)
#define MAX_SHIFT 2

/* Least standard deviation, of 0..255: noise on a black frame is no picture. */
#define MIN_CONTRAST 12.0f

/* Least differences of a cut, in standard deviations, and as multiples of what has been usual. */
#define MIN_LOCAL 0.045f
#define MIN_GLOBAL 0.36f
#define LOCAL_RATIO 3.0f
#define GLOBAL_RATIO 2.0f
/* Two frames of the same shot, a flash between. */
#define BACK_LOCAL 0.045f
#define BACK_GLOBAL 0.30f
#define BACK_NS (250 * G_GUINT64_CONSTANT (1000000))
/* The share of a new frame in what is usual; of a cut no more than so many times the least difference. */
#define NEWS 0.1f
#define MAX_NEWS 2.0f

/* With a margin of repeated edges, so that a shifted one needs no test for them. */
#define STRIDE (WIDTH + 2 * MAX_SHIFT)
typedef struct {
  gfloat value[HEIGHT + 2 * MAX_SHIFT][STRIDE];
} Thumb;

typedef struct {
  gfloat local, global;
} Difference;

struct _FacerecShotCut {
  Thumb last, before_cut;
  gboolean has_last, has_before_cut;
  guint64 cut_at;
  Difference usual;
};

FacerecShotCut *
facerec_shot_cut_new (void)
{
  return g_new0 (FacerecShotCut, 1);
}

void
facerec_shot_cut_free (FacerecShotCut *self)
{
  g_free (self);
}

void
facerec_shot_cut_reset (FacerecShotCut *self)
{
  memset (self, 0, sizeof *self);
}

/* ---- a frame as a thumb ---- */

static inline guint
sample (const FacerecPlane *plane, gint x, gint y)
{
  return plane->data[(gssize) (y >> plane->shift_y) * plane->stride + (gssize) (x >> plane->shift_x) * plane->step];
}

static guint
luma_at (const FacerecFrame *frame, gint x, gint y)
{
  if (frame->model != FACEREC_COLOR_RGB)
    return sample (&frame->plane[0], x, y);
  return (77 * sample (&frame->plane[0], x, y) + 150 * sample (&frame->plane[1], x, y)
      + 29 * sample (&frame->plane[2], x, y)) / 256;
}

static void
fill_margin (Thumb *thumb)
{
  gint row, column;

  for (row = MAX_SHIFT; row < HEIGHT + MAX_SHIFT; row++)
    for (column = 0; column < MAX_SHIFT; column++) {
      thumb->value[row][column] = thumb->value[row][MAX_SHIFT];
      thumb->value[row][WIDTH + MAX_SHIFT + column] = thumb->value[row][WIDTH + MAX_SHIFT - 1];
    }
  for (row = 0; row < MAX_SHIFT; row++) {
    memcpy (thumb->value[row], thumb->value[MAX_SHIFT], sizeof thumb->value[row]);
    memcpy (thumb->value[HEIGHT + MAX_SHIFT + row], thumb->value[HEIGHT + MAX_SHIFT - 1], sizeof thumb->value[row]);
  }
}

/* Mean 0, standard deviation 1. */
static void
normalise (Thumb *thumb)
{
  gfloat sum = 0, squares = 0, mean, scale;
  gint row, column;

  for (row = MAX_SHIFT; row < HEIGHT + MAX_SHIFT; row++)
    for (column = MAX_SHIFT; column < WIDTH + MAX_SHIFT; column++)
      sum += thumb->value[row][column];
  mean = sum / (WIDTH * HEIGHT);
  for (row = MAX_SHIFT; row < HEIGHT + MAX_SHIFT; row++)
    for (column = MAX_SHIFT; column < WIDTH + MAX_SHIFT; column++) {
      thumb->value[row][column] -= mean;
      squares += thumb->value[row][column] * thumb->value[row][column];
    }
  scale = 1 / MAX (sqrtf (squares / (WIDTH * HEIGHT)), MIN_CONTRAST);
  for (row = MAX_SHIFT; row < HEIGHT + MAX_SHIFT; row++)
    for (column = MAX_SHIFT; column < WIDTH + MAX_SHIFT; column++)
      thumb->value[row][column] *= scale;
}

static void
make_thumb (const FacerecFrame *frame, Thumb *thumb)
{
  gint row, column, i;

  for (row = 0; row < HEIGHT; row++)
    for (column = 0; column < WIDTH; column++) {
      guint sum = 0;

      for (i = 0; i < 4; i++)
        sum += luma_at (frame, (gint) ((gint64) (4 * column + 2 * (i % 2) + 1) * frame->width / (2 * COLUMNS)),
            (gint) ((gint64) (4 * row + 2 * (i / 2) + 1) * frame->height / (2 * ROWS)));
      thumb->value[row + MAX_SHIFT][column + MAX_SHIFT] = sum / 4.0f;
    }
  normalise (thumb);
  fill_margin (thumb);
}

/* ---- two frames ---- */

static Difference
compare (const Thumb *from, const Thumb *to)
{
  gfloat best[HEIGHT][WIDTH];
  Difference difference = { 0, G_MAXFLOAT };
  gint shift, row, column;

  for (row = 0; row < HEIGHT; row++)
    for (column = 0; column < WIDTH; column++)
      best[row][column] = G_MAXFLOAT;
  for (shift = 0; shift < (2 * MAX_SHIFT + 1) * (2 * MAX_SHIFT + 1); shift++) {
    gint down = shift / (2 * MAX_SHIFT + 1), right = shift % (2 * MAX_SHIFT + 1);
    gfloat sum = 0;

    for (row = 0; row < HEIGHT; row++)
      for (column = 0; column < WIDTH; column++) {
        gfloat distance = fabsf (from->value[row + down][column + right] - to->value[row + MAX_SHIFT][column + MAX_SHIFT]);

        sum += distance;
        best[row][column] = MIN (best[row][column], distance);
      }
    difference.global = MIN (difference.global, sum / (WIDTH * HEIGHT));
  }
  for (row = 0; row < HEIGHT; row++)
    for (column = 0; column < WIDTH; column++)
      difference.local += best[row][column] / (WIDTH * HEIGHT);
  return difference;
}

static gboolean
is_cut (const FacerecShotCut *self, const Difference *difference)
{
  return difference->local > MAX (MIN_LOCAL, LOCAL_RATIO * self->usual.local)
      && difference->global > MAX (MIN_GLOBAL, GLOBAL_RATIO * self->usual.global);
}

/* Whether the frame is like the last one before a cut that was a moment ago. */
static gboolean
is_back (const FacerecShotCut *self, const Thumb *thumb, guint64 time)
{
  Difference difference;

  if (!self->has_before_cut || time < self->cut_at || time - self->cut_at > BACK_NS)
    return FALSE;
  difference = compare (&self->before_cut, thumb);
  return difference.local <= BACK_LOCAL && difference.global <= BACK_GLOBAL;
}

/* A film of nothing but cuts is noise, or one that must be looked at in another way: it stops being news. */
static void
get_used_to (FacerecShotCut *self, const Difference *difference)
{
  self->usual.local += NEWS * (MIN (difference->local, MAX_NEWS * MIN_LOCAL) - self->usual.local);
  self->usual.global += NEWS * (MIN (difference->global, MAX_NEWS * MIN_GLOBAL) - self->usual.global);
}

FacerecShot
facerec_shot_cut_look (FacerecShotCut *self, const FacerecFrame *frame, guint64 time)
{
  FacerecShot shot = FACEREC_SHOT_SAME;
  Difference difference;
  Thumb thumb;

  make_thumb (frame, &thumb);
  if (self->has_last) {
    difference = compare (&self->last, &thumb);
    if (is_back (self, &thumb, time)) {
      shot = FACEREC_SHOT_BACK;
      self->has_before_cut = FALSE;
    } else if (is_cut (self, &difference)) {
      shot = FACEREC_SHOT_CUT;
      /* A flash of several frames may look like several cuts: what counts is how it was before the first. */
      if (!self->has_before_cut || time < self->cut_at || time - self->cut_at > BACK_NS) {
        self->before_cut = self->last;
        self->has_before_cut = TRUE;
        self->cut_at = time;
      }
    }
    get_used_to (self, &difference);
  }
  self->last = thumb;
  self->has_last = TRUE;
  return shot;
}
