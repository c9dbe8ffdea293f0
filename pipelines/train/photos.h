/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/enrolreport.h"
#include "pipelines/train/options.h"

G_BEGIN_DECLS

/* The photos of a training as features. */
typedef struct {
  GPtrArray *people;  /* names; a label is an index into it */
  GArray *labels;     /* guint, of each photo that can be used */
  GArray *features;   /* gfloat: n_rows rows of each photo, see FacerecTrainSet */
  guint n_rows, n_features;
  guint counts[ENROL_N_STATUSES];
  guint n_cached;     /* photos whose features were there already */
  gchar *sha256;      /* of who is on which photos: hashes of the images by person, no names */
} TrainPhotos;

/* Looks at every photo of the folders through the elements that enrol it, and has its face, and variants of it, described by
 * backbone. Each photo that cannot be used is reported in one line. NULL with an error; interrupted, what has been looked at is
 * in the cache and *error stays NULL. (transfer full) */
TrainPhotos *train_photos_read (const TrainOptions *options, FacerecBackbone *backbone, GError **error);
void train_photos_free (TrainPhotos *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainPhotos, train_photos_free)

G_END_DECLS
