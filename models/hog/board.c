/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/board.h"

#include <pthread.h>

#define MAKE_ROWS 64    /* of a band */
#define EXTRACT_ROWS 32 /* three more are computed to get them */

typedef struct {
  guint n, taken, done;
  gint rows, band;
} Work;

struct _FacerecHogBoard {
  const FacerecHogPyramid *pyramid;
  gboolean alone;
  pthread_mutex_t lock; /* of pthread, which ThreadSanitizer knows */
  pthread_cond_t changed;
  guint waiting;
  guint making; /* the first level whose picture is not complete */
  guint undone; /* pieces of all levels */
  Work (*work)[FACEREC_HOG_PIECES]; /* of each level */
};

static void
cut (Work *work, gint rows, gint band)
{
  work->rows = rows;
  work->band = MAX (band, 1);
  work->n = ((guint) rows + (guint) work->band - 1) / (guint) work->band;
}

FacerecHogBoard *
facerec_hog_board_new (const FacerecHogPyramid *pyramid, gint lanes, gboolean alone)
{
  FacerecHogBoard *self = g_new0 (FacerecHogBoard, 1);

  self->pyramid = pyramid;
  self->alone = alone;
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->changed, NULL);
  self->work = g_malloc0_n (pyramid->n_levels, sizeof *self->work);
  for (guint i = 0; i < pyramid->n_levels; i++) {
    const FacerecHogLevel *level = &pyramid->levels[i];
    const gint height = level->origin == FACEREC_HOG_GIVEN ? 0 : level->picture.height;

    cut (&self->work[i][FACEREC_HOG_MAKE], height, alone ? height : MAKE_ROWS);
    cut (&self->work[i][FACEREC_HOG_EXTRACT], level->planes.rows, alone ? level->planes.rows : EXTRACT_ROWS);
    cut (&self->work[i][FACEREC_HOG_SEARCH], level->planes.columns, lanes);
  }
  facerec_hog_board_reset (self);
  return self;
}

void
facerec_hog_board_free (FacerecHogBoard *self)
{
  if (!self)
    return;
  pthread_mutex_destroy (&self->lock);
  pthread_cond_destroy (&self->changed);
  g_free (self->work);
  g_free (self);
}

static void
skip_made (FacerecHogBoard *self)
{
  while (self->making < self->pyramid->n_levels
      && self->work[self->making][FACEREC_HOG_MAKE].done == self->work[self->making][FACEREC_HOG_MAKE].n)
    self->making++;
}

void
facerec_hog_board_reset (FacerecHogBoard *self)
{
  pthread_mutex_lock (&self->lock);
  self->making = 0;
  self->undone = 0;
  for (guint i = 0; i < self->pyramid->n_levels; i++)
    for (guint kind = 0; kind < FACEREC_HOG_PIECES; kind++) {
      self->work[i][kind].taken = self->work[i][kind].done = 0;
      self->undone += self->work[i][kind].n;
    }
  skip_made (self);
  pthread_mutex_unlock (&self->lock);
}

static gboolean
claim (FacerecHogBoard *self, guint level, FacerecHogPieceKind kind, FacerecHogPiece *piece)
{
  Work *work = &self->work[level][kind];

  if (work->taken == work->n)
    return FALSE;
  piece->level = level;
  piece->kind = kind;
  piece->number = work->taken++;
  piece->from = (gint) piece->number * work->band;
  piece->to = MIN (piece->from + work->band, work->rows);
  return TRUE;
}

static gboolean
claim_made (FacerecHogBoard *self, FacerecHogPiece *piece)
{
  for (guint i = 0; i < self->making; i++) {
    const Work *extract = &self->work[i][FACEREC_HOG_EXTRACT];

    if (extract->done == extract->n && claim (self, i, FACEREC_HOG_SEARCH, piece))
      return TRUE;
  }
  for (guint i = 0; i < self->making; i++)
    if (claim (self, i, FACEREC_HOG_EXTRACT, piece))
      return TRUE;
  return FALSE;
}

/* Levels come one out of the other, so others can only help when the next is there soon: making goes first, but who is alone
 * uses up a level while it is in the cache. */
static gboolean
claim_any (FacerecHogBoard *self, FacerecHogPiece *piece)
{
  if (self->alone && claim_made (self, piece))
    return TRUE;
  if (self->making < self->pyramid->n_levels && claim (self, self->making, FACEREC_HOG_MAKE, piece))
    return TRUE;
  return !self->alone && claim_made (self, piece);
}

gboolean
facerec_hog_board_take (FacerecHogBoard *self, FacerecHogPiece *piece)
{
  gboolean found = FALSE;

  pthread_mutex_lock (&self->lock);
  while (self->undone && !(found = claim_any (self, piece))) {
    self->waiting++;
    pthread_cond_wait (&self->changed, &self->lock);
    self->waiting--;
  }
  pthread_mutex_unlock (&self->lock);
  return found;
}

void
facerec_hog_board_done (FacerecHogBoard *self, const FacerecHogPiece *piece)
{
  Work *work = &self->work[piece->level][piece->kind];

  pthread_mutex_lock (&self->lock);
  work->done++;
  self->undone--;
  if (work->done == work->n && piece->kind == FACEREC_HOG_MAKE)
    skip_made (self);
  /* Only with the last piece of its kind does anything become possible. */
  if (work->done == work->n && self->waiting)
    pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}
