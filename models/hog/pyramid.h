/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/hog/fhog.h"
#include "models/pixels/scaling.h"

G_BEGIN_DECLS

/* A picture that is searched, or one that such are made of. */
typedef enum {
  FACEREC_HOG_GIVEN,     /* the frame itself */
  FACEREC_HOG_RESAMPLED, /* out of the level before */
  FACEREC_HOG_HALVED,    /* out of the level before */
} FacerecHogOrigin;

typedef struct {
  FacerecHogOrigin origin;
  FacerecHogPicture picture;
  guint8 *pixels;            /* of picture, unless given */
  FacerecHogResampling how;  /* where resampled */
  FacerecHogPlanes planes;   /* no rows when the level is not searched */
  guint depth;               /* 0 for the first level that is searched */
} FacerecHogLevel;

/* All pictures made of a frame: doubled or halved as asked for, then reduced by 5/6 from one to the next. Buffers are made
 * once for frames of one size. */
typedef struct {
  gint width, height;
  FacerecScaling scaling;
  guint n_levels;
  FacerecHogLevel *levels; /* the first is the frame; none when nothing is left of it to search */
} FacerecHogPyramid;

/* FALSE: not enough memory, and self is empty. */
gboolean facerec_hog_pyramid_init (FacerecHogPyramid *self, const FacerecHogModel *model, gint width, gint height,
    const FacerecScaling *scaling);
/* May be called on a zeroed or cleared one. */
void facerec_hog_pyramid_clear (FacerecHogPyramid *self);

/* Bytes of scratch that one thread needs for anything of it. */
gsize facerec_hog_pyramid_scratch (const FacerecHogPyramid *self, const FacerecHogModel *model);

G_END_DECLS
