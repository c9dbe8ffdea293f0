/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/pyramid.h"

G_BEGIN_DECLS

/* What there is to do for one frame, cut into pieces for any number of threads: a level is made in bands of rows, which need
 * the level before; its features are extracted in bands of rows; and when all of them are there its strips are searched. The
 * pieces do not touch each other, and none depends on who did another. */
typedef enum {
  FACEREC_HOG_MAKE,    /* rows from..to - 1 of the level's picture */
  FACEREC_HOG_EXTRACT, /* rows from..to - 1 of its planes */
  FACEREC_HOG_SEARCH,  /* columns from.. of its planes, as many as a register has lanes */
  FACEREC_HOG_PIECES
} FacerecHogPieceKind;

typedef struct {
  FacerecHogPieceKind kind;
  guint level;
  guint number; /* of its kind and level */
  gint from, to;
} FacerecHogPiece;

typedef struct _FacerecHogBoard FacerecHogBoard;

/* alone: nobody shares the work, so that bands need not be cut. pyramid is borrowed. */
FacerecHogBoard *facerec_hog_board_new (const FacerecHogPyramid *pyramid, gint lanes, gboolean alone);
/* NULL is accepted. */
void facerec_hog_board_free (FacerecHogBoard *self);

/* Everything is to be done again. No thread may be at it. */
void facerec_hog_board_reset (FacerecHogBoard *self);
/* The next piece that can be done, waiting for it if need be; FALSE when all are done. Threadsafe. */
gboolean facerec_hog_board_take (FacerecHogBoard *self, FacerecHogPiece *piece);
/* piece, which was taken, is done. Threadsafe. */
void facerec_hog_board_done (FacerecHogBoard *self, const FacerecHogPiece *piece);

G_END_DECLS
