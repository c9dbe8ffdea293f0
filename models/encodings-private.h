/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

G_BEGIN_DECLS

/* For search.c and identity.c, which read the sealed arrays directly. */
typedef struct {
  gchar *name;
  FacerecPersonKind kind;
  gfloat own_threshold; /* NaN: none */
  guint n_faces;
  guint first; /* sealed: where the person's rows begin in person_rows */
} FacerecEncodingsPerson;

struct _FacerecEncodings {
  gatomicrefcount ref_count;
  gboolean sealed;
  gchar *model_id;
  guint dimensions;
  guint stride; /* floats between rows: dimensions rounded up to 16 (64 bytes), the rest zero */
  guint n_faces, allocated;
  gfloat *values;       /* n_faces rows of stride floats, aligned to 64 bytes */
  GArray *face_person;  /* guint, the person's index of each row */
  GArray *people;       /* FacerecEncodingsPerson */
  GHashTable *by_name;  /* name, owned by people -> index + 1; until sealed */
  gfloat *square_norms; /* sealed: |row|^2 */
  gfloat max_norm;      /* sealed: the longest row, bounds the rounding error of a product */
  guint *person_rows;   /* sealed: rows ordered by person, then by row */
  gfloat *means;        /* sealed: n_people rows of stride floats, the person's mean encoding */
  gfloat *mean_square_norms;
};

/* |values|^2, summed up in double. */
gfloat facerec_square_norm (const gfloat *values, guint n);

G_END_DECLS
