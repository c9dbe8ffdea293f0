/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

#define FACEREC_MAX_DIMENSIONS 4096 /* floats an encoding may have */

/* The enrolled encodings in memory: immutable once sealed, shared between threads by reference. */
typedef struct _FacerecEncodings FacerecEncodings;

typedef enum {
  FACEREC_PERSON,   /* may be named */
  FACEREC_NEGATIVE, /* "not this person": never named, and takes the name from faces that are too near to it */
} FacerecPersonKind;

/* What the name of a negative begins with that is against one person only, before that person's name. */
#define FACEREC_NEGATIVE_PREFIX "not "

/* model_id: of the network that made them, copied. dimensions: floats an encoding, 1..4096. */
FacerecEncodings *facerec_encodings_new (const gchar *model_id, guint dimensions);
FacerecEncodings *facerec_encodings_ref (FacerecEncodings *self);
void facerec_encodings_unref (FacerecEncodings *self); /* NULL is fine */

/* Returns the person's index; they count from 0. own_threshold: NaN for none, else Euclidean, used in place of the
 * rule's distance_threshold when the vote is for this person. Names are not checked for being new. */
guint facerec_encodings_add_person (FacerecEncodings *self, const gchar *name, FacerecPersonKind kind,
    gfloat own_threshold);
/* values: dimensions floats, copied; finite (the caller has checked: others are a caller's bug and are not added). */
void facerec_encodings_add_face (FacerecEncodings *self, guint person, const gfloat *values);
/* Computes norms and person means; nothing is added afterwards. Searching needs it. Any number of threads may read a
 * sealed object. */
void facerec_encodings_seal (FacerecEncodings *self);

/* Whether both hold the same people and faces of the same model, value by value. */
gboolean facerec_encodings_equal (const FacerecEncodings *self, const FacerecEncodings *other);

const gchar *facerec_encodings_get_model_id (const FacerecEncodings *self);
guint facerec_encodings_get_dimensions (const FacerecEncodings *self);
guint facerec_encodings_get_n_faces (const FacerecEncodings *self);
guint facerec_encodings_get_n_people (const FacerecEncodings *self);
const gchar *facerec_encodings_get_person_name (const FacerecEncodings *self, guint person);
FacerecPersonKind facerec_encodings_get_person_kind (const FacerecEncodings *self, guint person);
gfloat facerec_encodings_get_person_threshold (const FacerecEncodings *self, guint person); /* NaN: none */
guint facerec_encodings_get_person_n_faces (const FacerecEncodings *self, guint person);
/* The first person of that name; person (out, nullable) is untouched when there is none. */
gboolean facerec_encodings_find_person (const FacerecEncodings *self, const gchar *name, guint *person);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecEncodings, facerec_encodings_unref)

G_END_DECLS
