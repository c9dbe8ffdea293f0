/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"
#include "models/search/rows.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* For those who fill encodings from a gallery, and for search and identity, which read the sealed arrays directly. */
typedef struct {
  gint64 id;
  gchar *name;
  FacerecPersonKind kind;
  gfloat own_threshold; /* NaN: none */
  guint n_faces;
} FacerecEncodingsPerson;

/* Whom a negative is against: a person's index, or */
#define FACEREC_AGAINST_ALL G_MAXUINT          /* everybody */
#define FACEREC_AGAINST_NOBODY (G_MAXUINT - 1) /* somebody who is not enrolled any more */

typedef struct {
  guint face, against;
} FacerecEncodingsNegative;

struct _FacerecEncodings {
  gint ref_count; /* atomic */
  gboolean sealed;
  gchar *model_id;
  guint dimensions;
  FacerecRows faces;   /* in order of their ids; chunks may be shared with other encodings */
  GArray *face_person; /* guint, the person's index of each face */
  GArray *people;      /* FacerecEncodingsPerson, in order of their ids */
  GHashTable *by_name; /* name, owned by people -> index + 1 */
  guint n_people_with_faces; /* sealed */
  guint n_negative_people;   /* sealed */
  GArray *negatives;   /* FacerecEncodingsNegative; sealed: each face of a negative */
  FacerecRows means;   /* sealed: each person's mean encoding, NaN where there are no faces; chunks as above */
  gint *alike;         /* sealed: what facerec_encodings_get_alike has remembered, the bits of a gfloat; atomic */
};

static inline FacerecEncodingsPerson *
facerec_encodings_person (const FacerecEncodings *self, guint person)
{
  return &g_array_index (self->people, FacerecEncodingsPerson, person);
}

static inline guint
facerec_encodings_face_person (const FacerecEncodings *self, guint face)
{
  return g_array_index (self->face_person, guint, face);
}

/* As their namesakes without _id. Ids must come in ascending order; those without come as 1, 2, … */
guint facerec_encodings_add_person_id (FacerecEncodings *self, gint64 id, const gchar *name, FacerecPersonKind kind,
    gfloat own_threshold);
/* The person of that id, G_MAXUINT: none. guess: whom it may be. */
guint facerec_encodings_find_person_id (const FacerecEncodings *self, gint64 id, guint guess);
/* All faces of chunk, sharing it, with the person of each. */
void facerec_encodings_add_chunk (FacerecEncodings *self, FacerecChunk *chunk, const guint *people);
/* base: sealed encodings of an earlier state of the same gallery, or NULL: means of people whose faces are the same
 * are shared with it. workers may be NULL. The result is the same to the bit with any base and any workers. */
void facerec_encodings_seal_from (FacerecEncodings *self, const FacerecEncodings *base, FacerecWorkers *workers);

/* Distance between the mean encoding of a person and that of whoever is most like him: NaN until it was set. */
gfloat facerec_encodings_get_alike (const FacerecEncodings *self, guint person);
void facerec_encodings_set_alike (const FacerecEncodings *self, guint person, gfloat distance);

/* models/search/means.c: fills self->means. */
void facerec_encodings_compute_means (FacerecEncodings *self, const FacerecEncodings *base, FacerecWorkers *workers);

G_END_DECLS
